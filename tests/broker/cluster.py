"""One cluster in one folder: its brokers are started, stopped, killed and looked at.

    DIR/cluster.json                 the settings, written when all is formatted
    DIR/broker-N/server.properties   what the broker is told
    DIR/broker-N/data                its log, where the messages are
    DIR/broker-N/server.log          what it says
"""
import shutil
import signal
import subprocess
import time

import java
import network
import process
import settings as cluster_settings
from failure import Failure

READY_WAIT_S = 120  # on a machine that is busy with a build as well
STOP_WAIT_S = 10
KILL_WAIT_S = 10
MAIN_CLASS = "kafka.Kafka"
WATCHER_LOG = "watcher.log"


class Cluster:
    """The caller holds process.lock(folder) while it calls what changes anything."""

    def __init__(self, folder):
        self.folder = folder
        self.settings = None

    @classmethod
    def read(cls, folder):
        """With its settings, or with none if there is no cluster in the folder."""
        cluster = cls(folder)
        cluster.settings = cluster_settings.load(folder)
        return cluster

    # ---- what there is

    def _home(self, number):
        return self.folder / f"broker-{number}"

    def _marks(self, number):
        return MAIN_CLASS, self._home(number) / "server.properties"

    def pid(self, number):
        return process.find(*self._marks(number))

    def is_ready(self, number):
        return number in network.alive_brokers(self.settings.port(number))

    def state(self, number):
        """One word, and the process or None."""
        pid = self.pid(number)
        if pid is None:
            return "down", None
        if process.is_paused(pid):
            return "paused", pid
        return ("ready" if self.is_ready(number) else "starting"), pid

    def check(self, number):
        if number not in self.settings.numbers():
            raise Failure(f"there is no broker {number}; there are {self.settings.brokers}")

    # ---- up

    def create(self, settings):
        """Makes a new cluster, without starting it, in place of a half-made one."""
        self.clear()
        strangers = sorted({entry.name for entry in self.folder.iterdir()} - {WATCHER_LOG})
        if strangers:
            raise Failure(f"{self.folder} is not empty ({strangers[0]}); choose another --dir")
        self.settings = settings
        for number in settings.numbers():
            home = self._home(number)
            home.mkdir(parents=True)
            text = cluster_settings.server_properties(settings, number, home / "data")
            (home / "server.properties").write_text(text, encoding="utf-8")
        formatting = {number: self._format(number) for number in settings.numbers()}
        for number, child in formatting.items():
            output, _ = child.communicate()
            if child.returncode != 0:
                raise Failure(f"broker {number} could not be formatted:\n{output.decode()}")
        settings.save(self.folder)

    def _format(self, number):
        command = java.call("WARN", "kafka.tools.StorageTool", "format",
                            "-t", self.settings.cluster_id,
                            "-c", self._home(number) / "server.properties")
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT)

    def start(self, numbers, extra=()):
        """Starts those of the brokers that do not run, and returns when all of them serve and see
        each other."""
        children = {}
        for number in numbers:
            if self.pid(number) is None:
                children[number] = self._launch(number, extra)
            else:
                self.resume(number)
        deadline = time.monotonic() + READY_WAIT_S
        waiting = set(numbers)
        while waiting:
            seen = {n: network.alive_brokers(self.settings.port(n)) for n in waiting}
            waiting = {n for n in waiting if not seen[n].issuperset(numbers)}
            for number in waiting:
                self._check_life(number, children.get(number))
            if waiting and time.monotonic() > deadline:
                raise self._not_ready(waiting)
            if waiting:
                time.sleep(0.05)

    def _launch(self, number, extra):
        for port in (self.settings.port(number), self.settings.port(number) + 1):
            if not network.is_free(port):
                raise Failure(f"port {port} of broker {number} is taken by another program; "
                              "choose others with --port", port_taken=True)
        # Libraries are unpacked there: a killed broker leaves nothing outside of its folder.
        temporary = self._home(number) / "tmp"
        temporary.mkdir(exist_ok=True)
        command = java.call("INFO", f"-Xmx{self.settings.heap}", "-XX:+ExitOnOutOfMemoryError",
                            f"-Djava.io.tmpdir={temporary}", *extra, *self._marks(number))
        return process.spawn(command, self._home(number) / "server.log")

    def _check_life(self, number, child):
        ended = child.poll() is not None if child else self.pid(number) is None
        if ended:
            raise Failure(f"broker {number} ended while it started:\n{self._last_words(number)}",
                          port_taken="Address already in use" in self._log(number))

    def _not_ready(self, numbers):
        names = ", ".join(map(str, sorted(numbers)))
        hint = ""
        if self.settings.brokers > 2:
            hint = "; most of the brokers must run for any to be ready"
        return Failure(f"not ready after {READY_WAIT_S} s: broker {names}{hint}\n"
                       + self._last_words(min(numbers)))

    def _log(self, number):
        log = self._home(number) / "server.log"
        return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""

    def _last_words(self, number):
        lines = [line for line in self._log(number).splitlines() if line.strip()]
        loud = [line for line in lines[-400:] if " ERROR " in line or " FATAL " in line]
        return "\n".join(f"  {line}" for line in (loud or lines)[-8:]) \
            + f"\n  All of it: {self._home(number) / 'server.log'}"

    # ---- down

    def kill(self, number):
        """As a crash would. False if it did not run."""
        ran = self.pid(number) is not None
        if not process.end([signal.SIGKILL], KILL_WAIT_S, *self._marks(number)):
            raise Failure(f"broker {number} outlives SIGKILL")
        return ran

    def stop(self, numbers, wait_s=STOP_WAIT_S):
        """Asks the brokers to end, all at once, and kills those that do not: these it returns."""
        asked = [n for n in numbers
                 if process.signal_to([signal.SIGTERM, signal.SIGCONT], *self._marks(n))]
        deadline = time.monotonic() + wait_s
        while any(self.pid(n) for n in asked) and time.monotonic() < deadline:
            time.sleep(0.02)
        # The last ones of a cluster can wait in vain for a majority to tell of their end.
        return [n for n in asked if self.kill(n)]

    def pause(self, number):
        return process.signal_to([signal.SIGSTOP], *self._marks(number))

    def resume(self, number):
        return process.signal_to([signal.SIGCONT], *self._marks(number))

    def forget(self):
        """Kills what runs and no longer counts as a cluster; what the brokers said can be read."""
        (self.folder / cluster_settings.RECORD).unlink(missing_ok=True)
        for number in cluster_settings.NUMBERS:
            self.kill(number)
        self.settings = None

    def clear(self):
        """Kills what runs and removes all that was made."""
        self.forget()
        for number in cluster_settings.NUMBERS:
            if self._home(number).exists():
                shutil.rmtree(self._home(number))

    def wipe(self):
        """The same, and removes the folder if nothing else is in it."""
        self.clear()
        (self.folder / WATCHER_LOG).unlink(missing_ok=True)
        if not any(self.folder.iterdir()):
            self.folder.rmdir()
