"""Keyset pages: the next rows after, or before, a row that the address names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

BOUND = 1000


@dataclass(frozen=True)
class Page:
    """The rows of one page and the addresses of its neighbours, empty when there is none."""

    rows: list[Any]
    previous_url: str
    next_url: str


def page_of(rows: QuerySet[Any], keys: Sequence[str], *, size: int, request: HttpRequest) -> Page:
    """The page that ``after`` or ``before`` in the address names, else the first one.

    ``keys``: ascending, never null, the last one the primary key; ``rows`` are in their order.
    An unknown row in the address gives the first page.
    """
    back = _named(rows, keys, request.GET.get("before", ""))
    mark = back or _named(rows, keys, request.GET.get("after", ""))
    if back:
        found = list(rows.filter(_beyond(keys, back, "lt")).reverse()[: size + 1])
        has_previous, has_next = len(found) > size, True
        found = found[:size][::-1]
    else:
        found = list((rows.filter(_beyond(keys, mark, "gt")) if mark else rows)[: size + 1])
        has_previous, has_next = mark is not None, len(found) > size
        found = found[:size]
    return Page(
        found,
        _address(request, "before", found[0].pk) if found and has_previous else "",
        _address(request, "after", found[-1].pk) if found and has_next else "",
    )


def _named(rows: QuerySet[Any], keys: Sequence[str], text: str) -> tuple[Any, ...] | None:
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        return None
    return rows.filter(pk=int(text)).values_list(*keys).first()


def _beyond(keys: Sequence[str], values: tuple[Any, ...], way: str) -> Q:
    beyond = Q()
    for place, key in enumerate(keys):
        same = dict(zip(keys[:place], values[:place], strict=True))
        beyond |= Q(**same, **{f"{key}__{way}": values[place]})
    return beyond


def _address(request: HttpRequest, name: str, pk: int) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[name] = str(pk)
    return f"?{query.urlencode()}"


def bounded(rows: QuerySet[Any]) -> int | str:
    """The number of rows, or "over 1,000"; never counts further."""
    return figure(rows.order_by()[: BOUND + 1].count())


def figure(count: int) -> int | str:
    """The count, or "over 1,000" beyond the bound: to count on would cost more than the page."""
    if count <= BOUND:
        return count
    return _("over %(n)s") % {"n": number_format(BOUND, use_l10n=True, force_grouping=True)}
