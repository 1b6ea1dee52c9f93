"""Goal: opening days, ingesting, and looking at the store do what they say, and say it by exit code.

Method: small files in a fresh store; a second process where one must be refused.
"""

import json
import os
import signal
import subprocess
import time
import unittest

from support import (DONE, FAILED, FOUND, IN_USE, USAGE, ProgramTest, jsonl, read_bytes,
                     read_jsonl)


class Generate(ProgramTest):
    def test_the_same_options_give_the_same_bytes_and_another_seed_gives_others(self):
        options = ["--commands", 3000, "--from", "2026-11-30"]
        one = self.generate("1.jsonl", "--seed", 7, *options)
        same = self.generate("2.jsonl", "--seed", 7, *options)
        other = self.generate("3.jsonl", "--seed", 8, *options)
        self.assertEqual(read_bytes(one).count(b"\n"), 3000)
        self.assertEqual(read_bytes(one), read_bytes(same))
        self.assertNotEqual(read_bytes(one), read_bytes(other))

    def test_standard_output_gets_what_a_file_gets(self):
        options = ["--commands", 1000, "--from", "2026-11-30", "--quiet"]
        out, err = self.run_program("generate", *options)
        self.assertEqual(err, "")
        self.assertEqual(out.encode(), read_bytes(self.generate("1.jsonl", *options[:-1])))

    def test_a_file_with_openings_stands_alone(self):
        path = self.generate("rush.jsonl", "--commands", 2000, "--openings")
        counts = self.ingest(path)
        self.assertEqual(counts["lines"], 2750)
        self.assertNotIn("day_not_open", counts["reasons"])
        without = self.generate("late.jsonl", "--commands", 2000)
        self.assertIn("day_not_open", self.ingest(without, store="other")["reasons"])


class Open(ProgramTest):
    FROM = ["--from", "2026-11-30", "--days", 5]

    def test_opening_twice_changes_nothing(self):
        first = self.run_json("open", *self.FROM, "--json", store="store")
        self.assertEqual((first["opened"], first["already_open"]), (750, 0))
        position = self.run_json("projections", "status", "--json", store="store")["last_position"]
        self.assertEqual(position, 750)
        again = self.run_json("open", *self.FROM, "--json", store="store")
        self.assertEqual((again["opened"], again["already_open"]), (0, 750))
        after = self.run_json("projections", "status", "--json", store="store")["last_position"]
        self.assertEqual(after, position)

    def test_a_longer_plan_opens_only_what_is_new(self):
        self.run_program("open", "--from", "2026-11-30", "--days", 2, "--office", "BATAM",
                         store="store")
        more = self.run_json("open", "--from", "2026-11-30", "--days", 3, "--office", "BATAM",
                             "--office", "MEDAN", "--json", store="store")
        self.assertEqual((more["opened"], more["already_open"]), (4, 2))
        out, _ = self.run_program("open", "--from", "2026-11-30", "--days", 3, "--office", "BATAM",
                                  store="store")
        self.assertIn("already open; nothing was changed", out)

    def test_a_dry_run_prints_what_would_be_sent_and_makes_no_store(self):
        out, _ = self.run_program("open", *self.FROM, "--office", "BATAM", "--dry-run",
                                  store="store")
        commands = jsonl(out)
        self.assertEqual([command["date"] for command in commands],
                         ["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"])
        self.assertEqual({command["type"] for command in commands}, {"open_day"})
        self.assertFalse(os.path.exists(self.path("store")))
        with open(self.path("open.jsonl"), "w", encoding="utf-8") as file:
            file.write(out)
        self.assertEqual(self.ingest(self.path("open.jsonl"))["accepted"], 5)
        again = self.run_json("open", *self.FROM, "--office", "BATAM", "--json", store="store")
        self.assertEqual(again["already_open"], 5)

    def test_holidays_stay_closed(self):
        out, _ = self.run_program("open", "--from", "2026-12-24", "--days", 2, "--office", "BATAM",
                                  "--dry-run")
        self.assertNotIn("2026-12-25", [command["date"] for command in jsonl(out)])


