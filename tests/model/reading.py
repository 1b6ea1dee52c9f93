"""Reads commands from JSON lines as docs/wire.md describes them, or says which field is wrong.

Where the page leaves a detail open, README.md of this folder says how it is read here.
"""

import json
import re

APPLICANTS_MAX = 5
SLOTS_MAX = 96
CAPACITY_MAX = 1_000_000
LANES = ("online", "priority", "walk_in")
PROVINCES = {
    *range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82,
    *range(91, 98),
}
DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
POLICY_NUMBERS = ("early_minutes", "late_minutes", "account_limit", "no_show_block_days",
                  "reschedule_limit")


class Unreadable(Exception):
    """A line whose id cannot be read: it has no result."""


class Invalid(Exception):
    """A command with a missing or wrong field."""

    def __init__(self, field):
        super().__init__(field)
        self.field = field


class Twice:
    """Stands for a field that an object has more than once."""


def object_of(pairs):
    out = {}
    for name, value in pairs:
        out[name] = Twice() if name in out else value
    return out


def no_constant(name):
    raise ValueError(name)


def parse_line(line):
    """The JSON object of a line. `line` is bytes."""
    try:
        value = json.loads(line.decode("utf-8"), object_pairs_hook=object_of,
                           parse_constant=no_constant)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(value, dict):
        raise Unreadable
    return value


# --- single values: each returns the value as the rules use it, or None if it is wrong ---


def text(value, most):
    try:
        fits = isinstance(value, str) and 1 <= len(value.encode("utf-8")) <= most
    except UnicodeEncodeError:  # half a surrogate pair
        fits = False
    return value if fits else None


def whole(value, least, most):
    fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    return value if fits else None


def uuid(value):
    pattern = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    return value.lower() if isinstance(value, str) and re.fullmatch(pattern, value) else None


def days_from_civil(year, month, day):
    """Days since 1970-01-01 of a Gregorian date, or None if there is no such date."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= month <= 12 or not 1 <= day <= DAYS_OF_MONTH[month - 1]:
        return None
    if month == 2 and day == 29 and not leap:
        return None
    before = sum(DAYS_OF_MONTH[:month - 1]) - (0 if leap or month <= 2 else 1)
    return (year - 1970) * 365 + leap_days(year - 1) - leap_days(1969) + before + day - 1


def leap_days(year):
    return year // 4 - year // 100 + year // 400


def date(value):
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", value) if isinstance(
        value, str) else None
    if not found:
        return None
    year, month, day = map(int, found.groups())
    return days_from_civil(year, month, day) if 1900 <= year <= 2999 else None


def clock(value, end_of_day=False):
    """Minutes since midnight."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2}:[0-9]{2}", value):
        return None
    hour, minute = int(value[:2]), int(value[3:])
    if end_of_day and (hour, minute) == (24, 0):
        return 1440
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def instant(value):
    """Milliseconds since 1970 in UTC."""
    pattern = r"(.{10})[Tt](.{5}):([0-9]{2})(\.[0-9]{1,9})?(Z|z|\+00:00)"
    found = re.fullmatch(pattern, value) if isinstance(value, str) else None
    if not found:
        return None
    day, minutes, second = date(found[1]), clock(found[2]), int(found[3])
    if day is None or minutes is None or second > 59:
        return None
    fraction = int(((found[4] or ".")[1:] + "000")[:3])
    return (day * 1440 + minutes) * 60_000 + second * 1000 + fraction


def nik(value):
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{16}", value):
        return None
    day, month, year = int(value[6:8]), int(value[8:10]), int(value[10:12])
    if day > 40:
        day -= 40
    real = any(days_from_civil(century + year, month, day) is not None for century in (1900, 2000))
    return value if int(value[:2]) in PROVINCES and real and value[12:] != "0000" else None


def phone(value):
    if not isinstance(value, str) or not re.fullmatch(r"\+?[0-9]([0-9 -]*[0-9])?", value):
        return None
    digits = value.replace(" ", "").replace("-", "")
    return value if re.fullmatch(r"(\+62|0062|62|0)8[0-9]{8,11}", digits) else None


def email(value):
    fits = text(value, 200) and re.fullmatch(r"[^@\x00-\x20\x7f]+@[^@\x00-\x20\x7f]+", value)
    return value if fits else None


def wish(value):
    return value if value in ("any", "morning", "afternoon") else clock(value)


def code(value):
    fits = isinstance(value, str) and re.fullmatch(r"[0-9A-TV-Za-tv-z]{6}", value)
    return value.upper().replace("O", "0").replace("I", "1").replace("L", "1") if fits else None


def recorded_text(value, longest):
    """Text that an event keeps: nothing in it may look like a NIK."""
    fits = text(value, longest) and not re.search(r"(?<![0-9])[0-9]{16}(?![0-9])", value)
    return value if fits else None


def counter(value):
    return value if recorded_text(value, 16) else whole(value, 0, 9999)


# --- objects and lists ---


