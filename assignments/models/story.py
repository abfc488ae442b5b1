"""The history of an assignment as a story: who, what, why, on what ground; newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.calendar import WorkCalendar
from agencies.fields import parse_date
from agencies.models.decision import ground_of
from agencies.models.person import BASIS_LABELS
from agencies.rules.roles import BasisKind, Capacity
from assignments.models.aftermath import besides, follows, is_inside, passed, while_overdue
from assignments.models.assignment import Assignment, Cooperation
from assignments.models.dossier import Fact
from assignments.models.facts import ObjectiveCause, Pause, ReturnRequest
from assignments.models.lateness import Span, spans_of
from assignments.models.product import Submission
from assignments.rules import assignment as rules
from assignments.rules.assignment import Party
from audit.models import Event

NOUN = "assignment."
# Stories longer than this are told from their end; the rest stands in the audit log.
MOST_EVENTS = 300


@dataclass(frozen=True)
class Telling:
    """One event in words: a mark, what happened, and the words of those who acted."""

    icon: str
    strong: str | Promise
    text: str = ""
    quote: str = ""
    small: str = ""
    tone: str = ""
    is_late_entry: bool = False


@dataclass(frozen=True)
class Reader:
    """From where the story is read: names of officers are told inside the lead body only."""

    is_insider: bool
    calendar: WorkCalendar
    on: date
    parts: Sequence[Cooperation] = field(default_factory=tuple)
    # The dated facts by which it was overdue or not, see models/lateness.py.
    dues: Sequence[Fact] = field(default_factory=tuple)
    results: Sequence[Submission] = field(default_factory=tuple)


def last_event(row: Assignment) -> Event | None:
    """The newest event of the assignment: who saved it last."""
    return _events(row).first()


def events_of(row: Assignment) -> list[Event]:
    """The newest events, newest first."""
    return list(_events(row)[:MOST_EVENTS])


def _events(row: Assignment) -> Any:
    rows = Event.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk)
    return rows.order_by("-pk")


def story_of(
    row: Assignment, events: Iterable[Event], reader: Reader, *, only_due: bool = False
) -> list[dict[str, Any]]:
    """What components/timeline.html prints; with ``only_due``, changes of the due date alone."""
    open_to = [e for e in events if reader.is_insider or not is_inside(e)]
    spans = spans_of(row, reader.dues, reader.results, on=reader.on)
    worth = _worth_telling(open_to, only_due=only_due)
    told = [_item(row, e, reader, spans) for e in worth]
    silent = [] if only_due else [*_overdue(spans), *_silent_bodies(reader)]
    return sorted([*told, *silent], key=lambda item: item["when"], reverse=True)


def _worth_telling(events: Iterable[Event], *, only_due: bool) -> list[Event]:
    """Without the draft of what was issued in the same moment."""
    found = list(events)
    issued_at = {event.at for event in found if _name(event) == "issue"}
    return [
        event
        for event in found
        if not (_name(event) in {"draft", "edit"} and event.at in issued_at)
        and (not only_due or _moves_the_date(event))
    ]


_DUE_KINDS = frozenset({"issue", "grant_extension", "redate", "resume", "reissue", "reassign"})


def _moves_the_date(event: Event) -> bool:
    return _name(event) in _DUE_KINDS or "due" in event.data


def _name(event: Event) -> str:
    return event.kind.removeprefix(NOUN)


def _item(row: Assignment, event: Event, reader: Reader, spans: Sequence[Span]) -> dict[str, Any]:
    name = _name(event)
    telling = _TELLINGS.get(name, _other)(event, reader)
    parts: list[dict[str, Any]] = [{"text": telling.strong, "is_strong": True}]
    if telling.text:
        parts.append({"text": telling.text})
    move = rules.MOVES.get(name)
    decides = move.decides if move else bool(event.decided_by)
    # Whoever enters a decision is named (rules.md 2.2); the officer who carries it is not.
    who = _named(event) if decides else _actor(row, event, reader)
    late = while_overdue(event, spans)
    small = _joined(late, telling.small, _for_whom(event, reader), *besides(event))
    return {
        "when": event.at,
        "tone": telling.tone,
        "icon": telling.icon,
        "parts": parts,
        "decision": _decision(event, who) if decides else None,
        "quote": telling.quote,
        "small": small if decides or not who else _joined(small, who),
        "is_late_entry": telling.is_late_entry,
    }


def _joined(*texts: str) -> str:
    return " · ".join(text for text in texts if text)


def _actor(row: Assignment, event: Event, reader: Reader) -> str:
    """Who entered it: by name, or by seat where the name stays inside the body."""
    if not event.actor:
        return _("the system")
    name = _name(event)
    of_lead = name in rules.MOVES and rules.MOVES[name].party == Party.LEAD
    if (of_lead or event.agency_id == row.lead_id) and not reader.is_insider:
        return event.seat
    return _named(event)


def _named(event: Event) -> str:
    return _once(f"{event.actor}, {event.seat}") if event.actor else _("the system")


def _for_whom(event: Event, reader: Reader) -> str:
    """Whose place was taken, or under whose authorisation it was decided (rules.md 2.3)."""
    if absent := event.data.get("instead_of"):
        words = _("in the place of %(name)s, who is absent")
        return words % {"name": absent} if reader.is_insider else _("in an absent person's place")
    if letter := event.data.get("letter"):
        words = _("under authorisation %(document)s by %(name)s")
        return words % {"document": letter, "name": event.data.get("authorised_by", "")}
    return ""


def _decision(event: Event, who: str) -> dict[str, str]:
    mark = "" if event.capacity in ("", Capacity.DIRECT) else f"{event.capacity}. "
    at = f"{timezone.localtime(event.at):%d/%m/%Y %H:%M}"
    is_same = event.decided_by == f"{event.actor}, {event.seat}"
    return {
        "decided": f"{mark}{_once(event.decided_by)}",
        "recorded": f"{_('the same person') if is_same else _once(who)}, {at}",
        "basis": _basis(event.basis),
    }


def _once(words: str) -> str:
    """A leader's title is the name of the leader's body: said once."""
    return ", ".join(dict.fromkeys(words.split(", ")))


def _basis(basis: str) -> str:
    """The stored words are Vietnamese; "directly in the system" is said in both languages."""
    direct = ground_of(BasisKind.DIRECT, "", None)
    return str(BASIS_LABELS[BasisKind.DIRECT]) if basis == direct else basis


# --- what happened without anybody acting -----------------------------------------------------
def _overdue(spans: Iterable[Span]) -> list[dict[str, Any]]:
    """A due date passed without a result, or the result in time did not stand."""
    title = {"text": _("Overdue."), "is_strong": True}
    return [_silent(s.due_on, "late", "late", [title, {"text": passed(s)}]) for s in spans]


def _silent_bodies(reader: Reader) -> list[dict[str, Any]]:
    return [
        _silent(part.due_on, "mute", "soon", [
            {"text": str(part.agency), "is_strong": True},
            {"text": _("has not sent its part; it was due on %(day)s.")
             % {"day": f"{part.due_on:%d/%m/%Y}"}},
        ])
        for part in reader.parts
        if part.due_on and part.asked_on and (part.sent_on or reader.on) > part.due_on
    ]  # fmt: skip


def _silent(day: date, icon: str, tone: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Nobody did it: it is so from 0:00 of the next day."""
    when = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    return {"when": when, "tone": tone, "icon": icon, "parts": parts}


