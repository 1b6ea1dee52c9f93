"""Ports of this machine, and the one question that tells whether a broker is ready."""
import random
import socket
import struct

from failure import Failure

HOST = "127.0.0.1"

# Below the ports that the system hands to outgoing connections. One of those could take the place
# of a killed broker: even a client that keeps trying to reach it can end up connected to itself.
FREE_PORTS = range(20000, 32000)


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def free_run(length):
    """The first of `length` ports in a row that nobody has. Someone may still take one before it
    is used."""
    for _ in range(1000):
        first = random.randrange(FREE_PORTS.start, FREE_PORTS.stop - length)
        if all(is_free(port) for port in range(first, first + length)):
            return first
    raise Failure("no free port was found")


def alive_brokers(port, timeout_s=1.0):
    """The numbers of the brokers that serve, as the broker at `port` sees it; empty if it does not
    answer. Asks Metadata, version 1, for no topic at all."""
    body = struct.pack(">hhihi", 3, 1, 1, -1, 0)
    try:
        with socket.create_connection((HOST, port), timeout_s) as connection:
            connection.settimeout(timeout_s)
            connection.sendall(struct.pack(">i", len(body)) + body)
            answer = connection.makefile("rb")
            (length,) = struct.unpack(">i", answer.read(4))
            return _brokers_in(answer.read(length))
    except (OSError, struct.error):
        return set()


def _brokers_in(answer):
    (count,) = struct.unpack_from(">i", answer, 4)
    offset = 8
    brokers = set()
    for _ in range(count):
        node, host_length = struct.unpack_from(">ih", answer, offset)
        offset += 6 + host_length + 4
        (rack_length,) = struct.unpack_from(">h", answer, offset)
        offset += 2 + max(rack_length, 0)
        brokers.add(node)
    return brokers
