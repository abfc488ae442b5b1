"""What a start on one's own machine may take for granted, put into the environment.

A real installation names its services and its key itself; nothing is assumed for it, and the
settings refuse to start when one of them is missing.
"""

import os
import secrets
from collections.abc import MutableMapping

from config.start.addresses import Home, home, is_yes

# These start or stop the product's own services, so they are local whatever they are told.
COMMANDS = {"up", "services", "stop", "demo_reset", "bench"}
# Whoever names one of these runs an installation, and must name the others too.
NAMED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")


def prepare(environ: MutableMapping[str, str], command: str) -> None:
    """Fill in what `manage.py COMMAND` needs on one's own machine and was not given."""
    if command not in COMMANDS and any(environ.get(name) for name in NAMED):
        return
    environ.setdefault("LOCAL_START", "1")
    environ.setdefault("DEMO", "0" if command == "bench" else "1")
    environ.setdefault("MEDIA_ROOT", str(home().files(is_demo=is_yes(environ["DEMO"]))))
    if not environ.get("SECRET_KEY"):
        environ["SECRET_KEY"] = _kept_key(home())


def _kept_key(place: Home) -> str:
    """The key in the home, made at the first start, so that sign-ins outlive a restart."""
    kept = place.var / "secret_key"
    try:
        if not kept.exists():
            place.var.mkdir(parents=True, exist_ok=True)
            _write_private(kept, secrets.token_urlsafe(50))
        return kept.read_text().strip()
    except OSError:
        # Commands that only compute work without a home; `up` says what is wrong with it.
        return secrets.token_urlsafe(50)


def _write_private(path: os.PathLike[str], text: str) -> None:
    half = f"{os.fspath(path)}.{os.getpid()}"
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")
    os.replace(half, path)
