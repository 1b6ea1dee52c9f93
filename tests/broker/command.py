"""scripts/kafka: does what the command line says, and says what came of it."""
import pathlib
import sys
import time

import archive
import java
import network
import process
import tools
import watcher
from arguments import DEFAULT_PORT, NOT_ALL_READY, parser
from cluster import Cluster
from failure import Failure
from settings import Settings

DEFAULT_FOLDER = java.ROOT / "build" / "kafka"
FIRST_PORT_TRIES = 3


def say(text):
    print(text, file=sys.stderr)


def prepare():
    """Makes Kafka's programs callable, if this is the first time."""
    if java.is_resolved():
        return
    with process.lock(java.CACHE):
        if java.is_resolved():
            return
        say("Fetching Kafka with Maven (the first time) ...")
        java.resolve()
        say("Preparing for quick starts ...")
        archive.make()


def up(folder, options):
    prepare()
    start = time.monotonic()
    with process.lock(folder):
        cluster = Cluster.read(folder)
        if options.owner is not None:
            watcher.ensure(folder, options.owner)
        if cluster.settings is None:
            start_new(cluster, options)
        else:
            refuse_other_settings(cluster.settings, options)
            cluster.start(cluster.settings.numbers())
        count = cluster.settings.brokers
        say(f"{count} broker{'s' if count > 1 else ''} ready after "
            f"{time.monotonic() - start:.1f} s, data in {folder}")
        print(cluster.settings.bootstrap())


def start_new(cluster, options):
    for remaining in reversed(range(FIRST_PORT_TRIES)):
        brokers = options.brokers or 1
        port = DEFAULT_PORT if options.port is None else options.port
        settings = Settings(brokers, port or network.free_run(2 * brokers),
                            options.heap or "512m", options.set)
        cluster.create(settings)
        try:
            cluster.start(settings.numbers())
            return
        except Failure as failure:
            cluster.forget()
            # Only a free port that someone else took in the meantime is worth another try.
            if port != 0 or not failure.port_taken or remaining == 0:
                raise


def refuse_other_settings(settings, options):
    differences = [
        f"{name} is {has}, not {wanted}" for name, wanted, has in [
            ("--brokers", options.brokers, settings.brokers),
            ("--port", options.port or None, settings.first_port),
            ("--heap", options.heap, settings.heap),
            ("--set", options.set or None, settings.properties)]
        if wanted is not None and wanted != has]
    if differences:
        raise Failure("the cluster is already there, and " + "; ".join(differences)
                      + ". `down --wipe` removes it with its messages")


def down(folder, options):
    if not folder.is_dir():
        say("Nothing was up.")
        return
    with process.lock(folder):
        watcher.end_all(folder)
        if options.wipe:
            Cluster(folder).wipe()
            say(f"Down, and {folder} is wiped.")
            return
        cluster = Cluster.read(folder)
        if cluster.settings is not None:
            killed = cluster.stop(cluster.settings.numbers())
            note = f" Broker {', '.join(map(str, killed))} had to be killed." if killed else ""
            say(f"Down.{note} The messages stay in {folder}.")


def status(folder, _):
    cluster = Cluster.read(folder)
    if cluster.settings is None:
        say(f"There is no cluster in {folder}; `scripts/kafka up` makes one.")
        return NOT_ALL_READY
    states = []
    for number in cluster.settings.numbers():
        state, pid = cluster.state(number)
        states.append(state)
        tail = f"  process {pid}" if pid else ""
        print(f"broker {number}  {network.HOST}:{cluster.settings.port(number)}  {state}{tail}")
    print(f"bootstrap {cluster.settings.bootstrap()}")
    return 0 if all(state == "ready" for state in states) else NOT_ALL_READY


def one_broker(folder, options):
    existing(folder)
    with process.lock(folder):
        cluster = existing(folder)
        cluster.check(options.number)
        ONE_BROKER[options.command][0](cluster, options.number)


def existing(folder):
    cluster = Cluster.read(folder)
    if cluster.settings is None:
        raise Failure(f"there is no cluster in {folder}; `scripts/kafka up` makes one")
    return cluster


def must_run(done, number):
    if not done:
        raise Failure(f"broker {number} is down")


def start_one(cluster, number):
    prepare()
    start = time.monotonic()
    cluster.start([number])
    say(f"Broker {number} ready after {time.monotonic() - start:.1f} s.")


def restart_one(cluster, number):
    cluster.stop([number])
    start_one(cluster, number)


ONE_BROKER = {
    "start": (start_one, "start a broker that is down, and wait until it is ready"),
    "stop": (lambda cluster, n: cluster.stop([n]), "end a broker in good order"),
    "restart": (restart_one, "stop and start"),
    "kill": (lambda cluster, n: must_run(cluster.kill(n), n), "end it with SIGKILL, as a crash"),
    "pause": (lambda cluster, n: must_run(cluster.pause(n), n), "hold it with SIGSTOP"),
    "resume": (lambda cluster, n: must_run(cluster.resume(n), n), "let it go on"),
}


def tool_call(arguments):
    """(folder, name, rest) if this calls a Java program, whose arguments are its own business."""
    folder = DEFAULT_FOLDER
    if arguments and arguments[0].startswith("--dir="):
        folder, arguments = pathlib.Path(arguments[0].removeprefix("--dir=")), arguments[1:]
    elif len(arguments) >= 2 and arguments[0] == "--dir":
        folder, arguments = pathlib.Path(arguments[1]), arguments[2:]
    if arguments and (arguments[0] in tools.CLASSES or arguments[0] == "java"):
        return folder.resolve(), arguments[0], arguments[1:]
    return None


def run_tool(folder, name, rest):
    prepare()
    if name != "java":
        settings = Cluster.read(folder).settings
        tools.run(name, rest, settings.bootstrap() if settings else None)
    if not rest:
        raise Failure("java needs the name of a class")
    tools.run_class(rest[0], rest[1:])


def main(arguments):
    try:
        call = tool_call(arguments)
        if call is not None:
            run_tool(*call)
        actions = {"up": up, "down": down, "status": status} | dict.fromkeys(ONE_BROKER, one_broker)
        words = {name: text for name, (_, text) in ONE_BROKER.items()}
        options = parser(actions, words).parse_args(arguments)
        folder = getattr(options, "dir", DEFAULT_FOLDER).resolve()
        return options.action(folder, options) or 0
    except Failure as failure:
        say(f"kafka: {failure}")
        return 1
    except OSError as error:
        say(f"kafka: {error}")
        return 1
    except KeyboardInterrupt:
        say("Interrupted; `scripts/kafka status` says how things stand.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
