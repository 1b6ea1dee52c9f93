"""What the whole-program tests share: calling the built program in a folder of its own.

The environment names what is tested: ANTRIAN_BINARY (the program), ANTRIAN_TAMPER (the tool that
damages a store) and ANTRIAN_SOURCE (the source tree, for its configuration and model).
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

BINARY = os.environ["ANTRIAN_BINARY"]
SOURCE = pathlib.Path(os.environ["ANTRIAN_SOURCE"])
TIMEOUT_S = 300

DONE, FAILED, USAGE, FOUND, IN_USE = 0, 1, 2, 3, 4


class ProgramTest(unittest.TestCase):
    """Each test has a folder of its own, which is gone afterwards."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="antrian-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.config = SOURCE / "config"

    def path(self, name):
        return str(self.folder / name)

    def command(self, *arguments, store=None):
        command = [BINARY, *map(str, arguments), "--config", str(self.config)]
        return command + (["--store", self.path(store)] if store else [])

    def run_program(self, *arguments, store=None, code=DONE, **options):
        """Runs the program and returns its (stdout, stderr) as texts; its exit code must be this."""
        options.setdefault("timeout", TIMEOUT_S)
        done = subprocess.run(self.command(*arguments, store=store), capture_output=True,
                              cwd=self.folder, **options)
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        self.assertEqual(done.returncode, code, f"{arguments}\n{out[-2000:]}\n{err[-2000:]}")
        return out, err

    def run_json(self, *arguments, **options):
        return json.loads(self.run_program(*arguments, **options)[0])

    def tune(self, **keys):
        """From here on a configuration whose [node] has these values."""
        folder = self.folder / ("config-" + "-".join(map(str, keys.values())))
        if not folder.exists():
            shutil.copytree(SOURCE / "config", folder)
            toml = folder / "antrian.toml"
            text = toml.read_text(encoding="utf-8")
            for key, value in keys.items():
                text, count = re.subn(rf"(?m)^{key} = \d+", f"{key} = {value}", text)
                self.assertEqual(count, 1, f"antrian.toml has no {key}")
            toml.write_text(text, encoding="utf-8")
        self.config = folder

    def generate(self, name, *arguments):
        path = self.path(name)
        self.run_program("generate", "--quiet", "--out", path, *arguments)
        return path

    def ingest(self, path, *arguments, store="store", **options):
        return self.run_json("ingest", path, "--json", "--quiet", *arguments, store=store,
                             **options)


def content_of(folder):
    """Every file of a folder: its name, its bytes, and when it was changed."""
    files = [path for path in pathlib.Path(folder).rglob("*") if path.is_file()]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def read_bytes(path):
    return pathlib.Path(path).read_bytes()


def read_jsonl(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def jsonl(text):
    return [json.loads(line) for line in text.splitlines()]