class Fields:
    """The fields of one object; null is the same as absent."""

    def __init__(self, values, path=""):
        self.values = values
        self.path = path

    def given(self, name):
        return self.values.get(name) is not None

    def fail(self, name):
        raise Invalid(self.path + name)

    def required(self, name, rule):
        value = self.values.get(name)
        value = None if value is None else rule(value)
        return self.fail(name) if value is None else value

    def optional(self, name, rule, otherwise=None):
        return self.required(name, rule) if self.given(name) else otherwise

    def inner(self, name):
        return Fields(self.required(name, as_object), self.path + name + ".")

    def elements(self, name, least, most):
        """(path, value) for each element of a list of `least` to `most`."""
        fits = lambda v: v if isinstance(v, list) and least <= len(v) <= most else None
        for index, value in enumerate(self.required(name, fits)):
            yield f"{self.path}{name}[{index}]", value


def as_object(value):
    return value if isinstance(value, dict) else None


def element(path, value, rule):
    value = None if value is None else rule(value)
    if value is None:
        raise Invalid(path)
    return value


def one_of(names):
    return lambda value: value if isinstance(value, str) and value in names else None


def read_slots(command):
    slots = []
    for path, value in command.elements("slots", 1, SLOTS_MAX):
        fields = Fields(element(path, value, as_object), path + ".")
        start = fields.required("start", clock)
        end = fields.required("end", lambda v: clock(v, end_of_day=True))
        if end <= start:
            fields.fail("end")
        lanes = fields.inner("capacity")
        capacity = {lane: lanes.required(lane, lambda v: whole(v, 0, CAPACITY_MAX))
                    for lane in LANES}
        slots.append((start, len(slots), end, capacity, path))
    slots.sort(key=lambda slot: slot[:2])
    for before, after in zip(slots, slots[1:]):
        if after[0] < before[2]:
            raise Invalid(after[4] + ".start")
    return {start: (end, capacity) for start, _, end, capacity, _ in slots}


def read_services(fields):
    if not fields.given("services"):
        return None
    services = []
    for path, value in fields.elements("services", 1, 32):
        service = element(path, value, lambda v: text(v, 64))
        if service in services:
            raise Invalid(path)
        services.append(service)
    return services


def read_policy(command, defaults):
    policy = dict(defaults)
    services = read_services(command)
    if command.given("policy"):
        wished = command.inner("policy")
        for name in POLICY_NUMBERS:
            policy[name] = wished.optional(name, lambda v: whole(v, 0, 100_000), policy[name])
        policy["services"] = read_services(wished) or policy["services"]
    policy["services"] = services or policy["services"]
    return policy


def read_applicants(command):
    niks = []
    for path, value in command.elements("applicants", 1, APPLICANTS_MAX):
        fields = Fields(element(path, value, as_object), path + ".")
        number = fields.required("nik", nik)
        if number in niks:
            fields.fail("nik")
        fields.required("name", lambda v: text(v, 200))
        fields.optional("phone", phone)
        fields.optional("email", email)
        niks.append(number)
    return niks


def read_lanes(command):
    if not command.given("lanes"):
        return LANES
    return [element(path, value, one_of(LANES)) for path, value in command.elements(
        "lanes", 1, float("inf"))]


def read_body(kind, f, defaults):
    """The fields of a command type, as a dict; read in the order of the table in docs/wire.md."""
    if kind == "open_day":
        slots = read_slots(f)
        release_at = f.optional("release_at", instant)
        return {"slots": slots, "release_at": release_at, "policy": read_policy(f, defaults)}
    if kind == "change_capacity":
        return {"slots": read_slots(f)}
    if kind == "close_day":
        return {"reason": f.required("reason", lambda v: recorded_text(v, 500))}
    if kind == "end_day":
        return {}
    if kind == "book":
        return {"account": f.required("account", lambda v: text(v, 128)),
                "niks": read_applicants(f),
                "service": f.required("service", lambda v: text(v, 64)),
                "wish": f.required("slot", wish),
                "lane": f.optional("lane", one_of(("online", "priority")), "online"),
                "replaces": f.optional("replaces", uuid)}
    if kind == "cancel":
        return {"booking": f.required("booking", uuid), "nik": f.optional("nik", nik)}
    if kind == "check_in":
        by_code = f.given("code") and not f.given("booking")
        return {"code": f.required("code", code) if by_code else None,
                "booking": None if by_code else f.required("booking", uuid),
                "nik": f.required("nik", nik)}
    if kind == "walk_in":
        return {"niks": read_applicants(f),
                "service": f.required("service", lambda v: text(v, 64)),
                "lane": f.required("lane", one_of(("walk_in", "priority")))}
    if kind == "undo_check_in":
        return {"booking": f.required("booking", uuid), "nik": f.required("nik", nik)}
    if kind == "call_next":
        return {"counter": f.required("counter", counter), "lanes": read_lanes(f)}
    return {"number": f.required("queue_number", lambda v: whole(v, 1, 2**32 - 1))}


TYPES = ("open_day", "change_capacity", "close_day", "end_day", "book", "cancel", "check_in",
         "walk_in", "undo_check_in", "call_next", "recall", "serve", "miss")


def read_id(values):
    found = uuid(values.get("id"))
    if found is None:
        raise Unreadable
    return found


def read_command(values, offices, policies, received_at):
    """The command of a line's object, as a dict. `offices`: code to UTC offset in minutes."""
    f = Fields(values)
    kind = f.required("type", one_of(TYPES))
    office = f.required("office", one_of(offices))
    command = {"type": kind, "office": office, "date": f.required("date", date),
               "at": f.optional("at", instant, received_at)}
    f.optional("by", lambda v: text(v, 128))
    command.update(read_body(kind, f, policies(office)))
    return command
