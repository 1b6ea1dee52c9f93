"""Goal: no NIK, name, phone number, mail address or account of the input is anywhere but in the
input: not in the store, the results, the exports, the reports or anything printed.

Method: a rush, a mixed file with commands of every type, right and wrong, and an office day from
its check-ins to its counters. Every file that the program wrote, every row of the store (its files
are compressed, so a tool dumps the rows) and everything that was printed is searched, byte for
byte, for every personal text of the input, also of lines that are no JSON. Controls: the search
finds them in the input itself, it finds a text of each kind that is hidden in a dump, and
`show --reveal`, which is made to show them, does.
"""

import json
import os
import re
import subprocess
import unittest

from support import SOURCE, ProgramTest, jsonl, read_bytes, read_jsonl

DUMP = os.environ["ANTRIAN_DUMP"]
# Shorter texts could stand in compressed or sealed bytes by chance.
SHORTEST = 8
TEXT = re.compile(rb"[0-9A-Za-z@._+' -]{%d,}" % SHORTEST)


NIK = re.compile(rb"(?<!\d)\d{16}(?!\d)")
# In lines that are no JSON as in those that are: whatever stands behind these names, anywhere.
PERSONAL = re.compile(rb'"(?:nik|name|phone|email|account|by)"\s*:\s*"([^"\\\n]{%d,})"' % SHORTEST)
# A mutated line may put one of these where a person's text should be; they are nobody's.
WORDS = set(re.findall(rb"`([a-z_]+)`", read_bytes(SOURCE / "docs" / "wire.md")))


def personal_texts(*paths):
    """Every NIK, name, phone number, address and account of the files."""
    texts = set()
    for path in paths:
        content = read_bytes(path)
        texts.update(NIK.findall(content))
        texts.update(PERSONAL.findall(content))
    return texts - WORDS


def kept_forms(texts):
    """The last digits of phone numbers, which are kept without the spaces and dashes between."""
    digits = (re.sub(rb"\D", b"", text) for text in texts)
    return {text[-9:] for text in digits if 9 <= len(text) < 16}


class Search:
    """Looks for many texts at once, by their first characters."""

    def __init__(self, texts):
        self.by_beginning = {}
        for text in texts:
            self.by_beginning.setdefault(text[:SHORTEST], []).append(text)

    def found_in(self, data):
        found = set()
        for run in set(TEXT.findall(data)):
            for i in range(len(run) - SHORTEST + 1):
                for text in self.by_beginning.get(run[i:i + SHORTEST], ()):
                    if run.startswith(text, i):
                        found.add(text)
        return found


class PrivacyTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.tune(checkpoint_events=3000, snapshot_events=100)

    def look_for(self, *paths):
        self.texts = personal_texts(*paths)
        self.search = Search(self.texts | kept_forms(self.texts))

    def assert_private(self, data, where):
        self.assertEqual(self.search.found_in(data), set(), where)

    def assert_prints_nothing_private(self, *call, store):
        printed = self.run_program(*call, store=store)
        self.assert_private("".join(printed).encode(), call)

    def dump(self, store):
        return subprocess.run([DUMP, self.path(store)], check=True, capture_output=True,
                              timeout=120).stdout

    def assert_store_is_private(self, store):
        for folder, _, names in os.walk(self.path(store)):
            for name in names:
                self.assert_private(read_bytes(os.path.join(folder, name)), name)
        rows = self.dump(store)
        self.assert_private(rows, "rows")
        return rows

    def assert_nothing_private_is_said(self, store, office, date):
        for call in (["report"], ["report", "--by", "slot", "--format", "csv"],
                     ["show", office, date], ["show", office, date, "--json"],
                     ["export"], ["export", "--format", "csv"], ["audit", "verify"],
                     ["projections", "rebuild"], ["open", "--from", date]):
            self.assert_prints_nothing_private(*call, store=store)

    def assert_found_if_hidden(self, rows, text):
        self.assertEqual(self.search.found_in(rows[:9999] + text + rows[9999:]), {text})


