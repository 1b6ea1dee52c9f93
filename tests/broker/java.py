"""How Kafka's programs are called: the class path of pom.xml, and flags for a quick start.

Maven is asked once; the answer is kept under build/broker until pom.xml or Java changes, so the
network is not needed again.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess

from failure import Failure

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CACHE = ROOT / "build" / "broker"

# A broker of a test lives for seconds: the first compiler and the plain collector serve it best.
QUICK_START = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
               "-XX:-UsePerfData", "-Xlog:disable", "-Xlog:all=error:stderr"]


def quoted(argument):
    """As it must stand in a file of arguments."""
    text = str(argument).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _folder():
    """Where the answer for this pom.xml and this Java is kept."""
    program = shutil.which("java")
    if program is None:
        raise Failure("there is no java; scripts/install-dependencies installs it")
    real = os.path.realpath(program)
    key = hashlib.sha256((HERE / "pom.xml").read_bytes())
    key.update(f"{real} {os.stat(real).st_mtime_ns}".encode())
    return CACHE / key.hexdigest()[:12]


def archive():
    """The file of loaded classes that archive.py makes; it saves half of the time of a start."""
    return _folder() / "classes.jsa"


def _jars():
    try:
        jars = (_folder() / "classpath").read_text(encoding="utf-8").strip().split(":")
    except FileNotFoundError:
        return []
    return jars if all(os.path.exists(jar) for jar in jars) else []


def is_resolved():
    """True if the class path is known and complete. An archive alone is not missed."""
    return bool(_jars())


def resolve():
    """Asks Maven for the class path."""
    if shutil.which("mvn") is None:
        raise Failure("there is no mvn; scripts/install-dependencies installs it")
    target = _folder() / "classpath"
    target.parent.mkdir(parents=True, exist_ok=True)
    log = CACHE / "maven.log"
    command = ["mvn", "--batch-mode", "--file", str(HERE / "pom.xml"), "dependency:build-classpath",
               "-DincludeScope=runtime", f"-Dmdep.outputFile={target}"]
    with open(log, "wb") as output:
        code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output,
                              stderr=subprocess.STDOUT, check=False).returncode
    if code != 0 or not is_resolved():
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        raise Failure("Maven did not find Kafka's artifacts:\n  "
                      + "\n  ".join([line for line in lines if "ERROR" in line][:5])
                      + f"\n  All that Maven said: {log}")


def call(log_level, *arguments):
    """The command line of a Java program with Kafka's class path. The long part is in a file, so
    that a look at the processes stays readable."""
    file = _folder() / f"{log_level.lower()}.args"
    lines = [*QUICK_START, f"-Dlog.level={log_level}",
             f"-Dlog4j.configuration={(HERE / 'log4j.properties').as_uri()}"]
    if archive().exists():
        lines.append(f"-XX:SharedArchiveFile={archive()}")
    lines += ["-cp", ":".join(_jars())]
    text = "".join(f"{quoted(line)}\n" for line in lines)
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.write_text(text, encoding="utf-8")
        fresh.rename(file)  # a program that is just starting reads the old file or the new one
    return ["java", f"@{file}", *map(str, arguments)]