class Ingest(ProgramTest):
    def test_every_line_is_answered_and_bad_ones_are_kept_unchanged(self):
        path = self.generate("mixed.jsonl", "--mixed", "--commands", 4000)
        counts = self.ingest(path, "--results", self.path("results.jsonl"), "--dead-letters",
                             self.path("dead.jsonl"))
        lines = read_bytes(path).split(b"\n")[:-1]
        results, letters = read_jsonl(self.path("results.jsonl")), read_jsonl(self.path("dead.jsonl"))
        self.assertEqual(counts["lines"], 4000)
        self.assertEqual(counts["accepted"] + counts["declined"] + counts["invalid"], 4000)
        self.assertEqual(len(letters), counts["invalid"])
        self.assertGreater(len(letters), 0)
        without_id = sum(1 for letter in letters if letter.get("field") in ("", "id", None))
        self.assertLessEqual(4000 - len(results), without_id)
        for letter in letters:
            if "value" in letter:
                self.assertEqual(lines[letter["line"] - 1].decode(), letter["value"])
        outcomes = {name: sum(1 for result in results if result["outcome"] == name)
                    for name in ("accepted", "declined")}
        self.assertEqual(outcomes["accepted"], counts["accepted"])
        self.assertEqual(outcomes["declined"], counts["declined"])

    def test_the_same_file_again_is_read_no_further_and_answered_the_same(self):
        path = self.generate("mixed.jsonl", "--mixed", "--commands", 2000)
        self.ingest(path, "--results", self.path("1.jsonl"))
        again = self.ingest(path, "--results", self.path("1.jsonl"))
        self.assertEqual((again["resumed_lines"], again["lines"]), (2000, 0))
        other = self.ingest(path, "--results", self.path("2.jsonl"))
        self.assertEqual((other["accepted"] + other["declined"]), other["repeats"])
        self.assertEqual(read_bytes(self.path("1.jsonl")), read_bytes(self.path("2.jsonl")))

    def test_standard_input_and_output_are_files_like_others(self):
        path = self.generate("mixed.jsonl", "--mixed", "--commands", 1500)
        self.ingest(path, "--results", self.path("results.jsonl"))
        out, _ = self.run_program("ingest", "-", "--results", "-", "--quiet", store="piped",
                                  input=read_bytes(path))
        strip = [{k: v for k, v in line.items() if k != "position"} for line in jsonl(out)]
        same = [{k: v for k, v in line.items() if k != "position"}
                for line in read_jsonl(self.path("results.jsonl"))]
        self.assertEqual(strip, same)

    def test_strict_tells_invalid_lines_by_exit_code(self):
        with open(self.path("bad.jsonl"), "w", encoding="utf-8") as file:
            file.write('{"id": "no uuid"}\n')
        self.ingest(self.path("bad.jsonl"))
        self.ingest(self.path("bad.jsonl"), "--strict", store="strict", code=FOUND)

    def test_strict_and_the_summary_count_the_invalid_lines_of_the_runs_before(self):
        path = self.path("bad.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.write('{"id": "no uuid"}\n')
        first = self.ingest(path)
        self.assertEqual((first["invalid"], first["invalid_in_all"]), (1, 1))
        again = self.ingest(path, "--strict", code=FOUND)
        self.assertEqual((again["lines"], again["invalid"], again["invalid_in_all"]), (0, 0, 1))
        out, _ = self.run_program("ingest", path, "--quiet", store="store")
        self.assertRegex(out, r"invalid, in all +1\n")
        self.assertIn("this file was read completely before; nothing to do", out)

    def test_the_first_invalid_line_is_pointed_at_unless_all_are_kept(self):
        path = self.path("bad.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.write('\n{"id": "no uuid"}\nno command\n')
        kept = ["--dead-letters", self.path("dead.jsonl")]
        _, err = self.run_program("ingest", path, "--quiet", *kept, store="store")
        self.assertNotIn("line 2", err)
        _, err = self.run_program("ingest", path, "--quiet", store="other")
        self.assertIn("antrian: line 2 is no valid command: id: expected", err)
        self.assertIn("(the first of 2)", err)
        self.assertIn("--dead-letters FILE", err)

    def test_a_missing_file_is_wrong_usage(self):
        _, err = self.run_program("ingest", self.path("nothing.jsonl"), store="store", code=USAGE)
        self.assertIn("nothing.jsonl", err)


class Output(ProgramTest):
    def test_what_cannot_be_printed_is_a_failure(self):
        self.run_program("open", "--from", "2026-11-30", "--days", 1, store="store")
        for call in (["open", "--from", "2026-11-30"], ["projections", "status"], ["report"]):
            with self.subTest(call=call), open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run(self.command(*call, store="store"), stdout=full,
                                      stderr=subprocess.PIPE, timeout=60)
                self.assertEqual(done.returncode, FAILED)
                self.assertIn(b"cannot write to standard output", done.stderr)

    def test_a_full_disk_is_told_once_with_what_to_do(self):
        path = self.generate("mixed.jsonl", "--mixed", "--commands", 500)
        _, err = self.run_program("ingest", path, "--quiet", "--results", "/dev/full",
                                  store="store", code=FAILED)
        self.assertEqual(err.count("No space left on device"), 1, err)
        self.assertIn("make room and run the same command again", err)

    def test_a_store_on_a_full_disk_says_so_and_goes_on_when_there_is_room(self):
        path = self.generate("rush.jsonl", "--openings", "--commands", 60_000)
        disk = self.path("disk")
        os.mkdir(disk)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk],
                          capture_output=True).returncode != 0:
            self.skipTest("only root can mount a small disk")
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        _, err = self.run_program("ingest", path, "--quiet", store="disk/store", code=FAILED)
        self.assertEqual(err.count("the disk or the file system refused"), 1, err)
        self.assertIn("No space left on device; make room and run the same command again", err)
        subprocess.run(["mount", "-o", "remount,size=400m", disk], check=True)
        whole = self.ingest(path, store="disk/store")
        self.assertEqual(whole["resumed_lines"] + whole["lines"], 60_750)
        self.run_program("audit", "verify", "--quiet", store="disk/store")

    def test_a_new_store_is_told_of_and_an_old_one_is_not(self):
        call = ["open", "--from", "2026-11-30", "--days", 1]
        _, err = self.run_program(*call, store="store")
        self.assertIn("antrian: made a new store in " + self.path("store"), err)
        _, err = self.run_program(*call, store="store")
        self.assertNotIn("made a new store", err)

    def test_no_store_is_made_under_a_folder_that_is_not_there(self):
        _, err = self.run_program("open", store="typing-eror/store", code=FAILED)
        self.assertIn(self.path("typing-eror/store"), err)
        self.assertEqual(os.listdir(self.folder), [])

    def test_opening_days_of_the_past_is_warned_of(self):
        call = ["open", "--days", 1, "--office", "BATAM", "--dry-run"]
        _, err = self.run_program(*call, "--from", "2020-01-06")
        self.assertIn("warning: --from 2020-01-06 is in the past", err)
        _, err = self.run_program(*call)
        self.assertEqual(err, "")


