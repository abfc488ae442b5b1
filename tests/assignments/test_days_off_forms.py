"""A new due date on a day off is warned of and kept, whichever decision states it."""

from datetime import timedelta

import pytest

from tests.assignments.situations import (
    acknowledged,
    errors,
    extension_asked,
    later,
    returned,
    sent,
    shown,
    slip,
    url,
)

pytestmark = pytest.mark.django_db


def a_sunday(row):
    day = later(row, 4)
    return day + timedelta((6 - day.weekday()) % 7)


@pytest.mark.parametrize(
    ("move", "situation"),
    [
        ("redate", acknowledged),
        ("grant_extension", extension_asked),
        ("reissue", returned),
        ("reassign", acknowledged),
    ],
)
def test_it_is_said_beside_the_field_and_after_the_decision(world, sign_in, move, situation):
    row, client = situation(world), sign_in(world.specialist)
    off = a_sunday(row)
    facts = slip(world) | {"due_on": shown(off), "reason": "Theo họp", "lead": world.health.pk}

    again = client.post(url(move, row), sent(row, facts | {"basis": ""}))
    done = client.post(url(move, row), sent(row, facts), follow=True)

    row.refresh_from_db()
    said = again.context["form"]["due_on"].help_text
    assert said.startswith(shown(off))
    assert said in again.content.decode()
    assert row.due_on == off, errors(done)
    assert [m.level_tag for m in done.context["messages"]] == ["success", "warning"]
