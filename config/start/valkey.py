"""The product's own broker, which speaks the Redis protocol."""

import signal
import socket
from pathlib import Path

from config.start import binaries, folders
from config.start.addresses import Home

ENDING = signal.SIGTERM


def command(home: Home) -> list[str | Path]:
    """How to run the broker on `home`: no port, one private socket, every write kept.

    It refuses writes rather than forget some when memory is full.
    """
    account = home.account
    program = binaries.valkey_server(home, account)
    kept = folders.reachable(home.broker, home, account)
    folders.own(kept, account)
    folders.make_socket_folder(home)
    return [
        program, "--port", "0", "--unixsocket", home.broker_socket, "--unixsocketperm", "700",
        "--dir", kept, "--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction",
    ]  # fmt: skip


def is_ready(home: Home) -> bool:
    """True when it answers PING."""
    try:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(2)
            link.connect(str(home.broker_socket))
            link.sendall(b"PING\r\n")
            return link.recv(16).startswith(b"+PONG")
    except OSError:
        return False
