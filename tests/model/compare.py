#!/usr/bin/env python3
"""Compares the results of two judges of one file of commands, line by line.

    compare.py commands.jsonl expected.jsonl actual.jsonl

Both result files have one result per command line that has a readable id, in order (repeats
included). Prints the first differences with their command lines; exit status 1 if there are any.
Booking codes, positions and messages are not compared.
"""

import argparse
import itertools
import json
import sys

from reading import Unreadable, parse_line, read_id

COMPARED = ("command", "outcome", "reason", "field", "booking", "slots", "queue_numbers", "excess")


def judged_lines(path):
    """(line number, text) of every command line that has a result."""
    with open(path, "rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                read_id(parse_line(line))
            except Unreadable:
                continue
            yield number, line.decode("utf-8").strip()


def results(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def differing_fields(expected, actual):
    if expected is None or actual is None:
        return ["(no result)"]
    return [name for name in COMPARED if expected.get(name) != actual.get(name)]


def compare(commands, expected, actual, show, out):
    """The number of differences; writes the first `show` of them to `out`."""
    differences = 0
    rows = itertools.zip_longest(judged_lines(commands), results(expected), results(actual))
    for command, one, other in rows:
        fields = differing_fields(one, other)
        if not fields and command is not None:
            continue
        differences += 1
        if differences <= show:
            number, text = command or ("-", "(more results than commands)")
            print(f"line {number}: {', '.join(fields) or 'no such command'}", file=out)
            print(f"  command:  {text}", file=out)
            print(f"  expected: {json.dumps(one)}", file=out)
            print(f"  actual:   {json.dumps(other)}", file=out)
    return differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", type=int, default=5, help="differences to print (5)")
    parser.add_argument("commands")
    parser.add_argument("expected")
    parser.add_argument("actual")
    arguments = parser.parse_args()
    differences = compare(arguments.commands, arguments.expected, arguments.actual,
                          arguments.show, sys.stdout)
    print(f"{differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
