#!/usr/bin/env python3
"""Goal: the rules of the house that a compiler does not check. Method: reads the sources as text.

- includes point only downwards (docs/architecture.md, "The house");
- no clock, randomness or unsynced write where the rules forbid them;
- files and functions stay short; the exceptions are listed here, each with its reason;
- every top-level folder of sources has a README.

The tests below first show on made-up sources that each rule can fail.
"""
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

MAY_USE = {
    "events": set(),
    "config": {"events"},
    "domain": {"events"},
    "workload": {"config", "events"},
    "storage": {"events"},
    "projections": {"storage", "events"},
    "actors": {"projections", "storage", "domain", "events"},
    "ingest": {"actors", "storage", "events"},
    "cli": {"ingest", "actors", "projections", "storage", "workload", "domain", "config", "events"},
}
CAF_FOLDERS = {"actors"}
ROCKSDB_FOLDERS = {"storage", "projections", "cli"}

LINES_MAX = 400
LONG_FILES = {}

FUNCTION_LINES_MAX = 80
LONG_FUNCTIONS = {}

# What is forbidden, where it is allowed all the same, and why it is forbidden.
FORBIDDEN = [
    (r"system_clock::now", {"cli/session.cpp"}, "time comes in with the command"),
    (r"\b(s?rand|random_device)\s*\(", set(), "randomness comes in from outside"),
    (r"\bWriteOptions\(\)", set(), "a write says whether it is synced"),
    (r"\bnew\s+\w+\s*\[", set(), "no raw owning array"),
    (r"\bprintf\s*\(", {"cli/progress_bar.cpp"}, "only cli/ talks to people, through streams"),
]


def include_faults(folder, text):
    faults = []
    for name in re.findall(r'#include "([a-z_]+)/', text):
        if name != folder and name not in MAY_USE[folder]:
            faults.append(f"{folder}/ may not include {name}/")
    for header in re.findall(r"#include <([a-z]+)/", text):
        if header == "caf" and folder not in CAF_FOLDERS:
            faults.append(f"{folder}/ may not include CAF")
        if header == "rocksdb" and folder not in ROCKSDB_FOLDERS:
            faults.append(f"{folder}/ may not include RocksDB")
    return faults


def forbidden_faults(path, text):
    code = re.sub(r"//[^\n]*", "", text)
    return [
        f"{path}: {pattern}: {why}"
        for pattern, allowed, why in FORBIDDEN
        if path not in allowed and re.search(pattern, code)
    ]


def function_lengths(text):
    """Lines from a line that opens a body at the left margin to the brace that closes it there."""
    start = None
    for number, line in enumerate(text.split("\n"), 1):
        if start is None and re.match(r"^[A-Za-z_\[].*\)[^;]*\{$", line):
            start = number
        elif line == "}" and start is not None:
            yield start, number - start + 1
            start = None


def sources():
    for folder in MAY_USE:
        for path in sorted((ROOT / folder).glob("*.[ch]pp")):
            yield folder, path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


class RulesCanFail(unittest.TestCase):
    def test_an_include_upwards_is_found(self):
        self.assertTrue(include_faults("domain", '#include "storage/store.hpp"\n'))
        self.assertTrue(include_faults("storage", "#include <caf/all.hpp>\n"))
        self.assertFalse(include_faults("storage", '#include "events/ids.hpp"\n'))

    def test_a_forbidden_call_is_found(self):
        self.assertTrue(forbidden_faults("domain/x.cpp", "auto t = system_clock::now();"))
        self.assertFalse(forbidden_faults("domain/x.cpp", "// not system_clock::now\n"))

    def test_a_long_function_is_found(self):
        body = "void f() {\n" + "  g();\n" * 200 + "}\n"
        self.assertEqual([(1, 202)], list(function_lengths(body)))


class TheHouse(unittest.TestCase):
    def test_includes_point_downwards(self):
        faults = [f"{path}: {f}" for folder, path, text in sources() for f in include_faults(folder, text)]
        self.assertEqual([], faults)

    def test_nothing_forbidden_is_called(self):
        self.assertEqual([], [f for _, path, text in sources() for f in forbidden_faults(path, text)])

    def test_files_are_short(self):
        long = [p for _, p, text in sources() if text.count("\n") > LINES_MAX and p not in LONG_FILES]
        self.assertEqual([], long)

    def test_functions_are_short(self):
        long = [
            f"{path}:{start} has {length} lines"
            for _, path, text in sources()
            for start, length in function_lengths(text)
            if length > FUNCTION_LINES_MAX and f"{path}:{start}" not in LONG_FUNCTIONS
        ]
        self.assertEqual([], long)

    def test_every_folder_says_what_it_is_for(self):
        missing = [f for f in MAY_USE if not (ROOT / f / "README.md").is_file()]
        self.assertEqual([], missing)

    def test_there_is_something_to_check(self):
        self.assertGreater(len(list(sources())), 100)


if __name__ == "__main__":
    sys.exit(0 if unittest.main(exit=False, verbosity=1).result.wasSuccessful() else 1)
