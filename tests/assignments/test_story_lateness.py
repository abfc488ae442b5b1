"""When work was overdue, as its story tells it: under each due date, and of results that fell."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from assignments.actions import assignment as assignments
from assignments.actions import extension, returning, submission
from audit.models import ReplayClock
from tests.assignments.situations import shown, today
from tests.factories import a_result

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_files")]


@pytest.fixture
def late(world, past):
    """Work whose due date passed ten days ago or more; a clock for what happened since."""
    row = world.acknowledged(at=past(today() - timedelta(40)))
    assert row.due_on < today() - timedelta(10)
    return row


def story(sign_in, seat, row):
    """The lines of the story in English, as one text each, newest first."""
    ReplayClock.objects.all().delete()
    with translation.override("en"):
        page = sign_in(seat).get(
            reverse("assignment-detail", args=[row.pk]), headers={"accept-language": "en"}
        )
        items = page.context["story"]
        return [
            " ".join([*(str(part["text"]) for part in item["parts"]), item.get("small", "")])
            for item in items
        ]


def on_the_day(row, days=0):
    return row.due_on + timedelta(days)


def telling(lines, words):
    return [line for line in lines if words in line]


def passed(lines):
    """The lines of due dates that passed: with their day."""
    return [line for line in lines if line.startswith(("Overdue.", "Quá hạn."))]


WHILE = ("while overdue", "khi đã quá hạn")


def said_late(lines):
    return [line for line in lines if any(words in line for words in WHILE)]


def test_work_dated_anew_while_overdue_keeps_its_overdue_line(world, past, sign_in, late):
    first, day = late.due_on, on_the_day(late, 5)
    extension.redate(late, due_on=today() + timedelta(9), reason="Bổ sung",
                     decision=world.by_slip(day), by=world.specialist, at=past(day))  # fmt: skip

    lines = story(sign_in, world.specialist, late)

    (line,) = passed(lines)
    assert shown(first) in line
    assert len(said_late(lines)) == 1


def test_a_date_set_in_time_says_nothing_of_it(world, past, sign_in):
    row, day = world.acknowledged(at=past(today() - timedelta(6))), today() - timedelta(1)
    extension.redate(row, due_on=today() + timedelta(30), reason="Bổ sung",
                     decision=world.by_slip(day), by=world.specialist, at=past(day))  # fmt: skip

    lines = story(sign_in, world.specialist, row)

    assert (passed(lines), said_late(lines)) == ([], [])


def test_work_withdrawn_or_reassigned_while_overdue_tells_of_it(world, past, sign_in, late):
    day, later = on_the_day(late, 3), on_the_day(late, 5)
    facts = {"by": world.specialist}
    returning.reassign(late, lead=world.health, decision=world.by_slip(day), at=past(day), **facts)
    assignments.withdraw(
        late, reason="Trùng", decision=world.by_slip(later), at=past(later), **facts
    )

    lines = story(sign_in, world.specialist, late)

    assert len(passed(lines)) == 1
    assert len(said_late(lines)) == 2


def test_a_timely_result_sent_back_later_is_named_in_the_overdue_line(world, past, sign_in, late):
    given, fell = on_the_day(late, -2), on_the_day(late, 4)
    submission.submit(late, results=[a_result(given)], by=world.head, at=past(given))
    submission.send_back(late, reason="Thiếu", by=world.specialist, at=past(fell))

    (line,) = passed(story(sign_in, world.specialist, late))

    assert all(shown(day) in line for day in (late.due_on, given, fell))


def test_a_timely_result_reopened_later_is_named_too(world, past, sign_in, late):
    given, fell = on_the_day(late, -2), on_the_day(late, 4)
    submission.submit(late, results=[a_result(given)], by=world.head, at=past(given))
    submission.confirm(late, by=world.specialist, at=past(given + timedelta(1)))
    assignments.reopen(
        late, reason="Sai", decision=world.by_slip(fell), by=world.specialist, at=past(fell)
    )

    (line,) = passed(story(sign_in, world.specialist, late))

    assert all(shown(day) in line for day in (late.due_on, given, fell))


def test_a_timely_result_that_stands_leaves_no_overdue_line(world, past, sign_in, late):
    given = on_the_day(late, -2)
    submission.submit(late, results=[a_result(given)], by=world.head, at=past(given))

    assert passed(story(sign_in, world.specialist, late)) == []
