"""Goal: no NIK, name, phone number or mail address of the input is anywhere but in the input: not
in the store, the results, the exports, the reports or anything printed.

Method: every file that the program wrote, every row of the store (its files are compressed, so a
tool dumps the rows) and everything that was printed is searched, byte for byte, for every personal
text of the input. Three controls: the search finds them in the input itself, it finds one that is
hidden in a dump, and `show --reveal`, which is made to show them, does.
"""

import json
import os
import re
import subprocess
import unittest

from support import ProgramTest, read_bytes

DUMP = os.environ["ANTRIAN_DUMP"]
# Shorter texts could stand in compressed or sealed bytes by chance.
SHORTEST = 8
TEXT = re.compile(rb"[0-9A-Za-z@._+' -]{%d,}" % SHORTEST)


def personal_texts(path):
    """Every NIK, name, phone number and address of the file."""
    texts = set()
    with open(path, "rb") as file:
        for line in file:
            try:
                people = json.loads(line).get("applicants", [])
                for person in people:
                    texts.update(person.get(field, "")
                                 for field in ("nik", "name", "phone", "email"))
            except (ValueError, AttributeError, TypeError):
                continue  # a malformed line
    return {text.encode() for text in texts if isinstance(text, str) and len(text) >= SHORTEST}


def kept_forms(texts):
    """The last digits of phone numbers, which are kept without the spaces and dashes between."""
    digits = (re.sub(rb"\D", b"", text) for text in texts)
    return {text[-9:] for text in digits if 9 <= len(text) < 16}


class Search:
    """Looks for many texts at once, by their first characters."""

    def __init__(self, texts):
        self.by_beginning = {}
        for text in texts:
            self.by_beginning.setdefault(text[:SHORTEST], []).append(text)

    def found_in(self, data):
        found = set()
        for run in set(TEXT.findall(data)):
            for i in range(len(run) - SHORTEST + 1):
                for text in self.by_beginning.get(run[i:i + SHORTEST], ()):
                    if run.startswith(text, i):
                        found.add(text)
        return found


class Privacy(ProgramTest):
    def setUp(self):
        super().setUp()
        self.tune(checkpoint_events=3000, snapshot_events=100)
        self.input = self.generate("rush.jsonl", "--openings", "--commands", 6000, "--seed", 3)
        self.texts = personal_texts(self.input)
        self.search = Search(self.texts | kept_forms(self.texts))
        with open(self.input, encoding="utf-8") as file:
            self.date = json.loads(file.readline())["date"]

    def assert_private(self, data, where):
        self.assertEqual(self.search.found_in(data), set(), where)

    def dump(self, store):
        return subprocess.run([DUMP, self.path(store)], check=True, capture_output=True,
                              timeout=120).stdout

    def assert_store_is_private(self, store):
        for folder, _, names in os.walk(self.path(store)):
            for name in names:
                self.assert_private(read_bytes(os.path.join(folder, name)), name)
        rows = self.dump(store)
        self.assert_private(rows, "rows")
        return rows

    def test_the_search_finds_people_where_they_are(self):
        self.assertGreater(len(self.texts), 10_000)
        self.assertGreater(len(kept_forms(self.texts)), 1_000)
        self.assertEqual(self.texts - self.search.found_in(read_bytes(self.input)), set())

    def test_nothing_written_or_printed_holds_them(self):
        printed = self.run_program("ingest", self.input, "--results", self.path("results.jsonl"),
                                   store="store")
        self.assert_private("".join(printed).encode(), "ingest")
        for call in (["report"], ["report", "--by", "slot", "--format", "csv"],
                     ["show", "JAKARTA_SELATAN", self.date], ["show", "BATAM", self.date, "--json"],
                     ["export"], ["export", "--format", "csv"], ["audit", "verify"],
                     ["projections", "rebuild"], ["open", "--from", self.date]):
            printed = self.run_program(*call, store="store")
            self.assert_private("".join(printed).encode(), call)
        self.assert_private(read_bytes(self.path("results.jsonl")), "results")
        rows = self.assert_store_is_private("store")
        self.assertIn(f"JAKARTA_SELATAN/{self.date}".encode(), rows)
        nik = next(text for text in self.texts if len(text) == 16 and text.isdigit())
        self.assertEqual(self.search.found_in(rows[:9999] + nik + rows[9999:]), {nik})

    def test_a_killed_process_leaves_no_trace_of_them_either(self):
        # It ends without a last checkpoint: much of what it wrote is in the write-ahead log only.
        process = subprocess.Popen(self.command("ingest", "-", "--quiet", store="killed"),
                                   stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        process.stdin.write(read_bytes(self.input))
        process.stdin.flush()
        process.kill()
        process.stdin.close()
        process.wait(timeout=60)
        self.assertIn(b"BATAM/", self.assert_store_is_private("killed"))

    def test_people_are_in_the_vault_for_those_who_may_ask(self):
        self.ingest(self.input)
        out, _ = self.run_program("show", "JAKARTA_SELATAN", self.date, "--reveal", "--json",
                                  store="store")
        self.assertGreater(len(self.search.found_in(out.encode())), 50)


if __name__ == "__main__":
    unittest.main()
