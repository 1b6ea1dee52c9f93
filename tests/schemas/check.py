#!/usr/bin/python3
"""Goal: the JSON Schemas in docs/schemas say what the program does.

Method: three kinds of material are checked against them.
- corpus.jsonl: commands, good and bad, each bad one with the field that it is refused for. A schema
  must give the same verdict and blame the same field, except in lines marked "schema":"silent"
  (rules that no schema can say), which it must accept. tests/events/command_corpus_test.cpp puts
  the same lines through the program.
- outputs.jsonl: results, dead letters and events as the program writes them, which
  tests/events/output_samples_test.cpp holds it to.
- the examples in docs/wire.md.
As a control, every field of the good ones is also spoilt once, which its schema must notice, and
no field may be there that the schema does not describe.

Needs python3-jsonschema. Usage: check.py SOURCE_DIR
"""

import copy
import json
import pathlib
import re
import sys

import jsonschema

SPOILT = [None]  # No field of any object may be this.


class Checker:
    def __init__(self, source_dir):
        self.docs = source_dir / "docs"
        self.tests = source_dir / "tests" / "schemas"
        self.schemas = {}
        self.failures = []
        self.checks = 0

    def expect(self, holds, message):
        self.checks += 1
        if not holds:
            self.failures.append(message)

    def schema(self, name):
        """The schema with its references to common.json made local, ready to validate."""
        if name not in self.schemas:
            folder = self.docs / "schemas"
            common = json.loads((folder / "common.json").read_text())
            text = (folder / name).read_text()
            schema = json.loads(re.sub(r'"(\.\./)?common\.json#', '"#', text))
            schema["$defs"] = common["$defs"]
            jsonschema.Draft202012Validator.check_schema(schema)
            self.schemas[name] = jsonschema.Draft202012Validator(schema)
        return self.schemas[name]

    def faults(self, name, value):
        """The fields that the schema finds wrong, as paths: applicants[1].nik."""
        return {field for error in self.schema(name).iter_errors(value) for field in blamed(error)}

    def undescribed(self, name, value):
        described = self.schema(name).schema["properties"]
        return sorted(set(value) - set(described))

    def expect_good(self, name, value, what):
        found = sorted(self.faults(name, value))
        self.expect(not found, f"{what}: {name} refuses {found}")
        self.expect(not self.undescribed(name, value) or "unknown fields" in what,
                    f"{what}: {name} does not describe {self.undescribed(name, value)}")
        for field in set(value) & set(self.schema(name).schema["properties"]):
            spoilt = copy.deepcopy(value)
            spoilt[field] = SPOILT
            if field == "code" and value.get("booking"):
                continue  # of a check-in: not looked at where a booking is given
            self.expect(self.faults(name, spoilt), f"{what}: {name} does not notice a spoilt {field}")

    def check_corpus(self):
        for number, line in enumerate(lines_of(self.tests / "corpus.jsonl"), 1):
            what = f"corpus.jsonl:{number}: {line['note']}"
            try:
                command = line["command"] if "command" in line else parse(line["text"])
            except ValueError:
                command = None
            if line["valid"]:
                self.expect_good(f"commands/{command['type']}.json", command, what)
            elif not isinstance(command, dict):
                self.expect(line["field"] == "", f"{what}: is no object")
            else:
                self.check_bad(line, command, what)

    def check_bad(self, line, command, what):
        if line["field"] == "type" and line.get("schema") != "silent":
            known = [path.stem for path in (self.docs / "schemas" / "commands").iterdir()]
            self.expect(command.get("type") not in known, f"{what}: the type is known")
            return
        name = f"commands/{command['type']}.json"
        found = self.faults(name, command)
        if line.get("schema") == "silent":
            self.expect(not found, f"{what}: is marked silent, but {name} refuses {sorted(found)}")
        else:
            wanted = line.get("schema_field", line["field"])
            self.expect(wanted in found, f"{what}: {name} blames {sorted(found)}, not {wanted}")

    def check_outputs(self):
        seen = set()
        for number, line in enumerate(lines_of(self.tests / "outputs.jsonl"), 1):
            seen.add(line["schema"])
            self.expect_good(line["schema"], line["value"], f"outputs.jsonl:{number}")
        wanted = {"result.json", "dead-letter.json"}
        wanted |= {f"events/{path.name}" for path in (self.docs / "schemas" / "events").iterdir()}
        self.expect(seen == wanted, f"outputs.jsonl has no sample of {sorted(wanted - seen)}")

    def check_document(self):
        """Every JSON example in docs/wire.md, by what it is."""
        seen = set()
        text = (self.docs / "wire.md").read_text()
        for block in re.findall(r"^```json\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            value = parse(block)
            what = f"wire.md: {block[:60]!r}"
            if "specversion" in value:
                name = "events/" + value["type"].split(".")[2] + ".json"
                value = value["data"]
            elif "outcome" in value:
                name = "result.json"
            elif "source" in value:
                name = "dead-letter.json"
            else:
                name = f"commands/{value['type']}.json"
            seen.add(name)
            self.expect_good(name, value, what)
        wanted = {f"commands/{p.name}" for p in (self.docs / "schemas" / "commands").iterdir()}
        wanted |= {"result.json", "dead-letter.json"}
        self.expect(wanted <= seen, f"wire.md has no example of {sorted(wanted - seen)}")


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def parse(text):
    def refuse(constant):
        raise ValueError(f"{constant} is not JSON")

    return json.loads(text, parse_constant=refuse)


def path_text(path):
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def blamed(error):
    """The fields that an error is about, with those of the schemas inside an anyOf."""
    fields = set()
    path = list(error.absolute_path)
    if error.validator == "required":
        fields |= {path_text(path + [name])
                   for name in error.validator_value if name not in error.instance}
    else:
        fields.add(path_text(path))
    for inner in error.context:
        fields |= blamed(inner)
    return fields


def main():
    checker = Checker(pathlib.Path(sys.argv[1]))
    checker.check_corpus()
    checker.check_outputs()
    checker.check_document()
    for failure in checker.failures:
        print(failure)
    print(f"{checker.checks} checks, {len(checker.failures)} failures")
    return 1 if checker.failures else 0


if __name__ == "__main__":
    sys.exit(main())
