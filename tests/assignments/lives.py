"""Making any move of the table with the least it needs; what the facts say about a row."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from agencies.models import Agency, Seat
from agencies.models.decision import Decision
from agencies.models.standing import standing_of
from agencies.rules.roles import BasisKind
from assignments.actions import assignment as assignments
from assignments.actions import cooperation, extension, returning
from assignments.actions import submission as submissions
from assignments.models import Assignment, Submission
from assignments.models.heritage import heir_by_rule
from assignments.models.parties import capacity_of, deciders, own_decision, relation
from assignments.rules.assignment import MOVES, Stage
from tests.factories import World, a_result

# An edit belongs to a draft, and a draft has no life yet.
MADE = [name for name in MOVES if name != "edit"]


def decision_for(row: Assignment, move: str, by: Seat, on: date) -> Decision:
    """By the actor where the actor may decide, else recorded for somebody who may."""
    standing = standing_of(by, on=on)
    among = deciders(row, move, own=standing.bodies, on=on)
    if among.filter(pk=by.pk).exists() or not MOVES[move].recorders:
        return own_decision(row, relation(row, by, standing), move, by, on=on)
    decider = among.exclude(pk=by.pk).first()
    if decider is None:
        return Decision.direct(by, on)
    capacity = capacity_of(row, move, decider)
    return Decision(decider, by, on, capacity, BasisKind.NOTE, "bút phê", on, has_scan=True)


def make(move: str, row: Assignment, world: World, *, by: Seat, at: datetime) -> None:
    """Make the move with plain arguments; raises NotAllowed like the action itself."""
    on = timezone.localdate(at)
    decision = decision_for(row, move, by, on)
    later = max(row.due_on or on, on) + timedelta(days=4)
    # Nothing is given to a body that has ended.
    known = Agency.objects.get(pk=world.justice.pk)
    justice = heir_by_rule(known, on=on) or known
    lead = justice if row.lead_id == world.health.pk else world.health
    officer = Seat.objects.held(on).filter(agency=row.lead_id, role="OFFICER").first()
    common = {"decision": decision, "by": by, "at": at}
    calls = {
        "issue": lambda: assignments.issue(row, issued_on=on, **common),
        "clarify": lambda: assignments.clarify(
            row, content="Nội dung", product="Báo cáo", revision=row.revision, **common
        ),
        "acknowledge": lambda: assignments.acknowledge(row, officer=officer, **common),
        "change_officer": lambda: assignments.change_officer(row, officer=officer, **common),
        "report_progress": lambda: assignments.report_progress(row, text="Đang làm", by=by, at=at),
        "prepare": lambda: submissions.prepare(row, results=[a_result(on)], by=by, at=at),
        "hand_back": lambda: submissions.hand_back(row, reason="Thiếu số liệu", **common),
        "submit": lambda: submissions.submit(row, results=[a_result(on)], **common),
        "send_back": lambda: submissions.send_back(row, reason="Thiếu phụ lục", **common),
        "confirm": lambda: submissions.confirm(row, **common),
        "request_return": lambda: returning.request_return(
            row, reason="FUNCTION", text="Ngoài chức năng", new_facts="Nghị định mới", **common
        ),
        "accept_return": lambda: returning.accept_return(row, **common),
        "refuse_return": lambda: returning.refuse_return(row, answer="Giữ nguyên", **common),
        "reissue": lambda: returning.reissue(row, lead=lead, **common),
        "reassign": lambda: returning.reassign(row, lead=lead, **common),
        "request_extension": lambda: extension.request_extension(
            row, asked_due_on=later, grounds="Thiếu số liệu", **common
        ),
        "put_up_extension": lambda: extension.put_up_extension(row, put_up_on=on, by=by, at=at),
        "grant_extension": lambda: extension.grant_extension(row, due_on=later, **common),
        "refuse_extension": lambda: extension.refuse_extension(row, answer="Không", **common),
        "redate": lambda: extension.redate(row, due_on=later, reason="Điều chỉnh", **common),
        "pause": lambda: extension.pause(row, cause="COURT", text="Chờ tòa", **common),
        "resume": lambda: extension.resume(row, **common),
        "request_cause": lambda: submissions.request_cause(
            row, code="UPPER", text="Chờ Bộ", **common
        ),
        "confirm_cause": lambda: submissions.confirm_cause(row, **common),
        "refuse_cause": lambda: submissions.refuse_cause(row, answer="Không", **common),
        "send_part": lambda: cooperation.send_part(row, sent_on=on, document="7/CV", **common),
        "reopen": lambda: assignments.reopen(row, reason="Sai số liệu", **common),
        "withdraw": lambda: assignments.withdraw(row, reason="Không còn cần", **common),
    }
    calls[move]()


def stage_from_facts(row: Assignment) -> Stage:
    """The stage as the dated facts alone tell it (rules.md 4.2)."""
    if row.withdrawn_on:
        return Stage.WITHDRAWN
    if row.issued_on is None:
        return Stage.DRAFT
    standing = row.submissions.filter(
        state__in=[Submission.State.SUBMITTED, Submission.State.CONFIRMED]
    ).first()
    if standing:
        return Stage.DONE if standing.confirmed_on else Stage.SUBMITTED
    if row.returns.filter(outcome="ACCEPTED", ended_on=None).exists():
        return Stage.RETURNED
    return Stage.ACKNOWLEDGED if row.acknowledged_on else Stage.ISSUED
