"""Goal: whoever asks for it is erased, and nobody else; and what is said of it names nobody.

Method: a small store with three people, looked at with `show --reveal` before and after; the store
as a backup, put back.
"""

import json
import shutil
import unittest
import uuid

from support import FAILED, USAGE, ProgramTest

OFFICE, DATE = "BATAM", "2026-11-30"
NIKS = ["1271010101900001", "1271010101900002", "1271010101900003"]
STRANGER = "1271010101900009"


def commands():
    common = {"office": OFFICE, "date": DATE, "at": "2026-11-20T03:00:00Z"}
    slots = [{"start": "08:00", "end": "09:00",
              "capacity": {"online": 9, "priority": 0, "walk_in": 0}}]
    yield {"id": str(uuid.UUID(int=1)), "type": "open_day", "slots": slots, **common}
    for number, nik in enumerate(NIKS):
        yield {"id": str(uuid.UUID(int=2 + number)), "type": "book", "account": f"account-{number}",
               "applicants": [{"nik": nik, "name": f"Siti Rahma {number}"}],
               "service": "new_passport", "slot": "any", **common}


class Erase(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("day.jsonl", *map(json.dumps, commands()))
        self.assertEqual(self.ingest(self.path("day.jsonl"))["accepted"], 1 + len(NIKS))

    def write(self, name, *lines):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
        return self.path(name)

    def revealed(self, store="store"):
        day = self.run_json("show", OFFICE, DATE, "--reveal", "--json", store=store)
        people = [person for booking in day["bookings"] for person in booking["applicants"]]
        self.assertEqual(len(people), len(NIKS))
        return {person["subject_id"]: person.get("nik") for person in people}

    def test_those_of_the_file_are_erased_and_nobody_else(self):
        before = self.revealed()
        self.assertEqual(set(before.values()), set(NIKS))
        path = self.write("requests.txt", NIKS[0], "", NIKS[2], STRANGER)
        out, err = self.run_program("erase", "--nik-file", path, "--json", store="store")
        done = json.loads(out)
        self.assertEqual({before[subject] for subject in done["erased"]}, {NIKS[0], NIKS[2]})
        self.assertEqual(len(done["not_in_vault"]), 1)
        for nik in (*NIKS, STRANGER):
            self.assertNotIn(nik, out + err)
        after = self.revealed()
        self.assertEqual({nik for nik in after.values() if nik}, {NIKS[1]})
        self.assertEqual(set(after), set(before))
        self.run_program("audit", "verify", "--quiet", store="store")

    def test_standard_input_is_a_file_too_and_erasing_again_does_no_harm(self):
        for said in ("erased ", "not in vault "):
            out, _ = self.run_program("erase", "--nik-file", "-", store="store",
                                      input=NIKS[1].encode() + b"\r\n")
            self.assertTrue(out.startswith(said), out)
        self.assertEqual({nik for nik in self.revealed().values() if nik}, {NIKS[0], NIKS[2]})

    def test_a_backup_that_is_put_back_forgets_them_by_pseudonym(self):
        shutil.copytree(self.path("store"), self.path("backup"))
        erased = self.run_json("erase", "--json", "--nik-file", self.write("r.txt", NIKS[0]),
                               store="store")["erased"]
        self.assertIn(NIKS[0], self.revealed("backup").values())
        again = self.run_json("erase", "--json", "--subject", erased[0], store="backup")
        self.assertEqual(again, {"erased": erased, "not_in_vault": []})
        self.assertNotIn(NIKS[0], self.revealed("backup").values())

    def test_the_erased_can_still_be_checked_in(self):
        self.run_program("erase", "--nik-file", self.write("r.txt", NIKS[0]), store="store")
        check_in = {"id": str(uuid.UUID(int=99)), "type": "check_in", "office": OFFICE,
                    "date": DATE, "at": f"{DATE}T01:05:00Z", "booking": str(uuid.UUID(int=2)),
                    "nik": NIKS[0]}
        counts = self.ingest(self.write("check-in.jsonl", json.dumps(check_in)))
        self.assertEqual(counts["accepted"], 1)
        self.assertNotIn(NIKS[0], self.revealed().values())

    def test_a_line_that_is_no_nik_is_named_and_nobody_is_erased(self):
        for wrong in ("127101010190000", "Siti Rahma", NIKS[0] + " "):
            path = self.write("requests.txt", NIKS[0], wrong)
            out, err = self.run_program("erase", "--nik-file", path, store="store", code=USAGE)
            self.assertEqual(out, "")
            self.assertIn("line 2 of", err)
            self.assertNotIn(wrong, err)
        self.run_program("erase", "--nik-file", self.write("empty.txt"), store="store", code=USAGE)
        self.run_program("erase", "--subject", "abc", store="store", code=USAGE)
        self.assertEqual(set(self.revealed().values()), set(NIKS))

    def test_it_wants_one_source_and_a_store_that_is_there(self):
        path = self.write("requests.txt", NIKS[0])
        self.run_program("erase", store="store", code=USAGE)
        self.run_program("erase", NIKS[0], store="store", code=USAGE)
        self.run_program("erase", "--nik-file", path, "--subject", "0" * 32, store="store",
                         code=USAGE)
        _, err = self.run_program("erase", "--nik-file", self.path("none"), store="store",
                                  code=USAGE)
        self.assertIn(self.path("none"), err)
        self.run_program("erase", "--nik-file", path, store="nothing", code=FAILED)


if __name__ == "__main__":
    unittest.main()