# --- one telling a kind -----------------------------------------------------------------------
def _plain(icon: str, strong: Any, tone: str = "") -> Callable[[Event, Reader], Telling]:
    """An act whose own words, if any, are quoted."""
    return lambda event, reader: Telling(icon, strong, quote=event.note, tone=tone)


def _issue(event: Event, reader: Reader) -> Telling:
    lead, issued_on = event.data.get("lead", ""), event.data.get("issued_on", "")
    entered_on = timezone.localdate(event.at)
    small = ""
    if issued_on and issued_on != f"{entered_on:%d/%m/%Y}":
        days = reader.calendar.working_days_between(parse_date(issued_on), entered_on)
        small = ngettext(
            "of %(day)s, entered %(n)d working day later",
            "of %(day)s, entered %(n)d working days later",
            days,
        ) % {"day": issued_on, "n": days}
    return Telling(
        "send", _("Issued to the body") if lead else _("Issued."), lead, event.note, small
    )


def _clarify(event: Event, reader: Reader) -> Telling:
    before = _joined(event.data.get("content", ""), event.data.get("product", ""))
    small = _("Before: %(text)s") % {"text": before} if before else ""
    return Telling("edit", _("Order completed."), small=small)


def _officer(event: Event, reader: Reader) -> Telling:
    strong = _("Acknowledged.") if _name(event) == "acknowledge" else _("Officer changed.")
    named = ", ".join(event.data.get("officer", "").split(", ")[:2])
    text = _("An officer is named.")
    if reader.is_insider and named:
        text = _("Carried out by %(officer)s.") % {"officer": named}
    return Telling("check", strong, text, quote=event.note, tone="ok")


