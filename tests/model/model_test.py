"""Goal: the model says what docs/wire.md says, rule by rule, so that it may judge the engine.

Method: one small story per rule, told as command lines, with the outcome that the page demands
written out by hand. Run with `python3 -m unittest model_test` in this folder.
"""

import io
import json
import tempfile
import unittest
import uuid as uuid_module

from compare import compare
from model import POLICY_DEFAULTS, Model

OFFICES = {"WIB": 420, "WIT": 540}
NIKS = [f"127101{day:02}0190{day:04}" for day in range(1, 29)]


def slot(start, end, online=0, priority=0, walk_in=0):
    return {"start": start, "end": end,
            "capacity": {"online": online, "priority": priority, "walk_in": walk_in}}


class Story(unittest.TestCase):
    """Sends commands for office WIB on 2026-11-30 unless told otherwise."""

    def setUp(self):
        self.model = Model(OFFICES, lambda office: POLICY_DEFAULTS, 0)
        self.ids = 0

    def new_id(self):
        self.ids += 1
        return str(uuid_module.UUID(int=self.ids))

    def send(self, type, **fields):
        # 10:00 local at WIB on the day before.
        command = {"id": self.new_id(), "type": type, "office": "WIB", "date": "2026-11-30",
                   "at": "2026-11-29T03:00:00Z", **fields}
        command = {name: value for name, value in command.items() if value is not ...}
        return self.model.judge(json.dumps(command).encode())

    def open(self, *slots, **fields):
        slots = slots or (slot("08:00", "09:00", 2, 1, 1), slot("09:00", "10:00", 2, 1, 1),
                          slot("13:00", "14:00", 2, 1, 1))
        result = self.send("open_day", slots=list(slots), **fields)
        self.assertEqual(result["outcome"], "accepted", result)

    def book(self, *people, account="siti", slot="any", **fields):
        applicants = [{"nik": NIKS[person], "name": "Siti"} for person in people]
        return self.send("book", **{"account": account, "applicants": applicants,
                                    "service": "new_passport", "slot": slot, **fields})

    def walk_in(self, *people, at, **fields):
        applicants = [{"nik": NIKS[person], "name": "Siti"} for person in people]
        return self.send("walk_in", at=at, **{"applicants": applicants, "lane": "walk_in",
                                              "service": "new_passport", **fields})

    def check_in(self, booking, person, at="2026-11-30T01:00:00Z", **fields):
        return self.send("check_in", booking=booking["booking"], nik=NIKS[person], at=at, **fields)

    def accepted(self, result, **fields):
        self.assertEqual(result["outcome"], "accepted", result)
        for name, value in fields.items():
            self.assertEqual(result.get(name), value, result)
        return result

    def declined(self, result, reason, **fields):
        self.assertEqual((result["outcome"], result.get("reason")), ("declined", reason), result)
        for name, value in fields.items():
            self.assertEqual(result.get(name), value, result)

    def invalid(self, result, field):
        self.assertEqual((result["outcome"], result.get("field")), ("invalid", field), result)


