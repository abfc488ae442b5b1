"""People, the seats they hold, who stands in for whom, and what a decision keeps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from agencies.models.agency import Agency, Function, Unit, folded, holds
from agencies.rules.roles import DECIDING, BasisKind, Capacity, Role
from audit.history import history_of
from audit.triggers import KeepsHistory

if TYPE_CHECKING:
    from agencies.models.standing import Standing

ROLE_LABELS = {
    Role.HEAD: _("head"),
    Role.DEPUTY: _("deputy head"),
    Role.UNIT_HEAD: _("unit head"),
    Role.OFFICER: _("officer"),
    Role.CONTACT: _("contact"),
    Role.SECRETARY: _("leader's secretary"),
    Role.ADMINISTRATOR: _("administrator"),
}
CAPACITY_LABELS = {
    Capacity.DIRECT: _("directly"),
    Capacity.TM: "TM.",
    Capacity.KT: "KT.",
    Capacity.TL: "TL.",
    Capacity.TUQ: "TUQ.",
    Capacity.Q: "Q.",
}
BASIS_LABELS = {
    BasisKind.DIRECT: _("directly in the system"),
    BasisKind.DOCUMENT: _("document"),
    BasisKind.SUBMISSION: _("submission slip"),
    BasisKind.NOTE: _("written note"),
}


def _sees_everybody(standing: Standing) -> bool:
    """Keepers of accounts, the PPC office and the leaders' side look up anybody."""
    return (
        standing.is_administrator
        or standing.is_home_affairs
        or standing.is_ppc_office
        or standing.is_leadership
    )


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> UserQuerySet:
        """People whom this person may look up: all, or those whose seats they may see."""
        if _sees_everybody(user.standing):
            return self
        seats = Seat.objects.visible_to(user)
        return self.filter(Q(pk=user.pk) | Q(pk__in=seats.values("user")))

    def matching(self, text: str) -> UserQuerySet:
        """Accent-free match on the name, or a match on the e-mail address."""
        folds = Q(search_key__contains=Func(Value(text), function="vi_fold"))
        return self.filter(folds | Q(email__icontains=text))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> User:
        found: User = self.get(email__iexact=username)
        return found


class User(AbstractBaseUser):
    """A person; one without a usable password is known but cannot sign in."""

    email = models.EmailField(unique=True, null=True)
    full_name = models.CharField(max_length=150)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(
        max_length=2, choices=[("vi", "Tiếng Việt"), ("en", "English")], default="vi"
    )
    is_active = models.BooleanField(default=True)
    sort_key = models.TextField(db_collation="C")
    search_key = models.GeneratedField(
        expression=folded("full_name"), output_field=models.TextField(), db_persist=True
    )
    revision = models.PositiveIntegerField(default=0)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    # Set for the request by the seat middleware: the seat that the person acts in now.
    seat: Seat | None = None
    standing: Standing

    class Meta:
        indexes = [GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="user_search")]

    def __str__(self) -> str:
        return self.full_name


class SeatQuerySet(models.QuerySet["Seat"]):
    def held(self, on: date, *, since: date | None = None) -> SeatQuerySet:
        return self.filter(holds(on, since=since))

    def deciding(self) -> SeatQuerySet:
        return self.filter(role__in=DECIDING)

    def visible_to(self, user: User) -> SeatQuerySet:
        """Seats whose holder this person may look up.

        Of other bodies the ones to turn to: head, deputies, contact.
        """
        standing = user.standing
        if _sees_everybody(standing):
            return self
        if not standing.is_business:
            return self.filter(user=user.pk)
        asked = Q(role__in=[Role.HEAD, Role.DEPUTY, Role.CONTACT])
        return self.filter(Q(agency__in=standing.bodies) | Q(user=user.pk) | asked)