class OneProcess(ProgramTest):
    def test_a_second_process_is_refused_while_the_first_has_the_store(self):
        first = subprocess.Popen(self.command("ingest", "-", "--quiet", store="store"),
                                 stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        self.addCleanup(first.wait)
        lock = os.path.join(self.path("store"), "db", "LOCK")
        while not os.path.exists(lock):
            self.assertIsNone(first.poll(), "the first process must be waiting for its input")
            time.sleep(0.01)
        calls = [("open", "--from", "2026-11-30"), ("projections", "status"), ("report",),
                 ("export",), ("audit", "verify"), ("show", "BATAM", "2026-11-30")]
        # The file is there a moment before the lock is taken; a refused call changes nothing.
        while subprocess.run(self.command("projections", "status", store="store"),
                             capture_output=True, timeout=60).returncode != IN_USE:
            self.assertIsNone(first.poll())
        for call in calls:
            with self.subTest(call=call):
                _, err = self.run_program(*call, store="store", code=IN_USE)
                self.assertIn("another antrian process", err)
        first.stdin.close()
        self.assertEqual(first.wait(timeout=60), DONE)
        self.run_program("projections", "status", store="store")

    def test_a_missing_store_is_named_and_not_made(self):
        for call in (("report",), ("export",), ("audit", "verify"), ("projections", "rebuild"),
                     ("show", "BATAM", "2026-11-30")):
            with self.subTest(call=call):
                _, err = self.run_program(*call, store="nothing", code=FAILED)
                self.assertIn(self.path("nothing"), err)
        self.assertFalse(os.path.exists(self.path("nothing")))

    def test_a_folder_with_other_things_is_left_alone(self):
        os.mkdir(self.path("mine"))
        with open(os.path.join(self.path("mine"), "letter.txt"), "w", encoding="utf-8") as file:
            file.write("dear reader")
        self.run_program("open", "--from", "2026-11-30", store="mine", code=FAILED)
        self.assertEqual(os.listdir(self.path("mine")), ["letter.txt"])

    def test_an_ingest_that_waits_for_input_can_be_stopped(self):
        for stop in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=stop):
                results = self.path(f"results-{stop}")
                process = subprocess.Popen(
                    self.command("ingest", "-", "--json", "--quiet", "--results", results,
                                 store="store"),
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
                self.addCleanup(process.kill)
                process.stdin.write(b'{"id": "00000000-0000-4000-8000-000000000001"}\n')
                process.stdin.flush()
                # The answer shows that it has begun to read; then nothing more comes.
                while not os.path.exists(results) or os.path.getsize(results) == 0:
                    self.assertIsNone(process.poll())
                    time.sleep(0.01)
                process.send_signal(stop)
                self.assertEqual(process.wait(timeout=60), 130)
                counts = json.loads(process.stdout.read())
                self.assertEqual((counts["invalid"], counts["stopped"]), (1, True))
                process.stdin.close()
                process.stdout.close()

    def test_an_interrupted_ingest_ends_in_good_order_and_goes_on(self):
        path = self.generate("rush.jsonl", "--openings", "--commands", 60_000)
        process = subprocess.Popen(self.command("ingest", "-", "--json", "--quiet", store="store"),
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        lines = read_bytes(path).splitlines(keepends=True)
        process.stdin.write(b"".join(lines[:20_000]))
        process.stdin.flush()
        process.send_signal(signal.SIGTERM)
        try:
            process.stdin.write(b"".join(lines[20_000:]))
            process.stdin.close()
        except BrokenPipeError:
            pass
        out = process.stdout.read()
        process.stdout.close()
        self.assertEqual(process.wait(timeout=60), 130)
        self.assertLess(json.loads(out)["lines"], len(lines))
        whole = self.ingest(path)
        self.assertEqual(whole["lines"], len(lines))
        self.run_program("audit", "verify", "--quiet", store="store")


if __name__ == "__main__":
    unittest.main()
