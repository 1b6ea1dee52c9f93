"""Goal: report, show and export say what was ingested, in every form.

Method: one small day told by hand, whose figures are known, and one rush whose forms must agree
with each other and with the results that the citizens got.
"""

import csv
import io
import json
import os
import unittest
import uuid

from support import USAGE, ProgramTest, jsonl, read_bytes, read_jsonl

OFFICE, DATE = "PEMATANGSIANTAR", "2026-11-30"
NIKS = ["1272014107900001", "1272010101910002", "1272010202920003", "1272010303930004"]


def command(number, type, at, **fields):
    return {"id": str(uuid.UUID(int=number)), "type": type, "office": OFFICE, "date": DATE,
            "at": at, **fields}


def book(number, at, niks, slot="08:00", **fields):
    people = [{"nik": nik, "name": "Siti Rahma", "phone": "081234567890"} for nik in niks]
    return command(number, "book", at, account=f"account-{number}", applicants=people,
                   service="new_passport", slot=slot, **fields)


A_DAY = [
    command(1, "open_day", "2026-11-20T01:00:00Z", slots=[
        {"start": "08:00", "end": "09:00", "capacity": {"online": 2, "priority": 1, "walk_in": 1}},
        {"start": "09:00", "end": "10:00", "capacity": {"online": 2, "priority": 0, "walk_in": 0}},
    ]),
    book(2, "2026-11-27T07:00:00Z", NIKS[:2]),
    book(3, "2026-11-27T07:00:01Z", NIKS[2:3]),  # slot_full
    book(4, "2026-11-27T07:00:02Z", NIKS[2:3], slot="any"),
    command(5, "check_in", "2026-11-30T01:05:00Z", booking=str(uuid.UUID(int=2)), nik=NIKS[0]),
    command(6, "call_next", "2026-11-30T01:10:00Z", counter="1"),
    command(7, "serve", "2026-11-30T01:20:00Z", queue_number=1),
    command(8, "check_in", "2026-11-30T01:21:00Z", booking=str(uuid.UUID(int=2)), nik=NIKS[1]),
]


class ADay(ProgramTest):
    def setUp(self):
        super().setUp()
        with open(self.path("day.jsonl"), "w", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in A_DAY)
        self.ingest(self.path("day.jsonl"), "--results", self.path("results.jsonl"))
        self.results = read_jsonl(self.path("results.jsonl"))

    def show(self, *arguments):
        return self.run_json("show", OFFICE, DATE, "--json", *arguments, store="store")

    def test_show_gives_places_by_slot_and_lane(self):
        slots = self.show()["slots"]
        self.assertEqual([slot["start"] for slot in slots], ["08:00", "09:00"])
        self.assertEqual(slots[0]["online"], {"capacity": 2, "taken": 2, "free": 0})
        self.assertEqual(slots[0]["priority"], {"capacity": 1, "taken": 0, "free": 1})
        self.assertEqual(slots[1]["online"], {"capacity": 2, "taken": 1, "free": 1})

    def test_show_gives_the_sheet_and_the_queue(self):
        day = self.show()
        states = [[place["state"] for place in booking["applicants"]]
                  for booking in day["bookings"]]
        self.assertEqual(states, [["served", "checked_in"], ["confirmed"]])
        self.assertEqual(day["bookings"][0]["code"], self.results[1]["code"])
        self.assertEqual(day["queue"], {"last_number": 2, "being_called": [], "waiting": [2]})
        out, _ = self.run_program("show", OFFICE, DATE, store="store")
        self.assertIn("numbers 1 to 2 given. 1 waiting; next: 2.", out)

    def test_one_booking_is_found_by_code_and_by_id(self):
        code = self.results[3]["code"]
        by_code, by_id = (self.show("--booking", name) for name in (code, str(uuid.UUID(int=4))))
        self.assertEqual(by_code, by_id)
        self.assertEqual([booking["code"] for booking in by_code["bookings"]], [code])
        _, err = self.run_program("show", OFFICE, DATE, "--booking", "ZZZZZZ", store="store",
                                  code=USAGE)
        self.assertIn("six characters", err)

    def test_people_are_shown_only_when_asked_for(self):
        hidden, _ = self.run_program("show", OFFICE, DATE, "--json", store="store")
        self.assertNotIn(NIKS[0], hidden)
        self.assertNotIn("Siti", hidden)
        shown, err = self.run_program("show", OFFICE, DATE, "--json", "--reveal", store="store")
        self.assertIn(NIKS[0], shown)
        self.assertIn("+6281234567890", shown)
        self.assertIn("personal data", err)

    def test_an_unknown_day_names_those_that_are_there(self):
        for call in (("show", OFFICE, "2026-12-01"), ("report", "--from", "2026-12-01")):
            _, err = self.run_program(*call, store="store", code=USAGE)
            self.assertIn(DATE, err)
        _, err = self.run_program("show", "BATAM", DATE, store="store", code=USAGE)
        self.assertIn("antrian open", err)

    def test_a_day_that_was_only_asked_for_was_never_opened(self):
        with open(self.path("late.jsonl"), "w", encoding="utf-8") as file:
            file.write(json.dumps(dict(book(20, "2026-11-27T07:00:00Z", NIKS[2:3]),
                                       date="2026-12-01")) + "\n")
        self.ingest(self.path("late.jsonl"))
        _, err = self.run_program("show", OFFICE, "2026-12-01", store="store", code=USAGE)
        self.assertIn("was never opened", err)
        self.assertIn(f"antrian open --office {OFFICE} --from 2026-12-01", err)

    def test_ranges_from_behind_are_refused_as_such(self):
        _, err = self.run_program("export", "--from-position", 5, "--to-position", 3,
                                  store="store", code=USAGE)
        self.assertIn("--to-position 3 is before --from-position 5", err)
        _, err = self.run_program("report", "--from", "2026-12-02", "--to", "2026-12-01",
                                  store="store", code=USAGE)
        self.assertIn("--to 2026-12-01 is before --from 2026-12-02", err)

    def test_an_export_of_a_date_without_events_is_wrong_usage_and_writes_nothing(self):
        for office in ([], ["--office", OFFICE]):
            out, err = self.run_program("export", "--date", "2026-12-01", *office, "--out",
                                        self.path("none.jsonl"), store="store", code=USAGE)
            self.assertIn("2026-12-01", err)
            self.assertFalse(os.path.exists(self.path("none.jsonl")))
        self.assertEqual(len(jsonl(self.run_program("export", "--date", DATE, store="store")[0])),
                         8)

    def test_the_report_counts_the_day(self):
        report = self.run_json("report", "--office", OFFICE, "--format", "json", store="store")
        self.assertEqual(report["grouped_by"], ["office", "date", "arrival"])
        total = report["total"]
        self.assertEqual((total["capacity"], total["held"], total["booked"]), (6, 3, 3))
        self.assertEqual((total["checked_in"], total["served"]), (2, 1))
        self.assertEqual(total["refused"], {"slot_full": {"commands": 1, "applicants": 1}})
        text, _ = self.run_program("report", "--office", OFFICE, store="store")
        self.assertIn("6 places: 3 held (50.0 %)", text)
        self.assertIn("08:00", text)

    def test_an_export_holds_the_day_as_cloud_events(self):
        out, err = self.run_program("export", store="store")
        events = jsonl(out)
        self.assertEqual([event["id"] for event in events],
                         [str(n) for n in range(1, len(events) + 1)])
        self.assertEqual([event["type"] for event in events], [
            f"id.antrian.{name}.v1" for name in (
                "day_opened", "booking_confirmed", "booking_declined", "booking_confirmed",
                "applicant_checked_in", "number_called", "applicant_served",
                "applicant_checked_in")])
        self.assertEqual({event["subject"] for event in events}, {f"{OFFICE}/{DATE}"})
        self.assertRegex(events[0]["source"], "^antrian/[0-9a-z]+$")
        self.assertIn("8 events exported", err)


