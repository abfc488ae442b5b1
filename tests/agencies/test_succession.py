"""What a body becomes: recorded once, with its day, its heirs and its document."""

from datetime import date

import pytest
from django.utils import timezone

from agencies.actions import succession as actions
from agencies.actions.succession import Heir
from agencies.models import (
    Agency,
    AgencyFunction,
    Function,
    Mandate,
    Routing,
    Seat,
    Succession,
)
from agencies.models.agency import bearer, holds
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import MandateKind, Role
from agencies.rules.succession import Heritage, ends, heritage
from audit.models import Event
from tests import factories

DAY = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["merge"], Heritage.BY_RULE),
        (["rename"], Heritage.BY_RULE),
        (["transfer"], Heritage.BY_RULE),
        (["unchanged"], Heritage.BY_RULE),
        (["partial_transfer"], Heritage.STAYS),
        (["partial_transfer", "partial_transfer"], Heritage.STAYS),
        (["split"], Heritage.BY_DECISION),
        (["split", "split"], Heritage.BY_DECISION),
        (["abolish_split", "abolish_split"], Heritage.BY_DECISION),
        (["merge", "merge"], Heritage.BY_DECISION),
        # The rest merged, parts went elsewhere: a body cut up.
        (["merge", "partial_transfer"], Heritage.BY_DECISION),
    ],
)
def test_how_work_passes_follows_from_all_heirs_of_the_day(kinds, expected):
    assert heritage(kinds) is expected
    assert ends(kinds) == (expected is not Heritage.STAYS)


@pytest.fixture
def chief(world):
    return factories.seat(world.home_affairs, Role.HEAD, title="Giám đốc")


def succeed(old, *heirs, by, on=DAY, source="Nghị quyết thử 01/NQ-HĐND"):
    return actions.succeed(old, heirs, on=on, source=source, by=by, at=timezone.now())


def test_a_merged_body_ends_with_its_seats_and_its_heir_takes_over_its_mandates(world, chief):
    Mandate.objects.create(agency=world.justice, kind=MandateKind.INSPECTORATE)
    route = Routing.objects.create(
        agency=world.justice, specialist=world.specialist, leader=world.vice_chairman
    )

    succeed(world.justice, Heir("merge", world.health, "toàn bộ"), by=chief)

    world.justice.refresh_from_db()
    assert world.justice.valid_to == DAY
    assert not Seat.objects.held(DAY).filter(agency=world.justice).exists()
    assert Seat.objects.held(date(2025, 2, 28)).filter(agency=world.justice).count() == 3
    assert Mandate.objects.filter(holds(DAY), kind="INSPECTORATE").get().agency == world.health
    route.refresh_from_db()
    assert route.valid_to == DAY
    assert Routing.objects.get(agency=world.health).valid_from == DAY


def test_a_renamed_body_is_a_new_body_under_the_new_name(world, chief):
    made = succeed(world.justice, Heir("rename", name_vi="Sở Tư pháp và Hộ tịch"), by=chief)

    assert bearer("Sở Tư pháp", on=date(2025, 2, 28)) == world.justice
    assert bearer("Sở Tư pháp", on=DAY) is None
    assert bearer("Sở Tư pháp và Hộ tịch", on=DAY) == made[0].new
    assert made[0].new.code == "STP-2025"


def test_a_body_that_gives_a_part_away_lives_on(world, chief):
    succeed(world.justice, Heir("partial_transfer", world.health, "hộ tịch"), by=chief)

    world.justice.refresh_from_db()
    assert world.justice.valid_to is None
    assert Seat.objects.held(DAY).filter(agency=world.justice).count() == 3


def test_a_seat_begun_after_the_end_never_counts(world, chief):
    late = factories.seat(world.justice, since=date(2025, 4, 1))

    succeed(world.justice, Heir("merge", world.health), by=chief)

    late.refresh_from_db()
    assert (late.valid_from, late.valid_to) == (date(2025, 4, 1), date(2025, 4, 1))


@pytest.mark.parametrize(
    "refused",
    [
        lambda w: {"heirs": []},
        lambda w: {"heirs": [Heir("merge", w.justice)]},
        lambda w: {"heirs": [Heir("split", w.health), Heir("split", w.health)]},
        lambda w: {"heirs": [Heir("rename")]},
        lambda w: {"heirs": [Heir("merge", w.health)], "source": " "},
        lambda w: {"heirs": [Heir("merge", factories.agency("CHUA", valid_from=date(2026, 1, 1)))]},
    ],
)
def test_a_succession_that_says_too_little_or_too_much_is_refused(world, chief, refused):
    facts = {"on": DAY, "source": "Nghị quyết", "by": chief, "at": timezone.now()}

    with pytest.raises(NotAllowed):
        actions.succeed(world.justice, **(facts | refused(world)))

    assert not Succession.objects.exists()


