"""Goal: `antrian serve` answers every message of the commands topic, whatever it holds, as the
independent model says; it waits for brokers that are away and stops in good order.

Method: a real broker; commands and broken messages put in with kcat, results and dead letters read
with kcat. The controls: results with one answer changed are told apart from the model's; a message
that is right lies between those that are not.
"""

import io
import json
import sys
import time
import unittest

from node import STOP_WAIT_S, NodeTest, command
from support import SOURCE, read_jsonl

sys.path.insert(0, str(SOURCE / "tests" / "model"))
from compare import compare  # noqa: E402
from model import Model, load_configuration  # noqa: E402

OFFICE = "PEMATANGSIANTAR"


class BadInput(NodeTest):
    MESSAGES = [
        # key, value, the field and what the error begins with
        (OFFICE, command(1), None, None),
        (OFFICE, b"", "", "empty"),
        (OFFICE, None, "", "without a value"),
        (OFFICE, command(2, note="x" * 2_000_000), "", "longer than"),
        (OFFICE, b"\xff\xfe\x00\x01", "", "not valid UTF-8"),
        (OFFICE, "{\"id\": \"Å\"}".encode("latin-1"), "", "not valid UTF-8"),
        (OFFICE, b"\xef\xbb\xbf" + command(3), "", "not valid JSON"),
        (OFFICE, b"not json", "", "not valid JSON"),
        (OFFICE, b"[" + command(4) + b"]", "", "not an object"),
        (OFFICE, command(5)[:-1], "", "not valid JSON"),
        (None, command(6), "key", "missing: expected"),
        ("DENPASAR", command(7), "key", "expected"),
        (OFFICE, command(8, kind="dance"), "type", "expected"),
        (OFFICE, command(9, office="ATLANTIS"), "office", "expected"),
        (OFFICE, b"{}", "id", "missing"),
        (OFFICE, command(10, kind="book"), "account", "missing"),
        (OFFICE, command(11, date="2026-12-01"), None, None),
    ]

    def test_is_kept_with_its_place_and_the_stream_goes_on(self):
        for key, value, _, _ in self.MESSAGES:
            self.put(value, key=key)
        node = self.serve().wait_ready()
        bad = [(offset, *message) for offset, message in enumerate(self.MESSAGES)
               if message[2] is not None]
        node.wait_until(lambda: len(self.read("dead_letters")) >= len(bad), "all dead letters")
        self.wait_for_results(node, 7)
        node.wait_until(lambda: "no valid commands" in node.said(), "a word to the operator")
        node.stop()
        self.assertIn(self.topics["dead_letters"], node.said())
        letters = {int(letter.headers["source_offset"]): letter
                   for letter in self.read("dead_letters")}
        self.assertEqual(sorted(letters), [offset for offset, *_ in bad])
        for offset, key, value, field, error in bad:
            letter = letters[offset]
            self.assertEqual(letter.value, value, offset)
            self.assertEqual(letter.key, key and key.encode())
            self.assertEqual(letter.headers["field"], field)
            self.assertTrue(letter.headers["error"].startswith(error), letter.headers)
            self.assertEqual(letter.headers["source_topic"], self.topics["commands"])
            self.assertEqual(letter.headers["source_partition"], "0")
        outcomes = {int(result["command"][-4:]): result["outcome"] for result in self.results()}
        self.assertEqual(outcomes, {1: "accepted", 6: "invalid", 7: "invalid", 8: "invalid",
                                    9: "invalid", 10: "invalid", 11: "accepted"})
        for message in self.read("results"):
            self.assertEqual(json.loads(message.value)["command"].encode(), message.key)


