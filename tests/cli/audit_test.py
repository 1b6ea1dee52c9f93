"""Goal: `audit verify` finds whatever was changed behind the engine's back, and nothing else.

Method: one store with a rush and a played day, copied for each way of tampering that the tool in
tamper.cpp knows. The control is the untouched copy, which must be clean; and cutting off the end of
the log, which nothing inside the store can show, must be found by the noted head alone.
"""

import json
import os
import shutil
import subprocess
import unittest

from support import FOUND, USAGE, ProgramTest, content_of, jsonl

TAMPER = os.environ["ANTRIAN_TAMPER"]

# What each way must be called by the finding.
EXPECTED = {
    "change-record": {"record changed"},
    "remove-record": {"record removed"},
    "reorder-records": {"records reordered", "record changed"},
    "change-commit": {"commit changed"},
    "remove-commit": {"commit removed"},
    "change-index": {"streams index does not match"},
    "remove-index": {"streams index does not match"},
    "change-claim": {"claims"},
    "remove-claim": {"claims"},
    "add-claim": {"claims"},
    "change-answer": {"command index"},
    "remove-answer": {"command index"},
    "add-answer": {"command index"},
    "change-snapshot": {"snapshot"},
    "exchange-snapshots": {"snapshot"},
    "change-availability": {"availability"},
    "change-front_desk": {"front_desk"},
    "change-reports": {"reports"},
    "remove-reports": {"reports"},
    "add-reports": {"reports"},
    "double-booking": {"log"},
    "over-capacity": {"log"},
}
RULE = {"double-booking": "second live booking", "over-capacity": "more places are given"}


class Audit(ProgramTest):
    def setUp(self):
        super().setUp()
        # Commits, snapshots and checkpoints in numbers, though the file is small.
        self.tune(snapshot_events=100, checkpoint_events=2000, batch_commands=300)
        path = self.generate("rush.jsonl", "--openings", "--commands", 8000, "--seed", 4)
        self.ingest(path, store="whole")

    def copy(self, name):
        shutil.copytree(self.path("whole"), self.path(name))
        return name

    def tamper(self, store, way):
        subprocess.run([TAMPER, self.path(store), way], check=True, timeout=120)

    def verify(self, store, *arguments, code):
        return self.run_json("audit", "verify", "--json", "--quiet", *arguments, store=store,
                             code=code)

    def test_an_untouched_store_is_clean_and_everything_was_compared(self):
        found = self.verify("whole", code=0)
        self.assertTrue(found["clean"] and found["complete"])
        self.assertEqual(found["findings"], [])
        self.assertEqual(len(found["head_hash"]), 64)
        self.assertEqual(found["events"], found["last_position"])
        for what in ("snapshots", "claims", "commands", "projection_rows"):
            self.assertGreater(found["compared"][what], 3, what)
        out, _ = self.run_program("audit", "verify", "--quiet", store="whole")
        self.assertIn("All is as it was written", out)
        self.assertIn(found["head_hash"], out)

    def test_an_audit_changes_nothing(self):
        files = content_of(self.path("whole"))
        before = self.verify("whole", code=0)
        self.assertEqual(self.verify("whole", code=0), before)
        self.assertEqual(content_of(self.path("whole")), files)

    def test_every_tampering_is_found_and_named(self):
        listed = subprocess.run([TAMPER, "--list"], capture_output=True, text=True, check=True)
        self.assertEqual(set(listed.stdout.split()) - {"cut-end"}, set(EXPECTED))
        for way, names in EXPECTED.items():
            with self.subTest(way=way):
                self.tamper(self.copy(way), way)
                found = self.verify(way, code=FOUND)
                self.assertFalse(found["clean"])
                self.assertEqual({finding["what"] for finding in found["findings"]} - names, set(),
                                 found["findings"])
                self.assertGreater(len(found["findings"]), 0)
                if way in RULE:
                    self.assertIn(RULE[way], found["findings"][0]["detail"])
                out, _ = self.run_program("audit", "verify", "--quiet", store=way, code=FOUND)
                self.assertIn("FOUND  position", out)
                shutil.rmtree(self.path(way))

    def test_a_log_that_lost_its_end_is_found_by_the_noted_head_only(self):
        noted = self.verify("whole", code=0)
        self.tamper(self.copy("cut"), "cut-end")
        # The control: without the noted head a shorter log is a sound log.
        cut = self.verify("cut", code=0)
        self.assertLess(cut["last_position"], noted["last_position"])
        found = self.verify("cut", "--noted", noted["head_hash"], code=FOUND)
        self.assertIsNone(found["noted_position"])
        self.assertEqual([finding["what"] for finding in found["findings"]], ["noted head"])
        out, _ = self.run_program("audit", "verify", "--quiet", "--noted", "0" * 64, store="cut",
                                  code=FOUND)
        self.assertIn("noted head: it is not in the log", out)
        self.assertIn("\n1 finding.\n", out)
        self.assertNotIn("Note it down", out)

    def test_a_noted_head_still_holds_when_the_log_has_grown(self):
        noted = self.verify("whole", code=0)
        more = self.generate("more.jsonl", "--commands", 2000, "--seed", 5)
        self.ingest(more, store="whole")
        found = self.verify("whole", "--noted", noted["head_hash"], code=0)
        self.assertEqual(found["noted_position"], noted["last_position"])
        self.assertGreater(found["last_position"], noted["last_position"])
        self.run_program("audit", "verify", "--noted", "beef", store="whole", code=USAGE)

    def test_tampered_projections_are_made_whole_by_a_rebuild(self):
        self.tamper(self.copy("rows"), "change-reports")
        self.verify("rows", code=FOUND)
        self.run_program("projections", "rebuild", "reports", store="rows")
        self.verify("rows", code=0)


