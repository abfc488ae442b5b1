"""What was handed in: submissions, each with its products."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Decided, Seat
from agencies.models.agency import folded
from agencies.models.person import decision_has_its_facts
from assignments.models.assignment import Assignment
from assignments.models.listed import values_are_listed
from audit.history import history_of
from audit.triggers import KeepsHistory
from directives.models import Directive, File

MOST_NUMBERED = 50


@values_are_listed
class Submission(Decided):
    """A result as prepared by the officer, approved by the head, judged by the monitor."""

    class State(models.TextChoices):
        PREPARED = "PREPARED", _("prepared, waits for approval")
        SUBMITTED = "SUBMITTED", _("submitted")
        SENT_BACK = "SENT_BACK", _("sent back")
        CONFIRMED = "CONFIRMED", _("confirmed")
        REOPENED = "REOPENED", _("reopened")
        DROPPED = "DROPPED", _("not sent")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="submissions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    # The day the result's document was issued; the only day that decides timeliness.
    submitted_on = models.DateField()
    note = models.TextField(blank=True)
    prepared_by = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField()
    entered_on = models.DateField(null=True)
    is_entered_late = models.BooleanField(default=False)
    sent_back_on = models.DateField(null=True)
    sent_back_reason = models.TextField(blank=True)
    confirmed_on = models.DateField(null=True)
    reopened_on = models.DateField(null=True)
    # The work was withdrawn while the result waited.
    dropped_on = models.DateField(null=True)

    @property
    def is_superseded(self) -> bool:
        """A draft that was never handed in: another result took its place."""
        return self.state == self.State.DROPPED and self.entered_on is None

    class Meta:
        constraints = [
            decision_has_its_facts("submission_has_its_facts"),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state__in=["SUBMITTED", "CONFIRMED"]),
                name="submission_stands_once",
            ),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state="PREPARED"),
                name="submission_is_prepared_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["PREPARED", "DROPPED"]) | Q(entered_on__isnull=False),
                name="submission_entered_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(entered_on=None) | Q(submitted_on__lte=models.F("entered_on")),
                name="submission_is_never_of_a_future_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["CONFIRMED", "REOPENED"], confirmed_on__isnull=False)
                | (~Q(state__in=["CONFIRMED", "REOPENED"]) & Q(confirmed_on=None)),
                name="submission_confirmed_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="SENT_BACK") | Q(sent_back_on__isnull=False),
                name="submission_sent_back_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="REOPENED") | Q(reopened_on__isnull=False),
                name="submission_reopened_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__gte=models.F("entered_on"))
                & Q(sent_back_on__gte=models.F("entered_on"))
                & Q(reopened_on__gte=models.F("confirmed_on")),
                name="submission_is_judged_after_its_entry",
            ),
        ]
        triggers = [KeepsHistory()]


class ProductQuerySet(models.QuerySet["Product"]):
    def numbered(self, prefixes: Sequence[str]) -> models.QuerySet[Any]:
        """Keys of at most fifty assignments whose result, once handed in, bears a number that so
        begins; a number without its symbol is everybody's and finds nothing."""
        whole = [prefix for prefix in prefixes if prefix[-1:].isalnum() and not prefix.isdigit()]
        if not whole:
            return self.none()
        asked = reduce(or_, (Q(number_key__startswith=prefix) for prefix in whole))
        sent = self.exclude(submission__entered_on=None).alias(number_key=folded("number"))
        rows = sent.filter(asked).order_by("-pk")
        return rows.values_list("submission__assignment", flat=True)[:MOST_NUMBERED]


class Product(models.Model):
    """One product of a submission: kind, number or title, date, a file or a document."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="products")
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=500, blank=True)
    issued_on = models.DateField()
    file = models.OneToOneField(File, models.PROTECT, null=True, related_name="product")
    document = models.ForeignKey(Directive, models.PROTECT, null=True, related_name="+")

    objects = ProductQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                OpClass(folded("number"), name="text_pattern_ops"), name="product_by_number"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") | ~Q(title=""), name="product_has_a_number_or_a_title"
            ),
        ]
        triggers = [KeepsHistory()]


SubmissionHistory = history_of(Submission)
ProductHistory = history_of(Product)
