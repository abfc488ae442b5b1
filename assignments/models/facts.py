"""Dated facts beside the stage: leads, due dates, pauses, returns, extensions, hand-overs."""

from datetime import date

from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Decided, Seat, Succession, User
from agencies.models.person import decision_has_its_facts
from assignments.models.assignment import Assignment
from assignments.models.listed import values_are_listed
from audit.history import history_of
from audit.triggers import KeepsHistory
from directives.models import File


@values_are_listed
class LeadChange(Decided):
    """From the day ``effective_on`` this body leads."""

    class Cause(models.TextChoices):
        ISSUE = "ISSUE", _("issue")
        REISSUE = "REISSUE", _("reissue")
        REASSIGN = "REASSIGN", _("reassignment")
        SUCCESSION = "SUCCESSION", _("succession")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="lead_changes")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    effective_on = models.DateField()
    cause = models.CharField(max_length=12, choices=Cause)
    succession = models.ForeignKey(Succession, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [decision_has_its_facts("lead_change_has_its_facts")]
        indexes = [models.Index(fields=["assignment", "effective_on"], name="lead_change_by_day")]
        triggers = [KeepsHistory()]


@values_are_listed
class DueChange(Decided):
    """From the day ``effective_on`` this is the due date, and why."""

    class Cause(models.TextChoices):
        ISSUE = "ISSUE", _("issue")
        EXTENSION = "EXTENSION", _("extension")
        RESUME = "RESUME", _("resumed after a pause")
        CALENDAR = "CALENDAR", _("change of the calendar")
        REISSUE = "REISSUE", _("reissue")
        REDATE = "REDATE", _("new due date")
        RECEIPT = "RECEIPT", _("day of receipt entered")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="due_changes")
    due_on = models.DateField(null=True)
    previous_due_on = models.DateField(null=True)
    effective_on = models.DateField()
    cause = models.CharField(max_length=10, choices=Cause)
    working_days = models.SmallIntegerField(null=True)
    # A date that the decision counted, and did not state: in what, how many, from when.
    due_rule = models.CharField(max_length=12, choices=Assignment.DueRule, blank=True, default="")
    due_count = models.PositiveSmallIntegerField(null=True)
    due_from = models.DateField(null=True)
    due_phrase = models.CharField(max_length=300, blank=True, default="")
    note = models.TextField(blank=True)
    was_overdue = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [decision_has_its_facts("due_change_has_its_facts")]
        indexes = [models.Index(fields=["assignment", "effective_on"], name="due_change_by_day")]
        triggers = [KeepsHistory()]


@values_are_listed
class Pause(Decided):
    """The clock stands from ``paused_on``; resuming adds the working days since (rules.md 3.6)."""

    class Cause(models.TextChoices):
        UPPER_DECISION = "UPPER_DECISION", _("waits for a decision of a higher level")
        COURT = "COURT", _("waits for a court or an investigation")
        LAW_CHANGE = "LAW_CHANGE", _("the law is being changed")
        DISASTER = "DISASTER", _("natural disaster, epidemic")
        OTHER = "OTHER", _("another cause, described")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="pauses")
    cause = models.CharField(max_length=15, choices=Cause)
    text = models.TextField()
    paused_on = models.DateField()
    resumed_on = models.DateField(null=True)
    added_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            decision_has_its_facts("pause_has_its_facts"),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(resumed_on=None), name="pause_is_never_nested"
            ),
            models.CheckConstraint(
                condition=Q(resumed_on=None) | Q(resumed_on__gte=F("paused_on")),
                name="pause_ends_after_it_begins",
            ),
        ]
        triggers = [KeepsHistory()]

    @property
    def stands_since(self) -> date:
        """From when resuming counts: a date decided during the pause had what stood before in
        view."""
        decided = (DueChange.Cause.REDATE, DueChange.Cause.EXTENSION)
        changes = self.assignment.due_changes.filter(cause__in=decided)
        last = changes.aggregate(on=Max("effective_on"))["on"]
        return max(self.paused_on, last or self.paused_on)


class Outcome(models.TextChoices):
    ASKED = "ASKED", _("asked")
    ACCEPTED = "ACCEPTED", _("accepted")
    REFUSED = "REFUSED", _("refused")
    LAPSED = "LAPSED", _("lapsed")


def answer_has_its_decider(name: str) -> models.CheckConstraint:
    """What was accepted or refused, somebody decided."""
    answered = Q(outcome__in=["ACCEPTED", "REFUSED"])
    return models.CheckConstraint(condition=~answered | Q(decided_by__isnull=False), name=name)


@values_are_listed
class ReturnRequest(Decided):
    """A body asks that the work be given to another (đề nghị giao lại)."""

    class Reason(models.TextChoices):
        FUNCTION = "FUNCTION", _("outside the body's function")
        TERRITORY = "TERRITORY", _("outside the body's territory")
        DUPLICATE = "DUPLICATE", _("already given to another body")
        UNCLEAR = "UNCLEAR", _("the order is unclear")
        OTHER = "OTHER", _("another reason, described")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="returns")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    text = models.TextField()
    # What is new since a former request of this body was refused.
    new_facts = models.TextField(blank=True, default="")
    proposed_lead = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    requested_by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    requested_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.ASKED)
    answer = models.TextField(blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            decision_has_its_facts("return_has_its_facts"),
            answer_has_its_decider("return_answered_has_its_decider"),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(outcome="ASKED"), name="return_is_asked_once"
            ),
        ]
        triggers = [KeepsHistory()]