class Days(Story):
    def test_every_type_but_open_day_needs_an_open_day(self):
        self.declined(self.book(0), "day_not_open")
        self.declined(self.send("end_day"), "day_not_open")
        self.declined(self.send("call_next", counter="1"), "day_not_open")

    def test_a_day_opens_once_and_not_again_when_closed(self):
        self.open()
        self.declined(self.send("open_day", slots=[slot("08:00", "09:00")]), "already_open")
        self.accepted(self.send("close_day", reason="flood"))
        self.declined(self.send("open_day", slots=[slot("08:00", "09:00")]), "already_open")
        self.declined(self.send("close_day", reason="flood"), "day_closed")

    def test_closing_frees_everybody(self):
        self.open()
        self.send("open_day", date="2026-12-01", slots=[slot("08:00", "09:00", 2)])
        self.accepted(self.book(0))
        self.declined(self.book(0, date="2026-12-01"), "nik_has_booking")
        self.accepted(self.send("close_day", reason="flood"))
        self.accepted(self.book(0, date="2026-12-01"))

    def test_ending_blocks_those_who_did_not_come_for_so_many_days(self):
        self.open(policy={"no_show_block_days": 3, "account_limit": 9})
        self.send("open_day", date="2026-12-20", slots=[slot("08:00", "09:00", 9)])
        came, stayed_away = self.book(0), self.book(1)
        self.accepted(self.check_in(came, 0))
        self.accepted(self.send("end_day"))
        self.declined(self.send("end_day"), "day_closed")
        last = "2026-12-02T16:59:59.999Z"  # 23:59:59.999 local on 2 December
        self.declined(self.book(1, date="2026-12-20", at=last), "blocked_after_no_show")
        self.accepted(self.book(0, date="2026-12-20", at=last))
        self.accepted(self.book(1, date="2026-12-20", at="2026-12-02T17:00:00Z"))

    def test_a_slot_left_out_stays_only_while_it_holds_live_bookings(self):
        self.open()
        booked = self.accepted(self.book(0, slot="08:00"))
        change = self.send("change_capacity", slots=[slot("09:00", "10:00", 2)])
        self.accepted(change, excess=[{"slot": "08:00", "lane": "online", "taken": 1,
                                       "capacity": 0}])
        self.declined(self.book(1, slot="08:00"), "slot_full")
        self.declined(self.book(1, slot="13:00"), "unknown_slot")
        self.accepted(self.send("cancel", booking=booked["booking"]))
        self.declined(self.book(1, slot="08:00"), "unknown_slot")

    def test_lowered_capacity_takes_no_place_away_and_gives_none(self):
        self.open(slot("08:00", "09:00", 3))
        self.accepted(self.book(0, 1))
        change = self.send("change_capacity", slots=[slot("08:00", "09:00", 1)])
        self.accepted(change, excess=[{"slot": "08:00", "lane": "online", "taken": 2,
                                       "capacity": 1}])
        self.declined(self.book(2), "day_full")
        self.accepted(self.send("change_capacity", slots=[slot("08:00", "09:00", 3)]), excess=None)
        self.accepted(self.book(2))


