"""What the database alone needs for a page: raw SQL to JSON in a bare WSGI callable.

A floor holds the same rows and figures as its page: the lines with what they tell of extensions,
returns and results, the counts beside them up to the same bound, the choices of the filter; of
what the same person may see, by the condition of assignments/models/rights.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import psycopg2
from django.db import connection

Statement = tuple[str, tuple[Any, ...]]
BOUND = 1001

_LINE = """
SELECT a.id, a.title, a.clause, a.stage, a.timing, a.due_on, a.original_due_on, a.issued_on,
    a.submitted_on, a.confirmed_on, a.stopped_on, a.moved_at, a.giver, a.is_priority, a.product,
    l.name_vi, g.name_vi, d.number, d.issued_on, u.full_name,
    (SELECT h.from_on FROM assignments_holding h WHERE h.assignment_id = a.id
        ORDER BY h.from_on DESC, h.id DESC LIMIT 1),
    (SELECT e.asked_due_on FROM assignments_extension e
        WHERE e.assignment_id = a.id AND e.outcome = 'ASKED'),
    (SELECT r.reason FROM assignments_returnrequest r
        WHERE r.assignment_id = a.id AND r.outcome = 'ASKED'),
    (SELECT s.state FROM assignments_submission s WHERE s.assignment_id = a.id
        ORDER BY s.id DESC LIMIT 1),
    (SELECT c.sent_on FROM assignments_cooperation c WHERE c.assignment_id = a.id
        AND c.agency_id = a.monitor_id)
FROM assignments_assignment a
JOIN agencies_agency l ON l.id = a.lead_id
JOIN agencies_agency g ON g.id = a.assigner_id
LEFT JOIN directives_directive d ON d.id = a.directive_id
LEFT JOIN agencies_seat s ON s.id = a.officer_id
LEFT JOIN agencies_user u ON u.id = s.user_id
"""
_NEWEST = "ORDER BY a.issued_on DESC NULLS LAST, a.id DESC LIMIT 50"
OPEN = "a.stage IN ('ISSUED', 'ACKNOWLEDGED', 'SUBMITTED', 'RETURNED')"
_PREPARED = (
    "EXISTS (SELECT FROM assignments_submission s"
    " WHERE s.assignment_id = a.id AND s.state = 'PREPARED')"
)
_ASKED = (
    "a.id IN (SELECT e.assignment_id FROM assignments_extension e WHERE e.outcome = 'ASKED')",
    "a.id IN (SELECT r.assignment_id FROM assignments_returnrequest r WHERE r.outcome = 'ASKED')",
)
_HEIRLESS = (
    "a.id IN (SELECT x.assignment_id FROM assignments_successioncase x WHERE x.chosen_id IS NULL)"
)
_CHOICES = """
SELECT 'body', id::text, name_vi, kind FROM agencies_agency
WHERE valid_to IS NULL AND kind NOT IN ('province', 'party', 'elected_body', 'ppc', 'leader')
UNION ALL SELECT 'field', id::text, name_vi, '' FROM agencies_function
UNION ALL SELECT 'group', code, name_vi, '' FROM agencies_group WHERE valid_to IS NULL
UNION ALL SELECT 'officer', s.id::text, u.full_name, s.title FROM agencies_seat s
    JOIN agencies_user u ON u.id = s.user_id WHERE s.agency_id = %s
