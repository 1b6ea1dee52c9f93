"""Goal: the program's answers are those of the independent model, line by line, however the lines
are cut into batches.

Method: files of commands of every type, right and wrong, repeated and mutated, on a few crowded
office days; the model in tests/model judges the same file. Check-ins by code are added in a second
round, since only the program can say what a booking's code is. The control: results with one
answer changed are told apart.
"""

import io
import json
import os
import sys
import unittest
import uuid

from support import SOURCE, ProgramTest, read_bytes, read_jsonl

sys.path.insert(0, str(SOURCE / "tests" / "model"))
from compare import compare  # noqa: E402
from model import Model, load_configuration  # noqa: E402

COMMANDS = 12_000


class Differential(ProgramTest):
    def judge(self, path, results):
        """Writes what the model says about the file, given the program's codes."""
        model = Model(*load_configuration(self.config), 0)
        model.learn_codes(read_jsonl(results))
        expected = path + ".expected"
        with open(path, "rb") as lines, open(expected, "w", encoding="utf-8") as out:
            for line in lines:
                result = model.judge(line)
                if result is not None:
                    out.write(json.dumps(result) + "\n")
        return expected

    def results_of(self, path, batch_commands):
        self.tune(batch_commands=batch_commands)
        name = f"{os.path.basename(path)}-{batch_commands}"
        self.ingest(path, "--results", self.path(name + ".results"), store=name)
        self.run_program("audit", "verify", "--quiet", store=name)
        return self.path(name + ".results")

    def assert_same(self, path, expected, actual):
        out = io.StringIO()
        self.assertEqual(compare(path, expected, actual, 5, out), 0, out.getvalue())

    def with_check_ins_by_code(self, path, results):
        """A copy of the file in which every third confirmed booking is followed by check-ins of its
        people by code: mostly in time, sometimes with letters that stand for digits."""
        codes = {result["booking"]: result for result in read_jsonl(results) if "code" in result}
        added = 0
        copy = path + "-by-code"
        with open(path, "rb") as lines, open(copy, "wb") as out:
            for line in lines:
                out.write(line)
                try:
                    command = json.loads(line)
                    booked = codes.get(command["id"].lower())
                except (ValueError, AttributeError, KeyError, TypeError):
                    continue
                if not booked or command.get("type") != "book":
                    continue
                added += 1
                if added % 3 != 0:
                    continue
                code = booked["code"]
                if added % 2 == 0:
                    code = code.lower().replace("0", "o").replace("1", "l")
                for person, slot in zip(command["applicants"], booked["slots"]):
                    check_in = {"id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{added}{slot}{person}")),
                                "type": "check_in", "office": command["office"],
                                "date": command["date"], "code": code, "nik": person["nik"],
                                # Local times of day in UTC+7, 8 or 9: near the slot in one of them.
                                "at": f"{command['date']}T{(int(slot[:2]) - 7) % 24:02}:10:00Z"}
                    out.write(json.dumps(check_in).encode() + b"\n")
        self.assertGreater(added, 100)
        return copy

    def agree(self, seed, batch_sizes):
        path = self.generate(f"mixed-{seed}.jsonl", "--mixed", "--seed", seed, "--commands",
                             COMMANDS)
        plain = self.results_of(path, 8192)
        self.assert_same(path, self.judge(path, plain), plain)
        extended = self.with_check_ins_by_code(path, plain)
        for batch_commands in batch_sizes:
            results = self.results_of(extended, batch_commands)
            self.assert_same(extended, self.judge(extended, results), results)
        return extended

    def test_seed_1_in_large_and_in_single_steps(self):
        path = self.agree(1, [8192, 1])
        added = [line for line in read_bytes(path).splitlines()
                 if b'"code": "' in line and b'"check_in"' in line]
        self.assertGreater(len(added), 50)

    def test_seed_2_in_steps_of_seven(self):
        self.agree(2, [7])

    def test_seed_3_in_steps_that_cut_everything(self):
        self.agree(3, [2, 64])

    def test_a_rush_with_its_touts(self):
        path = self.generate("rush.jsonl", "--openings", "--seed", 5, "--commands", 15_000)
        results = self.results_of(path, 1000)
        self.assert_same(path, self.judge(path, results), results)

    def test_half_a_surrogate_pair_anywhere(self):
        path = self.generate("mixed.jsonl", "--mixed", "--seed", 6, "--commands", 6000)
        changed = self.path("halves.jsonl")
        with open(changed, "wb") as out:
            for number, line in enumerate(read_bytes(path).splitlines()):
                quotes = [at for at, byte in enumerate(line) if byte == ord('"')]
                if number % 3 == 0 and line.endswith(b"}"):  # in a field that nobody reads
                    line = line[:-1] + b',"zz":"\\ud800"}'
                elif number % 3 == 1 and quotes:  # in any text or name, or between them
                    at = quotes[number % len(quotes)] + 1
                    line = line[:at] + b"\\udc00" + line[at:]
                out.write(line + b"\n")
        results = self.results_of(changed, 1000)
        self.assert_same(changed, self.judge(changed, results), results)
        outcomes = {(result["outcome"], result.get("field")) for result in read_jsonl(results)}
        self.assertLess({("accepted", None), ("invalid", "account"), ("invalid", "counter")}, outcomes)

    def test_one_wrong_answer_is_told_apart(self):
        path = self.generate("mixed.jsonl", "--mixed", "--seed", 4, "--commands", 3000)
        results = self.results_of(path, 8192)
        expected = self.judge(path, results)
        answers = read_jsonl(results)
        chosen = next(i for i, answer in enumerate(answers) if answer["outcome"] == "accepted"
                      and "slots" in answer and i > 500)
        answers[chosen]["slots"][0] = "23:59"
        with open(results, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(answer) + "\n" for answer in answers)
        out = io.StringIO()
        self.assertEqual(compare(path, expected, results, 5, out), 1, out.getvalue())


if __name__ == "__main__":
    unittest.main()