class Booking(Story):
    def test_the_checks_come_in_the_order_of_the_page(self):
        self.open(release_at="2026-11-29T03:00:00Z")
        early = "2026-11-29T02:59:59.999Z"
        self.declined(self.book(0, at=early, service="x", slot="07:00"), "not_yet_released")
        self.declined(self.book(0, service="x", slot="07:00"), "unknown_service")
        late = "2026-11-30T01:00:00Z"  # 08:00 local
        self.declined(self.book(0, slot="07:00", at=late), "unknown_slot")
        nowhere = str(uuid_module.UUID(int=999))
        self.declined(self.book(0, slot="08:00", at=late, replaces=nowhere), "slot_passed")
        self.declined(self.book(0, replaces=nowhere), "unknown_booking")
        self.accepted(self.book(0))

    def test_local_time_is_the_office_s(self):
        self.open()
        self.send("open_day", office="WIT", slots=[slot("08:00", "09:00", 9)])
        at = "2026-11-29T23:00:00Z"  # 06:00 at WIB, 08:00 at WIT
        self.declined(self.book(0, office="WIT", at=at), "slot_passed")
        self.accepted(self.book(0, at=at, slot="08:00"))

    def test_morning_ends_at_noon(self):
        self.open(slot("11:00", "12:00", 1), slot("12:00", "13:00", 1))
        self.accepted(self.book(0, slot="afternoon"), slots=["12:00"])
        self.declined(self.book(1, slot="afternoon"), "day_full")
        self.accepted(self.book(1, slot="morning"), slots=["11:00"])

    def test_a_wish_for_a_half_day_without_slots_names_no_slot(self):
        self.open(slot("08:00", "09:00", 1))
        self.declined(self.book(0, slot="afternoon"), "unknown_slot")

    def test_a_family_goes_whole_to_the_first_slot_that_takes_it(self):
        self.open(slot("08:00", "09:00", 1), slot("09:00", "10:00", 3))
        self.accepted(self.book(0, 1, 2), slots=["09:00"] * 3)

    def test_else_to_the_first_run_of_neighbouring_slots_in_time_order(self):
        self.open(slot("08:00", "09:00", 1), slot("09:00", "10:00", 0), slot("10:00", "11:00", 1),
                  slot("11:00", "12:00", 2))
        self.accepted(self.book(0, 1, 2), slots=["10:00", "11:00", "11:00"])
        self.declined(self.book(3, 4, account="budi"), "day_full")
        self.accepted(self.book(3, account="budi"), slots=["08:00"])

    def test_full_is_said_of_the_slot_the_lane_or_the_day(self):
        self.open(slot("08:00", "09:00", 1, 1), slot("09:00", "10:00", 1))
        self.accepted(self.book(0, slot="08:00"))
        self.declined(self.book(1, slot="08:00"), "slot_full")
        self.accepted(self.book(1))
        self.declined(self.book(2), "lane_full")
        self.accepted(self.book(2, lane="priority"))
        self.declined(self.book(3), "day_full")

    def test_one_live_place_for_a_nik_and_five_for_an_account(self):
        self.open(slot("08:00", "09:00", 9))
        self.send("open_day", office="WIT", slots=[slot("08:00", "09:00", 9)])
        self.accepted(self.book(0, 1, 2))
        self.declined(self.book(2, 3, account="budi", office="WIT"), "nik_has_booking")
        self.declined(self.book(3, 4, 5, office="WIT"), "account_limit")
        self.accepted(self.book(3, 4, office="WIT"))
        self.declined(self.book(5), "account_limit")

    def test_a_served_applicant_is_free_again_but_the_place_stays_taken(self):
        self.open(slot("08:00", "09:00", 1))
        self.send("open_day", date="2026-12-01", slots=[slot("08:00", "09:00", 1)])
        self.accepted(self.check_in(self.book(0), 0), queue_numbers=[1])
        self.accepted(self.send("call_next", counter="1"))
        self.declined(self.book(0, date="2026-12-01"), "nik_has_booking")
        self.accepted(self.send("serve", queue_number=1))
        self.declined(self.book(1), "day_full")
        self.accepted(self.book(0, date="2026-12-01"))


class Moving(Story):
    def setUp(self):
        super().setUp()
        self.open(slot("08:00", "09:00", 2), slot("09:00", "10:00", 2))
        self.send("open_day", date="2026-12-01", slots=[slot("08:00", "09:00", 2)])

    def test_the_old_place_is_free_at_once(self):
        old = self.accepted(self.book(0, 1, slot="08:00"))
        self.declined(self.book(2, 3, account="budi", slot="08:00"), "slot_full")
        self.accepted(self.book(1, 0, date="2026-12-01", replaces=old["booking"]))
        self.accepted(self.book(2, 3, account="budi", slot="08:00"))

    def test_the_old_place_is_still_taken_while_the_new_one_is_sought(self):
        old = self.accepted(self.book(0, 1, slot="08:00"))
        self.declined(self.book(0, 1, slot="08:00", replaces=old["booking"]), "slot_full")
        self.accepted(self.book(0, 1, replaces=old["booking"]), slots=["09:00", "09:00"])

    def test_the_old_one_must_be_the_same_people_s_and_wholly_confirmed(self):
        old = self.accepted(self.book(0, 1))
        self.declined(self.book(0, 1, account="budi", replaces=old["booking"]), "not_live")
        self.declined(self.book(0, replaces=old["booking"]), "not_live")
        self.declined(self.book(0, 2, replaces=old["booking"]), "not_live")
        self.declined(self.book(0, 1, at="2026-11-30T01:00:00Z", date="2026-12-01",
                                replaces=old["booking"]), "not_live")
        self.accepted(self.send("cancel", booking=old["booking"], nik=NIKS[0]))
        self.declined(self.book(0, 1, replaces=old["booking"]), "not_live")

    def test_a_chain_may_be_moved_so_often(self):
        first = self.accepted(self.book(0))
        second = self.accepted(self.book(0, date="2026-12-01", replaces=first["booking"]))
        self.declined(self.book(0, replaces=first["booking"]), "not_live")
        self.declined(self.book(0, replaces=second["booking"]), "reschedule_limit")

    def test_moving_counts_neither_as_a_second_place_nor_against_the_account(self):
        first = self.accepted(self.book(0, 1))
        self.accepted(self.book(2, 3))
        self.accepted(self.book(4, date="2026-12-01"))
        self.declined(self.book(5, date="2026-12-01"), "account_limit")
        self.send("change_capacity", date="2026-12-01", slots=[slot("08:00", "09:00", 9)])
        self.accepted(self.book(0, 1, date="2026-12-01", replaces=first["booking"]))