def test_only_home_affairs_records_it(world):
    with pytest.raises(NotAllowed):
        succeed(world.justice, Heir("merge", world.health), by=world.specialist)


def test_the_end_of_a_body_is_recorded_once(world, chief):
    succeed(world.justice, Heir("merge", world.health), by=chief)

    with pytest.raises(NotAllowed):
        succeed(world.justice, Heir("merge", world.office), by=chief)


def test_an_unconfirmed_succession_takes_effect_with_its_true_day(world, chief):
    row = Succession.objects.create(
        old=world.justice, new=world.health, on=DAY, kind="merge", status="unconfirmed"
    )

    actions.confirm(row, on=date(2025, 4, 1), source="Quyết định thử", by=chief, at=timezone.now())

    world.justice.refresh_from_db()
    row.refresh_from_db()
    assert world.justice.valid_to == row.on == date(2025, 4, 1)
    assert Agency.objects.existing(date(2025, 3, 31)).filter(pk=world.justice.pk).exists()


# --- several heirs and the mandates -----------------------------------------------------------
def heirs(*kinds, takes_over=()):
    """New heirs, in the order of their kinds; those at these places take the mandates over."""
    made = [factories.agency(f"K{n}", valid_from=DAY) for n in range(len(kinds))]
    return [
        Heir(kind, body, takes_over=n in takes_over)
        for n, (kind, body) in enumerate(zip(kinds, made, strict=True))
    ]


@pytest.mark.parametrize("takers", [(), (0, 1)])
@pytest.mark.parametrize("body", ["home_affairs", "office"])
def test_a_body_with_mandates_is_divided_only_when_one_heir_takes_them(world, chief, body, takers):
    with pytest.raises(NotAllowed):
        succeed(getattr(world, body), *heirs("split", "split", takes_over=takers), by=chief)

    assert not Succession.objects.exists()


def test_the_heir_named_takes_mandates_fields_and_routing(world, chief):
    field = Function.objects.create(code="staff", name_vi="Nội vụ", name_en="Home affairs")
    AgencyFunction.objects.create(agency=world.home_affairs, function=field)
    Routing.objects.create(
        agency=world.home_affairs, specialist=world.specialist, leader=world.vice_chairman
    )
    named = heirs("merge", "partial_transfer", takes_over=(1,))

    succeed(world.home_affairs, *named, by=chief)

    for model in (Mandate, AgencyFunction, Routing):
        assert model.objects.filter(holds(DAY), agency=named[1].agency).count() == 1
        assert not model.objects.filter(holds(DAY), agency=world.home_affairs).exists()


def test_a_body_without_mandates_is_divided_as_before(world, chief):
    succeed(world.justice, *heirs("split", "split"), by=chief)

    assert Succession.objects.count() == 2


def test_of_an_unconfirmed_division_the_heir_of_the_mandates_is_confirmed_first(world, chief):
    rows = [
        Succession.objects.create(
            old=world.home_affairs, new=heir.agency, on=DAY, kind="split", status="unconfirmed"
        )
        for heir in heirs("split", "split")
    ]
    facts = {"on": DAY, "source": "Quyết định thử", "by": chief, "at": timezone.now()}

    with pytest.raises(NotAllowed):
        actions.confirm(rows[0], **facts)
    actions.confirm(rows[1], takes_over=True, **facts)
    actions.confirm(rows[0], **facts | {"by": None})

    assert Mandate.objects.get(holds(DAY), kind="HOME_AFFAIRS").agency == rows[1].new


# --- rejecting --------------------------------------------------------------------------------
def test_a_rejected_succession_never_takes_effect(world, chief):
    row = Succession.objects.create(
        old=world.justice, new=world.health, on=DAY, kind="merge", status="unconfirmed"
    )
    at = timezone.now()

    with pytest.raises(NotAllowed):
        actions.reject(row, reason=" ", by=chief, at=at)
    actions.reject(row, reason="Không có quyết định nào", by=chief, at=at)

    world.justice.refresh_from_db()
    assert world.justice.valid_to is None
    assert not Succession.objects.applied().exists()
    told = Event.objects.get(kind="agency.reject", subject_id=world.justice.pk)
    assert (told.note, told.data["heir"]) == ("Không có quyết định nào", "Sở Y tế")
    with pytest.raises(NotAllowed):
        actions.confirm(row, on=DAY, source="Quyết định", by=chief, at=at)
