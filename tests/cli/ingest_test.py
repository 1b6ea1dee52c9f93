"""Goal: what an ingest costs in memory is bounded, whatever its input; and whatever goes wrong around
it is said in one sentence, with an exit code that means it.

Method: the whole program over a huge input, in a folder that is gone, with a reader that has gone,
and with little memory.
"""

import os
import resource
import shutil
import subprocess
import unittest

from support import DONE, FAILED, USAGE, ProgramTest

MIB = 1 << 20
LITTLE = 1 << 30


class Memory(ProgramTest):
    LINES = 1000

    def test_does_not_grow_with_an_input_of_long_invalid_lines(self):
        # A file with holes: a thousand lines of nearly 1 MiB of zeros.
        with open(self.path("huge.jsonl"), "wb") as file:
            for number in range(1, self.LINES + 1):
                file.seek(number * MIB - 1)
                file.write(b"\n")
        process = subprocess.Popen(
            self.command("ingest", self.path("huge.jsonl"), "--quiet", store="store"),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out = process.stdout.read().decode()
        err = process.stderr.read().decode()
        process.stdout.close()
        process.stderr.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, DONE, err)
        self.assertRegex(out, rf"invalid +{self.LINES}\n")
        # A quarter of the input: holding it all would be seen.
        self.assertLess(used.ru_maxrss * 1024, self.LINES * MIB / 4)


class Around(ProgramTest):
    def fails(self, command, code, **options):
        """The one sentence on standard error."""
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              timeout=60, **options)
        err = done.stderr.decode()
        self.assertEqual(done.returncode, code, err)
        said = [line for line in err.splitlines() if not line.startswith("antrian: made a new")]
        self.assertEqual(len(said), 1, err)
        self.assertTrue(said[0].startswith("antrian: "), err)
        return said[0]

    def in_a_folder_that_is_gone(self):
        """Makes the child's working folder one that no longer is."""
        gone = self.path("gone")
        os.mkdir(gone)
        return lambda: (os.chdir(gone), os.rmdir(gone))

    def test_a_working_folder_that_is_gone(self):
        path = self.generate("commands.jsonl", "--commands", 100)
        for results in ("results.jsonl", "./a/../results.jsonl"):
            said = self.fails(
                self.command("ingest", path, "--quiet", "--results", results, store="store"),
                FAILED, preexec_fn=self.in_a_folder_that_is_gone())
            self.assertIn("cannot write", said)
        said = self.fails(self.command("ingest", "commands.jsonl", store="store"), USAGE,
                          preexec_fn=self.in_a_folder_that_is_gone())
        self.assertIn("commands.jsonl", said)

    def test_a_reader_of_the_results_that_has_gone(self):
        path = self.generate("commands.jsonl", "--commands", 20_000)
        command = self.command("ingest", path, "--quiet", "--results", "-", store="store")
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.close()
        err = process.stderr.read().decode()
        process.stderr.close()
        self.assertEqual(process.wait(timeout=60), FAILED, err)
        self.assertIn("antrian: cannot write standard output: Broken pipe", err)
        # What was taken by then is on disk, and the rest follows.
        self.run_program("audit", "verify", "--quiet", store="store")
        self.assertEqual(self.ingest(path, "--results", self.path("results"))["lines"], 20_000)

    def test_memory_that_does_not_suffice(self):
        # A list of offices that is larger than all the memory there is for it; the file has a hole.
        folder = self.folder / "config"
        shutil.copytree(self.config, folder)
        os.truncate(folder / "offices.csv", 2 * LITTLE)
        self.config = folder
        said = self.fails(
            self.command("report", store="store"), FAILED,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (LITTLE, LITTLE)))
        self.assertEqual(said, "antrian: out of memory")


if __name__ == "__main__":
    unittest.main()
