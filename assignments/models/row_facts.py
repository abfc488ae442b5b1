"""What a line of a list tells beside the assignment's own columns: one statement for the page.

Every fact is a look-up by key for the rows of the page alone. It is written as SQL: built from
querysets it took longer to put together than to run, and joins made the planner try every order
of seven tables, which took longest of all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from assignments.models.viewer import Viewer
from directives.models import Directive

FACTS = (
    "lead", "assigner", "monitor", "officer", "document", "part", "prepared", "judged",
    "handed_back", "handed_in", "extension", "returning", "cause_is_asked", "waits_for_heir",
    "held_since",
)  # fmt: skip
_READ = """
SELECT a.id,
    (SELECT json_build_array(b.name_vi, b.name_en, b.kind)
        FROM agencies_agency b WHERE b.id = a.lead_id),
    (SELECT json_build_array(b.name_vi, b.name_en, b.kind)
        FROM agencies_agency b WHERE b.id = a.assigner_id),
    (SELECT json_build_array(b.name_vi, b.name_en, b.kind)
        FROM agencies_agency b WHERE b.id = a.monitor_id),
    (SELECT u.full_name FROM agencies_seat s JOIN agencies_user u ON u.id = s.user_id
        WHERE s.id = a.officer_id),
    (SELECT json_build_array(d.number, d.issued_on, d.is_restricted, d.month)
        FROM directives_directive d WHERE d.id = a.directive_id),
    (SELECT json_build_object('due_on', c.due_on, 'sent_on', c.sent_on, 'part', c.part,
            'waits', w.waits)
        FROM assignments_cooperation c, LATERAL (SELECT EXISTS (
            SELECT FROM assignments_successioncase x WHERE x.assignment_id = a.id
                AND x.old_id = c.agency_id AND x.chosen_id IS NULL) AS waits) w
        WHERE c.assignment_id = a.id AND c.agency_id = ANY (%(own)s::bigint[])
        ORDER BY c.sent_on NULLS FIRST, w.waits, c.agency_id <> %(body)s, c.id LIMIT 1),
    CASE WHEN a.stage = 'ACKNOWLEDGED' THEN
        (SELECT json_build_object('at', s.prepared_at, 'by',
                (SELECT u.full_name FROM agencies_seat p JOIN agencies_user u ON u.id = p.user_id
                    WHERE p.id = s.prepared_by_id))
            FROM assignments_submission s
            WHERE s.assignment_id = a.id AND s.state = 'PREPARED' ORDER BY s.id DESC LIMIT 1) END,
    CASE WHEN a.stage = 'ACKNOWLEDGED' THEN
        (SELECT json_build_object('state', s.state, 'on', s.sent_back_on,
                'reason', s.sent_back_reason)
            FROM assignments_submission s
            WHERE s.assignment_id = a.id AND s.state IN ('SENT_BACK', 'REOPENED')
            ORDER BY s.id DESC LIMIT 1) END,
    CASE WHEN a.stage = 'ACKNOWLEDGED' THEN
        (SELECT s.sent_back_reason FROM (SELECT * FROM assignments_submission l
                WHERE l.assignment_id = a.id ORDER BY l.id DESC LIMIT 1) s
            WHERE s.state = 'DROPPED' AND s.entered_on IS NULL AND s.sent_back_on IS NOT NULL
                AND s.agency_id = a.lead_id) END,
    CASE WHEN a.stage = 'SUBMITTED' THEN
        (SELECT json_build_object('entered_on', s.entered_on, 'is_late', s.is_entered_late,
                'product', (SELECT json_build_object('kind', p.kind, 'number', p.number,
                        'title', p.title, 'issued_on', p.issued_on)
                    FROM assignments_product p WHERE p.submission_id = s.id
                    ORDER BY p.id LIMIT 1))
            FROM assignments_submission s
            WHERE s.assignment_id = a.id AND s.state = 'SUBMITTED' ORDER BY s.id DESC LIMIT 1) END,
    (SELECT json_build_object('asked', e.asked_due_on, 'put_up', e.put_up_on,
            'grounds', e.grounds)
        FROM assignments_extension e WHERE e.assignment_id = a.id AND e.outcome = 'ASKED'),
    (SELECT json_build_object('on', r.requested_on, 'reason', r.reason, 'text', r.text,
            'proposed_vi',
                (SELECT b.name_vi FROM agencies_agency b WHERE b.id = r.proposed_lead_id),
            'proposed_en',
                (SELECT b.name_en FROM agencies_agency b WHERE b.id = r.proposed_lead_id))
        FROM assignments_returnrequest r WHERE r.assignment_id = a.id AND r.outcome = 'ASKED'),
    EXISTS (SELECT FROM assignments_objectivecause o
        WHERE o.assignment_id = a.id AND o.outcome = 'ASKED'),
    EXISTS (SELECT FROM assignments_successioncase x
        WHERE x.assignment_id = a.id AND x.chosen_id IS NULL),
    (SELECT h.from_on FROM assignments_holding h WHERE h.assignment_id = a.id
        ORDER BY h.from_on DESC, h.id DESC LIMIT 1)
FROM assignments_assignment a WHERE a.id = ANY (%(keys)s)
"""
_NO_BODY = ("", "", "")
_NO_DOCUMENT = (None, None, False, None)


def with_facts(rows: Iterable[dict[str, Any]], viewer: Viewer) -> list[dict[str, Any]]:
    """The rows of a page, each with the facts that its line tells; ``id`` is the key.

    A body is its two names and its kind, a document its number and day as text: both None where
    there is none, or where the viewer may not see it.
    """
    found = list(rows)
    if not found:
        return found
    keys = [row["id"] for row in found]
    with connection.cursor() as cursor:
        body = viewer.standing.agency_id
        cursor.execute(_READ, {"own": sorted(viewer.own), "body": body, "keys": keys})
        facts = {row[0]: row[1:] for row in cursor.fetchall()}
    for row in found:
        row.update(zip(FACTS, facts[row["id"]], strict=True))
        row["document"] = row["document"] or _NO_DOCUMENT
        row["monitor"] = row["monitor"] or _NO_BODY
    _hide_documents(found, viewer)
    return found


def _hide_documents(rows: list[dict[str, Any]], viewer: Viewer) -> None:
    """Of a restricted document only those who may see it learn the number."""
    asked = {row["directive_id"] for row in rows if row["document"][2]}
    if not asked:
        return
    seen = Directive.objects.visible_to(viewer.user).filter(pk__in=asked)
    hidden = asked - set(seen.values_list("pk", flat=True))
    for row in rows:
        if row["directive_id"] in hidden:
            row["document"] = _NO_DOCUMENT
