"""Goal: scripts/kafka gives tests a real broker that keeps what it acknowledged and leaves nothing
behind. Method: calls it as a person would, and talks to the broker with kcat and Kafka's own tools.
Every cluster here has its own folder and free ports and ends with this process.
"""
import argparse
import contextlib
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
from unittest import mock

import command
import network
import process
from cluster import Cluster

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "kafka"
DEADLINE_S = 300  # the first call of all fetches Kafka


def run(*words, text=None, check=True):
    done = subprocess.run([str(word) for word in words], input=text, capture_output=True,
                          text=True, check=False, timeout=DEADLINE_S)
    if check and done.returncode != 0:
        raise AssertionError(f"{words} ended with {done.returncode}:\n{done.stderr}")
    return done


def listening_addresses(pid):
    """Local addresses, in the kernel's hexadecimal, at which the process listens."""
    inodes = set()
    for link in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):  # closed meanwhile
            inodes.update(re.findall(r"^socket:\[(\d+)\]$", os.readlink(link)))
    rows = [line.split() for name in ("tcp", "tcp6")
            for line in pathlib.Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[3] == "0A" and row[9] in inodes}


def running(pids, folder):
    """Those of the processes that still work on the folder."""
    alive = []
    for pid in pids:
        with contextlib.suppress(OSError):
            if str(folder) in pathlib.Path(f"/proc/{pid}/cmdline").read_text():
                alive.append(pid)
    return alive


class Instance:
    def __init__(self, *options):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="antrian-broker-"))
        self.bootstrap = self.kafka("up", "--port", 0, "--owner", os.getpid(),
                                    *options).stdout.strip()

    def kafka(self, *arguments, **options):
        return run(SCRIPT, "--dir", self.folder, *arguments, **options)

    def pids(self):
        return [int(pid) for pid in re.findall(r"process (\d+)", self.status().stdout)]

    def status(self):
        return self.kafka("status", check=False)

    def create_topic(self, name, partitions=4):
        self.kafka("topics", "--create", "--topic", name, "--partitions", partitions)

    def produce(self, topic, lines):
        """Returns when the broker has acknowledged all. Keys go where Java's clients put them."""
        run("kcat", "-P", "-b", self.bootstrap, "-t", topic, "-K", ":", "-X", "acks=all",
            "-X", "partitioner=murmur2_random", text="".join(f"{line}\n" for line in lines))

    def consume(self, topic, pattern="%k:%s", until=("-e",)):
        done = run("kcat", "-C", "-q", "-b", self.bootstrap, "-t", topic, "-o", "beginning", *until,
                   "-f", pattern + "\\n")
        return done.stdout.splitlines()

    def remove(self):
        self.kafka("down", "--wipe")
        shutil.rmtree(self.folder, ignore_errors=True)