"""
BY_KEY = "SELECT title FROM assignments_assignment WHERE id = %s"


def figures(seen: str, conditions: Iterable[str]) -> Statement:
    """The counts beside a list, and the badges of the bar on top, each up to the bound."""
    counts = (
        "(SELECT count(*) FROM (SELECT FROM assignments_assignment a"
        f" WHERE {seen} AND {condition} LIMIT {BOUND}) AS n)"
        for condition in conditions
    )
    return f"SELECT {', '.join(counts)}", ()


def _dated(on: date) -> list[str]:
    """Not done, overdue, due soon."""
    soon = f"'{on}' AND '{on + timedelta(5)}'"
    return [
        OPEN,
        f"{OPEN} AND a.due_on < '{on}' AND a.submitted_on IS NULL AND a.stopped_on IS NULL",
        f"{OPEN} AND a.due_on BETWEEN {soon} AND a.stopped_on IS NULL",
    ]


def of_office(seen: str, office: int, seat: int, on: date, *more: str) -> Statement:
    """The tabs and the badges of a specialist of the PPC office, and ``more`` of a page."""
    gone = f"SELECT s.id FROM agencies_seat s WHERE s.valid_to <= '{on}'"
    own = f"(a.specialist_id = {seat} OR a.specialist_id IS NULL OR a.specialist_id IN ({gone}))"
    given = f"a.assigner_id <> {office} AND {own}"
    badges = [
        f"a.stage = 'SUBMITTED' AND a.monitor_id = {office} AND {own}",
        *(f"{given} AND {asked}" for asked in _ASKED),
        f"{given} AND a.stage = 'RETURNED'",
        _HEIRLESS,
    ]
    return figures(seen, [*_dated(on), "a.stage = 'SUBMITTED'", *_ASKED, *badges, *more])


def of_head(seen: str, body: int, on: date, *more: str) -> Statement:
    """The tabs of a body that leads, and ``more`` of a page."""
    part = (
        f"{OPEN} AND a.id IN (SELECT c.assignment_id FROM assignments_cooperation c"
        f" WHERE c.agency_id = {body} AND c.sent_on IS NULL)"
    )
    led = f"a.lead_id = {body}"
    asked = [*_dated(on), "a.stage = 'ISSUED'", "a.stage = 'SUBMITTED'", *more]
    return figures(seen, [part, *(f"{led} AND {condition}" for condition in asked)])


def all_of_body(seen: str, body: int, asked: str = "true") -> Statement:
    """How many that are asked for a body sees in whatever relation, up to the bound; each relation
    by its index, and none but the first where that one fills the bound."""
    one = f"SELECT a.id FROM assignments_assignment a WHERE {asked} AND {seen} AND"
    arms = (
        f"SELECT a.id FROM assignments_assignment a WHERE {asked} AND a.lead_id = {body}",
        f"{one} a.assigner_id = {body}",
        f"{one} a.monitor_id = {body}",
        f"{one} a.id IN (SELECT c.assignment_id FROM assignments_cooperation c"
        f" WHERE c.agency_id = {body} LIMIT 1000000)",
        f"{one} a.id IN (SELECT c.id FROM assignments_assignment c JOIN assignments_assignment p"
        f" ON p.id = c.parent_id WHERE p.lead_id = {body} LIMIT 1000000)",
    )
    united = " UNION ".join(f"({arm} LIMIT {BOUND})" for arm in arms)
    led = f"(SELECT count(*) FROM ({arms[0]} LIMIT {BOUND}) AS n)"
    whole = f"(SELECT count(*) FROM ({united} LIMIT {BOUND}) AS n)"
    return f"SELECT CASE WHEN {led} = {BOUND} THEN {BOUND} ELSE {whole} END", ()


def choices(body: int) -> Statement:
    """What the filter of a list offers."""
    return _CHOICES, (body,)


# --- lists ------------------------------------------------------------------------------------
def everything(seen: str) -> Statement:
    return f"{_LINE} WHERE {seen} {_NEWEST}", ()


def not_done(seen: str) -> Statement:
    return f"{_LINE} WHERE {seen} AND {OPEN} ORDER BY a.due_on NULLS LAST, a.id LIMIT 50", ()


def of_body(seen: str, body: int) -> Statement:
    return f"{_LINE} WHERE {seen} AND a.lead_id = %s {_NEWEST}", (body,)


def after(seen: str, day: date, pk: int) -> Statement:
    return f"{_LINE} WHERE {seen} AND (a.issued_on, a.id) < (%s, %s) {_NEWEST}", (day, pk)


def without_hit(seen: str) -> Statement:
    return f"{_LINE} WHERE {seen} AND a.search_key LIKE %s LIMIT 50", ("%khong co tu nay%",)


# --- a head's board ---------------------------------------------------------------------------
def board(seen: str, body: int, on: date) -> list[Statement]:
    """Four short lists, time at each body of the overdue ones, the work by person, the counts."""
    led = f"{_LINE} WHERE a.lead_id = %s AND {OPEN} AND {seen}"
    first = "ORDER BY a.due_on NULLS LAST, a.id LIMIT 20"
    held = (
        "SELECT h.assignment_id, h.holder, h.from_on, b.name_vi, u.full_name"
        " FROM assignments_holding h LEFT JOIN agencies_agency b ON b.id = h.agency_id"
        " LEFT JOIN agencies_seat s ON s.id = h.officer_id"
        " LEFT JOIN agencies_user u ON u.id = s.user_id WHERE h.assignment_id IN"
        f" (SELECT a.id FROM assignments_assignment a WHERE a.lead_id = %s AND {OPEN} {first})"
    )
    people = (
        "SELECT a.officer_id, u.full_name, count(*), count(*) FILTER (WHERE a.due_on < %s),"
        " max(a.moved_at), (SELECT count(*) FROM assignments_assignment d WHERE d.lead_id = %s"
        " AND d.stage = 'DONE' AND d.due_on IS NOT NULL AND NOT d.is_internal)"
        " FROM assignments_assignment a LEFT JOIN agencies_seat s ON s.id = a.officer_id"
        f" LEFT JOIN agencies_user u ON u.id = s.user_id WHERE a.lead_id = %s AND {OPEN}"
        " GROUP BY a.officer_id, u.full_name"
    )
    return [
        (f"{led} AND a.due_on < %s {first}", (body, on)),
        (f"{led} AND a.due_on BETWEEN %s AND %s {first}", (body, on, on + timedelta(5))),
        (f"{led} AND {_PREPARED} {first}", (body,)),
        (f"{led} AND a.stage = 'ISSUED' {first}", (body,)),
        (held, (body,)),
        (people, (on, body, body)),
        of_head(seen, body, on, _PREPARED, "a.moved_at < now() - interval '14 days'"),
    ]


# --- one assignment ---------------------------------------------------------------------------
_NAMES = (
    " LEFT JOIN agencies_seat s1 ON s1.id = x.decided_by_id"
    " LEFT JOIN agencies_user u1 ON u1.id = s1.user_id"
    " LEFT JOIN agencies_seat s2 ON s2.id = x.recorded_by_id"
    " LEFT JOIN agencies_user u2 ON u2.id = s2.user_id"
)
_DECIDED = (
    "assignments_leadchange",
    "assignments_duechange",
    "assignments_extension",
    "assignments_returnrequest",
    "assignments_pause",
    "assignments_objectivecause",
    "assignments_submission",
)
_OF_BODIES = ("assignments_cooperation", "assignments_holding")
_ABOUT = """
SELECT m.name_vi, t.name_vi, i.name_vi, p.title, o.text_vi, wu.full_name, hu.full_name, h.title,
    (SELECT count(*) FROM assignments_assignment n WHERE n.batch_id = a.batch_id),
    EXISTS (SELECT FROM assignments_assignment n WHERE n.parent_id = a.id)
