"""Where a fact was read, as a person reads it: words translated, addresses as links."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# Words of the shipped tables; what people enter is shown as they wrote it.
SHIPPED = (
    gettext_noop("article of 15/11/2023"),
    gettext_noop("article of 15/11/2023 (title only, the text was not found)"),
    gettext_noop("the text of the dispatch was not found"),
    gettext_noop("carries_out: assumed"),
    gettext_noop("group: assumed"),
    gettext_noop("unverified"),
    gettext_noop("assumed"),
    gettext_noop("text not found, press summaries only"),
    gettext_noop("press summaries only"),
    gettext_noop("title translated from the article"),
    gettext_noop("title as in the press"),
    gettext_noop("in force the same day"),
    gettext_noop("in force 1/1/2026"),
    gettext_noop("document of the chairman (UBND-CT), 11/2023"),
    gettext_noop("number and date not found, to be entered by Home Affairs"),
    gettext_noop("type assumed"),
    gettext_noop("issued by the Standing Board (BTVTU)"),
    gettext_noop("only the title is known"),
    gettext_noop("names of merged bodies are read as the receiving body"),
    gettext_noop("no obligations listed"),
)
_DOUBT = ("unverified", "assumed", "not found", "press summaries only", "title only")


def pieces(text: str) -> list[dict[str, str]]:
    """The parts of a source or note: `text`, and `url` where it is an address, called by its
    site."""
    return [_piece(part.strip()) for part in text.split(";") if part.strip()]


def _piece(text: str) -> dict[str, str]:
    if not text.startswith(("https://", "http://")):
        return {"text": _(text) if text in SHIPPED else text, "url": ""}
    address, _space, words = text.partition(" ")
    return {"text": f"{urlsplit(address).hostname} {words}".strip(), "url": address}


def is_doubtful(*texts: str) -> bool:
    """Whether the source itself says that a part is assumed or was not found."""
    return any(word in text for text in texts for word in _DOUBT)
