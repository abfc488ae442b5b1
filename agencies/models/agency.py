"""Bodies, what they may do and when, and who became whom."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agencies.rules.roles import MandateKind
from audit.history import history_of
from audit.triggers import KeepsHistory


def folded(*columns: str) -> Func:
    """The accent-free search key of these columns, as the database makes it."""
    parts: list[object] = []
    for column in columns:
        parts += [Value(" "), F(column)] if parts else [F(column)]
    text = parts[0]
    for part in parts[1:]:
        text = Func(text, part, template="(%(expressions)s)", arg_joiner=" || ")
    return Func(text, function="vi_fold", output_field=models.TextField())


def holds(on: date, *, prefix: str = "", since: date | None = None) -> Q:
    """Rows valid on the day ``on``, or on any day from ``since`` to it: from included, to
    excluded, null = open."""
    start, end = f"{prefix}valid_from", f"{prefix}valid_to"
    return (Q(**{start: None}) | Q(**{f"{start}__lte": on})) & (
        Q(**{end: None}) | Q(**{f"{end}__gt": since or on})
    )


class AgencyQuerySet(models.QuerySet["Agency"]):
    def existing(self, on: date) -> "AgencyQuerySet":
        return self.filter(holds(on))

    def listed(self) -> "AgencyQuerySet":
        """Bodies under the PPC that the chairman's directive names."""
        return self.filter(is_listed=True)

    def matching(self, text: str) -> "AgencyQuerySet":
        """Accent-free match on names and code."""
        return self.filter(search_key__contains=Func(Value(text), function="vi_fold"))

    def bearing(self, name_or_code: str, *, on: date) -> "AgencyQuerySet":
        """Bodies that bore this name or code on the day ``on``; a name in a document means the
        body that bore it on the document's date (rules.md 2.10)."""
        named = " ".join(name_or_code.split())
        return self.existing(on).filter(
            Q(code__iexact=named) | Q(name_vi__iexact=named) | Q(name_en__iexact=named)
        )

    def members_of(self, group: str, *, on: date) -> "AgencyQuerySet":
        """The bodies of the group ``group`` on the day ``on``."""
        kinds: set[str] = set()
        codes: set[str] = set()
        for row in Group.objects.filter(holds(on), code=group):
            for kind in row.kinds:
                (codes if kind.startswith("body:") else kinds).add(kind.removeprefix("body:"))
        return self.existing(on).filter(Q(kind__in=kinds) | Q(code__in=codes))


class Agency(models.Model):
    """A body between two dates. A merged department is a new row, even under the old name."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("province")
        PARTY = "party", _("Party body")
        ELECTED = "elected_body", _("elected body")
        PPC = "ppc", _("provincial People's Committee")
        LEADER = "leader", _("leader of the PPC")
        PPC_OFFICE = "ppc_office", _("office of the PPC")
        INSPECTORATE = "inspectorate", _("inspectorate")
        DEPARTMENT = "department", _("department")
        OTHER_ADMIN = "other_admin_org", _("other administrative body")
        PUBLIC_UNIT = "public_service_unit", _("public service unit")
        DISTRICT = "district", _("district-level People's Committee")
        COMMUNE = "commune", _("commune")
        WARD = "ward", _("ward")
        TOWNSHIP = "township", _("township")
        POLICE = "police", _("police")
        CENTRAL = "central_agency", _("central agency in the province")
        PARTY_PRESS = "party_press", _("Party press")
        SUB_DEPARTMENT = "sub_department", _("sub-department")

    code = models.CharField(max_length=30)
    name_vi = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=30, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    symbol = models.CharField(max_length=30, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    is_subordinate = models.BooleanField(default=False)
    is_listed = models.BooleanField(default=False)
    mailbox = models.EmailField(blank=True)
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)
    sort_key = models.TextField(db_collation="C")
    search_key = models.GeneratedField(
        expression=folded("name_vi", "name_en", "code"),
        output_field=models.TextField(),
        db_persist=True,
    )
    revision = models.PositiveIntegerField(default=0)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], nulls_distinct=False, name="agency_code_by_date"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="agency_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="agency_by_name"),
            GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="agency_search"),
        ]
        triggers = [KeepsHistory()]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name_vi

    @property
    def is_central(self) -> bool:
        """Coordinate only: not under the PPC, never ranked, no deemed consent (rules.md 2.9)."""
        return self.kind in {self.Kind.CENTRAL, self.Kind.POLICE, self.Kind.PARTY_PRESS}


def bearer(name_or_code: str, *, on: date) -> Agency | None:
    """The one body that bore this name or code on the day; None when nobody did, or several."""
    found = list(Agency.objects.bearing(name_or_code, on=on)[:2])
    return found[0] if len(found) == 1 else None


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def applied(self) -> "SuccessionQuerySet":
        return self.filter(status=Succession.Status.APPLIED)

    def unconfirmed(self) -> "SuccessionQuerySet":
        """Those that wait for Home Affairs to confirm or reject them."""
        return self.filter(status=Succession.Status.UNCONFIRMED)

    def to_work(self, on: date) -> "SuccessionQuerySet":
        """Applied ones of the day ``on`` or earlier whose open work was not yet passed on."""
        return self.applied().filter(on__lte=on, worked_at=None)


class Succession(models.Model):
    """One body became, or passed a part to, another on a day."""

    class Kind(models.TextChoices):
        RENAME = "rename", _("renamed")
        MERGE = "merge", _("merged into")
        SPLIT = "split", _("split into")
        ABOLISH_SPLIT = "abolish_split", _("abolished, territory divided")
        TRANSFER = "transfer", _("passed to")
        PARTIAL_TRANSFER = "partial_transfer", _("passed a part to")
        UNCHANGED = "unchanged", _("continued as")

    class Status(models.TextChoices):
        APPLIED = "applied", _("applied")
        UNCONFIRMED = "unconfirmed", _("waits for confirmation")
        REJECTED = "rejected", pgettext_lazy("change of a body", "rejected")

    # The old body lives on after these, so its open work stays.
    PARTIAL = (Kind.PARTIAL_TRANSFER,)

    old = models.ForeignKey(Agency, models.PROTECT, related_name="heirs")
    new = models.ForeignKey(Agency, models.PROTECT, related_name="predecessors")
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    passes = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.APPLIED)
    source = models.TextField(blank=True)
    worked_at = models.DateTimeField(null=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="succession_is_said_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="succession_is_of_two_bodies"),
        ]
        triggers = [KeepsHistory()]


class Unit(models.Model):
    """A division (phòng) inside a body."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    name = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="unit_name_in_body")]

    def __str__(self) -> str:
        return self.name


class Function(models.Model):
    """A field of management (lĩnh vực)."""

    code = models.CharField(max_length=40, unique=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


class AgencyFunction(models.Model):
    """Which body holds which field, when."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="functions")
    function = models.ForeignKey(Function, models.PROTECT, related_name="holders")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "function", "valid_from"],
                nulls_distinct=False,
                name="agency_function_by_date",
            )
        ]


class Group(models.Model):
    """Whom a document names together, as kinds of bodies, or ``body:CODE``, between two dates."""

    code = models.CharField(max_length=40)
    name_vi = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    kinds = ArrayField(models.CharField(max_length=60), default=list)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], nulls_distinct=False, name="group_by_date"
            )
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


class Mandate(models.Model):
    """A power that a body holds by date and that follows the heir (rules.md 2.1)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in MandateKind])
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "valid_from"],
                nulls_distinct=False,
                name="mandate_by_date",
            )
        ]


AgencyHistory = history_of(Agency)
SuccessionHistory = history_of(Succession)
