"""Makes the archive of loaded classes, which saves half of the time of every later start.

A broker that serves nobody is started once and stopped; Java writes the archive as it ends.
"""
import pathlib
import tempfile

import java
import network
import process
from cluster import Cluster
from failure import Failure
from settings import Settings

WRITE_WAIT_S = 60

def make():
    """Leaves java.archive() behind, or nothing: without it all works, only slower."""
    fresh = java.archive().with_suffix(".fresh")
    fresh.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=java.CACHE) as name:
        folder = pathlib.Path(name) / "cluster"
        with process.lock(folder):
            cluster = Cluster(folder)
            try:
                cluster.create(Settings(brokers=1, first_port=network.free_run(2)))
                cluster.start([1], extra=[f"-XX:ArchiveClassesAtExit={fresh}"])
                killed = cluster.stop([1], WRITE_WAIT_S)
            except Failure:
                killed = [1]
            finally:
                cluster.wipe()
    if not killed and fresh.exists():
        fresh.rename(java.archive())
    fresh.unlink(missing_ok=True)