class ARush(PrivacyTest):
    def setUp(self):
        super().setUp()
        self.input = self.generate("rush.jsonl", "--openings", "--commands", 6000, "--seed", 3)
        self.look_for(self.input)
        with open(self.input, encoding="utf-8") as file:
            self.date = json.loads(file.readline())["date"]

    def test_the_search_finds_people_where_they_are(self):
        self.assertGreater(len(self.texts), 15_000)
        self.assertGreater(len(kept_forms(self.texts)), 1_000)
        self.assertEqual(self.texts - self.search.found_in(read_bytes(self.input)), set())

    def test_people_of_lines_that_are_no_json_are_looked_for_too(self):
        cut_off = b'{"id":"x","account":"siti.rahma77","applicants":[{"nik":"1271010101900001","na'
        with open(self.path("cut.jsonl"), "wb") as file:
            file.write(cut_off + b'\n{"by" : "officer-1"}\n')
        self.assertEqual(personal_texts(self.path("cut.jsonl")),
                         {b"siti.rahma77", b"1271010101900001", b"officer-1"})

    def test_nothing_written_or_printed_holds_them(self):
        self.assert_prints_nothing_private("ingest", self.input, "--results",
                                           self.path("results.jsonl"), store="store")
        self.assert_nothing_private_is_said("store", "JAKARTA_SELATAN", self.date)
        self.assert_private(read_bytes(self.path("results.jsonl")), "results")
        rows = self.assert_store_is_private("store")
        self.assertIn(f"JAKARTA_SELATAN/{self.date}".encode(), rows)
        with open(self.input, "rb") as file:
            booked = next(line for line in map(json.loads, file) if line["type"] == "book")
        self.assert_found_if_hidden(rows, booked["account"].encode())
        for field in ("nik", "name"):
            self.assert_found_if_hidden(rows, booked["applicants"][0][field].encode())

    def test_a_killed_process_leaves_no_trace_of_them_either(self):
        # It ends without a last checkpoint: much of what it wrote is in the write-ahead log only.
        process = subprocess.Popen(self.command("ingest", "-", "--quiet", store="killed"),
                                   stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        process.stdin.write(read_bytes(self.input))
        process.stdin.flush()
        process.kill()
        process.stdin.close()
        process.wait(timeout=60)
        self.assertIn(b"BATAM/", self.assert_store_is_private("killed"))

    def test_people_are_in_the_vault_for_those_who_may_ask(self):
        self.ingest(self.input)
        out, _ = self.run_program("show", "JAKARTA_SELATAN", self.date, "--reveal", "--json",
                                  store="store")
        self.assertGreater(len(self.search.found_in(out.encode())), 50)


class CommandsOfEveryType(PrivacyTest):
    def test_nothing_written_or_printed_holds_people(self):
        path = self.generate("mixed.jsonl", "--mixed", "--seed", 3, "--commands", 6000)
        self.look_for(path)
        self.assertIn(b"officer-1", self.texts)
        self.assert_prints_nothing_private("ingest", path, "--results", self.path("results.jsonl"),
                                           store="store")
        done = {result["outcome"] for result in read_jsonl(self.path("results.jsonl"))}
        self.assertEqual(done, {"accepted", "declined", "invalid"})
        self.assert_private(read_bytes(self.path("results.jsonl")), "results")
        out, _ = self.run_program("export", store="store")
        types = {event["type"].split(".")[2] for event in jsonl(out)}
        self.assertLess({"applicant_checked_in", "check_in_undone", "number_called",
                         "applicant_served", "applicant_missed", "booking_missed"}, types)
        self.assert_nothing_private_is_said("store", "DENPASAR", "2026-11-30")
        rows = self.assert_store_is_private("store")
        for text in (b"officer-1", b"siti@example.id"):
            self.assert_found_if_hidden(rows, text)


class AnOfficeDay(PrivacyTest):
    def test_nothing_written_or_printed_holds_people(self):
        printed = self.run_program("demo", "--commands", 4000, "--from", "2026-11-30", "--office",
                                   "BATAM", "--quiet", store="demo")
        inputs = [self.path(f"demo-files/{name}.jsonl") for name in ("commands", "played-day")]
        self.look_for(*inputs)
        day = {line["type"] for line in read_jsonl(inputs[1])}
        self.assertLess({"check_in", "walk_in", "call_next", "serve", "end_day"}, day)
        self.assert_private("".join(printed).encode(), "demo")
        self.assert_nothing_private_is_said("demo", "BATAM", "2026-11-30")
        rows = self.assert_store_is_private("demo")
        nik = next(line for line in read_jsonl(inputs[1]) if line["type"] == "check_in")["nik"]
        self.assert_found_if_hidden(rows, nik.encode())


if __name__ == "__main__":
    unittest.main()
