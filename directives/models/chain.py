"""The legal chain of a document: what it rests on, and what rests on it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from django.db import connection

from directives.models.directive import DirectiveLink

# Longer chains are cut: a page shows near relations.
DEPTH = 4
_WALK = """
WITH RECURSIVE walk(id, depth) AS (
    SELECT %s::bigint, 0
    UNION
    SELECT link.{far}, walk.depth + 1 FROM directives_directivelink link
    JOIN walk ON link.{near} = walk.id WHERE walk.depth < %s
)
SELECT DISTINCT link.source_id, link.target_id, link.kind FROM directives_directivelink link
JOIN walk ON link.{near} = walk.id WHERE walk.depth < %s ORDER BY 1, 2, 3
"""


@dataclass(frozen=True)
class Edge:
    """`lower` is based on, carries out, amends or replaces `upper` (ids of documents)."""

    lower: int
    upper: int
    kind: str

    @property
    def label(self) -> str:
        return str(DirectiveLink.Kind(self.kind).label)


def edges_up(pk: int, *, depth: int = DEPTH) -> list[Edge]:
    """Links from the document to what it rests on, and on upwards."""
    return _walk(pk, near="source_id", far="target_id", depth=depth)


def edges_down(pk: int, *, depth: int = DEPTH) -> list[Edge]:
    """Links from what rests on the document, and on downwards."""
    return _walk(pk, near="target_id", far="source_id", depth=depth)


def _walk(pk: int, *, near: str, far: str, depth: int) -> list[Edge]:
    with connection.cursor() as cursor:
        # The column names are constants of this module.
        cursor.execute(_WALK.format(near=near, far=far), [pk, depth, depth])
        return [Edge(*row) for row in cursor.fetchall()]


def paths(pk: int, edges: list[Edge], seen: Container[int], *, up: bool) -> list[list[int]]:
    """Ways from the document outwards, nearest first, over documents that may be seen."""
    steps: dict[int, list[int]] = {}
    for edge in edges:
        near, far = (edge.lower, edge.upper) if up else (edge.upper, edge.lower)
        if far in seen and far not in steps.setdefault(near, []):
            steps[near].append(far)
    return _paths(pk, steps, (pk,))


def _paths(pk: int, steps: dict[int, list[int]], seen: tuple[int, ...]) -> list[list[int]]:
    found = []
    for far in steps.get(pk, []):
        if far not in seen:
            tails = _paths(far, steps, (*seen, far))
            found += [[far, *tail] for tail in tails] or [[far]]
    return found
