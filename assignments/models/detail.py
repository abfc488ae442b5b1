"""The queries of an assignment's page; their number is pinned by a test."""

from __future__ import annotations

from datetime import date

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
)

from agencies.models import Seat, User
from agencies.models.agency import holds
from agencies.rules.roles import Role
from assignments.models.assignment import Assignment, Cooperation
from assignments.models.product import Product
from assignments.models.querysets import AssignmentQuerySet, reads
from directives.models import Directive, Provision

BEFORE_DAY = "before_day_means_previous_day"


def for_page(user: User, *, on: date) -> AssignmentQuerySet:
    """The rows that the person may see, with all that the page says about one of them."""
    rows = Assignment.objects
    head = Seat.objects.held(on).filter(agency=OuterRef("lead"), role=Role.HEAD)
    document = Directive.objects.visible_to(user).filter(pk=OuterRef("directive"))
    parent = rows.visible_to(user).filter(pk=OuterRef("parent"))
    in_batch = rows.filter(batch=OuterRef("batch")).order_by().values("batch")
    return (
        rows.visible_to(user)
        .select_related(
            "directive__document_type",
            "directive__issuer",
            "obligation",
            "parent",
            "series",
            "assigner",
            "lead",
            "monitor",
            "officer__user",
            "specialist__user",
        )
        .prefetch_related(
            Prefetch("cooperations", Cooperation.objects.select_related("agency").order_by("pk"))
        )
        .annotate(
            is_readable=ExpressionWrapper(reads(user), output_field=BooleanField()),
            parent_is_visible=Exists(parent),
            document_is_visible=Exists(document),
            has_children=Exists(rows.filter(parent=OuterRef("pk"))),
            batch_size=Subquery(in_batch.annotate(n=Count("pk")).values("n")),
            head_name=Subquery(head.values("user__full_name")[:1]),
            head_title=Subquery(head.values("title")[:1]),
        )
    )


def children_of(row: Assignment, user: User) -> QuerySet[Assignment]:
    """Sub-assignments that the person may see: at least title, lead, dates and box."""
    rows = Assignment.objects.visible_to(user).filter(parent=row)
    return rows.select_related("lead").order_by("due_on", "pk")


def products_of(row: Assignment, user: User) -> QuerySet[Product]:
    """All products handed in, each with its submission; a document only where it may be seen."""
    document = Directive.objects.visible_to(user).filter(pk=OuterRef("document"))
    return (
        Product.objects.filter(submission__assignment=row)
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


def occurrences_of(row: Assignment) -> QuerySet[Assignment]:
    """The occurrences of the same periodic work by the same lead, newest first."""
    rows = Assignment.objects.filter(series=row.series_id, lead=row.lead_id)
    return rows.order_by("-period_first", "-pk")[:12]


def before_day_provision(*, on: date) -> Provision | None:
    """The rule on "before day X" in force on the day (rules.md 1.3)."""
    return Provision.objects.filter(holds(on), key=BEFORE_DAY).order_by("-pk").first()
