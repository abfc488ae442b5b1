"""Body and field -> specialist -> vice chairman, by date (rules.md 2.5)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.actions import routing as actions
from agencies.models import Agency, Function, Routing
from agencies.models.agency import holds
from agencies.rules.refusal import NotAllowed
from tests import factories

pytestmark = pytest.mark.django_db


def route(world, **facts):
    given = {
        "agency": world.justice, "function": None, "specialist": world.specialist,
        "leader": world.vice_chairman, "valid_from": timezone.localdate(),
        "by": world.office_head, "at": timezone.now(),
    } | facts  # fmt: skip
    return actions.route(**given)


def test_a_new_row_ends_the_former_one(world):
    today = timezone.localdate()
    first = route(world, valid_from=today - timedelta(30))
    other = factories.seat(world.office)

    second = route(world, specialist=other)

    first.refresh_from_db()
    assert first.valid_to == today
    assert list(Routing.objects.filter(holds(today))) == [second]
    assert world.issued().specialist == other


def test_only_the_ppc_office_routes(world):
    for by in (world.watcher, world.head, world.chairman, world.admin):
        with pytest.raises(NotAllowed):
            route(world, by=by)


def test_a_row_names_a_body_or_a_field_the_office_and_a_leader(world):
    for wrong in ({"agency": None}, {"specialist": world.officer}, {"leader": world.secretary}):
        with pytest.raises(NotAllowed):
            route(world, **wrong)


def test_a_row_of_the_field_alone_stands(world):
    field = Function.objects.create(code="land", name_vi="Đất đai", name_en="Land")

    other = factories.seat(world.office)
    route(world, agency=None, function=field, specialist=other)

    assert world.issued(function=field).specialist == other
    assert world.issued().specialist is None


def test_the_body_with_its_field_comes_before_the_body_and_the_field(world):
    field = Function.objects.create(code="land", name_vi="Đất đai", name_en="Land")
    body, both, alone = (factories.seat(world.office) for _ in range(3))
    route(world, agency=None, function=field, specialist=alone)
    route(world, specialist=body)
    route(world, function=field, specialist=both)

    assert world.issued(function=field).specialist == both
    assert world.issued().specialist == body


def test_a_row_stops_after_its_last_day(world):
    today = timezone.localdate()
    row = route(world)

    ended = actions.end_route(row, last_day=today, by=world.office_head, at=timezone.now())

    assert ended.valid_to == today + timedelta(1)
    with pytest.raises(NotAllowed):
        actions.end_route(
            row, last_day=today + timedelta(9), by=world.office_head, at=timezone.now()
        )


def test_a_former_body_is_watched_no_longer_and_its_row_stands_among_the_past_ones(
    world, sign_in, settings
):
    settings.MFA_REQUIRED = False
    now, former = route(world), route(world, agency=world.health)
    Agency.objects.filter(pk=world.health.pk).update(valid_to=timezone.localdate())
    client = sign_in(world.office_head)

    rows, past = (
        [item["row"] for item in client.get(reverse("routing-list") + query).context["rows"]]
        for query in ("", "?past")
    )

    assert (rows, past) == ([now], [former])
    assert client.get(reverse("routing-end", args=[former.pk])).status_code == 404
    with pytest.raises(NotAllowed, match=world.health.name_vi):
        route(world, agency=world.health, valid_from=timezone.localdate() + timedelta(1))
