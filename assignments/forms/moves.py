"""One small form a move: it turns text into the values that the move's action takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.calendar import FIRST_YEAR
from agencies.fields import DateField, GroupedModelChoiceField, RadioCards, TidyField
from agencies.models import Agency, Seat, User
from agencies.models.grouping import heading_label
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import Role
from assignments.actions.moving import refuse_secret
from assignments.forms.decision import (
    DecisionForm,
    Mode,
    SeatChoice,
    deciders_of,
    mode_of,
)
from assignments.models import Assignment, AssignmentFile, ObjectiveCause, Pause, ReturnRequest
from assignments.models.bodies import bodies_for_work
from assignments.models.facts import return_was_refused
from assignments.models.parties import own_decision, relation
from assignments.models.periods import comes_back
from directives.fields import KeptFilesField

CHOOSE = _("choose")
LAST = _("This period; nothing more is made for this body")
PAUSED_BY = _(
    "Not after %(day)s, the due date: a pause decided by then is entered late and holds from the "
    "day of its decision."
)


def unmarked(text: str) -> str:
    """The text, unless it bears a secrecy marking."""
    try:
        refuse_secret(text)
    except NotAllowed as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    return text


def long_text(label: Any, *, required: str = "", **kwargs: Any) -> TidyField:
    """A text of its own; ``required`` is what the form says when it is missing."""
    return TidyField(
        label=label,
        validators=[unmarked],
        widget=forms.Textarea(attrs={"rows": 4}),
        required=bool(required),
        error_messages={"required": required} if required else None,
        **kwargs,
    )


def coded(label: Any, choices: list[tuple[str, Any]], *, required: Any) -> forms.ChoiceField:
    """One of a closed list that is counted later: nothing is chosen before the person chooses."""
    return forms.ChoiceField(
        label=label, choices=[("", CHOOSE), *choices], error_messages={"required": required}
    )


class MoveForm(DecisionForm):
    """What every move asks: the revision that the person saw, and the facts of the decision.

    ``move`` names the row of the table; ``reads_revision``: a lost race meets the conflict page
    (requests of cooperating bodies do not disturb each other and need none).
    """

    move: ClassVar[str]
    reads_revision: ClassVar[bool] = True
    # What is odd about the values and kept all the same; told once the form is cleaned.
    warning: str = ""
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, assignment: Assignment, user: User, on: date, **kwargs: Any
    ) -> None:
        self.assignment = assignment
        kwargs["initial"] = {"revision": assignment.revision} | (kwargs.get("initial") or {})
        super().__init__(*args, user=user, **kwargs)
        seat = user.seat
        if seat is None:
            raise ValueError("a move needs a seat")
        related = relation(assignment, seat, user.standing)
        among = deciders_of(self.move, assignment, user.standing)
        mode = mode_of(self.move, assignment, seat, related)
        self.fill(on=on)
        self.letter = related.letters.get(self.move) if mode == Mode.AUTHORISED else None
        own = own_decision(assignment, related, self.move, seat, on=on)
        self.ask_decision(mode, among, own=own, on=assignment, move=self.move)

    def fill(self, *, on: date) -> None:
        """Choices and first values that depend on the assignment."""

    @property
    def own_fields(self) -> list[Any]:
        """The visible fields of the move itself."""
        of_decision = {field.name for field in self.decision_fields} | {"is_not_secret"}
        return [f for f in self.visible_fields() if f.name not in of_decision]

    def facts(self) -> dict[str, Any]:
        """The values of the move's own fields, as its action takes them."""
        left = {"revision", "is_not_secret", "attachments", *(f.name for f in self.decision_fields)}
        return {n: v for n, v in self.cleaned_data.items() if n not in left}

    def values(self) -> dict[str, Any]:
        """All keyword arguments of the action but ``by`` and ``at``."""
        values = self.facts()
        if self.reads_revision:
            values["revision"] = self.cleaned_data["revision"]
        if self.mode != Mode.NONE:
            values["decision"] = self.decision()
        return values


# --- giving -------------------------------------------------------------------------------------
class IssueForm(MoveForm):
    move = "issue"
    issued_on = DateField(
        label=_("Day of the order"),
        first=FIRST_YEAR,
        help_text=_("The day of the document or decision that gives the work, today or earlier."),
    )

    def fill(self, *, on: date) -> None:
        """What the draft keeps of the decision is offered again."""
        row = self.assignment
        self.fields["issued_on"].initial = row.basis_on or on
        kept = ("capacity", "basis_kind", "basis", "basis_on")
        for name in kept if row.decided_by_id else ():
            self.fields[name].initial = getattr(row, name)
        self.fields["decided_by"].initial = row.decided_by_id

    @property
    def has_scan(self) -> bool:
        """Also where the scan came with the draft."""
        kept = self.assignment.attachments.filter(purpose=AssignmentFile.Purpose.BASIS)
        return super().has_scan or kept.exists()


class ClarifyForm(MoveForm):
    move = "clarify"
    content = long_text(_("Content of the work"), required=_("Enter what is to be done."))
    product = TidyField(
        label=_("Product"),
        max_length=500,
        error_messages={"required": _("Enter the product.")},
    )

    def fill(self, *, on: date) -> None:
        self.fields["content"].initial = self.assignment.content
        self.fields["product"].initial = self.assignment.product


# --- carrying -----------------------------------------------------------------------------------
class OfficerForm(MoveForm):
    officer = SeatChoice(
        queryset=Seat.objects.none(),
        label=pgettext_lazy("who carries the work", "Officer"),
        empty_label=CHOOSE,
        error_messages={"required": _("Choose the officer who carries the work.")},
    )

    def fill(self, *, on: date) -> None:
        seats = Seat.objects.held(on).filter(agency=self.assignment.lead_id)
        self.fields["officer"].queryset = (
            seats.exclude(role=Role.ADMINISTRATOR)
            .select_related("user", "agency")
            .order_by("user__sort_key", "pk")
        )


