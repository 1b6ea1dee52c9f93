"""Goal: the scripts never run or test what could not be built.

Method: each script in a folder of its own, where an old program lies ready and `cmake` is a stand-in
that fails or succeeds. The control is the one that succeeds.
"""

import os
import shutil
import subprocess
import tempfile
import unittest

from support import SOURCE


class Scripts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="antrian-test-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        os.makedirs(self.path("scripts"))
        os.makedirs(self.path("bin"))
        os.makedirs(self.path("build/release/cli"))
        open(self.path("build/release/build.ninja"), "w").close()
        self.program("scripts/install-dependencies", "exit 0")
        self.program("build/release/cli/antrian", 'echo "old program: $*"')
        self.program("bin/ctest", "echo '100% tests passed, 0 tests failed out of 1'")

    def path(self, name):
        return os.path.join(self.folder, name)

    def program(self, name, body):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + body + "\n")
        os.chmod(self.path(name), 0o755)

    def run_script(self, name, *arguments, build_exit):
        self.program("bin/cmake", 'case "$1" in\n--build) echo "FAILED or built"; exit '
                     + str(build_exit) + ";;\nesac")
        shutil.copy(SOURCE / "scripts" / name, self.path("scripts"))
        return subprocess.run([self.path("scripts/" + name), *arguments], capture_output=True,
                              text=True, timeout=60,
                              env={**os.environ, "PATH": self.path("bin") + ":" + os.environ["PATH"]})

    def test_run_does_not_run_an_old_program_when_the_build_fails(self):
        done = self.run_script("run", "--seed", "2", build_exit=1)
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("old program", done.stdout)
        self.assertIn("The build failed", done.stderr)
        built = self.run_script("run", "--seed", "2", build_exit=0)
        self.assertEqual(built.returncode, 0, built.stderr)
        self.assertIn("old program: demo --seed 2", built.stdout)
        self.assertIn(f'export PATH="{self.path("build/release/cli")}:$PATH"', built.stderr)

    def test_run_fails_when_the_demonstration_does(self):
        self.program("build/release/cli/antrian", "exit 130")
        self.assertEqual(self.run_script("run", build_exit=0).returncode, 130)

    def test_test_does_not_test_what_was_not_built(self):
        done = self.run_script("test", build_exit=1)
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("passed", done.stdout)
        self.assertIn("The build failed", done.stderr)
        built = self.run_script("test", build_exit=0)
        self.assertEqual(built.returncode, 0, built.stderr)
        self.assertIn("1 passed, 0 failed", built.stdout)


if __name__ == "__main__":
    unittest.main()
