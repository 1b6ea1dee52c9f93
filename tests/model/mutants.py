#!/usr/bin/env python3
"""Shows that a file of commands tells the rules from rules that are slightly wrong.

    mutants.py --config config/ commands.jsonl...

Each mutant below is the model with one rule changed. It is found out if any of the files gives it
another result than the model gives; one that is not is printed, and the exit status is 1. So a
workload that no longer meets some rule is noticed, and not taken for an engine without faults.
"""

import argparse
import pathlib
import sys
import types

from model import Model, load_configuration

RULES = pathlib.Path(__file__).with_name("rules.py")

# (text in rules.py, what the mutant has in its place)
MUTANTS = [
    # times
    ("return slot * MINUTE_MS <= self.local(at)", "return slot * MINUTE_MS < self.local(at)"),
    ("at >= day.release_at", "at > day.release_at"),
    ("if slot < NOON]", "if slot <= NOON]"),
    ("today >= self.blocked_until", "today > self.blocked_until"),
    ("today = (at + day.offset * MINUTE_MS) // DAY_MS", "today = at // DAY_MS"),
    ("day.ends[slot] * MINUTE_MS > local", "day.ends[slot] * MINUTE_MS >= local"),
    ("local >= earliest", "local > earliest"),
    ("local <= latest", "local < latest"),
    # the day
    ("{a.slot for a in self.applicants() if a.is_live()}", "{a.slot for a in self.applicants()}"),
    ("for slot in day.all_slots():\n            for lane", "for slot in day.slots:\n            for lane"),
    ("day.ends.update(", "dict.update({}, "),
    ("max(0, self.capacity", "(self.capacity"),
    ('if applicant.state == "confirmed":\n                applicant.state = "missed"',
     'if applicant.is_live():\n                applicant.state = "missed"'),
    # who may book
    ('<= day.policy["account_limit"]', '< day.policy["account_limit"]'),
    ("if a.is_live() and a.booking is not replaced]", "if a.is_live()]"),
    ("self.has_live_place(nik, replaced)", "self.has_live_place(nik)"),
    ('("confirmed", "waiting", "called") and', '("confirmed", "waiting") and'),
    ('"called") and not self.booking.day.over', '"called")'),
    # moving
    ("old.replacements < new_day", "old.replacements <= new_day"),
    ('new_day.policy["reschedule_limit"]', 'old.day.policy["reschedule_limit"]'),
    ("replaced.replacements + 1 if replaced", "1 if replaced"),
    ('== set(c["niks"]), "not_live"', '>= set(c["niks"]), "not_live"'),
    ("{a.nik for a in old.applicants} == set(", "[a.nik for a in old.applicants] == list("),
    ('check(old.account == c["account"], "not_live")', "pass"),
    ('check(not old.day.has_begun(earliest, c["at"]), "not_live")', "pass"),
    ("min(a.slot for a in old.applicants)", "max(a.slot for a in old.applicants)"),
    ("for applicant in replaced.applicants:", "for applicant in ():"),
    # room
    ("if day.free(slot, lane) >= people", "if day.free(slot, lane) > people"),
    ("day.free(slot, lane) == 0:\n                    break",
     "day.free(slot, lane) == 0:\n                    continue"),
    ('for other in ("online", "priority", "walk_in") if', 'for other in ("online", "priority") if'),
    ('"slot_full" if isinstance(c["wish"], int)', '"slot_full" if False'),
    ("day.add_taken(applicant, -1)", "day.add_taken(applicant, 0)"),
    # cancelling and the counter
    ("has_begun(min(a.slot for a in wanted)", "has_begun(max(a.slot for a in wanted)"),
    ('[a for a in wanted if a.state == "confirmed"]', "[a for a in wanted if a.is_live()]"),
    ("applicant.number = None\n", "pass\n"),
    ("day.last_number += 1", "day.last_number = max(day.numbers, default=0) + 1"),
    ('check(applicant.state == "confirmed", "not_live")', "pass"),
    ('check(applicant.state == "waiting", "not_checked_in")',
     'check(applicant.number, "not_checked_in")'),
    ('(a.booking.lane != "priority", a.number)', "a.number"),
    ('and a.booking.lane in c["lanes"]', ""),
]


def mutated_rules(text, replacement):
    source = RULES.read_text(encoding="utf-8")
    if source.count(text) != 1:
        raise SystemExit(f"rules.py must have this exactly once: {text}")
    module = types.ModuleType("mutated_rules")
    exec(compile(source.replace(text, replacement), "mutated_rules", "exec"), module.__dict__)
    return module


def expected_results(configuration, lines):
    model = Model(*configuration, 0)
    return [model.judge(line) for line in lines]


def is_found_out(module, configuration, lines, expected):
    mutant = Model(*configuration, 0)
    mutant.country = module.Country(configuration[0])
    for line, result in zip(lines, expected):
        try:
            if mutant.judge(line) != result:
                return True
        except (KeyError, TypeError, ValueError):
            return True
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", required=True, help="antrian.toml or its folder")
    parser.add_argument("commands", nargs="+")
    arguments = parser.parse_args()
    configuration = load_configuration(arguments.config)
    files = [pathlib.Path(path).read_bytes().splitlines() for path in arguments.commands]
    judged = [(lines, expected_results(configuration, lines)) for lines in files]
    survivors = 0
    for text, replacement in MUTANTS:
        module = mutated_rules(text, replacement)
        if not any(is_found_out(module, configuration, *each) for each in judged):
            survivors += 1
            print(f"not found out: {text!r} -> {replacement!r}")
    print(f"{len(MUTANTS) - survivors} of {len(MUTANTS)} mutants found out")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
