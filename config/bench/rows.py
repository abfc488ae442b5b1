"""What each table holds of the made-up lives: one SQL expression a column, one row a version.

The tables ``plan`` (a row for each assignment) and ``step`` (a row for each of its moves) are made
by sql/plan.sql and sql/steps.sql.
"""

from __future__ import annotations

from collections.abc import Mapping

from assignments.models import (
    Assignment,
    Batch,
    Cooperation,
    DueChange,
    Extension,
    Holding,
    LeadChange,
    Pause,
    Product,
    Progress,
    Reader,
    ReturnRequest,
    Submission,
)
from audit.models import Event
from config.bench.tables import Table
from config.bench.words import PLACES, PRODUCTS, SELDOM, THINGS, VERBS, array

# --- the assignment itself --------------------------------------------------------------------
_TITLE = (
    f"bench.pick({array(VERBS)}, j, 41) || ' ' || CASE WHEN bench.u(j, 45) < 0.0005"
    f" THEN '{SELDOM}' ELSE bench.pick({array(THINGS)}, j, 42) END"
    f" || ' ' || bench.pick({array(PLACES)}, j, 43)"
)
_CONTENT = (
    f"bench.pick({array(VERBS)}, j, 51) || ' ' || bench.pick({array(THINGS)}, j, 52)"
    f" || '; ' || lower(bench.pick({array(VERBS)}, j, 53)) || ' '"
    f" || bench.pick({array(THINGS)}, j, 54)"
    " || ', báo cáo cơ quan giao trước khi đến hạn.'"
)
_STAGE = (
    "CASE move WHEN 'draft' THEN 'DRAFT' WHEN 'issue' THEN 'ISSUED' WHEN 'submit' THEN 'SUBMITTED'"
    " WHEN 'confirm' THEN 'DONE' WHEN 'withdraw' THEN 'WITHDRAWN'"
    " WHEN 'accept_return' THEN 'RETURNED' ELSE 'ACKNOWLEDGED' END"
)
_DUE = "CASE WHEN at >= granted_at THEN later_due ELSE first_due END"
_RESULT = "CASE WHEN at >= sent_at THEN result_on ELSE first_result_on END"


def _decided(at: str, decider: str = "decider_id", recorder: str = "recorder_id") -> dict[str, str]:
    """The three facts of a decision: by a slip, or directly where one person is both."""
    direct = f"{decider} = {recorder}"
    return {
        "decided_by_id": decider,
        "capacity": "'DIRECT'",
        "recorded_by_id": recorder,
        "basis_kind": f"CASE WHEN {direct} THEN 'DIRECT' ELSE 'SUBMISSION' END",
        "basis": f"CASE WHEN {direct} THEN '' ELSE (1 + i % 300) || '/PT-VP' END",
        "basis_on": f"CASE WHEN NOT {direct} THEN bench.day({at}) END",
        "decided_on": f"bench.day({at})",
    }


def _once(condition: str, values: Mapping[str, str], otherwise: str = "NULL") -> dict[str, str]:
    """The values from the moment on where the condition holds."""
    blank = {"capacity", "basis_kind", "basis"}
    return {
        name: f"CASE WHEN {condition} THEN {value} "
        f"ELSE {chr(39) * 2 if name in blank else otherwise} END"
        for name, value in values.items()
    }


