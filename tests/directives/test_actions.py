"""Registering, correcting and receiving documents; who sees them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed, Stale
from audit.models import Event
from directives.actions import directive as actions
from directives.actions.directive import Duplicate, NewIssuer
from directives.models import (
    Directive,
    DirectiveLink,
    Issuer,
    Receipt,
)
from directives.models.chain import edges_down, edges_up

pytestmark = pytest.mark.django_db

ISSUED = date(2023, 10, 16)


@pytest.fixture
def edit(world):
    def act(row, paper, by=None, revision=None):
        return actions.edit(
            row,
            paper,
            revision=row.revision if revision is None else revision,
            among=Directive.objects.values_list("pk", flat=True),
            by=by or world.specialist,
            at=timezone.now(),
        )

    return act


# --- registering --------------------------------------------------------------------------------
def test_a_registered_document_has_its_event_and_its_receipt(world, paper, register):
    row = register(paper, received_on=date(2023, 10, 18))

    event = Event.objects.get(kind="directive.register", subject_id=row.pk)
    assert event.actor == world.specialist.person
    assert Receipt.objects.get(directive=row).agency == world.office
    assert row.registered_by == world.specialist


def test_the_same_document_is_registered_once(paper, register):
    first = register(paper)

    with pytest.raises(Duplicate) as refusal:
        register(replace(paper, title_vi="Khác"))

    assert refusal.value.existing == first
    assert Directive.objects.count() == 1


def test_same_number_of_another_date_is_another_document(paper, register):
    register(paper)
    register(replace(paper, issued_on=date(2024, 10, 16)))

    assert Directive.objects.count() == 2


def test_documents_whose_number_is_not_known_do_not_collide(paper, register):
    nameless = replace(paper, number="", number_key="", issued_on=None)
    register(nameless)
    register(nameless)

    assert Directive.objects.incomplete().count() == 2


@pytest.mark.parametrize("title", ["MẬT", "Báo cáo (Tối mật)", "Độ mật: Tuyệt mật"])
def test_a_title_with_a_secrecy_marking_is_refused(paper, register, title):
    with pytest.raises(NotAllowed, match=r"(?i)mật"):
        register(replace(paper, title_vi=title))


def test_a_document_of_tomorrow_is_refused(paper, register):
    with pytest.raises(NotAllowed):
        register(replace(paper, issued_on=timezone.localdate() + timedelta(days=1)))


def test_an_administrator_registers_nothing(world, paper, register):
    with pytest.raises(NotAllowed):
        register(paper, by=world.admin)


def test_an_unknown_issuer_joins_the_table_once(paper, register):
    new = NewIssuer("BTNMT", "Bộ Tài nguyên và Môi trường", "state")

    register(replace(paper, issuer=new))
    register(replace(paper, issuer=new, number_key="969/CĐ-BTNMT"))

    assert Issuer.objects.filter(abbrev="BTNMT").count() == 1


# --- the chain ----------------------------------------------------------------------------------
def test_a_chain_is_walked_up_and_down(paper, register):
    upper = register(paper)
    middle = register(replace(paper, number_key="12/CĐ-TTg", links=(("BASED_ON", upper),)))
    lower = register(replace(paper, number_key="13/CĐ-TTg", links=(("REPLACES", middle),)))

    assert {(e.lower, e.upper) for e in edges_up(lower.pk)} == {
        (lower.pk, middle.pk),
        (middle.pk, upper.pk),
    }
    assert {e.lower for e in edges_down(upper.pk)} == {middle.pk, lower.pk}


def test_a_document_never_rests_on_what_rests_on_it(paper, register, edit):
    upper = register(paper)
    lower = register(replace(paper, number_key="12/CĐ-TTg", links=(("BASED_ON", upper),)))

    with pytest.raises(NotAllowed):
        edit(upper, replace(paper, links=(("AMENDS", lower),)))
    with pytest.raises(NotAllowed):
        edit(upper, replace(paper, links=(("AMENDS", upper),)))


def test_links_to_documents_that_the_person_does_not_see_stay(world, paper, register):
    hidden = register(paper)
    seen = register(replace(paper, number_key="12/CĐ-TTg"))
    both = (("BASED_ON", hidden), ("BASED_ON", seen))
    row = register(replace(paper, number_key="13/CĐ-TTg", links=both))

    actions.edit(
        row,
        replace(paper, number_key="13/CĐ-TTg"),
        revision=0,
        among=[seen.pk],
        by=world.specialist,
        at=timezone.now(),
    )

    assert [link.target for link in row.links_up.all()] == [hidden]


# --- correcting ---------------------------------------------------------------------------------
def test_missing_number_and_date_are_entered_later(paper, register, edit):
    row = register(replace(paper, number="", number_key="", issued_on=None))

    edit(row, paper)

    row.refresh_from_db()
    assert (row.number_key, row.missing, row.revision) == ("968/CĐ-TTg", "", 1)
    changes = Event.objects.get(kind="directive.edit").data["changes"]
    assert changes["issued_on"] == ["", "16/10/2023"]


def test_a_stale_correction_meets_what_stands(paper, register, edit):
    row = register(paper)
    edit(row, replace(paper, title_vi="Người thứ nhất"))

    with pytest.raises(Stale) as stale:
        edit(row, replace(paper, title_vi="Người thứ hai"), revision=0)

    assert stale.value.current.title_vi == "Người thứ nhất"


def test_a_correction_that_makes_a_duplicate_is_refused(paper, register, edit):
    register(paper)
    other = register(replace(paper, number_key="12/CĐ-TTg"))

    with pytest.raises(Duplicate):
        edit(other, paper)


def test_home_affairs_keeps_its_texts_and_the_office_the_rest(world, paper, register, edit):
    row = register(paper)
    Directive.objects.update(code="HT")

    with pytest.raises(NotAllowed):
        edit(row, paper, by=world.specialist)
    edit(row, paper, by=world.watcher)

    Directive.objects.update(code="")
    with pytest.raises(NotAllowed):
        edit(row, paper, by=world.head, revision=1)


def test_a_body_keeps_what_it_registered(world, paper, register, edit):
    row = register(paper, by=world.contact)

    edit(row, replace(paper, title_vi="Sửa"), by=world.head)

    with pytest.raises(NotAllowed):
        edit(row, paper, by=world.other_head, revision=1)


# --- receipts -----------------------------------------------------------------------------------
def test_a_body_notes_only_its_own_receipt(world, paper, register):
    row = register(paper)
    at = timezone.now()

    actions.receive(row, world.justice, received_on=ISSUED, by=world.contact, at=at)

    with pytest.raises(NotAllowed):
        actions.receive(row, world.health, received_on=ISSUED, by=world.contact, at=at)
    actions.receive(row, world.health, received_on=ISSUED, by=world.specialist, at=at)
    assert row.receipts.count() == 2


@pytest.mark.parametrize("days", [-1, 10_000])
def test_a_receipt_lies_between_the_document_and_today(world, paper, register, days):
    row = register(paper)

    with pytest.raises(NotAllowed):
        actions.receive(
            row,
            world.office,
            received_on=ISSUED + timedelta(days=days),
            by=world.specialist,
            at=timezone.now(),
        )


def test_a_corrected_receipt_tells_the_day_before(world, paper, register):
    row = register(paper, received_on=date(2023, 10, 18))

    actions.receive(
        row, world.office, received_on=date(2023, 10, 17), by=world.specialist, at=timezone.now()
    )

    assert row.receipts.get().received_on == date(2023, 10, 17)
    assert Event.objects.filter(kind="directive.receive").last().data["before"] == "2023-10-18"


# --- who sees -----------------------------------------------------------------------------------
def test_a_restricted_document_is_seen_by_issuer_receivers_office_and_leaders(
    world, paper, register
):
    row = register(replace(paper, is_restricted=True), by=world.contact)
    world.health.issuers.create(abbrev="SYT", name_vi="Sở Y tế", level="province", system="state")

    def sees(seat) -> bool:
        seat.user.standing = standing_of(seat, on=timezone.localdate())
        return Directive.objects.visible_to(seat.user).exists()

    assert [sees(s) for s in (world.head, world.specialist, world.chairman)] == [True] * 3
    assert [sees(s) for s in (world.watcher, world.other_head, world.admin)] == [False] * 3
    Receipt.objects.create(directive=row, agency=world.health, received_on=ISSUED)
    assert sees(world.other_head)


def test_the_same_link_named_twice_stands_once(paper, register):
    upper = register(paper)
    twice = (("BASED_ON", upper), ("BASED_ON", upper))

    row = register(replace(paper, number_key="12/CĐ-TTg", links=twice))

    assert DirectiveLink.objects.filter(source=row).count() == 1
