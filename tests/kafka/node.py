"""What the tests of `antrian serve` share: a real broker with topics of the test's own, the node as
a process, and Kafka as others see it, with kcat.
"""

import collections
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

from support import BINARY, DONE, SOURCE, ProgramTest

SCRIPT = str(SOURCE / "scripts" / "kafka")
BROKER_WAIT_S = 300  # the first call of all fetches Kafka
ANSWER_WAIT_S = 120
STOP_WAIT_S = 10

Message = collections.namedtuple("Message", "partition offset key value headers")


class Broker:
    """A cluster of one broker, gone with this process at the latest."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="antrian-kafka-")
        self.bootstrap = self.script("up", "--port", 0, "--owner", os.getpid(), "--heap", "384m")

    def script(self, *arguments):
        done = subprocess.run([SCRIPT, "--dir", self.folder, *map(str, arguments)],
                              capture_output=True, text=True, timeout=BROKER_WAIT_S, check=False)
        if done.returncode != 0:
            raise AssertionError(f"scripts/kafka {arguments}: {done.stdout}{done.stderr}")
        return done.stdout.strip()

    def wipe(self):
        self.script("down", "--wipe")
        shutil.rmtree(self.folder, ignore_errors=True)

    def kcat(self, *arguments, text=None):
        done = subprocess.run(["kcat", "-b", self.bootstrap, *map(str, arguments)], input=text,
                              capture_output=True, timeout=ANSWER_WAIT_S, check=False)
        if done.returncode != 0:
            raise AssertionError(f"kcat {arguments}: {done.stderr.decode()}")
        return done.stdout

    def put(self, topic, value, *, key=None, partition=0):
        """One message, of any bytes; value None is a tombstone."""
        where = ["-P", "-t", topic, "-p", partition, "-X", "message.max.bytes=8000000"]
        where += ["-k", key] if key is not None else []
        if not value:
            # A line cannot say what a file can: that there is nothing.
            where += ["-Z"] if value is None else []
            self.kcat(*where, "-K", "\x01", text=(f"{key or ''}\x01\n").encode())
            return
        with tempfile.NamedTemporaryFile() as file:
            file.write(value)
            file.flush()
            self.kcat(*where, file.name)

    def read(self, topic):
        """All messages, of one partition after another."""
        out = self.kcat("-C", "-q", "-e", "-u", "-t", topic, "-o", "beginning",
                        "-X", "fetch.message.max.bytes=8000000", "-X", "check.crcs=true",
                        "-f", "%p %o %K %S %h\n%k%s\n")
        messages, at = [], 0
        while at < len(out):
            end = out.index(b"\n", at)
            partition, offset, key_size, size, headers = out[at:end].decode().split(" ", 4)
            at = end + 1
            key, at = bytes_of(out, at, int(key_size))
            value, at = bytes_of(out, at, int(size))
            at += 1
            pairs = dict(pair.split("=", 1) for pair in split_headers(headers))
            messages.append(Message(int(partition), int(offset), key, value, pairs))
        return sorted(messages, key=lambda message: message[:2])

    def lag(self, topic):
        """Of group antrian, over all partitions; None if nothing was noted."""
        table = self.script("consumer-groups", "--describe", "--group", "antrian")
        rows = [line.split() for line in table.splitlines() if f" {topic} " in line]
        return sum(int(row[5]) for row in rows) if rows else None


def bytes_of(out, at, size):
    return (None, at) if size < 0 else (out[at:at + size], at + size)


def split_headers(text):
    """Header values here hold commas in sentences, but none that looks like a next header."""
    return re.split(r",(?=[a-z_]+=)", text) if text else []


class Node:
    """A running `antrian serve`."""

    def __init__(self, command):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=self.log)

    def said(self):
        self.log.seek(0)
        return self.log.read().decode()

    def wait_until(self, condition, what, timeout_s=ANSWER_WAIT_S):
        deadline = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"not in {timeout_s} s: {what}\n{self.said()}")
            if self.process.poll() is not None and not condition():
                raise AssertionError(f"the node ended before {what}:\n{self.said()}")
            time.sleep(0.1)

    def wait_ready(self):
        self.wait_until(lambda: "ready" in self.said(), "ready")
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()

    def forget(self):
        self.kill()
        self.log.close()

    def end(self, timeout_s=60):
        """Waits until it ends by itself; its exit code."""
        return self.process.wait(timeout=timeout_s)

    def stop(self):
        """SIGTERM; the seconds that it took. It must end well."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        if code != DONE:
            raise AssertionError(f"ended with {code}:\n{self.said()}")
        return time.monotonic() - begun


class NodeTest(ProgramTest):
    """Each test has topics and a store of its own; the broker is for the whole class."""

    PARTITIONS = 1

    @classmethod
    def setUpClass(cls):
        cls.broker = Broker()
        cls.addClassCleanup(cls.broker.wipe)

    def setUp(self):
        super().setUp()
        self.use_topics(self.id().rpartition(".")[2])
        self.nodes = []
        self.addCleanup(lambda: [node.forget() for node in self.nodes])

    def use_topics(self, name, **node_keys):
        """From here on a configuration with topics of this name, which are made."""
        self.topics = {kind: f"{name}.{kind}"
                       for kind in ("commands", "results", "events", "dead_letters")}
        self.tune(**node_keys)
        folder = self.folder / f"config-{name}"
        shutil.copytree(self.config, folder)
        toml = folder / "antrian.toml"
        text = toml.read_text(encoding="utf-8")
        values = {kind: f'"{topic}"' for kind, topic in self.topics.items()}
        values |= {"brokers": f'"{self.broker.bootstrap}"', "partitions": self.PARTITIONS}
        kafka = text.index("[kafka]")
        head, tail = text[:kafka], text[kafka:]
        for key, value in values.items():
            tail, count = re.subn(rf"(?m)^{key} = \S+", f"{key} = {value}", tail, count=1)
            self.assertEqual(count, 1, f"[kafka] has no {key}")
        toml.write_text(head + tail, encoding="utf-8")
        self.config = folder
        self.run_program("kafka", "init")

    def serve(self, *arguments, store="store"):
        node = Node(self.command("serve", *arguments, store=store))
        self.nodes.append(node)
        return node

    def produce(self, path):
        self.run_program("produce", path)

    def put(self, value, **where):
        self.broker.put(self.topics["commands"], value, **where)

    def read(self, kind):
        return self.broker.read(self.topics[kind])

    def results(self):
        return [json.loads(message.value) for message in self.read("results")]

    def wait_for_results(self, node, count):
        node.wait_until(lambda: len(self.read("results")) >= count, f"{count} results")

    def wait_for_no_lag(self, node):
        node.wait_until(lambda: self.broker.lag(self.topics["commands"]) == 0, "no lag")


def command(number, kind="open_day", office="PEMATANGSIANTAR", **fields):
    made = {"id": f"00000000-0000-4000-8000-{number:012}", "type": kind, "office": office,
            "date": "2026-11-30", "at": "2026-11-27T03:00:00.000Z"}
    if kind == "open_day":
        made["slots"] = [{"start": "08:00", "end": "09:00",
                          "capacity": {"online": 20, "priority": 3, "walk_in": 5}}]
    return json.dumps(made | fields).encode()


__all__ = ["ANSWER_WAIT_S", "BINARY", "Broker", "Node", "NodeTest", "STOP_WAIT_S", "command"]
