"""Processes that outlive the command that started them.

They are found again by an argument that only they have, not by a remembered number: a number can
belong to a stranger by now. Signals go through a pidfd, which cannot hit a successor either.
"""
import contextlib
import fcntl
import os
import pathlib
import select
import signal
import subprocess


def spawn(command, log):
    """Starts a process of its own session that holds none of our files, so that a caller who waits
    for our output to close does not wait for it. It works where its log is. Returns the Popen."""
    with open(log, "ab") as output:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output,
                                stderr=subprocess.STDOUT, start_new_session=True, cwd=log.parent)


def _arguments(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []  # ended meanwhile, or a zombie


def find(*marks):
    """The number of the process that has all these arguments, or None."""
    wanted = {str(mark).encode() for mark in marks}
    for entry in os.listdir("/proc"):
        if entry.isdigit() and wanted.issubset(_arguments(entry)):
            return int(entry)
    return None


def is_paused(pid):
    """True if SIGSTOP holds the process."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] == "T"


def signal_to(signals, *marks):
    """Sends the signals in turn to the process with these arguments. False if there is none."""
    return _with_handle(marks, lambda handle: _send(handle, signals))


def end(signals, wait_s, *marks):
    """The same, and gives the process that long to end. False if it has not; true if there is
    none."""
    def send_and_wait(handle):
        _send(handle, signals)
        return _ended(handle, wait_s)
    return find(*marks) is None or _with_handle(marks, send_and_wait) or find(*marks) is None


def _with_handle(marks, action):
    """Does the action on a handle of the process with these arguments; false if there is none."""
    pid = find(*marks)
    if pid is None:
        return False
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        # The number may have passed on between the search and the opening.
        return find(*marks) == pid and action(handle)
    finally:
        os.close(handle)


def _send(handle, signals):
    for number in signals:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, number)
    return True


def _ended(handle, wait_s):
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    return bool(poll.poll(None if wait_s is None else wait_s * 1000))


def wait_for_end(pid):
    """Returns when process `pid` has ended, however it ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        _ended(handle, None)
    finally:
        os.close(handle)


@contextlib.contextmanager
def lock(folder):
    """One command at a time works on a folder; the others wait. Creates the folder."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            # Whoever had the lock before may have removed the folder.
            if folder.exists() and os.path.samestat(os.fstat(handle), os.stat(folder)):
                yield
                return
        finally:
            os.close(handle)
