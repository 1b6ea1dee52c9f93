"""Goal: the documented first steps of an analytics consumer work, and drop repeats.

Method: both examples read a topic of events and must print what the log says; then the topic holds
every event twice, as after a crash, and they must print the same.
"""

import shutil
import subprocess
import unittest

from node import ANSWER_WAIT_S, NodeTest, command
from support import SOURCE

EXAMPLES = SOURCE / "docs" / "examples"


def wish(person):
    return {"account": f"account {person}", "service": "new_passport", "slot": "any",
            "applicants": [{"nik": f"127201410789{person:04}", "name": "SITI AMINAH"}]}


class Examples(NodeTest):
    PARTITIONS = 3

    def setUp(self):
        super().setUp()
        for number, office in enumerate(("BATAM", "DENPASAR", "PEMATANGSIANTAR"), start=1):
            self.put(command(number, office=office), key=office, partition=number - 1)
            for person in range(3 + number):
                self.put(command(100 * number + person, "book", office=office,
                                 **wish(50 * number + person)), key=office, partition=number - 1)
        node = self.serve().wait_ready()
        self.wait_for_no_lag(node)
        node.stop()
        # Three days with 4, 5 and 6 places; whatever partition the test's own messages went to.
        self.expected = ["BATAM/2026-11-30 4", "DENPASAR/2026-11-30 5",
                         "PEMATANGSIANTAR/2026-11-30 6"]

    def output_of(self, *command):
        done = subprocess.run([*map(str, command), self.broker.bootstrap, self.topics["events"]],
                              capture_output=True, text=True, timeout=ANSWER_WAIT_S, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.splitlines()

    def publish_all_again(self):
        """What a node does that cannot know what has arrived."""
        before = self.read("events")
        self.assertEqual(len(before), 3 + 4 + 5 + 6)
        for message in before:
            headers = (part for name, value in message.headers.items()
                       for part in ("-H", f"{name}={value}"))
            self.broker.kcat("-P", "-t", self.topics["events"], "-p", message.partition,
                             "-k", message.key.decode(), *headers, text=message.value)
        self.assertEqual(len(self.read("events")), 2 * len(before))

    def assert_prints_the_places(self, *reader):
        self.assertEqual(self.output_of(*reader), self.expected)
        self.publish_all_again()
        self.assertEqual(self.output_of(*reader), self.expected)

    def test_with_kcat_and_jq(self):
        self.assert_prints_the_places(EXAMPLES / "places-by-day.sh")

    @unittest.skipUnless(shutil.which("javac"), "needs a JDK")
    def test_with_the_java_client(self):
        self.assert_prints_the_places(SOURCE / "scripts" / "kafka", "java",
                                      "com.sun.tools.javac.launcher.Main",
                                      EXAMPLES / "PlacesByDay.java")


if __name__ == "__main__":
    unittest.main()
