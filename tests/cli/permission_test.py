"""Goal: whoever may only read a store can read it, audit it, and leaves it as it was; who may not is
told so, and never that another process has it.

Method: a store whose folders may not be written, called without root's power over files. The
control is a call that writes, which must be refused.
"""

import os
import pathlib
import shutil
import subprocess
import unittest

from support import DONE, FAILED, ProgramTest, content_of

READING = [("audit", "verify"), ("report",), ("show", "BATAM", "2026-11-30"), ("export",),
           ("projections", "status")]


class WithoutPermission(ProgramTest):
    def setUp(self):
        super().setUp()
        path = self.generate("rush.jsonl", "--openings", "--commands", 2000, "--from",
                             "2026-11-30")
        self.ingest(path, store="store")
        self.expected = {call: self.run_program(*call, store="store")[0] for call in READING}
        self.addCleanup(self.permit, 0o700, 0o600)

    def permit(self, folder, file):
        store = pathlib.Path(self.path("store"))
        for path in (store, *(path for path in store.rglob("*"))):
            path.chmod(folder if path.is_dir() else file)

    def call(self, *arguments):
        """As somebody to whom permissions apply."""
        command = self.command(*arguments, store="store")
        if os.geteuid() == 0:
            if shutil.which("setpriv") is None:
                self.skipTest("root without setpriv may write everywhere")
            command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
        return subprocess.run(command, capture_output=True, text=True, cwd=self.folder,
                              timeout=120)

    def test_reading_commands_work_and_change_nothing(self):
        self.permit(0o500, 0o400)
        before = content_of(self.path("store"))
        for call in READING:
            with self.subTest(call=call):
                done = self.call(*call)
                self.assertEqual((done.returncode, done.stdout), (DONE, self.expected[call]),
                                 done.stderr)
        self.assertEqual(content_of(self.path("store")), before)

    def test_what_would_write_is_refused_with_the_reason(self):
        self.permit(0o500, 0o400)
        for call in (("open", "--from", "2026-11-30"), ("projections", "rebuild"),
                     ("ingest", self.path("rush.jsonl"))):
            with self.subTest(call=call):
                done = self.call(*call)
                self.assertEqual(done.returncode, FAILED, done.stderr)
                self.assertIn("Permission denied; run as the user who owns it", done.stderr)
                self.assertNotIn("another antrian process", done.stderr)

    def test_a_store_that_may_not_be_read_is_not_said_to_be_missing(self):
        self.permit(0o000, 0o000)
        done = self.call("report")
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("reading " + self.path("store") + ": Permission denied", done.stderr)


if __name__ == "__main__":
    unittest.main()
