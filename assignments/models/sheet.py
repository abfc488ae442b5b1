"""What the page of one assignment says, as values for its templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.calendar import WorkCalendar
from assignments.models.assignment import Assignment, Cooperation
from assignments.models.dossier import Fact, Facts, basis_in_words, signed
from assignments.models.due import Due, due_view, part_due
from assignments.models.facts import ObjectiveCause, Outcome, Pause, ReturnRequest
from assignments.models.holding import Held, Time, Wait, time_at_each_body
from assignments.models.product import Product, Submission
from assignments.models.verbs import BOXES, TIMINGS
from assignments.rules.assignment import FiveClear, Stage, Timing, box, five_clear

LONG_TEXT = 180


@dataclass(frozen=True)
class Head:
    """The head of the lead body today: accountable from the issue on."""

    name: str = ""
    title: str = ""

    def __str__(self) -> str:
        return f"{self.name}, {self.title}" if self.name else ""


def due_of(row: Assignment, *, calendar: WorkCalendar, on: date) -> Due:
    """The due date as a person reads it on the day."""
    return due_view(
        due_on=row.due_on,
        original_due_on=row.original_due_on,
        submitted_on=row.submitted_on,
        stopped_on=row.stopped_on,
        stage=row.stage,
        timing=row.timing,
        calendar=calendar,
        on=on,
    )


def box_of(row: Assignment, *, on: date) -> str:
    """The official box in words; internal work, drafts and withdrawn work stand in none."""
    if row.is_internal or row.stage in {Stage.DRAFT, Stage.WITHDRAWN}:
        return _("in no official box")
    found = box(row.due_on, row.submitted_on, row.confirmed_on, row.stopped_on, on=on)
    return str(BOXES[found])


# --- state ------------------------------------------------------------------------------------
def pill_of(row: Assignment, due: Due, facts: Facts, *, is_sent_back: bool) -> dict[str, str]:
    """The one pill of the assignment: what it waits for, or else how it stands in time."""
    asked = any(f.outcome == Outcome.ASKED for f in facts.of("returnrequest"))
    match row.stage:
        case Stage.DRAFT:
            return _pill("none", _("Draft"))
        case Stage.WITHDRAWN:
            return _pill("none", _("Withdrawn"))
        case Stage.RETURNED:
            return _pill("return_requested", _("Returned to the assigner"))
        case Stage.SUBMITTED if row.needs_recognition:
            return _pill("waiting", _("Submitted, waits for recognition"))
        case Stage.SUBMITTED:
            return _pill("waiting", _("Waiting for confirmation"))
        case Stage.DONE:
            return _done(row, due)
    if row.stopped_on:
        return _pill("paused", _("Paused"))
    if asked:
        return _pill("return_requested", _("Return requested"))
    if is_sent_back:
        return _pill("sent_back", _("Sent back for completion"))
    return _running(row, due)


def _done(row: Assignment, due: Due) -> dict[str, str]:
    if row.due_on is None:
        return _pill("ok", _("Done"))
    late = due.tone == "donelate"
    return _pill("donelate", _("Done late")) if late else _pill("ok", _("Done on time"))


def _running(row: Assignment, due: Due) -> dict[str, str]:
    if due.is_overdue:
        return _pill("late", due.text[:1].upper() + due.text[1:])
    if not is_clear_order(row):
        return _pill("unclear", _("Unclear order"))
    if row.stage == Stage.ISSUED:
        return _pill("new", _("To acknowledge"))
    if due.is_soon:
        return _pill("soon", due.text[:1].upper() + due.text[1:])
    if row.due_on is None:
        return _pill("none", str(due.label))
    return _pill("open", _("In time"))


def _pill(kind: str, label: str) -> dict[str, str]:
    return {"kind": kind, "label": label}


def is_clear_order(row: Assignment) -> bool:
    """Whether the assigner gave what it owes in words."""
    return _clear(row).is_clear_order


def _clear(row: Assignment, head: Head | None = None) -> FiveClear:
    return five_clear(
        stage=Stage(row.stage),
        head_is_known=bool(head and head.name),
        officer_is_named=row.officer_id is not None,
        content=row.content,
        due_on=row.due_on,
        timing=Timing(row.timing),
        timing_reason=row.timing_reason,
        product=row.product,
    )


# --- five clear ---------------------------------------------------------------------------------
def five_of(row: Assignment, due: Due, head: Head, *, is_insider: bool) -> dict[str, Any]:
    """The five-clear header; what is missing names whose omission it is."""
    clear = _clear(row, head)
    people = _people(row, is_insider=is_insider)
    if not clear.people:
        people["missing"] = _("%(body)s: no head is entered") % {"body": row.lead}
    return {
        "people": people,
        "work": _work(row, is_clear=clear.work),
        "progress": _progress(row, due, is_clear=clear.progress),
        "responsibility": _responsibility(row, head),
        "results": _results(row, is_clear=clear.results),
    }


def _people(row: Assignment, *, is_insider: bool) -> dict[str, Any]:
    part: dict[str, Any] = {"strong": _("%(body)s leads") % {"body": row.lead}}
    if row.officer and is_insider:
        part["text"] = _("%(officer)s carries it out") % {"officer": row.officer.person}
    elif row.officer:
        part["text"] = _("an officer is named")
    if row.acknowledged_on:
        day = f"{row.acknowledged_on:%d/%m/%Y}"
        part["note"] = _("named by the body at acknowledgement, %(day)s") % {"day": day}
    elif row.stage == Stage.ISSUED:
        part["note"] = _("the body names the officer when it acknowledges")
    return part


def _work(row: Assignment, *, is_clear: bool) -> dict[str, Any]:
    names = ", ".join(str(c.agency) for c in row.cooperations.all())
    part = {"note": _("Cooperating: %(bodies)s") % {"bodies": names}} if names else {}
    text = row.content.strip()
    if not is_clear:
        part["missing"] = _missing(row, _("The order does not say what is to be done"))
    elif len(text) <= LONG_TEXT:
        part["strong"] = text
    else:
        part |= {"strong": _("The content stands below"), "url": "#content"}
        part["url_label"] = _("Read the content")
    return part


def _progress(row: Assignment, due: Due, *, is_clear: bool) -> dict[str, Any]:
    if not is_clear:
        return {"missing": _missing(row, _("The order states no due date and no reason"))}
    if row.due_on:
        return {"due": due, "url": "#why", "url_label": _("Why this date?")}
    return {"strong": str(due.label), "text": row.timing_reason}


def _responsibility(row: Assignment, head: Head) -> dict[str, Any]:
    """The head answers for it; a head who is not entered is missed among the people."""
    who = {"strong": str(head), "text": _("Head of the lead body")}
    named = who if head.name else {"strong": str(row.lead)}
    return named | {"note": _("accountable from the day of issue")}


def _results(row: Assignment, *, is_clear: bool) -> dict[str, Any]:
    if not is_clear:
        return {"missing": _missing(row, _("The order does not name the product"))}
    point = row.get_completion_point_display()
    return {"strong": row.product, "note": _("done %(point)s") % {"point": point}}


def _missing(row: Assignment, text: str) -> str:
    return f"{text}: {row.assigner}"


def meta_of(row: Assignment, *, batch_size: int, period: str) -> list[dict[str, str]]:
    """The strip of facts under the five-clear header."""
    assigner, monitor = str(row.assigner), str(row.monitor)
    if row.needs_recognition:
        assigner += f" ({row.get_giver_display()})"
    if row.specialist and row.specialist.agency_id == row.monitor_id:
        monitor += f", {row.specialist.person}"
    timing = str(TIMINGS[row.timing]) + (f", {period}" if period else "")
    items = [
        _item(_("Assigning body"), assigner),
        _item(_("Monitored and confirmed by"), monitor),
        _item(_("Timing"), timing),
        *(_item(label, value) for label, value in _marks(row) if value),
    ]
    if row.batch_id and batch_size > 1:
        label = _("1 batch, %(n)s assignments") % {"n": batch_size}
        url = reverse("batch-detail", args=[row.batch_id])
        items.append({"label": _("Batch"), "value": label, "url": url})
    return items


def _marks(row: Assignment) -> list[tuple[str, str]]:
    """What holds for some assignments only; an empty value is left out."""
    return [
        (_("Priority"), _("yes") if row.is_priority else ""),
        (_("Internal"), _("yes") if row.is_internal else ""),
        (_("Restricted"), str(row.get_restriction_display()) if row.restriction else ""),
        (_("Given at short notice"), str(row.assigner) if row.is_short_notice else ""),
        (_("Government Office code"), row.government_code),
        (_("Code in the document system"), row.system_code),
    ]


def _item(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}


# --- tables -------------------------------------------------------------------------------------
def parts_of(
    parts: Iterable[Cooperation], *, calendar: WorkCalendar, on: date
) -> list[dict[str, Any]]:
    """Cooperating bodies with their own part, date and state."""
    return [
        {
            "body": part.agency,
            "text": part.part,
            "due": part_due(part.due_on, part.sent_on, calendar=calendar, on=on),
            "pill": _part_pill(part, on=on),
            "document": part.sent_document,
            "note": part.note,
        }
        for part in parts
    ]


def _part_pill(part: Cooperation, *, on: date) -> dict[str, str]:
    if part.sent_on:
        late = bool(part.due_on and part.sent_on > part.due_on)
        text = _("Sent %(day)s, late") if late else _("Sent %(day)s")
        return _pill("donelate" if late else "ok", text % {"day": f"{part.sent_on:%d/%m}"})
    if part.asked_on is None:
        return _pill("none", _("Not yet asked"))
    late = bool(part.due_on and on > part.due_on)
    return _pill("late" if late else "open", _("Not sent"))


def time_of(row: Assignment, facts: Facts, reader: Any) -> Time | None:
    """Time at each body; None before the issue. Names are told to insiders only."""
    if row.issued_on is None:
        return None
    hidden = _("assigned officer")
    held = [
        Held(f.code, f.body, f.on or row.issued_on,
             f.person if reader.is_insider or not f.person else hidden)
        for f in facts.of("holding")
    ]  # fmt: skip
    waits = [
        Wait(str(p.agency), p.asked_on, p.due_on, p.sent_on) for p in reader.parts if p.asked_on
    ]
    return time_at_each_body(
        held, waits, issued_on=row.issued_on, calendar=reader.calendar, on=reader.on
    )


_CODES = {"returnrequest": ReturnRequest.Reason, "pause": Pause.Cause,
          "objectivecause": ObjectiveCause.Code}  # fmt: skip


def requests_of(facts: Facts) -> list[dict[str, Any]]:
    """Extensions, returns, pauses and causes, newest first, each with its three facts."""
    rows = [_request(f) for kind in ("extension", *_CODES) for f in facts.of(kind)]
    return sorted(rows, key=lambda r: (r["on"], r["pk"]), reverse=True)


def _request(fact: Fact) -> dict[str, Any]:
    code = str(_CODES[fact.kind](fact.code).label) if fact.kind in _CODES else ""
    return {
        "pk": fact.pk,
        "on": fact.on,
        "title": _titles()[fact.kind],
        "about": _about(fact, code),
        "pill": _outcome(fact),
        "quote": fact.text,
        "answer": fact.answer,
        "decision": fact.decision,
        "is_over_cap": fact.kind == "extension" and fact.flag,
    }


def _titles() -> dict[str, str]:
    return {
        "extension": _("Extension"),
        "returnrequest": _("Request for return"),
        "pause": _("Pause"),
        "objectivecause": _("Objective cause"),
    }


def _about(fact: Fact, code: str) -> str:
    match fact.kind:
        case "extension":
            values = {"day": f"{fact.until:%d/%m/%Y}", "n": fact.number}
            text = _("asked to %(day)s, %(n)s working days after the original due date") % values
            if fact.due and fact.due != fact.until:
                text += "; " + _("granted to %(day)s") % {"day": f"{fact.due:%d/%m/%Y}"}
            return text
        case "returnrequest" if fact.body:
            return f"{code}; " + _("proposed lead body: %(body)s") % {"body": fact.body}
        case "pause":
            return f"{code}; {_stretch(fact)}"
        case _:
            return code


def _stretch(fact: Fact) -> str:
    if fact.until is None:
        return _("since %(day)s") % {"day": f"{fact.on:%d/%m/%Y}"}
    return _("from %(first)s to %(last)s, %(n)s working days added") % {
        "first": f"{fact.on:%d/%m/%Y}",
        "last": f"{fact.until:%d/%m/%Y}",
        "n": fact.number or 0,
    }


def _outcome(fact: Fact) -> dict[str, str]:
    if fact.kind == "pause":
        return _pill("paused", _("Paused")) if fact.until is None else _pill("ok", _("Resumed"))
    return {
        Outcome.ASKED: _pill("waiting", _("Waits for a decision")),
        Outcome.ACCEPTED: _pill("ok", _("Accepted")),
        Outcome.REFUSED: _pill("none", _("Refused")),
        Outcome.LAPSED: _pill("none", _("Lapsed")),
    }[Outcome(fact.outcome)]


# --- results ------------------------------------------------------------------------------------
_SUBMISSION_PILLS = {
    Submission.State.PREPARED: "waiting",
    Submission.State.SUBMITTED: "waiting",
    Submission.State.SENT_BACK: "sent_back",
    Submission.State.CONFIRMED: "ok",
    Submission.State.REOPENED: "sent_back",
    Submission.State.DROPPED: "none",
}


def submissions_of(products: Sequence[Product]) -> list[dict[str, Any]]:
    """Submissions, newest first, with their products; ``products`` come with their submission.

    A draft that another result took the place of was never handed in: the history tells of it.
    """
    found: dict[int, dict[str, Any]] = {}
    for product in products:
        if product.submission.is_superseded:
            continue
        entry = found.setdefault(product.submission_id, _submission(product.submission))
        entry["products"].append(product)
    return sorted(found.values(), key=lambda entry: entry["row"].pk, reverse=True)


def _submission(row: Submission) -> dict[str, Any]:
    label = row.get_state_display()
    kind = _SUBMISSION_PILLS[Submission.State(row.state)]
    return {
        "row": row,
        "products": [],
        "pill": _pill(kind, label[:1].upper() + label[1:]),
        "decision": _approval(row),
    }


def _approval(row: Submission) -> dict[str, str] | None:
    if row.decided_by is None or row.recorded_by is None:
        return None
    by = row.decided_by
    return {
        "decided": signed(row.capacity, by.person, by.title),
        "recorded": row.recorded_by.person,
        "basis": basis_in_words(row.basis_kind, row.basis, row.basis_on),
    }
