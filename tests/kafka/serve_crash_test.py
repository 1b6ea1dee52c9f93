"""Goal: whatever the moment at which the node is killed or the broker goes, in the end every office
day is as if nothing had happened, every command has one answer after repeats are dropped, every
message that is no command a dead letter, and the topic of events is the log.

Method: one partition, so that the order is that of the file; the node is killed with SIGKILL at
random moments, again and again, the broker killed and started meanwhile. Compared with an ingest of
the same file into a store of its own. The control: an answer that is left out is noticed.
A failing seed is repeated with ANTRIAN_SEED.
"""

import csv
import io
import os
import random
import time
import unittest

from crash_test import by_office_day
from node import STOP_WAIT_S, NodeTest
from support import read_jsonl

SEED = int(os.environ.get("ANTRIAN_SEED", "1"))
KILLS = 12
BROKER_KILLS = (3, 8)


class Crash(NodeTest):
    def kill_again_and_again(self, chance):
        for kill in range(KILLS):
            node = self.serve().wait_ready()
            if kill in BROKER_KILLS:
                self.broker.script("kill", 1)
                time.sleep(chance.uniform(0, 1))
                node.kill()
                self.broker.script("start", 1)
                continue
            time.sleep(chance.uniform(0, 0.6))
            node.kill()

    def export(self, store):
        out, _ = self.run_program("export", "--quiet", "--format", "csv", store=store)
        return list(csv.DictReader(io.StringIO(out)))

    def one_answer_each(self):
        """By command: the last of its answers, which is what a repeat of a good one says; and no
        command that was accepted or declined ever was told two different things."""
        answers = {}
        for result in self.results():
            told = answers.get(result["command"])
            if told and told["outcome"] != "invalid" and result["outcome"] != "invalid":
                self.assertEqual(told, result)
            if told is None or told["outcome"] == "invalid":
                answers[result["command"]] = result
        return answers

    def expected_answers(self):
        answers = {}
        for result in read_jsonl(self.path("calm.results")):
            told = answers.get(result["command"])
            if told is None or told["outcome"] == "invalid":
                answers[result["command"]] = result
        return answers

    def without_position(self, answers):
        return {command: {name: value for name, value in answer.items() if name != "position"}
                for command, answer in answers.items()}

    def crash(self, seed, *generated, **tuning):
        self.use_topics(f"crash-{seed}", **tuning)
        chance = random.Random(seed)
        path = self.generate("commands.jsonl", "--seed", seed, *generated)
        self.produce(path)
        self.kill_again_and_again(chance)
        node = self.serve().wait_ready()
        self.wait_for_no_lag(node)
        self.assertLess(node.stop(), STOP_WAIT_S)
        self.ingest(path, "--results", self.path("calm.results"), "--dead-letters",
                    self.path("calm.dead"), store="calm")
        self.assert_as_if_nothing_had_happened()

    def assert_as_if_nothing_had_happened(self):
        calm, killed = self.export("calm"), self.export("store")
        self.assertTrue(by_office_day(calm) == by_office_day(killed), "the events differ")
        answers = self.without_position(self.one_answer_each())
        expected = self.without_position(self.expected_answers())
        self.assertTrue(answers == expected, "the answers differ")
        answers.popitem()
        self.assertFalse(answers == expected)  # the control
        letters = {int(letter.headers["source_offset"]): letter
                   for letter in self.read("dead_letters")}
        dead = read_jsonl(self.path("calm.dead"))
        self.assertEqual([letter.headers["error"] for _, letter in sorted(letters.items())],
                         [letter["error"] for letter in dead])
        published = [int(message.headers["ce_id"]) for message in self.read("events")]
        self.assertEqual(sorted(set(published)), [int(event["position"]) for event in killed])
        self.run_program("audit", "verify", "--quiet", store="store")

    def test_mixed_commands_in_small_batches(self):
        self.crash(SEED, "--mixed", "--commands", 20_000, batch_commands=50,
                   checkpoint_events=3000, snapshot_events=100)

    def test_a_rush_in_large_batches(self):
        self.crash(SEED + 1, "--openings", "--commands", 150_000, batch_commands=4096,
                   checkpoint_events=30_000)


if __name__ == "__main__":
    unittest.main()
