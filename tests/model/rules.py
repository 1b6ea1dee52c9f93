"""The rules of docs/wire.md, written down as plainly as possible: the oracle of the engine.

Nothing here is clever or fast. One object holds the whole country; every command is decided
against it and changes it at once, so the order of the file is the order of the world.
"""

DAY_MS = 86_400_000
MINUTE_MS = 60_000
NOON = 12 * 60


class Applicant:
    """One person's place."""

    def __init__(self, booking, nik, slot):
        self.booking = booking
        self.nik = nik
        self.slot = slot            # start, in minutes
        self.state = "confirmed"    # waiting, called, served, missed, cancelled
        self.number = None          # of the queue; None again once undone

    def is_live(self):
        return self.state in ("confirmed", "waiting", "called") and not self.booking.day.over


class Booking:
    def __init__(self, id, day, account, lane, replacements):
        self.id = id
        self.day = day
        self.account = account      # None: a walk-in
        self.lane = lane
        self.replacements = replacements
        self.applicants = []

    def of(self, nik):
        return next((a for a in self.applicants if a.nik == nik), None)


class Day:
    def __init__(self, date, offset, slots, release_at, policy):
        self.date = date
        self.offset = offset
        self.slots = dict(slots)    # start to (end, capacity by lane), as last given
        self.ends = {start: end for start, (end, _) in slots.items()}
        self.release_at = release_at
        self.policy = policy
        self.over = False           # closed or ended
        self.bookings = {}
        self.numbers = {}           # queue number to applicant, but for those undone
        self.last_number = 0
        self.taken = {}             # (slot, lane) to places taken

    def local(self, at):
        """Local milliseconds since midnight of the day's date; negative before it."""
        return at + self.offset * MINUTE_MS - self.date * DAY_MS

    def has_begun(self, slot, at):
        return slot * MINUTE_MS <= self.local(at)

    def applicants(self):
        return [a for booking in self.bookings.values() for a in booking.applicants]

    def all_slots(self):
        """Starts in time order: those given, and those left out that still hold live bookings."""
        held = {a.slot for a in self.applicants() if a.is_live()} if (
            self.ends.keys() != self.slots.keys()) else set()
        return sorted(self.slots.keys() | held)

    def capacity(self, slot, lane):
        return self.slots[slot][1][lane] if slot in self.slots else 0

    def free(self, slot, lane):
        return max(0, self.capacity(slot, lane) - self.taken.get((slot, lane), 0))

    def add_taken(self, applicant, count):
        key = (applicant.slot, applicant.booking.lane)
        self.taken[key] = self.taken.get(key, 0) + count


class Declined(Exception):
    def __init__(self, reason, **extra):
        super().__init__(reason)
        self.reason = reason
        self.extra = extra


def check(condition, reason):
    if not condition:
        raise Declined(reason)


