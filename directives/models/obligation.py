"""What a document demands, of whom, and which upper demands it carries out."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from audit.history import history_of
from audit.triggers import KeepsHistory
from directives.models.directive import Directive

# How often it is owed; a row may name several, parted by ";".
PERIODS = {
    "once": _("once"),
    "month": _("every month"),
    "quarter": _("every quarter"),
    "six_months": _("every six months"),
    "nine_months": _("nine months"),
    "year": _("every year"),
    "continuous": _("standing"),
    "at_assignment": _("with each assignment given"),
    "per_task": _("for each assignment"),
    "per_case": _("for each case"),
    "per_consultation": _("for each consultation"),
    "per_product": _("for each product"),
    "setting": _("not stated: Home Affairs sets it"),
}


class Obligation(models.Model):
    """One demand of one clause; addressees are a group, expanded to bodies as of a date."""

    class Mode(models.TextChoices):
        ASSIGNED = "assigned", _("met by an assignment per body")
        MEASURED = "measured", _("met by a figure")
        TEXT = "text", _("listed only")

    code = models.CharField(max_length=20, unique=True)
    directive = models.ForeignKey(Directive, models.PROTECT, related_name="obligations")
    clause = models.CharField(max_length=60)
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)
    group_code = models.CharField(max_length=40, blank=True)
    indicator_vi = models.TextField(blank=True)
    indicator_en = models.TextField(blank=True)
    mode = models.CharField(max_length=10, choices=Mode)
    figure = models.CharField(max_length=60, blank=True)
    threshold = models.CharField(max_length=20, blank=True)
    period = models.CharField(max_length=30, blank=True)
    reported_to = models.CharField(max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        triggers = [KeepsHistory()]

    def __str__(self) -> str:
        return f"{self.code}. {self.text}"

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" and self.text_en else self.text_vi

    @property
    def indicator(self) -> str:
        return (
            self.indicator_en if get_language() == "en" and self.indicator_en else self.indicator_vi
        )

    @property
    def period_label(self) -> str:
        """How often, in words; a period that the table does not know stays as it is."""
        return ", ".join(str(PERIODS.get(p, p)) for p in self.period.split(";") if p)


class ObligationLink(models.Model):
    """A lower obligation carries out an upper one; assumed links say so."""

    lower = models.ForeignKey(Obligation, models.PROTECT, related_name="links_up")
    upper = models.ForeignKey(Obligation, models.PROTECT, related_name="links_down")
    is_assumed = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lower", "upper"], name="obligation_link_once")
        ]


ObligationHistory = history_of(Obligation)
