#!/usr/bin/env python3
"""Goal: the rules of the house that a compiler does not check. Method: reads the sources as text.

- includes point only downwards (docs/architecture.md, "The house");
- no clock, randomness or unsynced write where the rules forbid them;
- files and functions stay short, tests and benchmarks too; the exceptions are listed here, each
  with its reason;
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

TEST_FOLDERS = ("tests/*", "bench")

LINES_MAX = 400
LONG_FILES = {
    "tests/actors/wave_planner_test.cpp": "one class, whose rules are told one by one",
    "tests/ingest/file_source_test.cpp": "one class, whose failures are told one by one",
}

FUNCTION_LINES_MAX = 70
LONG_FUNCTIONS = {}

# What is forbidden, where it is allowed all the same, and why it is forbidden.
FORBIDDEN = [
    (r"system_clock::now", {"cli/session.cpp"}, "time comes in with the command"),
    (r"\b(s?rand|random_device)\s*\(", set(), "randomness comes in from outside"),
    (r"\bWriteOptions\(\)", set(), "a write says whether it is synced"),
    (r"\bnew\s+\w+\s*\[", set(), "no raw owning array"),
    # The two that write all the same are the last words of a process that cannot go on.
    (r"\b(v?f?printf|f?puts|f?putc|putchar)\s*\(",
     {"cli/progress_bar.cpp", "actors/exceptions.cpp", "events/assert.cpp"},
     "only cli/ talks to people, through streams"),
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


# Comments, and texts in which a brace would not be one.
SILENT = re.compile(r'//[^\n]*|/\*.*?\*/|R"\((?:.*?)\)"|"(?:[^"\\\n]|\\.)*"|(?<![0-9a-fA-F])\'(?:[^\'\\\n]|\\.)+\'',
                    re.DOTALL)
HOLDS_FUNCTIONS = re.compile(r"^(template\s*<.*>\s*)?(inline\s+)?(namespace|class|struct|union|extern)\b",
                             re.DOTALL)


def without_texts(text):
    """The same lines and columns, with comments and texts blank."""
    return SILENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def end_of_braces(code, opening):
    depth = 0
    for at in range(opening, len(code)):
        depth += {"{": 1, "}": -1}.get(code[at], 0)
        if depth == 0:
            return at
    return len(code) - 1


def function_lengths(text):
    """First line and number of lines of each function with a body, wherever it is: at the left
    margin, in a namespace or in a class. What is inside of one belongs to it."""
    # Directives, and macros that stand alone.
    code = re.sub(r"(?m)^ *(#.*|[A-Z_]+\(.*\))$", "", without_texts(text))
    code = re.sub(r"\b(public|protected|private)\s*:(?!:)", lambda m: " " * (len(m.group()) - 1) + ";",
                  code)
    begin = at = 0
    while at < len(code):
        if code[at] in ";}":
            begin = at + 1
        elif code[at] == "{":
            head = code[begin:at].strip()
            if HOLDS_FUNCTIONS.match(head):
                begin = at + 1
            else:
                end = end_of_braces(code, at)
                if ")" in head:
                    first = code.index(head[0], begin)
                    start = code.count("\n", 0, first) + 1
                    yield start, code.count("\n", 0, end) + 2 - start
                begin = end + 1
                at = end
        at += 1


def long_functions(path, text):
    return [
        f"{path}:{start} has {length} lines"
        for start, length in function_lengths(text)
        if length > FUNCTION_LINES_MAX and f"{path}:{start}" not in LONG_FUNCTIONS
    ]


def is_long(path, text):
    return text.count("\n") > LINES_MAX and path not in LONG_FILES


def read_all(folder):
    for path in sorted(ROOT.glob(f"{folder}/*.[ch]pp")):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def sources():
    for folder in MAY_USE:
        for path, text in read_all(folder):
            yield folder, path, text


def all_files():
    yield from ((path, text) for _, path, text in sources())
    for folder in TEST_FOLDERS:
        yield from read_all(folder)


class RulesCanFail(unittest.TestCase):
    def test_an_include_upwards_is_found(self):
        self.assertTrue(include_faults("domain", '#include "storage/store.hpp"\n'))
        self.assertTrue(include_faults("storage", "#include <caf/all.hpp>\n"))
        self.assertFalse(include_faults("storage", '#include "events/ids.hpp"\n'))

    def test_a_forbidden_call_is_found(self):
        samples = {
            "system_clock::now": "auto t = std::chrono::system_clock::now();",
            "rand": "int x = rand();",
            "srand": "srand(7);",
            "random_device": "auto x = std::random_device()();",
            "WriteOptions()": "db.Put(rocksdb::WriteOptions(), key, value);",
            "new[]": "auto* x = new char[7];",
            "printf": "printf(text);",
            "std::printf": "std::printf(text);",
            "fprintf": "std::fprintf(stderr, text);",
            "fputs": "std::fputs(text, stdout);",
            "puts": "puts(text);",
        }
        for name, sample in samples.items():
            with self.subTest(name):
                self.assertEqual(1, len(forbidden_faults("domain/x.cpp", sample)))
                self.assertFalse(forbidden_faults("domain/x.cpp", f"// not {sample}\n"))
        for pattern, *_ in FORBIDDEN:
            self.assertTrue(any(re.search(pattern, sample) for sample in samples.values()), pattern)
        self.assertFalse(forbidden_faults("events/assert.cpp", samples["fprintf"]))
        self.assertFalse(forbidden_faults("domain/x.cpp", "grand(); outputs(x); std::snprintf(a, 7, b);"))

    def test_a_long_function_is_found_wherever_it_is(self):
        def long_one(lines):
            return "void f(const char* x = \"{\") {\n" + "  if (g()) { h(); }  // }\n" * lines + "}\n"

        for lines, faults in ((FUNCTION_LINES_MAX - 2, 0), (FUNCTION_LINES_MAX - 1, 1)):
            for around in ("{}", "namespace a::b {{\n{}}}\n", "class x : y {{\n public:\n{}\n int z;}};",
                           "namespace {{\nstruct x final {{\n  int y = 0;\n{}}};\n}}",
                           "template <class T>\nstruct x {{\n{}}};", "std::array<int, 2> a{{1, 2}};\n{}"):
                with self.subTest(around=around, lines=lines):
                    self.assertEqual(faults, len(long_functions("x.cpp", around.format(long_one(lines)))))
        body = "int x::f(int y)\n    const {\n" + "  g([] { return 1; });\n" * 7 + "}\n"
        self.assertEqual([(3, 10)], list(function_lengths("\n\n" + body)))

    def test_long_tables_are_no_functions(self):
        self.assertFalse(list(function_lengths("constexpr int x[]{\n" + "  1,\n" * 200 + "};\n")))

    def test_a_long_file_is_found(self):
        self.assertTrue(is_long("x.cpp", "\n" * (LINES_MAX + 1)))
        self.assertFalse(is_long("x.cpp", "\n" * LINES_MAX))


class TheHouse(unittest.TestCase):
    def test_includes_point_downwards(self):
        faults = [f"{path}: {f}" for folder, path, text in sources() for f in include_faults(folder, text)]
        self.assertEqual([], faults)

    def test_nothing_forbidden_is_called(self):
        self.assertEqual([], [f for _, path, text in sources() for f in forbidden_faults(path, text)])

    def test_files_are_short(self):
        self.assertEqual([], [path for path, text in all_files() if is_long(path, text)])
        # An exception that is one no longer is forgotten.
        texts = dict(all_files())
        self.assertEqual([], [p for p in LONG_FILES if texts.get(p, "").count("\n") <= LINES_MAX])

    def test_functions_are_short(self):
        self.assertEqual([], [fault for path, text in all_files() for fault in long_functions(path, text)])

    def test_every_folder_says_what_it_is_for(self):
        missing = [f for f in MAY_USE if not (ROOT / f / "README.md").is_file()]
        self.assertEqual([], missing)

    def test_there_is_something_to_check(self):
        self.assertGreater(len(list(sources())), 100)
        self.assertGreater(len(list(all_files())) - len(list(sources())), 80)
        functions = sum(1 for _, _, text in sources() for _ in function_lengths(text))
        self.assertGreater(functions, 1000)


if __name__ == "__main__":
    sys.exit(0 if unittest.main(exit=False, verbosity=1).result.wasSuccessful() else 1)
