"""Goal: `antrian kafka init` makes the topics once, explains what differs and loses nothing; `antrian
produce` sends every line as it is, where kcat and the Java client would put it. Method: a real
broker, topics of each test's own, and Kafka's own tools beside the program.
"""

import collections
import json
import os
import re
import subprocess
import unittest

from node import SCRIPT, NodeTest, command
from support import FAILED, FOUND, USAGE

OFFICES = ["PEMATANGSIANTAR", "JAKARTA_PUSAT", "BATAM", "SEMARANG", "PONTIANAK", "AMBON", "MEDAN",
           "JAKARTA_SELATAN"]
DAY_MS = 24 * 60 * 60 * 1000


class TopicsTest(NodeTest):
    PARTITIONS = 7

    def init(self, *arguments, **options):
        return self.run_program("kafka", "init", *arguments, **options)[0]

    def set_config(self, kind, **values):
        settings = ",".join(f"{name}={value}" for name, value in values.items())
        self.broker.script("configs", "--alter", "--entity-type", "topics", "--entity-name",
                           self.topics[kind], "--add-config", settings)

    def configs(self, kind):
        described = self.broker.script("configs", "--describe", "--entity-type", "topics",
                                       "--entity-name", self.topics[kind])
        return dict(re.findall(r"(?m)^\s+(\S+?)=(\S*) sensitive", described))

    def edit(self, old, new):
        toml = self.config / "antrian.toml"
        text = toml.read_text(encoding="utf-8")
        self.assertEqual(text.count(old), 1, old)
        toml.write_text(text.replace(old, new), encoding="utf-8")


class Topics(TopicsTest):
    def test_a_second_init_changes_nothing(self):
        before = {kind: self.configs(kind) for kind in self.topics}
        said = self.init()
        self.assertEqual(said.count("note "), 4, said)
        self.assertNotIn("differs", said)
        self.assertEqual(before, {kind: self.configs(kind) for kind in self.topics})
        self.assertEqual(before["commands"]["retention.ms"], str(7 * DAY_MS))
        self.assertEqual(before["events"]["retention.ms"], "-1")

    def test_a_missing_topic_is_only_told_of_when_checking(self):
        topic = self.topics["results"] + ".more"
        self.edit(f'results = "{self.topics["results"]}"', f'results = "{topic}"')
        said = self.init("--check", code=FOUND)
        self.assertRegex(said, rf"differs +{re.escape(topic)} is missing")
        self.assertNotIn(topic, self.broker.script("topics", "--list"))
        self.assertRegex(self.init(), rf"done +{re.escape(topic)} made: 7 partitions")
        self.assertIn(topic, self.broker.script("topics", "--list"))
        self.init("--check")

    def test_what_would_lose_messages_is_mended_and_other_settings_stay(self):
        self.set_config("commands", **{"retention.ms": DAY_MS, "retention.bytes": 1000000,
                                       "max.message.bytes": 1000000, "segment.bytes": 2000000})
        said = self.init("--check", code=FOUND)
        self.assertIn("keeps messages 1 day, not 7 days", said)
        self.assertEqual(self.configs("commands")["retention.ms"], str(DAY_MS))
        said = self.init()
        self.assertEqual(said.count("Changed."), 3, said)
        now = self.configs("commands")
        self.assertEqual(now["retention.ms"], str(7 * DAY_MS))
        self.assertEqual(now["retention.bytes"], "-1")
        self.assertEqual(now["segment.bytes"], "2000000")
        self.init("--check")

    def test_what_would_remove_messages_or_break_the_order_is_left_and_explained(self):
        self.set_config("commands", **{"retention.ms": 90 * DAY_MS, "cleanup.policy": "compact"})
        self.edit(f"partitions = {self.PARTITIONS}", "partitions = 9")
        said = self.init(code=FOUND)
        self.assertIn("keeps messages 90 days, not 7 days, and they hold personal data", said)
        self.assertIn("is compacted", said)
        self.assertEqual(said.count("has 7 partitions, not 9"), 4, said)
        now = self.configs("commands")
        self.assertEqual((now["retention.ms"], now["cleanup.policy"]),
                         (str(90 * DAY_MS), "compact"))
        listed = self.broker.script("topics", "--describe", "--topic", self.topics["commands"])
        self.assertIn("PartitionCount: 7", listed)

    def test_a_wrong_call_or_configuration_says_what_is_wrong_and_shows_no_secret(self):
        self.edit("[kafka.properties]", "[kafka.properties]\nacks = 1")
        self.assertIn("acks cannot be set", self.run_program("kafka", "init", code=USAGE)[1])
        self.edit("acks = 1", 'security.protocol = "sasl_plaintext"\nsasl.mechanism = "PLAIN"\n'
                              'sasl.username = "u"\nsasl.password = { env = "ANTRIAN_TEST_HUSH" }')
        self.assertIn("ANTRIAN_TEST_HUSH is not set", self.run_program("kafka", "init", code=USAGE)[1])
        secret = "hunter2hunter2"
        out, err = self.run_program("kafka", "init", code=FAILED,
                                    env=os.environ | {"ANTRIAN_TEST_HUSH": secret})
        self.assertNotIn(secret, out + err)
        self.assertIn(self.broker.bootstrap, err)


