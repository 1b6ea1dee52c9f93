#!/usr/bin/env python3
"""Judges a file of commands by the rules of docs/wire.md, independently of the engine.

    model.py --config config/ commands.jsonl > results.jsonl

Writes one result per line that has a readable id, in the order of the lines, repeats included.
Booking codes, positions and messages are not part of the judgement and are left out.
"""

import argparse
import csv
import json
import pathlib
import sys
import time
import tomllib

from reading import Invalid, Unreadable, code, parse_line, read_command, read_id
from rules import Country

UTC_OFFSETS = {"Asia/Jakarta": 420, "Asia/Pontianak": 420, "Asia/Makassar": 480,
               "Asia/Jayapura": 540}
POLICY_DEFAULTS = {"early_minutes": 60, "late_minutes": 30, "account_limit": 5,
                   "no_show_block_days": 30, "reschedule_limit": 1,
                   "services": ["new_passport", "replacement"]}


class Model:
    def __init__(self, offices, policies, received_at):
        self.offices = offices
        self.policies = policies
        self.received_at = received_at
        self.country = Country(offices)
        self.first_results = {}

    def judge(self, line):
        """The result of one line (bytes), or None if it has none."""
        try:
            values = parse_line(line)
            id = read_id(values)
        except Unreadable:
            return None
        if id in self.first_results:
            return self.first_results[id]
        try:
            command = read_command(values, self.offices, self.policies, self.received_at)
        except Invalid as invalid:
            return {"command": id, "outcome": "invalid", "field": invalid.field}
        result = {"command": id, **self.country.decide(id, command)}
        self.first_results[id] = result
        return result

    def learn_codes(self, results):
        """Takes booking codes from results of the engine: the model cannot know them."""
        for result in results:
            if "code" in result:
                self.country.codes[result["booking"]] = code(result["code"])


def load_configuration(folder):
    folder = pathlib.Path(folder)
    toml_path = folder / "antrian.toml" if folder.is_dir() else folder
    toml = tomllib.loads(toml_path.read_text(encoding="utf-8"))
    offices_path = toml_path.parent / toml.get("offices_file", "offices.csv")
    with open(offices_path, encoding="utf-8", newline="") as file:
        offices = {row["code"]: UTC_OFFSETS[row["timezone"]] for row in csv.DictReader(file)}
    default = {**POLICY_DEFAULTS, **toml.get("policy", {})}

    def policy_of(office):
        own = toml.get("office", {}).get(office, {}).get("policy", {})
        return {**default, **own}

    return offices, policy_of


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", required=True, help="antrian.toml or its folder")
    parser.add_argument("--codes", help="results of the engine, to take booking codes from")
    parser.add_argument("commands", help="JSONL file; - for standard input")
    arguments = parser.parse_args()
    model = Model(*load_configuration(arguments.config), int(time.time() * 1000))
    if arguments.codes:
        with open(arguments.codes, "rb") as results:
            model.learn_codes(json.loads(line) for line in results)
    source = sys.stdin.buffer if arguments.commands == "-" else open(arguments.commands, "rb")
    with source:
        for line in source:
            result = model.judge(line)
            if result is not None:
                print(json.dumps(result, separators=(",", ":")))


if __name__ == "__main__":
    main()
