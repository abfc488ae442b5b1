"""Figures that open their lists: counted by the very filter that their address holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from agencies.views.paging import figure as figure
from assignments.models.filters import Criteria, counts_of
from assignments.models.viewer import Viewer


@dataclass(frozen=True)
class Tally:
    """One figure: what is counted, its words, its icon, its tone when it is not 0."""

    criteria: Criteria
    label: str | Promise
    icon: str
    tone: str = ""


def list_url(criteria: Criteria) -> str:
    """The list that the filter opens."""
    query = criteria.query()
    return reverse("assignment-list") + (f"?{query}" if query else "")


def linked(text: str, values: Mapping[str, Any], urls: Mapping[str, str]) -> list[dict[str, Any]]:
    """A sentence in parts, each number that has an address a link to its list: what
    assignments/_linked.html prints. ``text`` holds the numbers as %(name)s."""
    parts = re.split(r"%\((\w+)\)s", text)
    return [
        {"text": values[part], "url": urls.get(part, "")} if n % 2 else {"text": part, "url": ""}
        for n, part in enumerate(parts)
        if part
    ]


def counted(tallies: Sequence[Tally], viewer: Viewer) -> list[int]:
    """All the counts in one query, each up to the bound and one."""
    return counts_of([tally.criteria for tally in tallies], viewer)


def printed(tallies: Sequence[Tally], counts: Sequence[int]) -> list[dict[str, Any]]:
    """What components/tally.html prints."""
    return [
        {
            "url": list_url(tally.criteria),
            "count": figure(count),
            "label": tally.label,
            "icon": tally.icon,
            "tone": tally.tone,
        }
        for tally, count in zip(tallies, counts, strict=True)
    ]
