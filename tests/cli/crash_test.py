"""Goal: whatever the moment at which the program is killed, running it again ends as if nothing had
happened, and nothing that it said before turns out untrue.

Method: an ingest is killed with SIGKILL at random moments, again and again, until it gets through.
Then its results and each office day's events must be those of an undisturbed run, and its dead
letters byte for byte; each complete line that ever stood in the results must stand there, at the
same place, in the end; and the audit must be clean. Positions may differ, since a restarted program
may take the office days and the refusals of a batch in another order; so each answer's position is
held to the log instead. The control: a results file that lacks one line, or has two exchanged, is
told apart. A failing seed is repeated with ANTRIAN_SEED.
"""

import csv
import io
import os
import random
import subprocess
import time
import unittest

from support import DONE, ProgramTest, read_bytes, read_jsonl

SEED = int(os.environ.get("ANTRIAN_SEED", "1"))
# More kills than this mean that the program does not get on at all.
KILLS_MAX = 400


class Crash(ProgramTest):
    def run_undisturbed(self, path):
        """How long it takes, in seconds."""
        begun = time.monotonic()
        self.ingest(path, *self.outputs("calm"), store="calm")
        return time.monotonic() - begun

    def outputs(self, name):
        return ["--results", self.path(name + ".results"),
                "--dead-letters", self.path(name + ".dead")]

    def kill_until_done(self, path, chance, undisturbed_s):
        """Starts the ingest and kills it, until one run ends by itself; the number of kills."""
        results = self.path("killed.results")
        kills, told = 0, b""  # all that the results file ever said, in complete lines
        while True:
            process = subprocess.Popen(
                self.command("ingest", path, "--quiet", *self.outputs("killed"), store="killed"),
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            try:
                # A part of the whole; more with each kill, so that it gets through in the end.
                process.wait(timeout=undisturbed_s * chance.uniform(0, 0.3 + kills / 50))
            except subprocess.TimeoutExpired:
                process.kill()
            err = process.stderr.read().decode()
            process.stderr.close()
            code = process.wait(timeout=60)
            now = read_bytes(results) if os.path.exists(results) else b""
            now = now[:now.rfind(b"\n") + 1]
            # A run that goes on cuts the file back a little and writes the same again.
            self.assertTrue(now.startswith(told) or told.startswith(now),
                            f"a result has changed at kill {kills}: {difference(told, now)}")
            told = max(now, told, key=len)
            if code == DONE:
                self.assertEqual(len(now), len(told))
                return kills
            self.assertEqual(code, -9, err)
            kills += 1
            self.assertLess(kills, KILLS_MAX)

    def assert_as_if_nothing_had_happened(self):
        calm, killed = (read_bytes(self.path(name + ".dead")) for name in ("calm", "killed"))
        self.assertTrue(calm == killed, "the dead letters differ from those of an undisturbed run")
        calm, killed = (read_jsonl(self.path(name + ".results")) for name in ("calm", "killed"))
        self.assertTrue(without_positions(calm) == without_positions(killed),
                        "the results differ from those of an undisturbed run")
        calm, killed = (self.export(name) for name in ("calm", "killed"))
        self.assertTrue(by_office_day(calm) == by_office_day(killed), "the events differ")
        self.assert_positions_lead_to_the_events(killed)
        self.run_program("audit", "verify", "--quiet", store="killed")

    def export(self, store):
        out, _ = self.run_program("export", "--quiet", "--format", "csv", store=store)
        return list(csv.DictReader(io.StringIO(out)))

    def assert_positions_lead_to_the_events(self, events):
        """An answer's position is that of the last event that its command caused."""
        last = {event["command"]: int(event["position"]) for event in events}
        for result in read_jsonl(self.path("killed.results")):
            if "position" in result:
                self.assertEqual(last[result["command"]], result["position"], result)

    def crash(self, seed, *generated, **tuning):
        self.tune(**tuning)
        chance = random.Random(seed)
        path = self.generate("commands.jsonl", "--seed", seed, *generated)
        kills = self.kill_until_done(path, chance, self.run_undisturbed(path))
        print(f"seed {seed}: {kills} kills", flush=True)
        self.assertGreater(kills, 2, "it must have been killed in the midst of its work")
        self.assert_as_if_nothing_had_happened()

    def test_mixed_commands_in_small_batches(self):
        self.crash(SEED, "--mixed", "--commands", 20_000,
                   batch_commands=50, checkpoint_events=3000, snapshot_events=100)

    def test_mixed_commands_with_checkpoints_all_the_time(self):
        self.crash(SEED + 1, "--mixed", "--commands", 20_000,
                   batch_commands=128, checkpoint_events=1000, snapshot_events=100,
                   idle_day_limit=2)

    def test_a_rush_in_large_batches(self):
        self.crash(SEED + 2, "--openings", "--commands", 120_000,
                   batch_commands=4096, checkpoint_events=30_000)

    def test_an_answer_that_is_lost_or_in_another_place_is_told_apart(self):
        path = self.generate("commands.jsonl", "--mixed", "--commands", 2000)
        self.run_undisturbed(path)
        self.ingest(path, *self.outputs("killed"), store="killed")
        self.assert_as_if_nothing_had_happened()
        lines = read_bytes(self.path("killed.results")).splitlines(keepends=True)
        exchanged = lines[:800] + [lines[801], lines[800]] + lines[802:]
        for damaged in (lines[:800] + lines[801:], lines[:-1], exchanged):
            with open(self.path("killed.results"), "wb") as file:
                file.writelines(damaged)
            with self.assertRaises(AssertionError):
                self.assert_as_if_nothing_had_happened()


def difference(told, now):
    pairs = zip(told.splitlines(), now.splitlines())
    return next(((one, other) for one, other in pairs if one != other), "lengths")


def without_positions(results):
    return [{name: value for name, value in result.items() if name != "position"}
            for result in results]


def by_office_day(events):
    """What happened on each office day, in order, and what was refused there, in any order. The
    pseudonyms of two stores differ, since each has a secret of its own: only how many people an
    event names is left of them."""
    days = {}
    for event in events:
        fact = {name: value for name, value in event.items()
                if name not in ("position", "sequence")}
        fact["subject_ids"] = len(fact["subject_ids"].split())
        happened, refused = days.setdefault((event["office"], event["date"]), ([], []))
        (refused if event["type"] == "booking_declined" else happened).append(fact)
    for _, refused in days.values():
        refused.sort(key=lambda fact: fact["command"])
    return days


if __name__ == "__main__":
    unittest.main()
