from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.rules.refusal import NotAllowed
from assignments.actions import assignment as assignments
from assignments.actions import batch as batches
from assignments.actions import submission as submissions
from assignments.actions.asking import Part
from assignments.models import AssignmentHistory
from assignments.rules.assignment import Stage
from audit.models import Event
from tests import factories
from tests.factories import a_result


def test_one_life_from_issue_to_confirmed_product(world, past):
    at = past(date(2023, 11, 20))
    row = world.issued(at=at)
    assignments.acknowledge(row, officer=world.officer, by=world.head, at=past(date(2023, 11, 21)))
    result = a_result(date(2023, 11, 30), kind="Quyết định", number="12/QĐ-STP")
    at = past(date(2023, 12, 1))

    submissions.submit(row, results=[result], by=world.head, at=at)
    submissions.confirm(row, by=world.specialist, at=past(date(2023, 12, 4)))

    row.refresh_from_db()
    assert (row.stage, row.submitted_on) == (Stage.DONE, date(2023, 11, 30))
    assert row.due_on == row.original_due_on == date(2023, 12, 4)
    assert AssignmentHistory.objects.known(at).get(id=row.pk).stage == Stage.SUBMITTED
    assert Event.objects.filter(subject_id=row.pk).count() == 5


def test_the_lead_never_confirms_its_own_work(world):
    row = world.acknowledged()
    submissions.submit(
        row,
        results=[a_result(row.issued_on)],
        by=world.head,
        at=row.moved_at,
    )

    with pytest.raises(NotAllowed):
        submissions.confirm(row, by=world.head, at=row.moved_at)


@pytest.mark.parametrize("assigner", ["ppc", "home_affairs"])
def test_what_home_affairs_leads_is_confirmed_by_the_ppc_office(world, assigner):
    own = {"lead": world.home_affairs, "monitor": world.home_affairs}
    by = world.watcher if assigner == "home_affairs" else world.specialist
    order = world.order(assigner=getattr(world, assigner), **own)

    (row,) = batches.draft_all(order, [world.home_affairs], by=by, at=timezone.now())

    assert row.monitor == world.office


@pytest.mark.parametrize("place", ["lead", "part"])
def test_no_work_is_ordered_from_a_body_before_its_first_day(world, place):
    tomorrow = timezone.localdate() + timedelta(1)
    coming = factories.agency(valid_from=tomorrow)
    facts = {"lead": coming} if place == "lead" else {"parts": (Part(coming),)}

    with pytest.raises(NotAllowed, match=f"{tomorrow:%d/%m/%Y}"):
        world.issued(**facts)
