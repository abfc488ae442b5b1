"""The site of a journey: before each request its clock goes to the moment that a file names."""

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import time_machine

from config.wsgi import application as site

_clock = Path(os.environ["CLOCK"])
_at: dict[str, Any] = {"text": "", "traveller": None}


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    text = _clock.read_text() if _clock.exists() else ""
    if text != _at["text"]:
        if _at["traveller"]:
            _at["traveller"].stop()
        _at["text"] = text
        _at["traveller"] = time_machine.travel(datetime.fromisoformat(text), tick=True)
        _at["traveller"].start()
    return site(environ, start)
