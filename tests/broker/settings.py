"""What a cluster is made of (cluster.json) and what its brokers are told (server.properties)."""
import base64
import dataclasses
import json
import uuid

from failure import Failure
from network import HOST

RECORD = "cluster.json"
NUMBERS = range(1, 10)  # what a broker may be called


def _new_cluster_id():
    while True:
        text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not text.startswith("-"):  # the tools would read it as an option
            return text


@dataclasses.dataclass
class Settings:
    """Ports: broker n listens at first_port + 2(n-1), its controller at the port after that."""
    brokers: int
    first_port: int
    heap: str = "512m"
    properties: list = dataclasses.field(default_factory=list)
    cluster_id: str = dataclasses.field(default_factory=_new_cluster_id)

    def numbers(self):
        return range(1, self.brokers + 1)

    def port(self, number):
        return self.first_port + 2 * (number - 1)

    def ports(self):
        return range(self.first_port, self.first_port + 2 * self.brokers)

    def bootstrap(self):
        return ",".join(f"{HOST}:{self.port(number)}" for number in self.numbers())

    def save(self, folder):
        text = json.dumps(dataclasses.asdict(self), indent=2)
        (folder / RECORD).write_text(text + "\n", encoding="utf-8")


def load(folder):
    """The settings of the cluster in `folder`, or None if there is none."""
    try:
        return Settings(**json.loads((folder / RECORD).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise Failure(f"{folder / RECORD} cannot be read ({error}); "
                      f"scripts/kafka down --wipe --dir {folder} starts afresh") from None


def server_properties(settings, number, data):
    """The file for broker `number`. When the log is flushed and how it is cut is left at Kafka's
    defaults: what is tested is what is run elsewhere."""
    port = settings.port(number)
    voters = ",".join(f"{n}@{HOST}:{settings.port(n) + 1}" for n in settings.numbers())
    replicas = min(settings.brokers, 3)
    in_sync = 2 if replicas == 3 else 1
    values = {
        "process.roles": "broker,controller",
        "node.id": number,
        "controller.quorum.voters": voters,
        "listeners": f"PLAINTEXT://{HOST}:{port},CONTROLLER://{HOST}:{port + 1}",
        "advertised.listeners": f"PLAINTEXT://{HOST}:{port}",
        "controller.listener.names": "CONTROLLER",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "log.dirs": data,
        "auto.create.topics.enable": "false",
        "default.replication.factor": replicas,
        "min.insync.replicas": in_sync,
        "offsets.topic.replication.factor": replicas,
        "transaction.state.log.replication.factor": replicas,
        "transaction.state.log.min.isr": in_sync,
        # Fewer internal partitions, and no waiting for more consumers: a quicker first use.
        "offsets.topic.num.partitions": 4,
        "transaction.state.log.num.partitions": 4,
        "group.initial.rebalance.delay.ms": 0,
        # A broker that was killed may come back only when its last session has run out.
        "broker.session.timeout.ms": 3000,
        "broker.heartbeat.interval.ms": 500,
        # The cleaner takes this from the heap at once; the default is a quarter of it.
        "log.cleaner.dedupe.buffer.size": 16 * 1024 * 1024,
    }
    values.update(entry.split("=", 1) for entry in settings.properties)
    return "".join(f"{key}={value}\n" for key, value in values.items())