class Produce(TopicsTest):
    def write(self, lines):
        path = self.path("commands.jsonl")
        with open(path, "wb") as file:
            file.writelines(line + b"\n" for line in lines)
        return path

    def placed(self, count):
        """Partition and key of every message, which must be so many."""
        messages = self.read("commands")
        self.assertEqual(len(messages), count)
        return collections.Counter((message.partition, message.key) for message in messages)

    def test_every_line_arrives_unchanged_under_its_office_and_in_order(self):
        lines = [command(i, office=OFFICES[i % 8]) for i in range(4000)]
        lines[7] = b'{"office":"NOWHERE"}'
        lines[8:11] = [b"", b"\xff not a command", b'{"office":"BATAM", cut off']
        _, err = self.run_program("produce", self.write(lines))
        del lines[8]  # a blank line is no command and no fault
        self.assertIn("3,999 of 3,999 lines", err)
        self.assertIn("2 of them without a key", err)
        self.assertIn("1 of them for offices that are not configured", err)
        messages = self.read("commands")
        self.assertEqual(collections.Counter(lines), collections.Counter(m.value for m in messages))
        by_key = collections.defaultdict(list)
        for message in messages:
            by_key[message.key].append(message)
        self.assertEqual(len(by_key[None]), 2)
        for office in OFFICES:
            found = by_key[office.encode()]
            self.assertEqual(len({m.partition for m in found}), 1)
            sent = [l for l in lines if l.startswith(b'{"id"') and json.loads(l)["office"] == office]
            self.assertEqual([m.value for m in found], sent)

    def test_kcat_and_the_java_producer_use_the_same_partition_for_a_key(self):
        lines = [command(i, office=office) for i, office in enumerate(OFFICES)]
        self.run_program("produce", self.write(lines), "--quiet")
        keyed = "".join(f"{json.loads(line)['office']}\t{line.decode()}\n" for line in lines)
        topic = self.topics["commands"]
        self.broker.kcat("-P", "-t", topic, "-K", "\t", "-X", "topic.partitioner=murmur2_random",
                         text=keyed.encode())
        done = subprocess.run([SCRIPT, "--dir", self.broker.folder, "console-producer",
                               "--topic", topic, "--property", "parse.key=true"],
                              input=keyed.encode(), capture_output=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        placed = self.placed(24)
        self.assertEqual(len(placed), 8)
        self.assertEqual(set(placed.values()), {3})
        self.assertGreater(len({partition for partition, _ in placed}), 3)

    def test_strict_leaves_out_what_names_no_office_and_says_which(self):
        lines = [command(1), b"{}", command(2, office="NOWHERE"), command(3)]
        _, err = self.run_program("produce", self.write(lines), "--strict", code=FOUND)
        self.assertIn("2 of 4 lines", err)
        self.assertIn("(lines 2 3)", err)
        self.assertEqual(self.placed(2), {(self.placed(2).popitem()[0][0], b"PEMATANGSIANTAR"): 2})

    def test_a_line_too_long_for_a_command_is_left_out_and_named(self):
        lines = [command(1), b'{"office":"BATAM","x":"' + b"x" * (1 << 20) + b'"}', command(3)]
        _, err = self.run_program("produce", self.write(lines), code=FOUND)
        self.assertIn("(line 2)", err)
        self.placed(2)

    def test_standard_input_and_a_topic_that_is_missing(self):
        self.run_program("produce", "-", input=command(1) + b"\n" + command(2))
        self.placed(2)
        self.edit(f'commands = "{self.topics["commands"]}"', 'commands = "no.such.topic"')
        _, err = self.run_program("produce", "-", input=command(1), code=USAGE)
        self.assertIn("antrian kafka init", err)

    def test_a_broker_that_is_away_is_waited_for(self):
        path = self.write([command(i) for i in range(100)])
        self.broker.script("pause", 1)
        with subprocess.Popen(self.command("produce", path), stderr=subprocess.PIPE) as process:
            with self.assertRaises(subprocess.TimeoutExpired):
                process.wait(timeout=2)
            self.broker.script("resume", 1)
            _, err = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, err)
        self.placed(100)


if __name__ == "__main__":
    unittest.main()
