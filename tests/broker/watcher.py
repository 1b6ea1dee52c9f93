"""Takes a cluster down when the process that it was started for has ended, however it ended.

    python3 watcher.py DIR PID

So a test that crashes, or is killed at its time limit, leaves no broker and no data behind.
"""
import pathlib
import signal
import sys

import process
from cluster import WATCHER_LOG, Cluster

PROGRAM = pathlib.Path(__file__).resolve()
END_WAIT_S = 10


def ensure(folder, owner):
    """Starts the watcher of this cluster for process `owner`, if it does not run."""
    marks = (PROGRAM, folder, owner)
    if process.find(*marks) is None:
        process.spawn([sys.executable, "-B", *map(str, marks)], folder / WATCHER_LOG)


def end_all(folder):
    """Ends the watchers of a cluster that was taken down in the ordinary way."""
    while process.find(PROGRAM, folder) is not None:
        process.end([signal.SIGKILL], END_WAIT_S, PROGRAM, folder)


def main(folder, owner):
    process.wait_for_end(int(owner))
    folder = pathlib.Path(folder)
    if not folder.is_dir():
        return
    with process.lock(folder):
        Cluster(folder).wipe()


if __name__ == "__main__":
    main(*sys.argv[1:])