FROM assignments_assignment a
JOIN agencies_agency m ON m.id = a.monitor_id
LEFT JOIN directives_directive d ON d.id = a.directive_id
LEFT JOIN directives_documenttype t ON t.id = d.document_type_id
LEFT JOIN directives_issuer i ON i.id = d.issuer_id
LEFT JOIN directives_obligation o ON o.id = a.obligation_id
LEFT JOIN assignments_assignment p ON p.id = a.parent_id
LEFT JOIN agencies_seat w ON w.id = a.specialist_id
LEFT JOIN agencies_user wu ON wu.id = w.user_id
LEFT JOIN agencies_seat h ON h.agency_id = a.lead_id AND h.role = 'HEAD' AND h.valid_to IS NULL
LEFT JOIN agencies_user hu ON hu.id = h.user_id
WHERE a.id = %s
"""


def of_assignment(pk: int, badges: Statement) -> list[Statement]:
    """Every row that the page of one assignment tells of, with the names of bodies and people."""
    product = (
        "SELECT p.* FROM assignments_product p JOIN assignments_submission s"
        " ON s.id = p.submission_id WHERE s.assignment_id = %s"
    )
    decided = "SELECT x.*, u1.full_name, s1.title, u2.full_name FROM {} x" + _NAMES
    bodies = "SELECT x.*, b.name_vi FROM {} x LEFT JOIN agencies_agency b ON b.id = x.agency_id"
    story = "SELECT * FROM audit_event WHERE subject_type = %s AND subject_id = %s ORDER BY id"
    of_one = " WHERE x.assignment_id = %s"
    return [
        (f"{_LINE} WHERE a.id = %s", (pk,)),
        (_ABOUT, (pk,)),
        *((decided.format(table) + of_one, (pk,)) for table in _DECIDED),
        *((bodies.format(table) + of_one, (pk,)) for table in _OF_BODIES),
        (product, (pk,)),
        (story, ("assignments.assignment", pk)),
        badges,
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