def _assignments(documents: tuple[int, int]) -> Table:
    """``documents``: the first of the documents that give work, and how many they are."""
    first, many = documents
    return Table(
        Assignment,
        "step JOIN plan USING (i)",
        {
            "id": "i",
            "batch_id": "batch_id",
            "directive_id": f"{first} + floor({many} * bench.u(j, 14))::bigint",
            "parent_id": "parent_id",
            "clause": "'mục ' || 1 + j % 9",
            "title": _TITLE,
            "content": _CONTENT,
            "product": f"bench.pick({array(PRODUCTS)}, j, 44)",
            "giver": "giver",
            "assigner_id": "assigner_id",
            "lead_id": "lead_id",
            "officer_id": "CASE WHEN at >= taken_at THEN officer_id END",
            "monitor_id": "monitor_id",
            "specialist_id": "CASE WHEN n > 0 AND is_watched THEN recorder_id END",
            "timing": "timing",
            "timing_reason": "CASE WHEN first_due IS NULL THEN 'Thường xuyên' ELSE '' END",
            "due_on": _DUE,
            "original_due_on": "first_due",
            "due_rule": "CASE WHEN first_due IS NULL THEN '' ELSE 'STATED' END",
            "is_priority": "bench.u(j, 32) < 0.05",
            "is_internal": "bench.u(j, 33) < 0.06",
            "restriction": "CASE WHEN is_restricted THEN 'PERSONNEL' ELSE '' END",
            "stage": _STAGE,
            "issued_on": "CASE WHEN n > 0 THEN issued_on END",
            "entered_at": "drafted_at",
            "acknowledged_on": "CASE WHEN at >= taken_at THEN bench.day(taken_at) END",
            "submitted_on": f"CASE WHEN move IN ('submit', 'confirm') THEN {_RESULT} END",
            "confirmed_on": "CASE WHEN move = 'confirm' THEN bench.day(at) END",
            "stopped_on": "CASE move WHEN 'accept_return' THEN bench.day(objected_at)"
            " WHEN 'pause' THEN bench.day(at) END",
            "withdrawn_on": "CASE WHEN move = 'withdraw' THEN bench.day(at) END",
            "moved_at": "at",
            "revision": "n",
            **_once("n > 0", _decided("issued_at")),
        },
        since="at",
        until="until",
    )


