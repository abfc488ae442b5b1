"""How a list says where a row stands and what comes next: words and one button."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from assignments.models.assignment import Assignment
from assignments.models.due import Due
from assignments.models.facts import ReturnRequest
from assignments.models.parties import Relation
from assignments.models.verbs import RESUBMIT, REVIEW, VERBS
from assignments.models.viewer import Viewer
from assignments.rules.assignment import Party, Stage

BEFORE = (Stage.ISSUED, Stage.ACKNOWLEDGED)
UPPER = {giver.value for giver in Assignment.UPPER}


@dataclass(frozen=True)
class Pill:
    """See components/pill.html."""

    kind: str
    label: str


@dataclass(frozen=True)
class Action:
    """One button: its verb, where it leads, whether it is the thing to do now."""

    label: str
    url: str
    is_main: bool = False


@dataclass(frozen=True)
class Standing:
    """Where a row stands: a pill or words, and a remark under it."""

    pill: Pill | None = None
    words: str = ""
    note: str = ""
    is_late: bool = False


def day(text: str | date) -> date:
    """A date that came out of JSON as text."""
    return text if isinstance(text, date) else datetime.fromisoformat(text).date()


def short(text: str | date) -> str:
    return f"{day(text):%d/%m}"


def local_day(text: str) -> date:
    """The local day of a moment that came out of JSON as text."""
    return timezone.localdate(datetime.fromisoformat(text))


# --- where it stands ------------------------------------------------------------------------
def standing(row: dict[str, Any], due: Due, viewer: Viewer) -> Standing:
    """The state of one row in words; what only its readers may know is left out for others."""
    stages = {
        Stage.DRAFT: lambda: Standing(words=_("Draft, not issued yet")),
        Stage.ISSUED: lambda: _issued(row, viewer),
        Stage.ACKNOWLEDGED: lambda: _at_work(row, viewer),
        Stage.SUBMITTED: lambda: _submitted(row, viewer),
        Stage.DONE: lambda: _done(row, due),
        Stage.RETURNED: lambda: Standing(Pill("return_requested", _("To be given again"))),
        Stage.WITHDRAWN: lambda: _withdrawn(row),
    }
    return _waiting(row) or stages[Stage(row["stage"])]()


def part_standing(part: dict[str, Any]) -> Standing:
    """Who only cooperates has an own part, and nothing to do with the lead's state."""
    if part["sent_on"]:
        sent = _("on %(day)s") % {"day": f"{day(part['sent_on']):%d/%m/%Y}"}
        return Standing(words=_("Own part sent"), note=sent)
    return Standing(Pill("waiting", _("Own part not yet sent")), note=part["part"])


def _waiting(row: dict[str, Any]) -> Standing | None:
    """What waits for somebody's decision comes before the stage."""
    if row["waits_for_heir"]:
        return Standing(Pill("waiting", _("Waits for its heir to be named")))
    if row["stage"] not in BEFORE:
        return None
    if row["returning"]:
        return Standing(Pill("return_requested", _("Return requested")), note=_return_note(row))
    if row["extension"]:
        return Standing(Pill("waiting", _("Extension requested")), note=_extension_note(row))
    if row["stopped_on"]:
        return Standing(Pill("paused", _("Paused")))
    return None


def _return_note(row: dict[str, Any]) -> str:
    if not row["is_readable"]:
        return ""
    asked = row["returning"]
    note = f"{_('Reason:')} {ReturnRequest.Reason(asked['reason']).label}"
    if asked["proposed_vi"]:
        note += f". {_('Proposed:')} {in_language(asked['proposed_vi'], asked['proposed_en'])}"
    return note


def _extension_note(row: dict[str, Any]) -> str:
    asked = row["extension"]
    note = _("until %(day)s") % {"day": f"{day(asked['asked']):%d/%m/%Y}"}
    if asked["put_up"]:
        note += ", " + _("put up on %(day)s") % {"day": short(asked["put_up"])}
    if row["is_readable"]:
        note += f". {_('Reason:')} {asked['grounds']}"
    return note


def in_language(vietnamese: str, english: str) -> str:
    """The name in the reader's language, as far as there is one."""
    return english if english and get_language() == "en" else vietnamese


def _issued(row: dict[str, Any], viewer: Viewer) -> Standing:
    days = held_days(row, viewer)
    note = ngettext("for %(n)d working day", "for %(n)d working days", days) % {"n": days}
    is_late = days > viewer.limits.get("acknowledge_days", 2)
    return Standing(Pill("new", _("To acknowledge")), note=note if days else "", is_late=is_late)


def _at_work(row: dict[str, Any], viewer: Viewer) -> Standing:
    judged, prepared = row["judged"], row["prepared"] if row["is_inside"] else None
    is_reopened = bool(judged) and judged["state"] == "REOPENED"
    if row["handed_back"] and row["is_inside"]:
        label = _("Handed back to the officer")
        return Standing(Pill("sent_back", label), note=row["handed_back"])
    if prepared and not judged:
        return Standing(words=_("Result waits for approval"), note=_prepared_note(row))
    if judged:
        label = _("Reopened") if is_reopened else _("Sent back for completion")
        reason = judged["reason"] if row["is_readable"] and not is_reopened else ""
        return Standing(Pill("sent_back", label), note=_prepared_note(row) or reason)
    moved = _("updated %(day)s") % {"day": f"{timezone.localdate(row['moved_at']):%d/%m}"}
    return Standing(words=_("Being carried out"), note=moved)


def _prepared_note(row: dict[str, Any]) -> str:
    prepared = row["prepared"]
    if not (prepared and row["is_inside"]):
        return ""
    values = {"name": prepared["by"], "day": short(local_day(prepared["at"]))}
    return _("%(name)s prepared it on %(day)s") % values


