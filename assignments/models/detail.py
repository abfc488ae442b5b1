"""The queries of an assignment's page; their number is pinned by a test."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import JSONObject

from agencies.models import Agency, Seat, User
from agencies.models.agency import holds
from agencies.rules.roles import Role
from assignments.models.assignment import Assignment, Cooperation
from assignments.models.facts import AssignmentFile
from assignments.models.product import Product
from assignments.models.querysets import AssignmentQuerySet, reads
from directives.models import Directive, Provision

SIDES = ("assigner", "lead", "monitor")
# In the order of the model, as ``from_db`` reads them.
BODY = ("id", "code", "name_vi", "name_en", "kind")
BEFORE_DAY = "before_day_means_previous_day"


def for_page(user: User, *, on: date) -> AssignmentQuerySet:
    """The rows that the person may see, with all that the page says about one of them but its
    bodies: see ``complete``."""
    parts = Cooperation.objects.select_related("agency").order_by("pk")
    return (
        Assignment.objects.visible_to(user)
        .select_related(
            "directive__document_type",
            "directive__issuer",
            "obligation",
            "parent",
            "series",
            "officer__user",
            "specialist__user",
        )
        .prefetch_related(Prefetch("cooperations", parts))
        .annotate(**_rights(user), **_beside(on=on), **{f"{s}_body": _body(s) for s in SIDES})
    )


def _rights(user: User) -> dict[str, Any]:
    """Which of the texts around the row the person may read."""
    rows = Assignment.objects
    return {
        "is_readable": ExpressionWrapper(reads(user), output_field=BooleanField()),
        "parent_is_visible": Exists(rows.visible_to(user).filter(pk=OuterRef("parent"))),
        "document_is_visible": Exists(
            Directive.objects.visible_to(user).filter(pk=OuterRef("directive"))
        ),
    }


def _beside(*, on: date) -> dict[str, Any]:
    """The head of the lead body today, the size of the batch, whether there are children."""
    head = Seat.objects.held(on).filter(agency=OuterRef("lead"), role=Role.HEAD)
    in_batch = Assignment.objects.filter(batch=OuterRef("batch")).order_by().values("batch")
    return {
        "has_children": Exists(Assignment.objects.filter(parent=OuterRef("pk"))),
        "batch_size": Subquery(in_batch.annotate(n=Count("pk")).values("n")),
        "head_name": Subquery(head.values("user__full_name")[:1]),
        "head_title": Subquery(head.values("title")[:1]),
    }


def _body(side: str) -> Subquery:
    """One body of the row, as text: looked up by its key.

    Joined to the row the three would make a dozen tables, and the database would weigh every
    order of them for longer than it takes to read them.
    """
    bodies = Agency.objects.filter(pk=OuterRef(side))
    return Subquery(bodies.values(json=JSONObject(**{f: f for f in BODY})))


def complete(row: Assignment) -> Assignment:
    """Put the bodies that ``for_page`` looked up on the row; what else is asked of one is read
    when it is asked."""
    for side in SIDES:
        body = getattr(row, f"{side}_body")
        setattr(row, side, Agency.from_db(row._state.db, BODY, [body[f] for f in BODY]))
    return row


def children_of(row: Assignment, user: User) -> QuerySet[Assignment]:
    """Sub-assignments that the person may see: at least title, lead, dates and box."""
    rows = Assignment.objects.visible_to(user).filter(parent=row)
    return rows.select_related("lead").order_by("due_on", "pk")


def seen_products(row: Assignment, user: User) -> QuerySet[Product]:
    """What was handed in, and to the people of its body also what still waits inside."""
    own = Q(submission__agency__in=user.standing.bodies)
    handed_in = Q(submission__entered_on__isnull=False)
    return Product.objects.filter(handed_in | own, submission__assignment=row)


def seen_files(row: Assignment, user: User) -> QuerySet[AssignmentFile]:
    """The files of the assignment; those of a step inside a body to its people alone."""
    own = Q(inside=None) | Q(inside__in=user.standing.bodies)
    return AssignmentFile.objects.filter(own, assignment=row)


def products_of(row: Assignment, user: User) -> QuerySet[Product]:
    """The products that the person may see, each with its submission; a document only where it
    may be seen."""
    document = Directive.objects.visible_to(user).filter(pk=OuterRef("document"))
    return (
        seen_products(row, user)
        .annotate(document_is_visible=Exists(document))
        .select_related(
            "file",
            "document__document_type",
            "submission__decided_by__user",
            "submission__recorded_by__user",
            "submission__prepared_by__user",
        )
        .order_by("submission_id", "pk")
    )


def occurrences_of(row: Assignment, user: User) -> QuerySet[Assignment]:
    """The occurrences of the same periodic work by the same lead that the person may see, newest
    first."""
    rows = Assignment.objects.visible_to(user).filter(series=row.series_id, lead=row.lead_id)
    return rows.order_by("-period_first", "-pk")[:12]


def before_day_provision(*, on: date) -> Provision | None:
    """The rule on "before day X" in force on the day (rules.md 1.3)."""
    return Provision.objects.filter(holds(on), key=BEFORE_DAY).order_by("-pk").first()