# --- the dated facts beside it ----------------------------------------------------------------
_LEAD_CHANGES = Table(
    LeadChange,
    "plan WHERE issued_at IS NOT NULL",
    {
        "id": "i",
        "assignment_id": "i",
        "agency_id": "lead_id",
        "effective_on": "issued_on",
        "cause": "'ISSUE'",
        "recorded_at": "issued_at",
        **_decided("issued_at"),
    },
    since="issued_at",
)
_DUE_CHANGES = Table(
    DueChange,
    "plan, LATERAL (VALUES (0, 'ISSUE', issued_at, first_due, NULL::date),"
    " (1, 'EXTENSION', granted_at, later_due, first_due)) AS c (k, cause, at, due, before)"
    " WHERE at IS NOT NULL",
    {
        "id": "i * 2 + k",
        "assignment_id": "i",
        "due_on": "due",
        "previous_due_on": "before",
        "effective_on": "CASE k WHEN 0 THEN issued_on ELSE bench.day(at) END",
        "cause": "cause",
        "working_days": "CASE k WHEN 1 THEN ((due - before) * 5 / 7) END",
        "was_overdue": "k = 1 AND bench.day(at) > before",
        "recorded_at": "at",
        **_decided("at"),
    },
    since="at",
)
_EXTENSIONS = Table(
    Extension,
    "plan, LATERAL (VALUES ('ASKED', asked_at, granted_at), ('ACCEPTED', granted_at, NULL))"
    " AS c (outcome, at, until) WHERE at IS NOT NULL",
    {
        "id": "i",
        "assignment_id": "i",
        "agency_id": "lead_id",
        "grounds": "'Chờ ý kiến của cơ quan phối hợp'",
        "asked_due_on": "later_due",
        "asked_days": "(later_due - first_due) * 5 / 7",
        "requested_by_id": "contact_id",
        "requested_on": "bench.day(asked_at)",
        "outcome": "outcome",
        "granted_due_on": "CASE outcome WHEN 'ACCEPTED' THEN later_due END",
        **_once("outcome = 'ACCEPTED'", _decided("at")),
    },
    since="at",
    until="until",
)
_RETURNS = Table(
    ReturnRequest,
    "plan, LATERAL (VALUES ('ASKED', objected_at, returned_at), ('ACCEPTED', returned_at, NULL))"
    " AS c (outcome, at, until) WHERE at IS NOT NULL",
    {
        "id": "i",
        "assignment_id": "i",
        "agency_id": "lead_id",
        "reason": "'FUNCTION'",
        "text": "'Không thuộc chức năng của cơ quan'",
        "requested_by_id": "contact_id",
        "requested_on": "bench.day(objected_at)",
        "outcome": "outcome",
        **_once("outcome = 'ACCEPTED'", _decided("at")),
    },
    since="at",
    until="until",
)
_PAUSES = Table(
    Pause,
    "plan WHERE paused_at IS NOT NULL",
    {
        "id": "i",
        "assignment_id": "i",
        "cause": "'UPPER_DECISION'",
        "text": "'Chờ quyết định của cấp trên'",
        "paused_on": "bench.day(paused_at)",
        **_decided("paused_at"),
    },
    since="paused_at",
)
# A first result that was sent back, and the last one.
_RESULTS = (
    "plan, LATERAL (VALUES (0, first_prepared_at, first_result_on), (1, prepared_at, result_on))"
    " AS r (k, prepared, issued) WHERE prepared IS NOT NULL"
)
_SUBMISSIONS = Table(
    Submission,
    "plan, LATERAL (VALUES"
    " (0, 'PREPARED', first_prepared_at, first_sent_at),"
    " (0, 'SUBMITTED', first_sent_at, sent_back_at), (0, 'SENT_BACK', sent_back_at, NULL),"
    " (1, 'PREPARED', prepared_at, sent_at), (1, 'SUBMITTED', sent_at, confirmed_at),"
    " (1, 'CONFIRMED', confirmed_at, NULL)) AS c (k, state, at, until) WHERE at IS NOT NULL",
    {
        "id": "i * 2 + k",
        "assignment_id": "i",
        "agency_id": "lead_id",
        "state": "state",
        "submitted_on": "CASE k WHEN 0 THEN first_result_on ELSE result_on END",
        "prepared_by_id": "officer_id",
        "prepared_at": "CASE k WHEN 0 THEN first_prepared_at ELSE prepared_at END",
        "entered_on": "CASE WHEN state <> 'PREPARED' THEN"
        " bench.day(CASE k WHEN 0 THEN first_sent_at ELSE sent_at END) END",
        "sent_back_on": "CASE state WHEN 'SENT_BACK' THEN bench.day(at) END",
        "sent_back_reason": "CASE state WHEN 'SENT_BACK' THEN 'Thiếu số liệu' ELSE '' END",
        "confirmed_on": "CASE state WHEN 'CONFIRMED' THEN bench.day(at) END",
        **_once(
            "state <> 'PREPARED'",
            _decided(
                "CASE k WHEN 0 THEN first_sent_at ELSE sent_at END",
                decider="head_id",
                recorder="head_id",
            ),
        ),
    },
    since="at",
    until="until",
)
_PRODUCTS = Table(
    Product,
    _RESULTS,
    {
        "id": "i * 2 + k",
        "submission_id": "i * 2 + k",
        "kind": f"bench.pick({array(PRODUCTS)}, j, 44)",
        "number": "(1 + i % 900) || '/BC'",
        "issued_on": "issued",
    },
    since="prepared",
)
# One or two other bodies, half the list apart, so that none is asked twice.
_COOPERATIONS = Table(
    Cooperation,
    "plan, LATERAL (VALUES (0), (1)) AS other (k),"
    " LATERAL (VALUES (0, drafted_at, issued_at), (1, issued_at, part_sent_at),"
    " (2, part_sent_at, NULL)) AS v (version, at, until),"
    " bench.body AS asked"
    " WHERE k < parts AND at IS NOT NULL AND asked.n = (lead_n + 1 + k * (bodies / 2)"
    " + floor((bodies / 2 - 1) * bench.u(i, 36 + k))::int) % bodies",
    {
        "id": "i * 2 + k",
        "assignment_id": "i",
        "agency_id": "asked.agency_id",
        "part": "'Cung cấp số liệu'",
        "due_on": "first_due",
        "asked_on": "CASE WHEN version > 0 THEN bench.day(issued_at) END",
        "sent_on": "CASE WHEN version = 2 THEN bench.day(at) END",
        "sent_document": "CASE WHEN version = 2 THEN (1 + i % 900) || '/CV' ELSE '' END",
    },
    since="at",
    until="until",
)

