"""A request for more time on its way to the leader who decides."""

from datetime import date

import pytest

from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed
from assignments.actions import extension
from assignments.models.filters import Criteria
from assignments.models.parties import moves_of
from assignments.models.rows import listed, shape
from assignments.models.viewer import Viewer

pytestmark = pytest.mark.slow
ASKED = date(2023, 12, 1)


@pytest.fixture
def asked(world, past):
    row = world.acknowledged(at=past(date(2023, 11, 20)))
    extension.request_extension(
        row, asked_due_on=date(2023, 12, 11), grounds="Thực địa", by=world.head, at=past(ASKED)
    )
    return row


def put_up(row, world, on, at):
    return extension.put_up_extension(row, put_up_on=on, by=world.specialist, at=at)


@pytest.mark.parametrize("on", [date(2023, 11, 30), date(2023, 12, 5)])
def test_it_is_put_up_between_the_request_and_today(asked, world, past, on):
    with pytest.raises(NotAllowed):
        put_up(asked, world, on, past(date(2023, 12, 4)))


def test_it_is_put_up_once_and_the_next_request_anew(asked, world, past):
    put_up(asked, world, date(2023, 12, 4), past(date(2023, 12, 4)))
    standing = standing_of(world.specialist, on=date(2023, 12, 4))
    once = moves_of(asked, world.specialist, standing)
    extension.refuse_extension(
        asked,
        answer="Giữ nguyên",
        decision=world.by_slip(date(2023, 12, 4)),
        by=world.specialist,
        at=past(date(2023, 12, 4)),
    )

    extension.request_extension(
        asked,
        asked_due_on=date(2023, 12, 8),
        grounds="Mới",
        by=world.head,
        at=past(date(2023, 12, 4)),
    )

    assert "put_up_extension" not in once
    assert "grant_extension" in once
    assert "put_up_extension" in moves_of(asked, world.specialist, standing)


def test_the_lead_sees_when_it_was_put_up(asked, world, past):
    put_up(asked, world, date(2023, 12, 4), past(date(2023, 12, 4)))
    user = world.head.user
    user.seat, user.standing = world.head, standing_of(world.head, on=date(2023, 12, 4))
    viewer = Viewer(user, date(2023, 12, 4))

    (row,) = shape(listed(Criteria(state="all").rows(viewer), viewer), viewer)

    assert "04/12" in row.note
