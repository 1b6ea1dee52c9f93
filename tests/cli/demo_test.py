"""Goal: the demo does its whole job on a small rush, and deletes nothing that it did not make.

Method: a demo of 20,000 commands, then the commands that it says to try next; and folders that are
not a demo's in its way.
"""

import os
import shlex
import shutil
import subprocess
import unittest

from support import BINARY, IN_USE, SOURCE, USAGE, ProgramTest


class Demo(ProgramTest):
    SMALL = ["--commands", 20_000, "--from", "2026-11-30", "--quiet"]

    def demo(self, *arguments, store="demo", **options):
        return self.run_program("demo", *self.SMALL, *arguments, store=store, **options)

    def test_it_opens_generates_ingests_plays_and_reports(self):
        out, err = self.demo()
        self.assertEqual(err, "")
        self.assertIn("Opened 750 office days.", out)
        self.assertIn("20,000 commands in", out)
        self.assertIn("All offices, 2026-11-30 to 2026-12-04: 750 office days (749 open, 1 ended).",
                      out)
        self.assertIn("PEMATANGSIANTAR, 2026-11-30: 1 office day (1 ended).", out)
        self.assertRegex(out, r"[1-9]\d* applicants came")
        self.assertIn("Half of those called waited", out)
        self.run_program("audit", "verify", "--quiet", store="demo")

    def test_what_it_says_to_try_next_works(self):
        out, _ = self.demo()
        calls = [line.split("   ")[0] for line in out.split("What to try next")[1].splitlines()
                 if " --store " in line]
        self.assertEqual(len(calls), 6)
        for call in calls:
            with self.subTest(call=call):
                words = shlex.split(call)
                self.assertEqual(words[0], BINARY)
                subprocess.run(words, check=True, capture_output=True, cwd=self.folder, timeout=120)

    def test_the_played_day_is_one_whose_people_come(self):
        out, _ = self.demo("--office", "BATAM", "--seed", 2)
        report = self.run_json("report", "--office", "BATAM", "--from", "2026-11-30", "--to",
                               "2026-11-30", "--format", "json", store="demo")["total"]
        self.assertGreater(report["served"], 20)
        self.assertGreater(report["walk_ins"], 5)
        self.assertGreater(report["no_show"], 0)
        self.assertIn("== 7. The day that was played, for the head of BATAM", out)

    def test_a_second_demo_starts_afresh_and_keep_goes_on(self):
        self.demo()
        first = self.run_json("projections", "status", "--json", store="demo")["last_position"]
        self.demo()
        again = self.run_json("projections", "status", "--json", store="demo")["last_position"]
        self.assertEqual(again, first)
        self.demo("--keep")
        kept = self.run_json("projections", "status", "--json", store="demo")["last_position"]
        self.assertGreaterEqual(kept, first)
        self.run_program("audit", "verify", "--quiet", store="demo")

    def test_it_leaves_a_store_alone_that_no_demo_made(self):
        self.run_program("open", "--from", "2026-11-30", store="mine")
        _, err = self.demo(store="mine", code=USAGE)
        self.assertIn("was not made by a demo", err)
        # Not even with the marker of another store beside it.
        self.demo(store="demo")
        shutil.copytree(self.path("demo-files"), self.path("mine-files"))
        self.demo(store="mine", code=USAGE)
        states = self.run_json("projections", "status", "--json", store="mine")
        self.assertEqual(states["last_position"], 750)

    def test_it_leaves_a_folder_alone_that_holds_other_things(self):
        for name in ("mine", "mine-files"):
            with self.subTest(name=name):
                os.mkdir(self.path(name))
                letter = os.path.join(self.path(name), "letter.txt")
                with open(letter, "w", encoding="utf-8") as file:
                    file.write("dear reader")
                self.demo(store="mine", code=USAGE)
                self.assertTrue(os.path.exists(letter))
                shutil.rmtree(self.path(name))

    def test_it_leaves_a_demo_alone_that_another_process_uses(self):
        self.demo()
        user = subprocess.Popen(
            self.command("ingest", "-", "--quiet", "--results", "-", store="demo"),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(user.stdout.close)
        # An answer says that it has the store open. (Trying whether the store is in use would open
        # it, and could be the first to do so.)
        user.stdin.write(b'{"id":"00000000-0000-4000-8000-000000000001","type":"none"}\n')
        user.stdin.flush()
        self.assertIn(b'"invalid"', user.stdout.readline())
        self.demo(code=IN_USE)
        user.stdin.close()
        self.assertEqual(user.wait(timeout=60), 0)

    def test_the_installed_program_s_default_is_a_folder_of_its_own(self):
        subprocess.run([BINARY, "demo", *map(str, self.SMALL), "--config", SOURCE / "config"],
                       check=True, capture_output=True, cwd=self.folder, timeout=120)
        self.assertEqual(sorted(os.listdir(self.folder)), ["antrian-demo", "antrian-demo-files"])


if __name__ == "__main__":
    unittest.main()