# --- what keeps no history --------------------------------------------------------------------
_BATCHES = Table(
    Batch,
    "plan WHERE is_batch AND i = greatest(j, 1)",
    {
        "id": "batch_id",
        "title": _TITLE,
        "created_by_id": "recorder_id",
        "created_at": "drafted_at",
    },
)
_HOLDINGS = Table(
    Holding,
    "step JOIN plan USING (i) JOIN (VALUES ('issue', 0, 'ASSIGNER'), ('issue', 1, 'LEAD'),"
    " ('acknowledge', 0, 'LEAD'), ('submit', 0, 'MONITOR'), ('send_back', 0, 'LEAD'),"
    " ('confirm', 0, 'NOBODY'), ('withdraw', 0, 'NOBODY'), ('accept_return', 0, 'ASSIGNER'),"
    " ('pause', 0, 'PAUSED')) AS h (move, k, holder) USING (move)",
    {
        "id": "i * 64 + n * 2 + k",
        "assignment_id": "i",
        "holder": "holder",
        "agency_id": "CASE holder WHEN 'ASSIGNER' THEN assigner_id WHEN 'LEAD' THEN lead_id"
        " WHEN 'MONITOR' THEN monitor_id END",
        "officer_id": "CASE WHEN move IN ('acknowledge', 'send_back') THEN officer_id END",
        "from_on": "CASE WHEN move = 'issue' AND k = 0 THEN issued_on"
        " WHEN move = 'accept_return' THEN bench.day(objected_at) ELSE bench.day(at) END",
    },
)
_PROGRESS = Table(
    Progress,
    "plan WHERE told_at IS NOT NULL",
    {"assignment_id": "i", "text": "'Đang thực hiện'", "by_id": "officer_id", "at": "told_at"},
)
_READERS = Table(
    Reader,
    "plan JOIN bench.seat AS s ON s.id IN (decider_id, recorder_id, head_id)"
    " WHERE is_restricted AND issued_at IS NOT NULL GROUP BY i, s.user_id, issued_at",
    {"assignment_id": "i", "user_id": "s.user_id", "named_at": "issued_at"},
)
_OF_LEAD = "move IN ('acknowledge', 'request_extension', 'request_return')"
_EVENTS = Table(
    Event,
    "step JOIN plan USING (i)"
    f" JOIN bench.seat AS actor ON actor.id = CASE WHEN {_OF_LEAD} THEN contact_id"
    " WHEN move = 'submit' THEN head_id WHEN move IN ('prepare', 'report_progress') THEN officer_id"
    " ELSE recorder_id END"
    " JOIN bench.seat AS decider ON decider.id = CASE WHEN move IN ('issue', 'grant_extension',"
    " 'accept_return', 'pause', 'withdraw') THEN decider_id ELSE actor.id END"
    " JOIN bench.seat AS officer ON officer.id = officer_id"
    " ORDER BY at, i",
    {
        "at": "at",
        "kind": "'assignment.' || move",
        "subject_type": "'assignments.assignment'",
        "subject_id": "i",
        "actor_id": "actor.user_id",
        "actor": "actor.person",
        "seat_id": "actor.id",
        "seat": "actor.label",
        "agency_id": "actor.agency_id",
        "decided_by": "decider.person || ', ' || decider.label",
        "capacity": "'DIRECT'",
        "basis": "CASE WHEN decider.id = actor.id THEN 'Trực tiếp trên hệ thống'"
        " ELSE 'Phiếu trình ' || (1 + i % 300) || '/PT-VP' END",
        "note": "CASE move WHEN 'report_progress' THEN 'Đang thực hiện' ELSE '' END",
        "data": "CASE move WHEN 'acknowledge' THEN"
        " jsonb_build_object('officer', officer.person || ', ' || officer.label)"
        " WHEN 'request_extension' THEN jsonb_build_object('asked',"
        " to_char(later_due, 'DD/MM/YYYY'))"
        " WHEN 'grant_extension' THEN jsonb_build_object('before',"
        " to_char(first_due, 'DD/MM/YYYY'), 'due', to_char(later_due, 'DD/MM/YYYY'))"
        " ELSE '{}' END",
    },
)


def tables(*, documents: tuple[int, int]) -> list[Table]:
    """Every table, each after those that it points to. ``documents``: the key of the first of the
    documents that give work, and how many they are."""
    return [
        _BATCHES,
        _assignments(documents),
        _READERS,
        _COOPERATIONS,
        _LEAD_CHANGES,
        _DUE_CHANGES,
        _EXTENSIONS,
        _RETURNS,
        _PAUSES,
        _SUBMISSIONS,
        _PRODUCTS,
        _HOLDINGS,
        _PROGRESS,
        _EVENTS,
    ]
