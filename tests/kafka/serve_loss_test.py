"""Goal: a topic that is not the one that was read, or has lost what was not read, is refused with
what was found, what was expected and what to do; never skipped.

Method: a node reads a topic; then the topic is made anew, its messages are removed, or the brokers
are those of another cluster. The control: without that the same node goes on; and with --accept-gap
it does in any case, and says what it passed over.
"""

import json
import unittest

from node import Broker, NodeTest, command
from support import FAILED

OFFICE = "PEMATANGSIANTAR"


class Loss(NodeTest):
    def setUp(self):
        super().setUp()
        self.put_days(1, 5)
        self.read_all(5)

    def put_days(self, first, count):
        for number in range(first, first + count):
            self.put(command(number, date=f"2026-12-{number:02}"), key=OFFICE)

    def read_all(self, results):
        node = self.serve().wait_ready()
        self.wait_for_results(node, results)
        node.stop()

    def make_anew(self):
        topic = self.topics["commands"]
        self.broker.script("topics", "--delete", "--topic", topic)
        self.broker.script("topics", "--create", "--topic", topic, "--partitions", 1)

    def assert_refused(self, *parts):
        """Nothing is read, and the error says all of this."""
        before = len(self.results())
        node = self.serve()
        self.assertEqual(node.end(), FAILED, node.said())
        for part in (*parts, "--accept-gap"):
            self.assertIn(part, node.said())
        self.assertEqual(len(self.results()), before)

    def assert_goes_on_if_accepted(self, results):
        node = self.serve("--accept-gap").wait_ready()
        self.wait_for_results(node, results)
        node.stop()
        self.assertIn("accepted: ", node.said())
        after = self.serve().wait_ready()  # once is enough
        after.stop()

    def test_of_nothing_is_none(self):
        self.put_days(6, 1)
        self.read_all(6)

    def test_by_retention_is_refused(self):
        self.put_days(6, 4)
        self.remove_before(7)
        self.assert_refused("begins at offset 7", "messages 5 to 6", "retention")
        self.assert_goes_on_if_accepted(7)
        self.assertEqual({int(result["command"][-4:]) for result in self.results()},
                         {1, 2, 3, 4, 5, 8, 9})

    def test_of_what_was_read_already_is_none(self):
        self.remove_before(5)
        self.put_days(6, 1)
        self.read_all(6)

    def remove_before(self, offset):
        request = self.path("records.json")
        with open(request, "w", encoding="utf-8") as file:
            json.dump({"version": 1, "partitions": [
                {"topic": self.topics["commands"], "partition": 0, "offset": offset}]}, file)
        self.broker.script("delete-records", "--offset-json-file", request)

    def test_by_a_topic_made_anew_and_shorter_is_refused(self):
        self.make_anew()
        self.put_days(11, 2)
        self.assert_refused("ends at offset 2", "up to offset 5")
        self.assert_goes_on_if_accepted(7)

    def test_that_was_accepted_is_so_for_good_though_nothing_was_read(self):
        self.make_anew()
        self.assert_refused("ends at offset 0", "up to offset 5")
        self.serve("--accept-gap").wait_ready().stop()
        self.serve().wait_ready().stop()

    def test_by_a_topic_made_anew_and_as_long_is_refused(self):
        self.make_anew()
        self.put_days(11, 8)
        self.assert_refused("another message at offset 4", "made anew")
        self.assert_goes_on_if_accepted(13)

    def test_of_the_topic_itself_ends_the_node(self):
        node = self.serve().wait_ready()
        self.broker.script("topics", "--delete", "--topic", self.topics["commands"])
        self.assertEqual(node.end(timeout_s=120), FAILED, node.said())
        self.assertIn(self.topics["commands"], node.said())
        again = self.serve()
        self.assertEqual(again.end(), FAILED, again.said())
        self.assertIn("antrian kafka init", again.said())

    def test_of_an_order_that_more_partitions_would_make_ends_the_node(self):
        node = self.serve().wait_ready()
        self.broker.script("topics", "--alter", "--topic", self.topics["commands"],
                           "--partitions", 2)
        self.assertEqual(node.end(), FAILED, node.said())
        self.assertIn("2 partitions now", node.said())
        self.put(command(6, date="2026-12-06"), key=OFFICE, partition=1)
        self.read_all(6)

    def test_by_another_cluster_is_refused(self):
        other = Broker()
        self.addCleanup(other.wipe)
        self.run_program("kafka", "init", "--brokers", other.bootstrap)
        self.ingest(self.generate("more.jsonl", "--openings", "--commands", 50), store="store")
        node = self.serve("--brokers", other.bootstrap)
        self.assertEqual(node.end(), FAILED, node.said())
        self.assertIn("cluster", node.said())
        self.assertIn("--accept-gap", node.said())
        # Events that were not published yet do not go to a cluster that is there by mistake.
        self.assertEqual(other.read(self.topics["events"]), [])
        self.serve("--brokers", other.bootstrap, store="new").wait_ready().stop()
        self.put_days(6, 1)
        self.read_all(6)


if __name__ == "__main__":
    unittest.main()