class AcknowledgeForm(OfficerForm):
    move = "acknowledge"


class ChangeOfficerForm(OfficerForm):
    move = "change_officer"
    note = long_text(_("Note"))

    def fill(self, *, on: date) -> None:
        super().fill(on=on)
        rows = self.fields["officer"].queryset
        self.fields["officer"].queryset = rows.exclude(pk=self.assignment.officer_id)


class ProgressForm(MoveForm):
    move = "report_progress"
    reads_revision = False
    purpose = "PROGRESS"
    text = long_text(_("How far the work is"), required=_("Write how far the work is."))
    attachments = KeptFilesField(label=_("Files"), required=False)


class SendPartForm(MoveForm):
    move = "send_part"
    reads_revision = False
    purpose = "PROGRESS"
    document = TidyField(
        label=_("Number of the document"),
        max_length=200,
        error_messages={"required": _("Enter the number of the document.")},
    )
    sent_on = DateField(label=_("Day of its issue"), first=FIRST_YEAR)
    note = long_text(_("Note"))
    attachments = KeptFilesField(label=_("Files"), required=False)

    def fill(self, *, on: date) -> None:
        self.fields["sent_on"].initial = on


# --- judging the result -------------------------------------------------------------------------
class SendBackForm(MoveForm):
    move = "send_back"
    reason = long_text(_("What is to be completed"), required=_("Write what is to be completed."))


class HandBackForm(MoveForm):
    move = "hand_back"
    reason = long_text(_("What is to be completed"), required=_("Write what is to be completed."))


class ConfirmForm(MoveForm):
    move = "confirm"
    note = long_text(_("Note"))


class ReopenForm(MoveForm):
    move = "reopen"
    reason = long_text(_("Reason"), required=_("Write the reason."))


class WithdrawForm(MoveForm):
    move = "withdraw"
    with_later = forms.TypedChoiceField(
        label=_("What is withdrawn"),
        choices=[
            ("", _("This period only; the work comes back in the next period")),
            ("later", _("This and all later periods of this body")),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        initial="",
        widget=RadioCards(columns=2),
    )
    reason = long_text(_("Reason"), required=_("Write the reason."))

    def fill(self, *, on: date) -> None:
        """Only an occurrence of periodic work has later periods, until its last."""
        if self.assignment.period_first is None:
            del self.fields["with_later"]
        elif not comes_back(self.assignment):
            self.fields["with_later"].choices = [("", LAST)]


class RequestCauseForm(MoveForm):
    move = "request_cause"
    reads_revision = False
    code = coded(
        _("Cause"), ObjectiveCause.Code.choices, required=_("Choose the cause from the list.")
    )
    text = long_text(_("What happened, with its evidence"), required=_("Write what happened."))


class AnswerForm(MoveForm):
    """Agreeing: a remark is optional."""

    answer = long_text(_("Remark"))


class RefuseForm(MoveForm):
    """Refusing: says why."""

    answer = long_text(_("Reason of the refusal"), required=_("Write why it is refused."))


class ConfirmCauseForm(AnswerForm):
    move = "confirm_cause"
    reads_revision = False


class RefuseCauseForm(RefuseForm):
    move = "refuse_cause"
    reads_revision = False


# --- returning ----------------------------------------------------------------------------------
class BodyChoice(GroupedModelChoiceField):
    """A choice of one body under the headings of its kind."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Agency.objects.none(), group=heading_label, empty_label=CHOOSE, **kwargs
        )

    def offer(self, bodies: QuerySet[Any], rows: Iterable[Agency]) -> None:
        """Accept any of ``bodies``; list ``rows``, which were read before, under headings."""
        self.queryset = bodies
        groups = groupby(rows, key=heading_label)
        listed = [(name, [(body.pk, str(body)) for body in found]) for name, found in groups]
        self.choices = [("", CHOOSE), *listed]


class RequestReturnForm(MoveForm):
    move = "request_return"
    reason = coded(
        _("Reason"), ReturnRequest.Reason.choices, required=_("Choose the reason from the list.")
    )
    text = long_text(
        _("Grounds: the provision on functions, the facts"), required=_("Write the grounds.")
    )
    new_facts = long_text(
        _("New facts"),
        required=_("A request was refused before: state the new facts."),
        help_text=_("A request of this body was refused; without new facts it stays so."),
    )
    proposed_lead = BodyChoice(label=_("Proposed lead body"), required=False)

    def fill(self, *, on: date) -> None:
        if not return_was_refused(self.assignment):
            del self.fields["new_facts"]
        bodies = bodies_for_work(on=on).exclude(pk=self.assignment.lead_id)
        self.fields["proposed_lead"].queryset = bodies


class AcceptReturnForm(AnswerForm):
    move = "accept_return"


class RefuseReturnForm(RefuseForm):
    move = "refuse_return"


# --- pausing ------------------------------------------------------------------------------------
class PauseForm(MoveForm):
    move = "pause"
    cause = coded(_("Cause"), Pause.Cause.choices, required=_("Choose the cause from the list."))
    text = long_text(_("Grounds"), required=_("Write the grounds."))

    def fill(self, *, on: date) -> None:
        """After the due date only an earlier decision is entered: say up to which day."""
        due_on = self.assignment.due_on
        if due_on and due_on < on:
            self.fields["basis_on"].help_text = PAUSED_BY % {"day": f"{due_on:%d/%m/%Y}"}


class ResumeForm(MoveForm):
    move = "resume"
    note = long_text(_("Note"))