def _submit(event: Event, reader: Reader) -> Telling:
    return Telling(
        "send", _("Result submitted."), event.data.get("products", ""), event.note,
        is_late_entry=bool(event.data.get("entered_late")),
    )  # fmt: skip


def _coded(labels: type[Any], code: str) -> str:
    return str(labels(code).label) if code in labels.values else code


def _request_return(event: Event, reader: Reader) -> Telling:
    text = _coded(ReturnRequest.Reason, event.data.get("reason", ""))
    proposed = event.data.get("proposed", "")
    small = _("Proposed lead body: %(body)s") % {"body": proposed} if proposed else ""
    if facts := event.data.get("new_facts"):
        small = _joined(small, _("New facts: %(text)s") % {"text": facts})
    return Telling("send", _("Return requested:"), text, event.note, small, "soon")


def _to_lead(event: Event, reader: Reader) -> Telling:
    strong = _("Reissued to") if _name(event) == "reissue" else _("Reassigned to")
    return Telling("send", strong, event.data.get("lead", ""), event.note, follows(event))


def _ask_more_time(event: Event, reader: Reader) -> Telling:
    text = event.data.get("asked", "")
    return Telling("cal", _("Extension requested to"), text, event.note)


def _put_up(event: Event, reader: Reader) -> Telling:
    text = event.data.get("put_up", "")
    return Telling("up", _("Extension put up to the leader on"), text, event.note)


def _new_date(event: Event, reader: Reader) -> Telling:
    strong = _("Extended:") if _name(event) == "grant_extension" else _("New due date:")
    before, due = event.data.get("before", ""), event.data.get("due", "")
    text = f"{before} → {due}" if before else due
    small = _("The original due date stays in the reports.")
    return Telling("cal", strong, text, event.note, small)


def _pause(event: Event, reader: Reader) -> Telling:
    return Telling(
        "pause", _("Paused:"), _coded(Pause.Cause, event.data.get("cause", "")), event.note
    )


def _cause(event: Event, reader: Reader) -> Telling:
    text = _coded(ObjectiveCause.Code, event.data.get("code", ""))
    return Telling("flag", _("Objective cause put forward:"), text, event.note)


def _part(event: Event, reader: Reader) -> Telling:
    _title, _comma, body = event.seat.partition(", ")
    text = _("sent its part: %(document)s") % {"document": event.data.get("document", "")}
    return Telling("clip", body, text, event.note, tone="ok")


def _files(event: Event, reader: Reader) -> Telling:
    strong = _("Files added:") if _name(event) == "attach" else _("Files removed:")
    return Telling("clip", strong, ", ".join(event.data.get("files", [])))


def _succeed(event: Event, reader: Reader) -> Telling:
    text = f"{event.data.get('before', '')} → {event.data.get('after', '')}"
    return Telling("building", _("Passed on by succession:"), text, event.note)


