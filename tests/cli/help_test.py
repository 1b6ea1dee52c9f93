"""Goal: every subcommand explains itself, and a wrong call says what was expected.

Method: the help texts of all subcommands, found by asking the program for them, and calls that are
wrong in one way each.
"""

import re
import subprocess
import unittest

from support import BINARY, USAGE, ProgramTest


def help_of(*names):
    return subprocess.run([BINARY, *names, "--help"], capture_output=True, text=True, check=True,
                          timeout=60).stdout


def subcommands_of(text):
    """Names in the list of subcommands of a help text."""
    if "\nSubcommands:\n" not in text:
        return []
    listed = text.split("\nSubcommands:\n")[1].split("\n\n")[0]
    return re.findall(r"(?m)^  (\S+)", listed)


def leaves(*names):
    """Every subcommand that does something, as a tuple of names."""
    below = subcommands_of(help_of(*names))
    if not below:
        return [names]
    return [leaf for name in below for leaf in leaves(*names, name)]


class Help(unittest.TestCase):
    def test_all_subcommands_are_there(self):
        names = {" ".join(leaf) for leaf in leaves()}
        self.assertEqual(names, {"demo", "generate", "open", "ingest", "report", "show", "export",
                                 "erase", "audit verify", "projections status",
                                 "projections rebuild", "kafka init", "produce", "serve"})

    def test_every_help_has_a_purpose_an_example_and_the_exit_codes(self):
        for leaf in leaves():
            with self.subTest(leaf=leaf):
                text = help_of(*leaf)
                self.assertGreater(len(text.split("\nUsage:")[0].split()), 4, "purpose")
                self.assertIn("Example:    antrian " + " ".join(leaf), text)
                self.assertRegex(text, r"Exit codes: 0 ")
                self.assertIn("2 ", text.split("Exit codes:")[1])

    def test_every_subcommand_with_a_store_says_how_to_name_it_and_its_configuration(self):
        for leaf in leaves():
            with self.subTest(leaf=leaf):
                text = help_of(*leaf)
                self.assertIn("--config", text)
                if leaf not in {("generate",), ("kafka", "init"), ("produce",)}:
                    self.assertIn("--store", text)

    def test_what_reveals_people_says_that_it_is_personal_data(self):
        self.assertRegex(help_of("show"), r"--reveal\s+.*\n?.*personal data")

    def test_the_version_is_one(self):
        out = subprocess.run([BINARY, "--version"], capture_output=True, text=True, check=True)
        self.assertRegex(out.stdout, r"^\d+\.\d+\.\d+\n$")


class WrongCalls(ProgramTest):
    def refused(self, *arguments, naming, store=None):
        out, err = self.run_program(*arguments, store=store, code=USAGE)
        self.assertEqual(out, "")
        self.assertIn(naming, err)

    def test_no_subcommand_or_an_unknown_one_lists_them(self):
        for call in ([], ["foo"]):
            done = subprocess.run([BINARY, *call], capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stdout), (USAGE, ""))
            self.assertIn("there are: demo generate open", done.stderr)

    def test_a_missing_or_unknown_second_subcommand_lists_them(self):
        for call in (["audit"], ["projections"], ["projections", "sattus"]):
            done = subprocess.run([BINARY, *call], capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stdout), (USAGE, ""))
            self.assertRegex(done.stderr, "^antrian: .*; there are: (verify|status rebuild)\n")
            self.assertIn(f"antrian {call[0]} --help", done.stderr)

    def test_an_option_before_the_subcommand_is_told_where_it_belongs(self):
        done = subprocess.run([BINARY, "--store", "x"], capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (USAGE, ""))
        self.assertIn("antrian: options such as --store come after the subcommand", done.stderr)

    def test_an_unknown_option_is_named(self):
        self.refused("report", "--bogus", naming="antrian: antrian report has no option --bogus\n")

    def test_a_mistyped_option_names_the_one_that_was_meant(self):
        self.refused("ingest", "x.jsonl", "--resuts", "y.jsonl", naming="did you mean --results?")

    def test_what_is_wrong_with_an_option_is_said_by_the_program(self):
        self.refused("report", "--by", "moon", naming="antrian: --by: moon")

    def test_a_date_that_is_none_is_not_said_to_have_the_wrong_form(self):
        self.refused("open", "--from", "2026-02-30", naming="2026-02-30 is not a real date")

    def test_a_negative_seed_is_refused(self):
        self.refused("generate", "--seed", "-1", naming="--seed")

    def test_a_wrong_date_shows_a_right_one(self):
        self.refused("open", "--from", "30-11-2026", naming="expected a date such as 2026-11-30")

    def test_an_unknown_office_names_the_one_that_was_meant(self):
        self.refused("open", "--office", "PEMATANGSIANTR", store="store",
                     naming="did you mean PEMATANGSIANTAR?")

    def test_an_office_in_small_letters_names_the_one_that_was_meant(self):
        self.run_program("open", "--from", "2026-11-30", "--days", 1, store="store")
        self.refused("show", "batam", "2026-11-30", store="store", naming="did you mean BATAM?")
        _, err = self.run_program("show", "zzzzz", "2026-11-30", store="store", code=USAGE)
        self.assertNotIn("did you mean", err)

    def test_a_missing_configuration_is_named(self):
        done = subprocess.run([BINARY, "open", "--config", self.path("nothing")],
                              capture_output=True, text=True, timeout=60, cwd=self.folder)
        self.assertEqual(done.returncode, USAGE)
        self.assertIn(self.path("nothing"), done.stderr)

    def test_a_wrong_key_in_the_configuration_is_named_with_its_line(self):
        self.tune(batch_commands=7)
        toml = self.config / "antrian.toml"
        toml.write_text(toml.read_text().replace("batch_commands", "batch_comands"))
        self.refused("open", store="store", naming="did you mean batch_commands?")


if __name__ == "__main__":
    unittest.main()