class ARush(ProgramTest):
    def setUp(self):
        super().setUp()
        path = self.generate("rush.jsonl", "--openings", "--commands", 5000, "--from", DATE)
        self.ingest(path, "--results", self.path("results.jsonl"))

    def export(self, *arguments):
        out, _ = self.run_program("export", "--quiet", *arguments, store="store")
        return out

    def test_both_forms_of_an_export_hold_the_same_events(self):
        events = jsonl(self.export())
        rows = list(csv.DictReader(io.StringIO(self.export("--format", "csv"))))
        self.assertEqual([event["id"] for event in events], [row["position"] for row in rows])
        self.assertEqual([event["command"] for event in events], [row["command"] for row in rows])

    def test_parts_of_an_export_add_up_to_the_whole(self):
        whole = self.export()
        first = self.export("--to-position", 1000)
        rest = self.export("--from-position", 1001, "--out", "-")
        self.assertEqual(first + rest, whole)
        chosen = [line for line in whole.splitlines(keepends=True)
                  if json.loads(line)["subject"] == f"BATAM/{DATE}"]
        self.assertEqual(self.export("--office", "BATAM", "--date", DATE), "".join(chosen))
        of_date = [line for line in whole.splitlines(keepends=True)
                   if json.loads(line)["subject"].endswith(DATE)]
        self.assertEqual(self.export("--date", DATE), "".join(of_date))
        self.run_program("export", "--out", self.path("file.jsonl"), store="store")
        self.assertEqual(read_bytes(self.path("file.jsonl")).decode(), whole)

    def test_every_answer_leads_to_its_event(self):
        events = {event["id"]: event for event in jsonl(self.export())}
        answered = 0
        for result in read_jsonl(self.path("results.jsonl")):
            if "position" not in result:
                continue
            self.assertEqual(events[str(result["position"])]["command"], result["command"])
            answered += 1
        self.assertGreater(answered, 5000)

    def test_reports_of_every_level_have_the_same_total(self):
        totals = []
        for level in ("nation", "office", "date", "day", "slot"):
            report = self.run_json("report", "--by", level, "--format", "json", store="store")
            totals.append(report["total"])
            rows = list(csv.DictReader(io.StringIO(
                self.run_program("report", "--by", level, "--format", "csv", store="store")[0])))
            self.assertEqual(sum(int(row["booked"]) for row in rows), report["total"]["booked"])
        self.assertEqual(totals, [totals[0]] * len(totals))
        split = self.run_json("report", "--split", "lane", "--split", "service", "--format", "json",
                              store="store")
        self.assertEqual(split["grouped_by"], ["office", "lane", "service"])
        self.assertEqual(split["total"], totals[0])


if __name__ == "__main__":
    unittest.main()
