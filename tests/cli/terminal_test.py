"""Goal: on a terminal the progress bar stays on its line and gives way to every message.

Method: the program on a pseudo-terminal of a narrow width. Where the work is over before a bar is
drawn there is none to see; then the messages alone are checked.
"""

import fcntl
import os
import pty
import struct
import subprocess
import termios
import unittest

from support import DONE, TIMEOUT_S, ProgramTest

COLUMNS = 40


class Terminal(ProgramTest):
    def errors_of(self, *arguments):
        """What the program writes to a terminal as standard error."""
        controller, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
        process = subprocess.Popen(self.command(*arguments, store="store"), stderr=terminal,
                                   stdout=subprocess.DEVNULL)
        os.close(terminal)
        text = b""
        try:
            while part := os.read(controller, 65536):
                text += part
        except OSError:  # how Linux ends a terminal
            pass
        os.close(controller)
        self.assertEqual(process.wait(timeout=TIMEOUT_S), DONE)
        return text.decode("utf-8")

    def test_the_bar_fits_and_is_gone_before_the_message(self):
        path = self.generate("rush.jsonl", "--openings", "--commands", 60_000)
        texts = [self.errors_of("ingest", path),
                 self.errors_of("projections", "rebuild"),
                 self.errors_of("export", "--out", self.path("events.jsonl"))]
        for text in texts:
            for line in text.replace("\r\n", "\n").split("\n"):
                drawn = line.split("\x1b[K")
                for bar in drawn[:-1]:
                    self.assertLess(len(bar.lstrip("\r")), COLUMNS, text)
                # What stays on the line is a message alone: nothing of a bar before it.
                self.assertNotRegex(drawn[-1], r"ing +(\[|\d)", text)
        self.assertIn("projections rebuilt from", texts[1])
        self.assertIn("events exported", texts[2])


if __name__ == "__main__":
    unittest.main()
