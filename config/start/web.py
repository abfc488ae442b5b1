"""Where the site listens, and what runs beside it."""

import http.client
import os
import socket
import sys
from pathlib import Path

from config.start.account import StartError
from config.start.addresses import Home

HOST = "127.0.0.1"
FIRST_PORT = 8000
_TRIES = 50


def wanted_port() -> int:
    """The port of PORT, or 8000. StartError when it is none, or not for this account."""
    text = os.environ.get("PORT") or str(FIRST_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise StartError(f"PORT must be a number from 1 to 65535, not {text}.")
    _is_free(int(text))
    return int(text)


def free_port(first: int) -> int:
    """`first`, or the next port after it where nobody listens."""
    for port in range(first, min(first + _TRIES, 65536)):
        if _is_free(port):
            return port
    raise StartError(f"No free port from {first} on. Name another: make run PORT=9000")


def web(port: int, home: Home) -> list[str | Path]:
    """Threads beside processes: a browser that opens a connection and waits blocks nobody."""
    return [
        sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"{HOST}:{port}",
        "--workers", "2", "--threads", "4", "--timeout", "120", "--graceful-timeout", "5",
        "--no-control-socket", "--access-logfile", home.logs / "access.log",
    ]  # fmt: skip


def worker() -> list[str | Path]:
    return [
        sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--concurrency", "1",
        "--loglevel", "INFO", "--without-gossip", "--without-mingle",
    ]  # fmt: skip


def beat(home: Home) -> list[str | Path]:
    return [
        sys.executable, "-m", "celery", "-A", "config.celery", "beat", "--loglevel", "INFO",
        "--schedule", home.run / "beat-schedule",
    ]  # fmt: skip


def answers(port: int) -> bool:
    """True when something speaks HTTP there, whatever it says."""
    link = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        link.request("GET", "/")
        link.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except PermissionError:
            raise StartError(f"Port {port} is for root only. Take one above 1023.") from None
        except OSError:
            return False
    return True