class OneBroker(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Instance()
        cls.addClassCleanup(cls.cluster.remove)

    def test_it_listens_on_loopback_only(self):
        (pid,) = self.cluster.pids()
        addresses = listening_addresses(pid)
        self.assertTrue(addresses)
        self.assertLessEqual(addresses, {"0100007F", "0000000000000000FFFF00000100007F"})

    def test_up_again_changes_nothing(self):
        before = self.cluster.status().stdout
        again = self.cluster.kafka("up")
        self.assertEqual(self.cluster.bootstrap, again.stdout.strip())
        self.assertEqual(before, self.cluster.status().stdout)

    def test_up_with_other_settings_is_refused(self):
        refused = self.cluster.kafka("up", "--brokers", 3, check=False)
        self.assertEqual((1, ""), (refused.returncode, refused.stdout))
        self.assertIn("--brokers is 1, not 3", refused.stderr)

    def test_kcat_and_javas_producer_put_a_key_into_the_same_partition(self):
        self.cluster.create_topic("keys", 8)
        lines = [f"office{number}:x" for number in range(40)]
        self.cluster.produce("keys", lines)
        self.cluster.kafka("console-producer", "--topic", "keys", "--property", "parse.key=true",
                           "--property", "key.separator=:", text="".join(f"{l}\n" for l in lines))
        placed = self.cluster.consume("keys", "%p %k")
        self.assertEqual(80, len(placed))
        self.assertEqual(40, len(set(placed)))
        self.assertGreater(len({row.split()[0] for row in placed}), 4)

    def test_javas_consumer_reads_what_kcat_wrote(self):
        self.cluster.create_topic("values", 1)
        self.cluster.produce("values", ["a:1", "b:2", "c:3"])
        read = self.cluster.kafka("console-consumer", "--topic", "values", "--from-beginning",
                                  "--max-messages", 3)
        self.assertEqual(["1", "2", "3"], read.stdout.splitlines())

    def test_writing_does_not_make_a_topic(self):
        written = run("kcat", "-P", "-b", self.cluster.bootstrap, "-t", "nowhere",
                      "-X", "message.timeout.ms=1000", text="x\n", check=False)
        self.assertNotEqual(0, written.returncode)
        self.assertNotIn("nowhere", self.cluster.kafka("topics", "--list").stdout)

    def test_a_killed_broker_has_all_that_it_acknowledged(self):
        self.cluster.create_topic("kept")
        lines = [f"office{number % 50}:{number}" for number in range(20000)]
        self.cluster.produce("kept", lines)
        self.cluster.kafka("kill", 1)
        self.assertEqual(3, self.cluster.status().returncode)
        self.assertEqual([], self.cluster.pids())
        self.cluster.kafka("start", 1)
        self.assertEqual(0, self.cluster.status().returncode)
        self.assertEqual(sorted(lines), sorted(self.cluster.consume("kept")))

    def test_down_ends_it_and_up_brings_back_its_messages(self):
        self.cluster.create_topic("asleep", 1)
        self.cluster.produce("asleep", ["a:1", "b:2"])
        pids = self.cluster.pids()
        self.assertEqual(pids, running(pids, self.cluster.folder))
        self.cluster.kafka("down")
        self.assertEqual([], running(pids, self.cluster.folder))
        self.assertEqual(self.cluster.bootstrap, self.cluster.kafka("up").stdout.strip())
        self.assertEqual(["a:1", "b:2"], self.cluster.consume("asleep"))

    def test_a_paused_broker_is_not_ready_and_goes_on(self):
        self.cluster.kafka("pause", 1)
        paused = self.cluster.status()
        self.cluster.kafka("resume", 1)
        self.assertEqual(3, paused.returncode)
        self.assertIn("paused", paused.stdout)
        self.cluster.kafka("up")  # waits until it is ready again
        self.assertEqual(0, self.cluster.status().returncode)


class FreePorts(unittest.TestCase):
    def test_a_port_that_is_lost_at_the_last_moment_is_replaced(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="antrian-broker-"))
        options = argparse.Namespace(brokers=None, port=0, heap=None, set=[])
        command.prepare()
        with socket.create_server((network.HOST, 0)) as other, process.lock(folder):
            taken = other.getsockname()[1]
            free = network.free_run(2)
            cluster = Cluster(folder)
            self.addCleanup(cluster.wipe)
            with mock.patch.object(network, "is_free", return_value=True), \
                    mock.patch.object(network, "free_run", side_effect=[taken, free]):
                command.start_new(cluster, options)
            self.assertEqual(free, cluster.settings.first_port)
            self.assertTrue(cluster.is_ready(1))


class TheEnd(unittest.TestCase):
    def test_one_of_three_may_die_and_wiping_leaves_nothing(self):
        cluster = Instance("--brokers", 3)
        self.addCleanup(cluster.remove)
        cluster.create_topic("kept", 3)
        pids = cluster.pids()
        self.assertEqual(3, len(pids))
        cluster.kafka("kill", 2)
        self.assertEqual(3, cluster.status().returncode)
        cluster.produce("kept", ["a:1", "b:2", "c:3"])
        read = cluster.consume("kept", until=("-c", 3))
        self.assertEqual(["a:1", "b:2", "c:3"], sorted(read))
        cluster.kafka("down", "--wipe")
        self.assertEqual([], running(pids, cluster.folder))
        self.assertFalse(cluster.folder.exists())

    def test_a_cluster_ends_with_its_owner_even_if_that_is_killed(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="antrian-broker-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        with subprocess.Popen(["sleep", "600"]) as owner:
            self.addCleanup(run, SCRIPT, "--dir", folder, "down", "--wipe")
            self.addCleanup(owner.kill)
            run(SCRIPT, "--dir", folder, "up", "--port", 0, "--owner", owner.pid)
            self.assertTrue((folder / "broker-1").exists())
            owner.kill()
        deadline = time.monotonic() + DEADLINE_S
        while folder.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertFalse(folder.exists())

    def test_a_folder_with_other_files_is_left_alone(self):
        with tempfile.TemporaryDirectory() as name:
            (pathlib.Path(name) / "thesis.txt").write_text("years of work")
            refused = run(SCRIPT, "--dir", name, "up", "--port", 0, check=False)
            self.assertEqual(1, refused.returncode)
            self.assertIn("not empty", refused.stderr)
            run(SCRIPT, "--dir", name, "down", "--wipe")
            self.assertEqual(["thesis.txt"], os.listdir(name))


if __name__ == "__main__":
    unittest.main()