class Cancelling(Story):
    def test_the_checks_come_in_the_order_of_the_page(self):
        self.open()
        booked = self.accepted(self.book(0, 1))["booking"]
        nowhere = str(uuid_module.UUID(int=999))
        self.declined(self.send("cancel", booking=nowhere), "unknown_booking")
        self.declined(self.send("cancel", booking=booked, nik=NIKS[2]), "nik_mismatch")
        self.accepted(self.send("cancel", booking=booked, nik=NIKS[0]), booking=booked)
        self.declined(self.send("cancel", booking=booked, nik=NIKS[0]), "not_live")
        started = "2026-11-30T01:00:00Z"
        self.declined(self.send("cancel", booking=booked, at=started), "slot_passed")
        self.accepted(self.send("cancel", booking=booked))
        self.declined(self.send("cancel", booking=booked, at=started), "not_live")

    def test_a_booking_is_known_only_on_its_own_day(self):
        self.open()
        self.send("open_day", date="2026-12-01", slots=[slot("08:00", "09:00", 1)])
        booked = self.accepted(self.book(0))["booking"]
        self.declined(self.send("cancel", booking=booked, date="2026-12-01"), "unknown_booking")


class Counter(Story):
    def test_check_in_is_open_from_early_to_late(self):
        self.open(policy={"early_minutes": 30, "late_minutes": 10})
        one = self.book(0, 1, slot="08:00")
        self.declined(self.check_in(one, 2), "nik_mismatch")
        self.declined(self.check_in(one, 0, at="2026-11-30T00:29:59.999Z"), "too_early")
        self.accepted(self.check_in(one, 0, at="2026-11-30T00:30:00Z"), queue_numbers=[1])
        self.declined(self.check_in(one, 1, at="2026-11-30T02:10:00.001Z"), "too_late")
        self.accepted(self.check_in(one, 1, at="2026-11-30T02:10:00Z"), queue_numbers=[2])
        self.declined(self.check_in(one, 0), "already_checked_in", queue_numbers=[1],
                      booking=one["booking"])

    def test_a_cancelled_place_cannot_be_checked_in(self):
        self.open()
        one = self.book(0)
        self.accepted(self.send("cancel", booking=one["booking"]))
        self.declined(self.check_in(one, 0), "not_live")

    def test_an_undone_number_is_not_used_again(self):
        self.open()
        one = self.book(0)
        undo = {"booking": one["booking"], "nik": NIKS[0]}
        self.declined(self.send("undo_check_in", **undo), "not_checked_in")
        self.accepted(self.check_in(one, 0), queue_numbers=[1])
        self.declined(self.send("undo_check_in", **{**undo, "nik": NIKS[1]}), "nik_mismatch")
        self.accepted(self.send("undo_check_in", **undo))
        self.declined(self.send("call_next", counter="1"), "queue_empty")
        self.accepted(self.check_in(one, 0), queue_numbers=[2])
        self.accepted(self.send("call_next", counter="1"), queue_numbers=[2])
        self.declined(self.send("undo_check_in", **undo), "not_checked_in")

    def test_priority_is_called_first_then_by_number_and_by_the_lanes_given(self):
        self.open()
        self.accepted(self.check_in(self.book(0), 0), queue_numbers=[1])
        at = "2026-11-30T01:00:00Z"
        self.accepted(self.walk_in(1, at=at), queue_numbers=[2])
        self.accepted(self.check_in(self.book(2, lane="priority"), 2), queue_numbers=[3])
        self.accepted(self.send("call_next", counter="1", lanes=["walk_in"]), queue_numbers=[2])
        self.accepted(self.send("call_next", counter="2"), queue_numbers=[3])
        self.accepted(self.send("call_next", counter="2"), queue_numbers=[1])
        self.declined(self.send("call_next", counter="2"), "queue_empty")

    def test_only_a_called_number_is_recalled_served_or_missed(self):
        self.open()
        self.accepted(self.check_in(self.book(0), 0), queue_numbers=[1])
        for type in ("recall", "serve", "miss"):
            self.declined(self.send(type, queue_number=1), "unknown_queue_number")
        self.accepted(self.send("call_next", counter="1"))
        self.accepted(self.send("recall", queue_number=1), queue_numbers=[1])
        self.accepted(self.send("miss", queue_number=1))
        for type in ("recall", "serve", "miss"):
            self.declined(self.send(type, queue_number=1), "unknown_queue_number")

    def test_a_missed_number_does_not_block(self):
        self.open()
        self.accepted(self.check_in(self.book(0), 0))
        self.accepted(self.send("call_next", counter="1"))
        self.accepted(self.send("miss", queue_number=1))
        self.accepted(self.book(0))

    def test_a_walk_in_takes_a_slot_that_has_not_ended_and_its_number_at_once(self):
        self.open()
        self.declined(self.walk_in(0, at="2026-11-30T01:30:00Z", service="x"), "unknown_service")
        self.accepted(self.walk_in(0, 1, at="2026-11-30T01:30:00Z"), slots=["08:00", "09:00"],
                      queue_numbers=[1, 2])
        self.declined(self.walk_in(1, at="2026-11-30T02:00:00Z"), "nik_has_booking")
        self.accepted(self.walk_in(2, at="2026-11-30T02:00:00Z"), slots=["13:00"])
        self.declined(self.walk_in(3, at="2026-11-30T02:00:00Z"), "lane_full")
        self.declined(self.walk_in(3, at="2026-11-30T07:00:00Z"), "slot_passed")

    def test_a_code_is_known_once_told(self):
        self.open()
        booked = self.book(0)
        with_code = {"code": "A1B2C3", "nik": NIKS[0], "at": "2026-11-30T01:00:00Z"}
        self.declined(self.send("check_in", **with_code), "unknown_booking")
        self.model.learn_codes([{"booking": booked["booking"], "code": "A1B2C3"}])
        self.accepted(self.send("check_in", **{**with_code, "code": "aib2c3"}), queue_numbers=[1])


