"""What the database alone needs for the same rows: raw SQL to JSON in a bare WSGI callable."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import psycopg2
from django.db import connection

Statement = tuple[str, tuple[Any, ...]]

_ROW = """
SELECT a.id, a.title, a.clause, a.stage, a.timing, a.due_on, a.original_due_on, a.issued_on,
    a.submitted_on, a.confirmed_on, a.stopped_on, a.giver, a.is_priority, a.product, l.name_vi,
    g.name_vi, d.number, d.issued_on, u.full_name
FROM assignments_assignment a
JOIN agencies_agency l ON l.id = a.lead_id
JOIN agencies_agency g ON g.id = a.assigner_id
LEFT JOIN directives_directive d ON d.id = a.directive_id
LEFT JOIN agencies_seat s ON s.id = a.officer_id
LEFT JOIN agencies_user u ON u.id = s.user_id
"""
_NEWEST = "ORDER BY a.issued_on DESC NULLS LAST, a.id DESC LIMIT 50"
_OPEN = "a.stage IN ('ISSUED', 'ACKNOWLEDGED', 'SUBMITTED', 'RETURNED')"
ALL = f"{_ROW} {_NEWEST}"
OPEN = f"{_ROW} WHERE {_OPEN} ORDER BY a.due_on NULLS LAST, a.id LIMIT 50"
OF_BODY = f"{_ROW} WHERE a.lead_id = %s {_NEWEST}"
OVERDUE_OF_BODY = (
    f"{_ROW} WHERE a.lead_id = %s AND {_OPEN} AND a.due_on < %s ORDER BY a.due_on, a.id LIMIT 50"
)
AFTER = f"{_ROW} WHERE (a.issued_on, a.id) < (%s, %s) {_NEWEST}"
WITHOUT_HIT = f"{_ROW} WHERE a.search_key LIKE %s LIMIT 50"
BY_KEY = "SELECT title FROM assignments_assignment WHERE id = %s"

_OF_ASSIGNMENT = (
    "assignments_cooperation",
    "assignments_leadchange",
    "assignments_duechange",
    "assignments_extension",
    "assignments_returnrequest",
    "assignments_pause",
    "assignments_holding",
    "assignments_submission",
)


def of_assignment(pk: int) -> list[Statement]:
    """Every row that the page of one assignment tells of."""
    story = "SELECT * FROM audit_event WHERE subject_type = %s AND subject_id = %s ORDER BY id"
    product = (
        "SELECT p.* FROM assignments_product p JOIN assignments_submission s"
        " ON s.id = p.submission_id WHERE s.assignment_id = %s"
    )
    return [
        (f"{_ROW} WHERE a.id = %s", (pk,)),
        *((f"SELECT * FROM {table} WHERE assignment_id = %s", (pk,)) for table in _OF_ASSIGNMENT),
        (product, (pk,)),
        (story, ("assignments.assignment", pk)),
    ]


class Floor:
    """A bare WSGI callable that answers the rows of these statements as JSON."""

    def __init__(self, link: Any, statements: Sequence[Statement]) -> None:
        self._link = link
        self._statements = statements

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        found = []
        with self._link.cursor() as cursor:
            for sql, values in self._statements:
                cursor.execute(sql, values)
                found.append(cursor.fetchall())
        body = json.dumps(found, default=str, ensure_ascii=False).encode()
        start("200 OK", [("Content-Type", "application/json")])
        return [body]


def link() -> Any:
    """A connection of the driver alone."""
    made = psycopg2.connect(**connection.get_connection_params())
    made.autocommit = True
    return made