def clock_text(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


class Country:
    """`offices`: code to UTC offset in minutes."""

    def __init__(self, offices):
        self.offices = offices
        self.days = {}
        self.bookings = {}          # in the whole country
        self.holder = {}            # NIK to the last place it was given
        self.by_account = {}
        self.blocked_until = {}     # NIK to the first date on which it may book again
        self.codes = {}             # booking id to code, where it was told (see README.md)

    def decide(self, id, command):
        """The result of a valid command that has not been seen before, without its id."""
        try:
            result = getattr(self, command["type"])(id, command) or {}
        except Declined as declined:
            return {"outcome": "declined", "reason": declined.reason, **declined.extra}
        return {"outcome": "accepted", **result}

    def day_of(self, command):
        day = self.days.get((command["office"], command["date"]))
        check(day is not None, "day_not_open")
        check(not day.over, "day_closed")
        return day

    # --- the day ---

    def open_day(self, id, c):
        key = (c["office"], c["date"])
        check(key not in self.days, "already_open")
        self.days[key] = Day(c["date"], self.offices[c["office"]], c["slots"], c["release_at"],
                             c["policy"])

    def change_capacity(self, id, c):
        day = self.day_of(c)
        day.slots = dict(c["slots"])
        day.ends.update({start: end for start, (end, _) in c["slots"].items()})
        excess = []
        for slot in day.all_slots():
            for lane in ("online", "priority", "walk_in"):
                taken = day.taken.get((slot, lane), 0)
                if taken > day.capacity(slot, lane):
                    excess.append({"slot": clock_text(slot), "lane": lane, "taken": taken,
                                   "capacity": day.capacity(slot, lane)})
        return {"excess": excess} if excess else {}

    def close_day(self, id, c):
        day = self.day_of(c)
        for applicant in day.applicants():
            if applicant.is_live():
                self.cancel_place(applicant)
        day.over = True

    def end_day(self, id, c):
        day = self.day_of(c)
        for applicant in day.applicants():
            if applicant.state == "confirmed":
                applicant.state = "missed"
                until = day.date + day.policy["no_show_block_days"]
                self.blocked_until[applicant.nik] = max(
                    until, self.blocked_until.get(applicant.nik, until))
        day.over = True

    # --- booking ---

    def book(self, id, c):
        day = self.day_of(c)
        at = c["at"]
        check(day.release_at is None or at >= day.release_at, "not_yet_released")
        check(c["service"] in day.policy["services"], "unknown_service")
        wished = self.wished_slots(day, c["wish"])
        check(wished, "unknown_slot")
        candidates = [slot for slot in wished if not day.has_begun(slot, at)]
        check(candidates, "slot_passed")
        replaced = self.checked_replaced(c, day) if c["replaces"] else None
        today = (at + day.offset * MINUTE_MS) // DAY_MS
        for nik in c["niks"]:
            check(today >= self.blocked_until.get(nik, today), "blocked_after_no_show")
        for nik in c["niks"]:
            check(not self.has_live_place(nik, replaced), "nik_has_booking")
        live = [a for a in self.by_account.get(c["account"], [])
                if a.is_live() and a.booking is not replaced]
        check(len(live) + len(c["niks"]) <= day.policy["account_limit"], "account_limit")
        full = "slot_full" if isinstance(c["wish"], int) else None
        places = self.find_room(day, candidates, c["lane"], len(c["niks"]), full)
        booking = Booking(id, day, c["account"], c["lane"],
                          replaced.replacements + 1 if replaced else 0)
        self.place(booking, c["niks"], places)
        self.by_account[c["account"]] = [
            a for a in self.by_account.get(c["account"], []) if a.is_live()] + booking.applicants
        if replaced:
            for applicant in replaced.applicants:
                self.cancel_place(applicant)
        return {"booking": id, "slots": [clock_text(slot) for slot in places]}

    @staticmethod
    def wished_slots(day, wish):
        if wish == "morning":
            return [slot for slot in day.all_slots() if slot < NOON]
        if wish == "afternoon":
            return [slot for slot in day.all_slots() if slot >= NOON]
        return [slot for slot in day.all_slots() if wish in ("any", slot)]

    def checked_replaced(self, c, new_day):
        old = self.bookings.get(c["replaces"])
        check(old is not None, "unknown_booking")
        check(old.account == c["account"], "not_live")
        check({a.nik for a in old.applicants} == set(c["niks"]), "not_live")
        check(all(a.state == "confirmed" and a.is_live() for a in old.applicants), "not_live")
        earliest = min(a.slot for a in old.applicants)
        check(not old.day.has_begun(earliest, c["at"]), "not_live")
        check(old.replacements < new_day.policy["reschedule_limit"], "reschedule_limit")
        return old

    def has_live_place(self, nik, but_for=None):
        place = self.holder.get(nik)
        return place is not None and place.is_live() and place.booking is not but_for

    @staticmethod
    def find_room(day, candidates, lane, people, full_reason):
        """The slot of each of the people, in order."""
        for slot in candidates:
            if day.free(slot, lane) >= people:
                return [slot] * people
        for first in range(len(candidates)):
            places = []
            for slot in candidates[first:]:
                if day.free(slot, lane) == 0:
                    break
                places += [slot] * day.free(slot, lane)
                if len(places) >= people:
                    return places[:people]
        if full_reason:
            raise Declined(full_reason)
        others = [other for other in ("online", "priority", "walk_in") if other != lane]
        elsewhere = any(day.free(slot, other) for slot in candidates for other in others)
        raise Declined("lane_full" if elsewhere else "day_full")

    def place(self, booking, niks, places):
        for nik, slot in zip(niks, places):
            applicant = Applicant(booking, nik, slot)
            booking.applicants.append(applicant)
            booking.day.add_taken(applicant, 1)
            self.holder[nik] = applicant
        booking.day.bookings[booking.id] = booking
        self.bookings[booking.id] = booking

    @staticmethod
    def cancel_place(applicant):
        applicant.booking.day.add_taken(applicant, -1)
        applicant.state = "cancelled"

    def cancel(self, id, c):
        day = self.day_of(c)
        booking = day.bookings.get(c["booking"])
        check(booking is not None, "unknown_booking")
        wanted = booking.applicants
        if c["nik"] is not None:
            wanted = [a for a in wanted if a.nik == c["nik"]]
            check(wanted, "nik_mismatch")
        wanted = [a for a in wanted if a.state == "confirmed"]
        check(wanted, "not_live")
        check(not day.has_begun(min(a.slot for a in wanted), c["at"]), "slot_passed")
        for applicant in wanted:
            self.cancel_place(applicant)
        return {"booking": booking.id}

    def walk_in(self, id, c):
        day = self.day_of(c)
        check(c["service"] in day.policy["services"], "unknown_service")
        for nik in c["niks"]:
            check(not self.has_live_place(nik), "nik_has_booking")
        local = day.local(c["at"])
        candidates = [slot for slot in day.all_slots() if day.ends[slot] * MINUTE_MS > local]
        check(candidates, "slot_passed")
        places = self.find_room(day, candidates, c["lane"], len(c["niks"]), None)
        booking = Booking(id, day, None, c["lane"], 0)
        self.place(booking, c["niks"], places)
        numbers = [self.give_number(applicant) for applicant in booking.applicants]
        return {"booking": id, "slots": [clock_text(slot) for slot in places],
                "queue_numbers": numbers}

    # --- the counter ---

    @staticmethod
    def give_number(applicant):
        day = applicant.booking.day
        day.last_number += 1
        applicant.number = day.last_number
        applicant.state = "waiting"
        day.numbers[applicant.number] = applicant
        return applicant.number

    def check_in(self, id, c):
        day = self.day_of(c)
        booking = day.bookings.get(c["booking"])
        if c["code"] is not None:
            booking = next((b for b in day.bookings.values()
                            if self.codes.get(b.id) == c["code"]), None)
        check(booking is not None, "unknown_booking")
        applicant = booking.of(c["nik"])
        check(applicant is not None, "nik_mismatch")
        if applicant.number is not None:
            raise Declined("already_checked_in", booking=booking.id,
                           queue_numbers=[applicant.number])
        check(applicant.state == "confirmed", "not_live")
        local = day.local(c["at"])
        earliest = applicant.slot - day.policy["early_minutes"]
        latest = day.ends[applicant.slot] + day.policy["late_minutes"]
        check(local >= earliest * MINUTE_MS, "too_early")
        check(local <= latest * MINUTE_MS, "too_late")
        return {"booking": booking.id, "queue_numbers": [self.give_number(applicant)]}

    def undo_check_in(self, id, c):
        day = self.day_of(c)
        booking = day.bookings.get(c["booking"])
        check(booking is not None, "unknown_booking")
        applicant = booking.of(c["nik"])
        check(applicant is not None, "nik_mismatch")
        check(applicant.state == "waiting", "not_checked_in")
        del day.numbers[applicant.number]
        applicant.number = None
        applicant.state = "confirmed"
        return {"booking": booking.id}

    def call_next(self, id, c):
        day = self.day_of(c)
        waiting = [a for a in day.numbers.values()
                   if a.state == "waiting" and a.booking.lane in c["lanes"]]
        check(waiting, "queue_empty")
        chosen = min(waiting, key=lambda a: (a.booking.lane != "priority", a.number))
        chosen.state = "called"
        return self.about(chosen)

    @staticmethod
    def about(applicant):
        return {"booking": applicant.booking.id, "queue_numbers": [applicant.number]}

    def called(self, c):
        applicant = self.day_of(c).numbers.get(c["number"])
        check(applicant is not None and applicant.state == "called", "unknown_queue_number")
        return applicant

    def recall(self, id, c):
        return self.about(self.called(c))

    def serve(self, id, c):
        applicant = self.called(c)
        applicant.state = "served"
        return self.about(applicant)

    def miss(self, id, c):
        applicant = self.called(c)
        applicant.state = "missed"
        return self.about(applicant)
