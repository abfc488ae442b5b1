"""The texts of the source and their Vietnamese: found, merged, compiled, without gettext."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"
APPS = [
    "config",
    "audit",
    "agencies",
    "directives",
    "assignments",
    "inspections",
    "notifications",
    "reports",
]
# function -> positions of (context, message, plural) among its arguments
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "N_": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}


class Message(NamedTuple):
    """One text of the source, as gettext keys it."""

    text: str
    plural: str = ""
    context: str | None = None


def messages() -> dict[Message, str]:
    """Every text of the source that is to be translated, and one place where it stands."""
    found: dict[Message, str] = {}
    for path in _sources():
        text = path.read_text()
        code = text if path.suffix == ".py" else _as_code(text, path)
        for message in _calls(code):
            found.setdefault(message, str(path.relative_to(ROOT)))
    return found


def _sources() -> Iterator[Path]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    for suffix in ("html", "txt"):
        yield from sorted((ROOT / "templates").rglob(f"*.{suffix}"))


_CALL = re.compile(r"\b(n?p?gettext|_)\(")


def _as_code(text: str, path: Path) -> str:
    """The calls of a template as Python lines."""
    lines = []
    source = templatize(text, origin=str(path))
    for match in _CALL.finditer(source):
        lines.append(_balanced(source, match.start(), match.end()))
    return "\n".join(lines)


def _balanced(source: str, start: int, position: int) -> str:
    """From ``start`` to the bracket that closes the call; brackets in strings do not count."""
    depth, quote = 1, ""
    while depth and position < len(source):
        char = source[position]
        if quote:
            position += char == "\\"
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        else:
            depth += (char == "(") - (char == ")")
        position += 1
    return " ".join(source[start:position].splitlines())


def _calls(code: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in CALLS:
            continue
        texts = [_text(argument) for argument in node.args]
        context, message, plural = CALLS[name]
        if len(texts) > message and texts[message]:
            yield Message(
                texts[message] or "",
                (texts[plural] or "") if plural is not None and len(texts) > plural else "",
                texts[context] if context is not None else None,
            )


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def update() -> polib.POFile:
    """Bring the catalogue up to the source: new texts empty, dead ones dropped, then sorted."""
    old = {_key(e): e for e in polib.pofile(str(CATALOGUE))} if CATALOGUE.exists() else {}
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = {
        "Language": "vi",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for message in sorted(messages(), key=lambda m: (m.text, m.context or "")):
        kept = old.get((message.context, message.text))
        fresh.append(_entry(message, kept))
    # Texts of libraries that we word ourselves stay although our source has no call for them.
    ours = {(m.context, m.text) for m in messages()}
    fresh.extend(e for key, e in old.items() if key not in ours and e.tcomment == "library")
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(CATALOGUE))
    return fresh


def _key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def _entry(message: Message, kept: polib.POEntry | None) -> polib.POEntry:
    facts = {"msgctxt": message.context, "msgid": message.text}
    if not message.plural:
        return polib.POEntry(msgstr=kept.msgstr if kept else "", **facts)
    plurals = dict(kept.msgstr_plural) if kept and kept.msgstr_plural else {0: ""}
    if kept and kept.msgstr and not plurals.get(0):
        plurals = {0: kept.msgstr}
    return polib.POEntry(msgid_plural=message.plural, msgstr_plural=plurals, **facts)


def missing() -> list[str]:
    """Texts of the source without a Vietnamese twin, or with a doubtful one."""
    known = {_key(e): e for e in polib.pofile(str(CATALOGUE))}
    found = []
    for message, place in messages().items():
        entry = known.get((message.context, message.text))
        done = entry and not entry.fuzzy and (entry.msgstr or entry.msgstr_plural.get(0))
        if not done:
            found.append(f"{place}: {message.text}")
    return found


def compiled() -> bytes:
    """The catalogue in the form that Django reads."""
    binary: bytes = polib.pofile(str(CATALOGUE)).to_binary()
    return binary


def compile_catalogue() -> None:
    CATALOGUE.with_suffix(".mo").write_bytes(compiled())


def is_compiled() -> bool:
    """Whether the compiled file says what the catalogue says."""
    path = CATALOGUE.with_suffix(".mo")
    if not path.exists():
        return False
    stored = polib.mofile(str(path))
    said = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in stored}
    source = polib.pofile(str(CATALOGUE))
    wanted = {_key(e): e.msgstr or e.msgstr_plural for e in source if e.translated()}
    return said == wanted
