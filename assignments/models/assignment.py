"""Assignments: one lead, one due date, one life; cooperating bodies and batches beside them."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Decided, Function, Seat, User
from agencies.models.agency import folded
from agencies.models.person import decision_has_its_facts
from assignments.models.listed import values_are_listed
from assignments.models.querysets import AssignmentQuerySet
from assignments.rules.assignment import Stage, Timing
from audit.history import history_of
from audit.triggers import KeepsHistory, NeverChanges
from directives.models import Directive, Obligation


class Batch(models.Model):
    """One text given to many bodies at once: 1 batch, n assignments (rules.md 3.10)."""

    directive = models.ForeignKey(Directive, models.PROTECT, null=True, related_name="batches")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="batches")
    title = models.TextField()
    created_by = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()


@values_are_listed
class Series(Decided):
    """Periodic work: occurrences are made ahead, each with its own life (rules.md 1.8).

    The three facts are those of its latest change; as given, it stands on its first occurrences.
    """

    class Every(models.TextChoices):
        MONTH = "MONTH", _("every month")
        QUARTER = "QUARTER", _("every quarter")
        HALF_YEAR = "HALF_YEAR", _("every six months")
        YEAR = "YEAR", _("every year")

    every = models.CharField(max_length=10, choices=Every)
    # Due on this day of the last month of the period; 0: its last day.
    due_day = models.PositiveSmallIntegerField()
    # The due date's month, counted from the period's last: 1 is the month after the period.
    due_month_offset = models.SmallIntegerField(default=0)
    ends_on = models.DateField(null=True)
    made_until = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            decision_has_its_facts("series_change_has_its_facts"),
            models.CheckConstraint(condition=Q(due_day__lte=31), name="series_due_day_is_a_day"),
        ]


_OPEN = Q(stage__in=["ISSUED", "ACKNOWLEDGED", "SUBMITTED", "RETURNED"])
_JUDGED = ("submitted_on", "stopped_on", "moved_at")
_SEEN = ("restriction", "assigner", "lead", "monitor", "parent")


def _never_before_its_issue(day: str) -> models.CheckConstraint:
    """Nothing happens to work before the day of its order."""
    return models.CheckConstraint(
        name=f"assignment_is_never_{day.removesuffix('_on')}_before_its_issue",
        condition=Q(**{f"{day}__gte": F("issued_on")}),
    )


@values_are_listed
class Assignment(Decided):
    """What one lead body owes by when. The three facts of its issue are on the row."""

    class Giver(models.TextChoices):
        """Whose work it is, for the report by assigner (cơ quan giao)."""

        GOVERNMENT = "CP", _("Government")
        PRIME_MINISTER = "TTG", _("Prime Minister")
        PARTY = "TU", _("Provincial Party Committee")
        COUNCIL = "HDND", _("Provincial People's Council")
        PPC = "UBND", _("Provincial People's Committee")
        CHAIRMAN = "CT", _("Chairman of the PPC")
        VICE_CHAIRMAN = "PCT", _("Vice Chairman of the PPC")
        BODY = "BODY", _("the body itself or another body")

    # Work of these is done when the giver recognises it (rules.md 3, confirm).
    UPPER = (Giver.GOVERNMENT, Giver.PRIME_MINISTER, Giver.PARTY, Giver.COUNCIL)

    class CompletionPoint(models.TextChoices):
        SUBMITTED = "SUBMITTED", _("when put up to the competent authority")
        ISSUED = "ISSUED", _("when issued")
        REAL = "REAL", _("when the real result is there")

    class DueRule(models.TextChoices):
        STATED = "STATED", _("stated in the document")
        WORKING_DAYS = "WORKING_DAYS", _("working days")
        DAYS = "DAYS", _("calendar days")
        MONTHS = "MONTHS", _("months")

    class Restriction(models.TextChoices):
        INTERNAL_AFFAIRS = "INTERNAL_AFFAIRS", _("internal affairs")
        COMPLAINT = "COMPLAINT", _("complaint")
        DENUNCIATION = "DENUNCIATION", _("denunciation")
        PERSONNEL = "PERSONNEL", _("personnel")

    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="assignments")
    series = models.ForeignKey(Series, models.PROTECT, null=True, related_name="assignments")
    period_first = models.DateField(null=True)
    # The body that the occurrence was made for: it stays when the work passes to an heir, who may
    # so carry two of one period. Its index is that of the constraint below.
    made_for = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", db_index=False
    )
    directive = models.ForeignKey(Directive, models.PROTECT, null=True, related_name="assignments")
    obligation = models.ForeignKey(
        Obligation, models.PROTECT, null=True, related_name="assignments"
    )
    clause = models.CharField(max_length=100, blank=True)
    # Few have a parent: the index of those that have one is among the others, below.
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", db_index=False
    )
    function = models.ForeignKey(Function, models.PROTECT, null=True, related_name="+")

    title = models.TextField()
    content = models.TextField(blank=True)
    product = models.CharField(max_length=500, blank=True)
    completion_point = models.CharField(
        max_length=10, choices=CompletionPoint, default=CompletionPoint.ISSUED
    )

    giver = models.CharField(max_length=5, choices=Giver)
    assigner = models.ForeignKey(Agency, models.PROTECT, related_name="given")
    lead = models.ForeignKey(Agency, models.PROTECT, related_name="led")
    officer = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="carried")
    monitor = models.ForeignKey(Agency, models.PROTECT, related_name="monitored")
    specialist = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="watched")

    timing = models.CharField(max_length=10, choices=[(t.value, t.value) for t in Timing])
    timing_reason = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    original_due_on = models.DateField(null=True)
    due_hour = models.TimeField(null=True)
    due_rule = models.CharField(max_length=12, choices=DueRule, blank=True)
    due_count = models.PositiveSmallIntegerField(null=True)
    due_from = models.DateField(null=True)
    due_phrase = models.CharField(max_length=300, blank=True)

    is_priority = models.BooleanField(default=False)
    is_internal = models.BooleanField(default=False)
    is_short_notice = models.BooleanField(default=False)
    restriction = models.CharField(max_length=20, choices=Restriction, blank=True)
    government_code = models.CharField(max_length=60, blank=True)
    system_code = models.CharField(max_length=60, blank=True)

    stage = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in Stage], default=Stage.DRAFT
    )
    # The day of the document or decision that gave it; entered_at is when we learnt of it.
    issued_on = models.DateField(null=True)
    entered_at = models.DateTimeField()
    acknowledged_on = models.DateField(null=True)
    submitted_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    moved_at = models.DateTimeField()
    # The first day on which it was withdrawn, reissued, reassigned or re-dated while overdue
    # (rules.md 3.7).
    changed_overdue_on = models.DateField(null=True)

    search_key = models.GeneratedField(
        expression=folded("title", "content", "government_code", "system_code"),
        output_field=models.TextField(),
        db_persist=True,
    )
    # What is matched for those who may see the row and not read its text; found by the other's
    # index, which holds it too.
    title_key = models.GeneratedField(
        expression=folded("title"), output_field=models.TextField(), db_persist=True
    )
    revision = models.PositiveIntegerField(default=0)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            decision_has_its_facts("assignment_issue_has_its_facts"),
            models.CheckConstraint(
                name="assignment_issued_has_its_day",
                condition=Q(stage="DRAFT") | Q(issued_on__isnull=False) | Q(stage="WITHDRAWN"),
            ),
            models.CheckConstraint(
                name="assignment_acknowledged_has_its_day",
                condition=~Q(stage__in=["ACKNOWLEDGED", "SUBMITTED", "DONE"])
                | Q(acknowledged_on__isnull=False, officer__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_draft_has_no_life",
                condition=~Q(stage="DRAFT") | Q(issued_on=None, stopped_on=None),
            ),
            models.CheckConstraint(
                name="assignment_draft_and_issued_are_carried_by_nobody",
                condition=~Q(stage__in=["DRAFT", "ISSUED"]) | Q(acknowledged_on=None, officer=None),
            ),
            *map(
                _never_before_its_issue,
                ("acknowledged_on", "submitted_on", "stopped_on", "confirmed_on", "withdrawn_on"),
            ),
            models.CheckConstraint(
                name="assignment_is_never_confirmed_before_its_result",
                condition=Q(confirmed_on__gte=F("submitted_on")),
            ),
            models.CheckConstraint(
                name="assignment_is_no_part_of_itself", condition=~Q(parent=F("id"))
            ),
            models.CheckConstraint(
                name="assignment_period_is_of_a_series",
                condition=Q(period_first=None) | Q(series__isnull=False),
            ),
            models.CheckConstraint(name="assignment_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="assignment_submitted_has_its_day",
                condition=Q(stage__in=["SUBMITTED", "DONE"], submitted_on__isnull=False)
                | (~Q(stage__in=["SUBMITTED", "DONE"]) & Q(submitted_on=None)),
            ),
            models.CheckConstraint(
                name="assignment_done_is_confirmed",
                condition=Q(stage="DONE", confirmed_on__isnull=False)
                | (~Q(stage="DONE") & Q(confirmed_on=None)),
            ),
            models.CheckConstraint(
                name="assignment_withdrawn_has_its_day",
                condition=Q(stage="WITHDRAWN", withdrawn_on__isnull=False)
                | (~Q(stage="WITHDRAWN") & Q(withdrawn_on=None)),
            ),
            models.CheckConstraint(
                name="assignment_returned_has_stopped",
                condition=~Q(stage="RETURNED") | Q(stopped_on__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_stops_only_while_open",
                condition=Q(stopped_on=None)
                | Q(stage__in=["ISSUED", "ACKNOWLEDGED", "RETURNED", "WITHDRAWN"]),
            ),
            models.CheckConstraint(
                name="assignment_original_due_is_kept",
                condition=Q(due_on=None, original_due_on=None)
                | Q(due_on__isnull=False, original_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_due_has_its_rule",
                condition=Q(due_on=None) | ~Q(due_rule=""),
            ),
            models.CheckConstraint(
                name="assignment_due_fits_its_timing",
                condition=Q(stage="DRAFT")
                | Q(timing__in=["DATED", "PERIODIC"], due_on__isnull=False)
                | Q(timing__in=["CONTINUOUS", "NONE"], due_on=None),
            ),
            models.CheckConstraint(
                name="assignment_never_confirmed_by_its_lead",
                condition=Q(is_internal=True) | ~Q(monitor=F("lead")),
            ),
            models.UniqueConstraint(
                fields=["series", "made_for", "period_first"], name="assignment_once_per_period"
            ),
        ]
        # What is included lets lists and figures be counted from the index alone: the columns
        # that the rights and the states ask (models/rights.py, models/states.py).
        indexes = [
            models.Index(
                fields=["lead", "due_on", "id"],
                include=[
                    "stage",
                    *_JUDGED,
                    "restriction",
                    "assigner",
                    "officer",
                    "is_internal",
                    "is_short_notice",
                ],
                condition=_OPEN,
                name="assignment_open_by_lead",
            ),
            models.Index(
                fields=["due_on", "id"],
                include=["stage", *_JUDGED, *_SEEN],
                condition=_OPEN,
                name="assignment_open_by_due",
            ),
            models.Index(
                fields=["stage", "due_on", "id"],
                include=[*_JUDGED, *_SEEN],
                condition=_OPEN,
                name="assignment_open_by_stage",
            ),
            models.Index(
                fields=["parent", "id"],
                condition=Q(parent__isnull=False),
                name="assignment_children",
            ),
            models.Index(
                F("issued_on").desc(nulls_last=True), F("id").desc(), name="assignment_newest"
            ),
            models.Index(
                F("lead"),
                F("issued_on").desc(nulls_last=True),
                F("id").desc(),
                name="assignment_newest_by_lead",
            ),
            models.Index(
                fields=["lead", "due_on"],
                include=[
                    *("id", "stage", "submitted_on", "stopped_on", "confirmed_on"),
                    *("is_internal", "is_short_notice", "restriction", "assigner"),
                ],
                name="assignment_boxes",
            ),
            GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="assignment_search"),
        ]
        triggers = [
            KeepsHistory(),
            # The original due date stays for ever (rules.md 3.4); a draft has none yet.
            NeverChanges(
                name="original_due_is_kept",
                column="original_due_on",
                unless="OLD.stage = 'DRAFT'",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_restricted(self) -> bool:
        return bool(self.restriction)

    @property
    def needs_recognition(self) -> bool:
        """Waits for the giver above the province to recognise it (rules.md 3, confirm)."""
        return self.giver in self.UPPER


class Cooperation(models.Model):
    """A cooperating body's own part, date and state; never in the lead's boxes (rules.md 3.9)."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="cooperations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cooperations")
    part = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    asked_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    sent_document = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "agency"], name="cooperation_once"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_on"],
                include=["assignment", "sent_on"],
                name="cooperation_by_body",
            )
        ]
        triggers = [KeepsHistory()]


class SeriesEnd(models.Model):
    """Nothing follows this occurrence: its later periods were withdrawn with it."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="series_end")


class Reader(models.Model):
    """Who may see a restricted assignment, by name (rules.md 2.6)."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="readers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "user"], name="reader_once")]


AssignmentHistory = history_of(Assignment)
CooperationHistory = history_of(Cooperation)