class Seat(models.Model):
    """A person in a body, in a role, between two dates (to excluded)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="seats")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="seats")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="seats")
    role = models.CharField(max_length=15, choices=[(r.value, ROLE_LABELS[r]) for r in Role])
    # As it is printed under a signature: Giám đốc, Phó Chủ tịch, Chuyên viên.
    title = models.CharField(max_length=120)
    functions = models.ManyToManyField(Function, related_name="+")
    # For a secretary: the leader's seat.
    assists = models.ForeignKey("self", models.PROTECT, null=True, related_name="assistants")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=0)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="seat_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="seat_one_head_per_body_and_day",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    (
                        Func(
                            "valid_from",
                            "valid_to",
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(role="HEAD"),
            ),
        ]
        indexes = [models.Index(fields=["agency", "role"], name="seat_by_body")]
        triggers = [KeepsHistory()]

    def __str__(self) -> str:
        return f"{self.person}, {self.label}"

    @property
    def person(self) -> str:
        return self.user.full_name

    @property
    def label(self) -> str:
        """Title and body, the body once: "Chánh Văn phòng UBND tỉnh" names its own."""
        body = self.agency.name_vi
        return self.title if body in self.title else f"{self.title}, {body}"

    @property
    def decides(self) -> bool:
        return self.role in DECIDING


def is_not_over(on: date) -> Q:
    """A delegation that runs on the day ``on`` or is still to come; one ended early ran on the
    days before."""
    return Q(last_day__gte=on) & (Q(ended_at=None) | Q(ended_at__date__gt=on))


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, user: User) -> DelegationQuerySet:
        """Those that name the person, the seat they assist or a seat of their own bodies; for the
        PPC office also the leaders', for those who keep the accounts all."""
        standing = user.standing
        if not standing.is_business:
            return self if standing.is_administrator else self.none()
        seats = Q(user=user.pk) | Q(agency__in=standing.bodies)
        if user.seat and user.seat.assists_id:
            seats |= Q(pk=user.seat.assists_id)
        if standing.is_ppc_office:
            seats |= Q(agency__kind__in=[Agency.Kind.PPC, Agency.Kind.LEADER])
        named = Seat.objects.filter(seats).values("pk")
        return self.filter(Q(absent__in=named) | Q(substitute__in=named))

    def not_over(self, on: date) -> DelegationQuerySet:
        """Running on the day ``on``, or still to come."""
        return self.filter(is_not_over(on))

    def running(self, on: date) -> DelegationQuerySet:
        return self.not_over(on).filter(first_day__lte=on)


class Delegation(models.Model):
    """Who stands in for a seat between two dates (both included); it ends by itself.

    ABSENCE lets the substitute receive and prepare, and may chain. TUQ lets them decide what the
    authorising document names; deciding never chains (rules.md 2.3).
    """

    class Kind(models.TextChoices):
        ABSENCE = "ABSENCE", _("absence: receives and prepares")
        TUQ = "TUQ", _("written authorisation: decides what the document names")

    absent = models.ForeignKey(Seat, models.PROTECT, related_name="delegations")
    substitute = models.ForeignKey(Seat, models.PROTECT, related_name="substitutions")
    kind = models.CharField(max_length=10, choices=Kind)
    first_day = models.DateField()
    last_day = models.DateField()
    content = models.TextField(blank=True)
    document = models.CharField(max_length=200, blank=True)
    document_on = models.DateField(null=True)
    created_by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="delegation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("substitute")), name="delegation_is_to_another"
            ),
            models.CheckConstraint(
                condition=~Q(kind="TUQ")
                | (~Q(document="") & ~Q(content="") & Q(document_on__isnull=False)),
                name="delegation_by_authorisation_has_its_document",
            ),
        ]


class Routing(models.Model):
    """Body and field -> specialist of the PPC office -> vice chairman, by date (rules.md 2.5)."""

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="routings")
    function = models.ForeignKey(Function, models.PROTECT, null=True, related_name="+")
    specialist = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    leader = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | Q(function__isnull=False),
                name="routing_is_of_a_body_or_a_field",
            )
        ]


class Decided(models.Model):
    """The three facts of a decision: decided by, recorded by, basis (rules.md 2.2)."""

    decided_by = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(
        max_length=6, blank=True, choices=[(c.value, CAPACITY_LABELS[c]) for c in Capacity]
    )
    recorded_by = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    basis_kind = models.CharField(
        max_length=10, blank=True, choices=[(b.value, BASIS_LABELS[b]) for b in BasisKind]
    )
    basis = models.CharField(max_length=300, blank=True)
    basis_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)

    class Meta:
        abstract = True


def decision_has_its_facts(name: str) -> models.CheckConstraint:
    """A decision names its decider, its recorder and its basis, or nothing at all."""
    none: dict[str, Any] = {"decided_by": None, "recorded_by": None, "basis_kind": ""}
    return models.CheckConstraint(
        name=name,
        condition=Q(**none)
        | (
            Q(decided_by__isnull=False, recorded_by__isnull=False)
            & ~Q(capacity="")
            & (Q(basis_kind="DIRECT", recorded_by=F("decided_by")) | ~Q(basis_kind="DIRECT"))
            & ~Q(basis_kind="")
            & (Q(basis_kind="DIRECT") | ~Q(basis=""))
        ),
    )


SeatHistory = history_of(Seat)