class Reading(Story):
    def test_a_line_without_a_readable_id_has_no_result(self):
        for line in (b"", b"\n", b"{", b"[]", b"null", b"{}", b'{"id":7}', b'{"id":"x"}', b"\xff",
                     b'{"id":NaN}'):
            self.assertIsNone(self.model.judge(line))

    def test_a_known_id_gets_its_first_result_even_if_the_repeat_is_invalid(self):
        self.open()
        booked = self.book(0)
        self.assertEqual(self.send("nonsense", id=booked["command"]), booked)
        self.assertEqual(self.send("book", id=booked["command"].upper()), booked)

    def test_an_invalid_command_is_judged_afresh(self):
        self.open()
        id = self.new_id()
        self.invalid(self.book(0, id=id, slot="8:00"), "slot")
        self.accepted(self.book(0, id=id))

    def test_faults_are_named_by_their_path(self):
        person = {"nik": NIKS[0], "name": "Siti"}
        cases = [
            ("office", {"office": "NOWHERE"}), ("date", {"date": "2026-02-30"}),
            ("at", {"at": "2026-11-30 08:00:00Z"}),
            ("by", {"by": 7}), ("account", {"account": ...}), ("account", {"account": None}),
            ("applicants", {"applicants": []}), ("applicants", {"applicants": person}),
            ("applicants[0]", {"applicants": [7]}),
            ("applicants[1].nik", {"applicants": [person, person]}),
            ("applicants[0].name", {"applicants": [{"nik": NIKS[0]}]}),
            ("applicants[0].phone", {"applicants": [{**person, "phone": "0211234567"}]}),
            ("applicants[0].email", {"applicants": [{**person, "email": "siti"}]}),
            ("service", {"service": ""}), ("slot", {"slot": "evening"}),
            ("lane", {"lane": "walk_in"}), ("replaces", {"replaces": "x"}),
        ]
        for field, change in cases:
            self.invalid(self.book(1, **change), field)
        self.invalid(self.send("release_replaced"), "type")

    def test_a_nik_has_sixteen_digits_a_province_a_birth_date_and_a_serial(self):
        self.open()
        for nik, fits in (("1271016902000001", True), ("1271012902000001", True),
                          ("1271012902990001", False), ("1271013201900001", False),
                          ("1271017201900001", False), ("1271010113900001", False),
                          ("1071010101900001", False), ("1271010101900000", False),
                          ("127101010190001", False), ("12710101019000 1", False)):
            result = self.book(0, applicants=[{"nik": nik, "name": "Siti"}])
            self.assertEqual(result["outcome"] != "invalid", fits, nik)

    def test_slots_are_whole_apart_and_in_any_order(self):
        late, early = slot("09:00", "10:00"), slot("08:00", "09:00")
        self.invalid(self.send("open_day", slots=[]), "slots")
        self.invalid(self.send("open_day", slots=[slot("09:00", "09:00")]), "slots[0].end")
        self.invalid(self.send("open_day", slots=[late, slot("08:00", "09:01")]), "slots[0].start")
        self.invalid(self.send("open_day", slots=[early, early]), "slots[1].start")
        self.invalid(self.send("open_day", slots=[{**early, "capacity": {"online": 1}}]),
                     "slots[0].capacity.priority")
        self.invalid(self.send("open_day", slots=[early], policy={"early_minutes": -1}),
                     "policy.early_minutes")
        self.accepted(self.send("open_day", slots=[late, early, slot("23:00", "24:00")]))

    def test_numbers_are_whole(self):
        self.open()
        for number in (0, -1, 1.0, "1", True, 2**32):
            self.invalid(self.send("serve", queue_number=number), "queue_number")

    def test_a_call_names_a_counter_and_at_least_one_lane(self):
        self.open()
        self.invalid(self.send("call_next"), "counter")
        self.invalid(self.send("call_next", counter="1", lanes=[]), "lanes")
        self.invalid(self.send("call_next", counter="1", lanes=["vip"]), "lanes[0]")
        self.declined(self.send("call_next", counter=3), "queue_empty")

    def test_a_field_given_twice_is_wrong(self):
        line = '{"id":"%s","type":"end_day","type":"end_day"}' % self.new_id()
        self.invalid(self.model.judge(line.encode()), "type")

    def test_half_a_surrogate_pair_is_ignored_where_nobody_looks_and_wrong_where_somebody_does(self):
        line = ('{"id":"%s","type":"close_day","office":"WIB","date":"2026-11-30","zz":"\\ud800",'
                '"reason":"%s"}')
        self.declined(self.model.judge((line % (self.new_id(), "rain")).encode()), "day_not_open")
        self.invalid(self.model.judge((line % (self.new_id(), "\\udc00 rain")).encode()), "reason")


class Comparing(unittest.TestCase):
    def test_a_difference_is_found_and_shown_with_its_command(self):
        id = str(uuid_module.UUID(int=1))
        same = {"command": id, "outcome": "declined", "reason": "day_full"}
        for other, expected in ((same, 0), ({**same, "reason": "lane_full"}, 1),
                                ({**same, "code": "A1B2C3"}, 0), (None, 1)):
            with tempfile.TemporaryDirectory() as folder:
                for name, values in (("c", [{"id": id}]), ("e", [same]),
                                     ("a", [other] if other else [])):
                    with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                        file.writelines(json.dumps(value) + "\n" for value in values)
                out = io.StringIO()
                found = compare(f"{folder}/c", f"{folder}/e", f"{folder}/a", 5, out)
                self.assertEqual(found, expected)
                self.assertEqual("line 1" in out.getvalue(), expected == 1)


if __name__ == "__main__":
    unittest.main()