def _recompute(event: Event, reader: Reader) -> Telling:
    text = f"{event.data.get('before', '')} → {event.data.get('due', '')}"
    return Telling("cal", _("The calendar changed:"), text, event.note)


def _receipt(event: Event, reader: Reader) -> Telling:
    text = f"{event.data.get('before', '')} → {event.data.get('due', '')}"
    small = _("counted from %(day)s") % {"day": event.data.get("received", "")}
    return Telling("cal", _("The day of receipt was entered:"), text, small=small)


def _fell(event: Event, reader: Reader) -> Telling:
    """A seat ended: its open work fell to the head the same day (rules.md 2.4)."""
    names = [", ".join(event.data.get(n, "").split(", ")[:2]) for n in ("before", "officer")]
    text = " → ".join(names) if reader.is_insider else ""
    late = event.data.get("overdue") or 0
    small = _("received when already %(n)s working days overdue") % {"n": late} if late else ""
    return Telling("person", _("Passed on because the seat ended."), text, small=small)


def _watch(event: Event, reader: Reader) -> Telling:
    text = ", ".join(event.data.get("officer", "").split(", ")[:2])
    return Telling("person", _("Watched from now on by"), text)


def _queue(event: Event, reader: Reader) -> Telling:
    text = event.data.get("before", "")
    return Telling("clock", _("Waits for its heir to be named:"), text, tone="soon")


def _other(event: Event, reader: Reader) -> Telling:
    """A kind that another part of the system wrote."""
    if "due" in event.data:
        return _new_date(event, reader)
    lead = str(event.data.get("lead", ""))
    return Telling("info", _("Changed."), lead, event.note)


_TELLINGS: dict[str, Callable[[Event, Reader], Telling]] = {
    "draft": _plain("edit", gettext_lazy("Draft written.")),
    "edit": _plain("edit", gettext_lazy("Draft changed.")),
    "issue": _issue,
    "make": _plain("cal", gettext_lazy("Made ahead for its period.")),
    "change_series": _plain("cal", gettext_lazy("Periodic work changed for coming periods.")),
    "clarify": _clarify,
    "acknowledge": _officer,
    "change_officer": _officer,
    "report_progress": _plain("doc", gettext_lazy("Progress updated.")),
    "prepare": _plain("doc", gettext_lazy("Result prepared for approval.")),
    "submit": _submit,
    "send_back": _plain("back", gettext_lazy("Sent back for completion."), "soon"),
    "confirm": _plain("done", gettext_lazy("Completion confirmed."), "ok"),
    "request_return": _request_return,
    "accept_return": _plain("check", gettext_lazy("Return accepted.")),
    "refuse_return": _plain("x", gettext_lazy("Return refused; the work stays.")),
    "reissue": _to_lead,
    "reassign": _to_lead,
    "request_extension": _ask_more_time,
    "put_up_extension": _put_up,
    "grant_extension": _new_date,
    "refuse_extension": _plain("x", gettext_lazy("Extension refused; the due date stays.")),
    "redate": _new_date,
    "pause": _pause,
    "resume": _plain("right", gettext_lazy("Resumed.")),
    "request_cause": _cause,
    "confirm_cause": _plain("check", gettext_lazy("Objective cause confirmed."), "ok"),
    "refuse_cause": _plain("x", gettext_lazy("Objective cause refused.")),
    "send_part": _part,
    "succeed": _succeed,
    "recompute": _recompute,
    "receipt": _receipt,
    "queue": _queue,
    "fall_to_head": _fell,
    "name_chief": _plain("person", gettext_lazy("The head of the lead body sees it from now on.")),
    "pass_watch": _watch,
    "attach": _files,
    "reopen": _plain("back", gettext_lazy("Reopened."), "soon"),
    "withdraw": _plain("x", gettext_lazy("Withdrawn."), "late"),
    "hand_back": _plain("back", gettext_lazy("Preparation handed back to the officer."), "soon"),
    "detach": _files,
}