def _submitted(row: dict[str, Any], viewer: Viewer) -> Standing:
    days = held_days(row, viewer)
    label = (
        _("Submitted, waits for recognition")
        if row["giver"] in UPPER
        else (_("Waiting for confirmation"))
    )
    note = ngettext("for %(n)d working day", "for %(n)d working days", days) % {"n": days}
    is_late = days > viewer.limits.get("confirm_days", 2)
    return Standing(Pill("waiting", label), note=note if days else "", is_late=is_late)


def _done(row: dict[str, Any], due: Due) -> Standing:
    kind = "donelate" if due.tone == "donelate" else "ok"
    note = _("confirmed on %(day)s") % {"day": f"{row['confirmed_on']:%d/%m/%Y}"}
    return Standing(Pill(kind, pgettext("state", "Done")), note=note)


def _withdrawn(row: dict[str, Any]) -> Standing:
    """It ends on the day of the decision, which may have been entered later (rules.md 4.3)."""
    entered_on = timezone.localdate(row["moved_at"])
    words = _("Withdrawn on %(day)s") % {"day": f"{row['withdrawn_on']:%d/%m/%Y}"}
    note = _("late registration: entered on %(day)s") % {"day": f"{entered_on:%d/%m/%Y}"}
    return Standing(words=words, note=note if row["withdrawn_on"] < entered_on else "")


def held_days(row: dict[str, Any], viewer: Viewer) -> int:
    """Working days since the work came to its present holder."""
    since = row["held_since"]
    return viewer.calendar.working_days_between(since, viewer.on) if since else 0


# --- what comes next ------------------------------------------------------------------------
# The one button of a row: the first of these that the person may do. Where its decider is not
# the one who enters it, the button says so.
ORDER = (
    "accept_return",
    "grant_extension",
    "confirm",
    "confirm_cause",
    "reissue",
    "issue",
    "acknowledge",
    "resume",
    "submit",
    "prepare",
    "send_part",
    "report_progress",
    "clarify",
)


# What a leader is asked for, the same that ``desk.leader_waits`` counts.
FOR_LEADERS = frozenset({"accept_return", "grant_extension", "confirm", "confirm_cause"})


def next_action(
    row: dict[str, Any],
    due: Due,
    moves: Collection[str],
    related: Relation,
    address: Callable[..., str],
) -> Action | None:
    """The one next action, or none where the person only reads."""
    if row["waits_for_heir"] and Party.ASSIGNER in related.parties:
        return Action(_("Name the heir"), reverse("succession-queue"))
    waits = {"acknowledge"} if row["returning"] else set()
    if is_clear_order(row):
        waits.add("clarify")
    move = next((m for m in ORDER if m in moves and m not in waits), "")
    if move in {"submit", "prepare"}:
        move = _result_move(row, due, moves, related)
    if not move:
        return None
    url = address(row["id"]) if move == "confirm" else address(row["id"], move)
    return Action(_verb(move, row, related), url, is_pressing(move, row, due))


def is_clear_order(row: dict[str, Any]) -> bool:
    """The order says the work and the product (rules.md 3.12)."""
    return bool(row["has_content"] and row["product"])


def _result_move(row: dict[str, Any], due: Due, moves: Collection[str], related: Relation) -> str:
    """Approve what is prepared; hand in what is due; else say how far it is."""
    if row["prepared"] and "submit" in moves:
        return "submit"
    if row["prepared"]:
        return ""
    is_again = row["judged"] or row["handed_back"]
    if is_again or due.is_overdue or due.days_left == 0 or "report_progress" not in moves:
        return "submit" if "submit" in moves and related.decides("submit") else "prepare"
    return "report_progress"


def is_pressing(move: str, row: dict[str, Any], due: Due) -> bool:
    """Solid: overdue, due today, or put to this person for a decision."""
    return due.is_overdue or due.days_left == 0 or bool(move == "submit" and row["prepared"])


def _verb(move: str, row: dict[str, Any], related: Relation) -> str:
    if move in {"accept_return", "grant_extension"}:
        return _("Decide") if related.decides(move) else _("Enter the decision")
    if move == "confirm":
        return _("View and confirm")
    if move == "submit" and row["prepared"]:
        return str(REVIEW.verb) if related.decides(move) else _("Enter the approval")
    if move in {"submit", "prepare"}:
        is_again = row["judged"] or row["handed_back"]
        return str(RESUBMIT if is_again else VERBS[move].verb)
    return str(VERBS[move].verb)


def more_actions(
    row: dict[str, Any],
    moves: Collection[str],
    related: Relation,
    address: Callable[..., str],
    *,
    wanted: Collection[str],
) -> tuple[Action, ...]:
    """Further moves of the row, of those wanted, for the menu "More"."""
    found = [m for m in wanted if m in moves]
    return tuple(Action(_verb(m, row, related), address(row["id"], m)) for m in found)


# --- in what relation -----------------------------------------------------------------------
# Said only for the one that holds: a page asks for fifty rows.
_ROLES = {
    Party.LEAD: pgettext_lazy("role of a body", "Lead"),
    Party.COOPERATING: pgettext_lazy("role of a body", "Cooperating"),
    Party.MONITOR: pgettext_lazy("role of a body", "Monitor"),
    Party.ASSIGNER: pgettext_lazy("role of a body", "Assigner"),
}


def role_of(related: Relation) -> str:
    """In what relation the person's body stands to the row, the nearest one."""
    return str(next((label for party, label in _ROLES.items() if party in related.parties), ""))
