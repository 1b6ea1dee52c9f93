#!/usr/bin/python3
"""Goal: docs/asyncapi.yaml describes the topics that there are. Method: reads it as YAML and holds
it to the schemas beside it (every reference leads somewhere, no schema is forgotten), to the topics,
retention and brokers of config/antrian.toml as shipped, and to the headers in the sources.
Each check is shown first to fail on a document that is spoilt for it.

Needs python3-yaml. Usage: asyncapi.py SOURCE_DIR
"""

import copy
import pathlib
import re
import sys
import tomllib

import yaml


def references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def target(document, reference):
    """What a reference within the document leads to, or None."""
    node = document
    for step in reference.removeprefix("#/").split("/"):
        node = node.get(step) if isinstance(node, dict) else None
    return node


def reference_faults(document, docs):
    for reference in references(document):
        if reference.startswith("#/"):
            if target(document, reference) is None:
                yield f"{reference} leads nowhere"
        elif not (docs / reference).is_file():
            yield f"there is no {reference}"
    used = {(docs / reference).resolve() for reference in references(document)
            if not reference.startswith("#")}
    for kind in ("commands", "events"):
        for path in sorted((docs / "schemas" / kind).glob("*.json")):
            if path.resolve() not in used:
                yield f"{path.name} is in no message"


def shape_faults(document):
    if document.get("asyncapi") != "3.0.0":
        yield "not AsyncAPI 3.0.0"
    operated = {op["channel"]["$ref"].removeprefix("#/channels/")
                for op in document["operations"].values()}
    if operated != set(document["channels"]):
        yield f"operations are on {sorted(operated)}"
    for name, message in document["components"]["messages"].items():
        if "key" not in message.get("bindings", {}).get("kafka", {}):
            yield f"message {name} has no key"


def settings_faults(document, settings):
    for name, channel in document["channels"].items():
        if channel["address"] != settings["topics"].get(name):
            yield f"{name} is at {channel['address']}"
        days = settings["retention_days"].get(name)
        kept = "Kept for ever" if days == 0 else f"Kept {days} days"
        if kept not in " ".join(channel["description"].split()):
            yield f"{name} should say: {kept}"
    if document["servers"]["brokers"]["host"] != settings["brokers"]:
        yield "the broker is not the configured one"


def header_faults(document, sources):
    """The names that the sources write are those that the document has."""
    for message, (file, pattern) in {
            "event": ("event_message.cpp", r'"(ce_[a-z]+|content-type)"'),
            "dead_letter": ("kafka_answers.cpp", r'"(source_[a-z]+|field|error|command)"'),
    }.items():
        written = set(re.findall(pattern, (sources / file).read_text(encoding="utf-8")))
        said = set(document["components"]["messages"][message]["headers"]["properties"])
        if written != said:
            yield f"{message}: {sorted(written ^ said)} only in the one or the other"


def spoilt(document, change):
    copied = copy.deepcopy(document)
    change(copied)
    return copied


def main():
    root = pathlib.Path(sys.argv[1])
    docs, sources = root / "docs", root / "ingest"
    document = yaml.safe_load((docs / "asyncapi.yaml").read_text(encoding="utf-8"))
    settings = tomllib.loads((root / "config" / "antrian.toml").read_text(encoding="utf-8"))["kafka"]
    messages = document["components"]["messages"]

    checks = [
        (lambda d: reference_faults(d, docs), [
            lambda d: d["channels"]["events"]["messages"]["event"].update({"$ref": "#/components/x"}),
            lambda d: d["components"]["messages"]["result"]["payload"].update({"$ref": "./x.json"}),
            lambda d: d["components"]["messages"]["command"]["payload"]["oneOf"].pop()]),
        (shape_faults, [lambda d: d.update(asyncapi="2.6.0"),
                        lambda d: d["operations"].pop("give_results"),
                        lambda d: d["components"]["messages"]["result"].pop("bindings")]),
        (lambda d: settings_faults(d, settings), [
            lambda d: d["channels"]["results"].update(address="results"),
            lambda d: d["channels"]["results"].update(description="Kept 8 days."),
            lambda d: d["servers"]["brokers"].update(host="elsewhere:1")]),
        (lambda d: header_faults(d, sources), [
            lambda d: d["components"]["messages"]["event"]["headers"]["properties"].pop("ce_by"),
            lambda d: d["components"]["messages"]["dead_letter"]["headers"]["properties"].update(
                {"more": {}})]),
    ]
    faults = []
    for check, changes in checks:
        faults += check(document)
        for number, change in enumerate(changes):
            if not list(check(spoilt(document, change))):
                faults.append(f"a check does not notice spoilt document {number}")
    for fault in faults:
        print(fault)
    print(f"{len(messages)} messages, {len(list(references(document)))} references")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
