"""Shows exactly-once at length: a million commands in eight partitions, the node killed with SIGKILL
again and again, the broker restarted twice and cut off once. Not one of ctest's tests, since it
takes minutes; serve_crash_test.py is the short form.

    tests/kafka/exactly_once.py --binary build/release/cli/antrian

In the end: no lag; the topic of events without repeats is the log; every command has one answer
after repeats are dropped, and it is the one that the log records; the log is whole, and replaying it
through the rules gives the same (`audit verify`).
"""

import argparse
import json
import os
import random
import sys
import time
import unittest
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=os.path.join(ROOT, "build/release/cli/antrian"))
    parser.add_argument("--commands", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


WANTED = options()
os.environ["ANTRIAN_BINARY"] = os.path.abspath(WANTED.binary)
os.environ["ANTRIAN_SOURCE"] = ROOT
sys.path[:0] = [HERE, os.path.join(ROOT, "tests", "cli")]

from node import NodeTest  # noqa: E402  (needs the environment above)


def tell(text):
    print(time.strftime("%H:%M:%S"), text, flush=True)


class ExactlyOnce(NodeTest):
    PARTITIONS = 8

    def kill(self, chance):
        node = self.serve().wait_ready()
        time.sleep(chance.uniform(0.1, 0.6))
        node.kill()

    def kill_again_and_again(self, chance):
        third = max(WANTED.kills // 3, 1)
        for kill in range(1, WANTED.kills + 1):
            self.kill(chance)
            tell(f"killed {kill} times")
            if kill in (third, 2 * third):
                node = self.serve().wait_ready()
                self.broker.script("restart", 1)
                tell("broker restarted beneath the node")
                node.kill()
        node = self.serve().wait_ready()
        self.broker.script("pause", 1)
        time.sleep(5)
        self.broker.script("resume", 1)
        tell("broker cut off for five seconds")
        return node

    def test_whatever_dies(self):
        chance = random.Random(WANTED.seed)
        path = self.generate("commands.jsonl", "--openings", "--seed", WANTED.seed,
                             "--commands", WANTED.commands)
        self.produce(path)
        tell("produced")
        node = self.kill_again_and_again(chance)
        node.wait_until(lambda: self.broker.lag(self.topics["commands"]) == 0, "no lag", 600)
        tell("no lag")
        node.stop()
        log = self.events_of_the_log()
        self.assert_published(log)
        self.assert_one_answer_each(log)
        self.run_program("audit", "verify", "--quiet", store="store")
        tell("audit clean")

    def events_of_the_log(self):
        """Position: command, and whether it was declined."""
        out = self.path("events.jsonl")
        self.run_program("export", "--quiet", "--out", out, store="store")
        log = {}
        with open(out, encoding="utf-8") as file:
            for line in file:
                event = json.loads(line)
                log[int(event["id"])] = (event["command"], ".booking_declined." in event["type"])
        self.assertEqual(sorted(log), list(range(1, len(log) + 1)))
        return log

    def assert_published(self, log):
        messages = self.read("events")
        published = {int(message.headers["ce_id"]): message.headers["ce_command"]
                     for message in messages}
        self.assertEqual(published, {at: command for at, (command, _) in log.items()})
        tell(f"{len(published)} events, {len(messages) - len(published)} repeats dropped")

    def assert_one_answer_each(self, log):
        asked = {id_of(message.value) for message in self.read("commands")} - {None}
        answers, repeats = {}, 0
        for result in self.results():
            told = answers.get(result["command"])
            if told is not None and told["outcome"] != "invalid":
                self.assertEqual(result, told)
                repeats += 1
                continue
            answers[result["command"]] = result
        self.assertTrue(asked <= set(answers), f"{len(asked - set(answers))} without an answer")
        for command, result in answers.items():
            if result["outcome"] == "invalid":
                continue
            recorded, declined = log[result["position"]]
            self.assertEqual(recorded, command)
            self.assertEqual(declined, result["outcome"] == "declined")
        tell(f"{len(answers)} commands with one answer each, {repeats} repeats dropped")


def id_of(value):
    """Of a message whose id can be read."""
    try:
        fields = json.loads(value)
        return str(uuid.UUID(fields["id"])) if isinstance(fields, dict) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