def return_was_refused(assignment: Assignment) -> bool:
    """Whether the present lead asked before and was refused: only new facts let it ask again."""
    refused = ReturnRequest.objects.filter(assignment=assignment, outcome=Outcome.REFUSED)
    return refused.filter(agency=assignment.lead_id).exists()


@values_are_listed
class Extension(Decided):
    """A request for more time, and its decision; counted from the original basis (rules.md 3.5)."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="extensions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    grounds = models.TextField()
    asked_due_on = models.DateField()
    asked_days = models.SmallIntegerField()
    requested_by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    requested_on = models.DateField()
    put_up_on = models.DateField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.ASKED)
    granted_due_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    is_over_cap = models.BooleanField(default=False)

    class Meta:
        constraints = [
            decision_has_its_facts("extension_has_its_facts"),
            answer_has_its_decider("extension_answered_has_its_decider"),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(outcome="ASKED"), name="extension_is_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="ACCEPTED", granted_due_on__isnull=False)
                | (~Q(outcome="ACCEPTED") & Q(granted_due_on=None)),
                name="extension_granted_has_its_date",
            ),
        ]
        triggers = [KeepsHistory()]


@values_are_listed
class ObjectiveCause(Decided):
    """A cause of lateness outside the body's power, asked for and confirmed by the monitor."""

    class Code(models.TextChoices):
        COOPERATING = "COOPERATING", _("another body answered late")
        UPPER = "UPPER", _("waits for a higher level")
        LATE_ORDER = "LATE_ORDER", _("given too late")
        DISASTER = "DISASTER", _("natural disaster, epidemic")
        TRIAL = "TRIAL", _("an approved trial under Decree 73/2023")
        OTHER = "OTHER", _("another cause, described")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="causes")
    code = models.CharField(max_length=12, choices=Code)
    text = models.TextField()
    requested_by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    requested_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.ASKED)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            decision_has_its_facts("cause_has_its_facts"),
            answer_has_its_decider("cause_answered_has_its_decider"),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(outcome="ASKED"), name="cause_is_asked_once"
            ),
        ]
        triggers = [KeepsHistory()]


@values_are_listed
class Holding(models.Model):
    """From this moment the assignment lies with this holder; days are derived (rules.md 3.8)."""

    class Holder(models.TextChoices):
        ASSIGNER = "ASSIGNER", _("assigner")
        LEAD = "LEAD", _("lead body")
        MONITOR = "MONITOR", _("monitor")
        PAUSED = "PAUSED", _("paused")
        NOBODY = "NOBODY", _("finished")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="holdings")
    holder = models.CharField(max_length=8, choices=Holder)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    # For a new officer who takes over late work: by how many working days it was overdue.
    received_overdue = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: list[models.BaseConstraint] = []  # those of its lists of values
        indexes = [models.Index(fields=["assignment", "from_on", "id"], name="holding_by_day")]


class Progress(models.Model):
    """What the lead says on the way."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="progress")
    text = models.TextField()
    by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()


@values_are_listed
class AssignmentFile(models.Model):
    """A file of an assignment; which step brought it. The bodies of a batch share one file."""

    class Purpose(models.TextChoices):
        ORDER = "ORDER", _("order")
        BASIS = "BASIS", _("basis of a decision")
        PROGRESS = "PROGRESS", _("progress")
        RESULT = "RESULT", _("result")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="attachments")
    file = models.ForeignKey(File, models.PROTECT, related_name="assignment_attachments")
    purpose = models.CharField(max_length=10, choices=Purpose)
    # Seen by the people of this body alone: it came with a step inside it (rules.md 2.5).
    inside = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: list[models.BaseConstraint] = []  # those of its lists of values


class SuccessionCaseQuerySet(models.QuerySet["SuccessionCase"]):
    def visible_to(self, user: User) -> "SuccessionCaseQuerySet":
        """The cases of assignments that the person may see."""
        return self.filter(assignment__in=Assignment.objects.visible_to(user))

    def waiting(self) -> "SuccessionCaseQuerySet":
        return self.filter(chosen=None)


class SuccessionCase(Decided):
    """Open work of a body that was divided: it waits here for a person to name the heir.

    Whatever the old body was in the assignment (lead, monitor, assigner, cooperating) passes to
    the one chosen.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="succession_cases")
    old = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    arisen_on = models.DateField()
    chosen = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")

    objects = SuccessionCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            decision_has_its_facts("succession_case_has_its_facts"),
            models.UniqueConstraint(
                fields=["assignment", "old"],
                condition=Q(chosen=None),
                name="succession_case_waits_once",
            ),
        ]
        indexes = [
            models.Index(fields=["old"], condition=Q(chosen=None), name="succession_case_open")
        ]


LeadChangeHistory = history_of(LeadChange)
DueChangeHistory = history_of(DueChange)
PauseHistory = history_of(Pause)
ReturnRequestHistory = history_of(ReturnRequest)
ExtensionHistory = history_of(Extension)
ObjectiveCauseHistory = history_of(ObjectiveCause)