class Answers(NodeTest):
    def test_are_those_of_the_model(self):
        path = self.generate("mixed.jsonl", "--mixed", "--seed", 11, "--commands", 8_000)
        # An empty line is no message; each other line is one, under the key of its office.
        self.produce(path)
        node = self.serve().wait_ready()
        self.wait_for_no_lag(node)
        node.stop()
        results = self.path("results")
        with open(results, "wb") as file:
            file.writelines(message.value + b"\n" for message in self.read("results"))
        model = Model(*load_configuration(self.config), 0)
        model.learn_codes(read_jsonl(results))
        with open(path, "rb") as lines, open(self.path("expected"), "w", encoding="utf-8") as out:
            for line in lines:
                judged = model.judge(line)
                if judged is not None:
                    out.write(json.dumps(judged) + "\n")
        self.assert_compares(path, results, 0)
        changed = read_jsonl(results)
        changed[700]["command"] = "00000000-0000-4000-8000-000000000000"
        with open(results, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(answer) + "\n" for answer in changed)
        self.assert_compares(path, results, 1)

    def assert_compares(self, path, results, differences):
        out = io.StringIO()
        self.assertEqual(compare(path, self.path("expected"), results, 5, out), differences,
                         out.getvalue())

    def test_are_given_once_when_all_is_well(self):
        self.put(command(1), key=OFFICE)
        node = self.serve().wait_ready()
        self.wait_for_results(node, 1)
        node.stop()
        again = self.serve().wait_ready()
        self.put(command(2, date="2026-12-01"), key=OFFICE)
        self.wait_for_results(again, 2)
        again.stop()
        self.assertEqual(len(self.results()), 2)
        self.assertEqual(self.broker.lag(self.topics["commands"]), 0)

    def test_are_noted_for_those_who_watch_the_lag_even_if_a_run_was_killed_before_it_could(self):
        self.put(command(1), key=OFFICE)
        node = self.serve().wait_ready()
        self.wait_for_results(node, 1)
        time.sleep(1)
        node.kill()
        self.broker.script("consumer-groups", "--delete-offsets", "--group", "antrian", "--topic",
                           self.topics["commands"])
        self.wait_for_no_lag(self.serve().wait_ready())


class Brokers(NodeTest):
    def test_that_are_absent_at_the_start_are_waited_for(self):
        self.put(command(1), key=OFFICE)
        self.broker.script("stop", 1)
        node = self.serve()
        node.wait_until(lambda: "tried again" in node.said(), "said so")
        time.sleep(3)
        self.broker.script("start", 1)
        node.wait_ready()
        self.wait_for_results(node, 1)
        node.stop()
        self.assertEqual(node.said().count("tried again"), 1, node.said())

    def test_that_are_absent_do_not_hold_up_the_end(self):
        self.broker.script("stop", 1)
        try:
            node = self.serve()
            node.wait_until(lambda: "tried again" in node.said(), "said so")
            self.assertLess(node.stop(), STOP_WAIT_S)
        finally:
            self.broker.script("start", 1)

    def test_that_go_and_come_back_lose_nothing(self):
        path = self.generate("mixed.jsonl", "--mixed", "--seed", 12, "--commands", 20_000)
        node = self.serve().wait_ready()
        self.put(command(1), key=OFFICE)
        self.wait_for_results(node, 1)
        self.produce(path)
        self.broker.script("kill", 1)
        time.sleep(2)
        self.broker.script("start", 1)
        self.put(command(2, date="2026-12-01"), key=OFFICE)
        self.wait_for_no_lag(node)
        self.assertLess(node.stop(), STOP_WAIT_S)
        self.assert_all_answered(path, 2)

    def test_that_hang_while_the_node_is_stopped_cost_nothing(self):
        path = self.generate("mixed.jsonl", "--mixed", "--seed", 13, "--commands", 20_000)
        self.produce(path)
        node = self.serve().wait_ready()
        self.broker.script("pause", 1)
        try:
            self.assertLess(node.stop(), STOP_WAIT_S)
        finally:
            self.broker.script("resume", 1)
        node = self.serve().wait_ready()
        self.wait_for_no_lag(node)
        node.stop()
        self.assert_all_answered(path, 0)

    def assert_all_answered(self, path, more):
        """Every command that has a readable id has its answer, the same each time, and every other
        message its dead letter."""
        first = {}
        for result in self.results():
            told = first.setdefault(result["command"], result)
            if "invalid" not in (told["outcome"], result["outcome"]):
                self.assertEqual(told, result)
        self.ingest(path, "--results", self.path("calm.results"), "--dead-letters",
                    self.path("calm.dead"), store="calm")
        expected = {result["command"] for result in read_jsonl(self.path("calm.results"))}
        self.assertEqual(len(set(first) - expected), more)
        self.assertEqual(expected - set(first), set())
        letters = {int(letter.headers["source_offset"]) for letter in self.read("dead_letters")}
        self.assertEqual(len(letters), len(read_jsonl(self.path("calm.dead"))))
        self.run_program("audit", "verify", "--quiet", store="store")


class Stopping(NodeTest):
    def test_under_load_takes_less_than_ten_seconds_and_loses_nothing(self):
        path = self.generate("rush.jsonl", "--openings", "--seed", 14, "--commands", 150_000)
        self.produce(path)
        for _ in range(3):
            node = self.serve().wait_ready()
            time.sleep(0.5)
            self.assertLess(node.stop(), STOP_WAIT_S)
        node = self.serve().wait_ready()
        self.wait_for_no_lag(node)
        node.stop()
        self.ingest(path, "--results", self.path("calm.results"), store="calm")
        self.assertEqual({result["command"] for result in self.results()},
                         {result["command"] for result in read_jsonl(self.path("calm.results"))})


if __name__ == "__main__":
    unittest.main()