class Releases(ProgramTest):
    """A booking is moved to another office, which has the engine give up the old place by a command
    of its own; and somebody chose the very id of that command, or one next to it."""

    MOVE = "ff000000-0000-4000-8000-000000000000"
    RELEASE = "a55a5a5a-5a5a-8a5a-9a5a-5a5a5a5a5a5a"

    def make_store(self, chosen):
        """The command with the chosen id stands in the record of the release, right behind it; and
        it is the middle one of the index, which is the one that is tampered with."""
        def command(id, kind, office="BATAM", **fields):
            return {"id": id, "type": kind, "office": office, "date": "2026-11-30",
                    "at": "2026-11-20T03:00:00Z", **fields}

        def book(id, person, office="BATAM", **fields):
            people = [{"nik": f"127101010190000{person}", "name": "Siti Rahma"}]
            return command(id, "book", office, account=f"account-{person}", applicants=people,
                           service="new_passport", slot="any", **fields)

        slots = [{"start": "08:00", "end": "09:00",
                  "capacity": {"online": 9, "priority": 0, "walk_in": 0}}]
        old = "f0000000-0000-4000-8000-000000000000"
        first = [command("00000000-0000-4000-8000-000000000000", "open_day", slots=slots),
                 command("10000000-0000-4000-8000-000000000000", "open_day", "MEDAN", slots=slots),
                 book(old, 1)]
        second = [book(self.MOVE, 1, "MEDAN", replaces=old), book(chosen, 2)]
        for name, lines in (("first", first), ("second", second)):
            with open(self.path(name), "w", encoding="utf-8") as file:
                file.writelines(json.dumps(line) + "\n" for line in lines)
            self.assertEqual(self.ingest(self.path(name))["accepted"], len(lines))
        out, _ = self.run_program("export", store="store")
        self.assertEqual([event["command"] for event in jsonl(out)][-2:], [self.RELEASE, chosen])

    def tampered(self, way):
        subprocess.run([os.environ["ANTRIAN_TAMPER"], self.path("store"), way], check=True,
                       timeout=120)
        found = self.run_json("audit", "verify", "--json", "--quiet", store="store", code=FOUND)
        return [(finding["what"], finding["detail"]) for finding in found["findings"]]

    def test_the_answer_to_a_command_with_the_id_of_a_release_is_compared(self):
        self.make_store(self.RELEASE)
        self.run_program("audit", "verify", "--quiet", store="store")
        found = self.tampered("remove-answer")
        self.assertEqual(found, [("command index",
                                  f"the command {self.RELEASE} is missing in the index")])

    def test_an_answer_to_a_release_is_one_that_nobody_was_owed(self):
        # The tool writes the row of this id again under one whose last byte differs by 0x55.
        self.make_store(self.RELEASE[:-2] + "0f")
        self.run_program("audit", "verify", "--quiet", store="store")
        found = self.tampered("add-answer")
        self.assertEqual(found, [("command index", f"the command {self.RELEASE} has an answer, but "
                                  "the log has no such one")])


class Projections(ProgramTest):
    def test_a_rebuild_gives_what_was_there(self):
        path = self.generate("mixed.jsonl", "--mixed", "--commands", 6000)
        self.ingest(path)
        before = self.run_json("report", "--by", "slot", "--format", "json", store="store")
        for name in ([], ["availability"], ["front_desk"], ["reports"]):
            with self.subTest(name=name):
                _, err = self.run_program("projections", "rebuild", *name, "--quiet",
                                          store="store")
                self.assertIn("rebuilt from", err)
                after = self.run_json("report", "--by", "slot", "--format", "json", store="store")
                self.assertEqual(after, before)
                self.run_program("audit", "verify", "--quiet", store="store")
        states = self.run_json("projections", "status", "--json", store="store")
        self.assertEqual([state["lag"] for state in states["projections"]], [0, 0, 0])

    def test_an_unknown_projection_lists_the_known_ones(self):
        self.ingest(self.generate("mixed.jsonl", "--mixed", "--commands", 10))
        _, err = self.run_program("projections", "rebuild", "sales", store="store", code=USAGE)
        self.assertIn("availability front_desk reports", err)


if __name__ == "__main__":
    unittest.main()
