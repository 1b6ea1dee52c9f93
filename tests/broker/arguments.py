"""The command line of scripts/kafka, and the help that teaches it."""
import argparse
import os
import pathlib

import tools
from settings import NUMBERS

DEFAULT_PORT = 19092
NOT_ALL_READY = 3

DESCRIPTION = "A real Apache Kafka 3.9 on this machine alone, for development and tests."
HELP = f"""\
to begin with:
  scripts/kafka up                     one broker at 127.0.0.1:{DEFAULT_PORT}, data in build/kafka
  scripts/kafka topics --create --topic greetings --partitions 4
  echo 'JKT:hello' | kcat -P -b 127.0.0.1:{DEFAULT_PORT} -t greetings -K :
  kcat -C -b 127.0.0.1:{DEFAULT_PORT} -t greetings -e -f '%p %o %k %s\\n'
  scripts/kafka down                   the messages stay; `down --wipe` removes them

Topics are not made by writing to them; `topics --create` makes them. The first `up` fetches Kafka
with Maven (some 15 seconds and 70 MB); later ones take about two seconds.

when things go wrong, on purpose:
  scripts/kafka kill 1                 kill -9, as a crash; `start 1` brings it back
  scripts/kafka restart 1              an orderly end and a new start
  scripts/kafka pause 1                still there but silent, as behind a cut line; `resume 1`

Kafka's own tools, told where the cluster is; their arguments follow (--help for each):
  {', '.join(tools.CLASSES)}
  java CLASS ...                       any other program on Kafka's class path

for tests: a cluster of its own, on free ports, that leaves nothing behind:
  bootstrap=$(scripts/kafka up --dir "$(mktemp -d)" --port 0 --owner $$)
Standard output is the bootstrap address and nothing else; the rest goes to standard error.

exit codes: 0 done; 1 failed, and the reason is on standard error; 2 not a command;
{NOT_ALL_READY} from status if not every broker is ready. Tools exit with their own.
"""


def property_entry(text):
    if "=" not in text:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    return text


def broker_count(text):
    if not text.isdigit() or int(text) not in NUMBERS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number from {NUMBERS.start} to {NUMBERS.stop - 1}")
    return int(text)


def live_process(text):
    if not text.isdigit() or not os.path.exists(f"/proc/{text}"):
        raise argparse.ArgumentTypeError(f"there is no process {text!r}")
    return int(text)


def port_number(text):
    if not text.isdigit() or int(text) > 65000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port, nor 0")
    return int(text)


def parser(actions, one_broker_actions):
    """`actions` by command; `one_broker_actions`: what each command on one broker says it does."""
    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("--dir", type=pathlib.Path, default=argparse.SUPPRESS,
                       help="the cluster's folder (default: build/kafka); one cluster per folder")
    result = argparse.ArgumentParser(
        prog="scripts/kafka", description=DESCRIPTION, epilog=HELP, parents=[where],
        formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = result.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name, text):
        one = commands.add_parser(name, help=text, description=text, parents=[where])
        one.set_defaults(action=actions[name])
        return one

    one = command("up", "start the brokers, wait until they are ready, print the address")
    one.add_argument("--brokers", type=broker_count, metavar="N",
                     help="how many (default: 1); from 3 on, messages are kept three times")
    one.add_argument("--port", type=port_number, metavar="P",
                     help=f"port of the first (default: {DEFAULT_PORT}); each takes this and the "
                          "next, two further for the next broker; 0: any that are free")
    one.add_argument("--heap", metavar="SIZE", help="memory of each (default: 512m)")
    one.add_argument("--set", type=property_entry, action="append", default=[], metavar="KEY=VALUE",
                     help="a line for server.properties; may be repeated")
    one.add_argument("--owner", type=live_process, metavar="PID",
                     help="down and wiped as soon as this process has ended, however it ended")
    one = command("down", "end the brokers; the messages stay")
    one.add_argument("--wipe", action="store_true",
                     help="kill the brokers and remove all their data")
    command("status", "say how each broker is")
    for name, text in one_broker_actions.items():
        one = command(name, text)
        one.add_argument("number", type=int, metavar="N", help="the broker, counted from 1")
    for name, class_name in tools.CLASSES.items():
        commands.add_parser(name, help=f"Kafka's tool ({class_name.rpartition('.')[2]})")
    commands.add_parser("java", help="any Java program: java CLASS ARGUMENTS")
    return result
