"""Pages of the register by key: no row is counted past, none is missed when others arrive."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import QueryDict

from directives.models import Directive
from directives.models.directive import DirectiveQuerySet

SIZE = 50
_KEY = re.compile(r"(?P<on>\d{4}-\d\d-\d\d|none)_(?P<pk>\d{1,18})")


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the keys of its neighbours; empty where there is none."""

    rows: list[Directive]
    before: str = ""
    after: str = ""


def page_of(rows: DirectiveQuerySet, asked: Mapping[str, str], *, size: int = SIZE) -> Page:
    """The page that `?after=KEY` or `?before=KEY` asks for; the first one else."""
    if key := _read(asked.get("before", "")):
        found = list(rows.filter(_newer(*key)).newest_first().reverse()[: size + 1])[::-1]
        has_before, has_after = len(found) > size, True
        found = found[-size:]
    else:
        key = _read(asked.get("after", ""))
        found = list((rows.filter(_older(*key)) if key else rows).newest_first()[: size + 1])
        has_before, has_after = key is not None, len(found) > size
        found = found[:size]
    if not found:
        return Page([])
    return Page(
        found,
        before=_key(found[0]) if has_before else "",
        after=_key(found[-1]) if has_after else "",
    )


def address(asked: QueryDict, **keys: str) -> str:
    """The same list at another place; empty when there is no such place."""
    if not all(keys.values()):
        return ""
    query = asked.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    query.update(keys)
    return f"?{query.urlencode()}"


def _key(row: Directive) -> str:
    return f"{row.issued_on.isoformat() if row.issued_on else 'none'}_{row.pk}"


def _read(text: str) -> tuple[date | None, int] | None:
    found = _KEY.fullmatch(text)
    if not found:
        return None
    try:
        on = None if found["on"] == "none" else date.fromisoformat(found["on"])
    except ValueError:
        return None
    return on, int(found["pk"])


def _older(on: date | None, pk: int) -> Q:
    if on is None:
        return Q(issued_on=None, pk__lt=pk)
    return Q(issued_on__lt=on) | Q(issued_on=on, pk__lt=pk) | Q(issued_on=None)


def _newer(on: date | None, pk: int) -> Q:
    if on is None:
        return Q(issued_on__isnull=False) | Q(issued_on=None, pk__gt=pk)
    return Q(issued_on__gt=on) | Q(issued_on=on, pk__gt=pk)
