"""A request for more time on its way to the leader who decides."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed
from assignments.actions import extension
from assignments.models.cap import cap_of
from assignments.models.filters import Criteria
from assignments.models.offer import hints_of
from assignments.models.parties import moves_of
from assignments.models.rows import listed, shape
from assignments.models.viewer import Viewer
from audit.models import ReplayClock
from directives.models import Provision
from tests.assignments.situations import (
    errors,
    extension_asked,
    later,
    sent,
    shown,
    slip,
    today,
    url,
)

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


# --- asked for too much -----------------------------------------------------------------------
def refusal(world, row, days):
    facts = {"asked_due_on": later(row, days), "grounds": "Thực địa"}
    with translation.override("en"), pytest.raises(NotAllowed) as refused:
        extension.request_extension(row, by=world.head, at=timezone.now(), **facts)
    return str(refused.value)


def test_a_request_over_the_cap_is_told_the_latest_date_that_may_be_asked_for(world):
    row = world.acknowledged()

    said = refusal(world, row, 11)

    assert shown(later(row, 10)) in said
    assert "10 working days after the original due date" in said


def test_a_request_is_told_that_no_later_date_is_left(world):
    row = world.acknowledged()
    facts = {"decision": world.by_slip(today()), "by": world.specialist, "at": timezone.now()}
    extension.redate(row, due_on=later(row, 10), reason="Chờ", **facts)
    row.refresh_from_db()

    assert refusal(world, row, 1) == "No date after the present due date is within the cap."


def test_a_request_after_the_last_extension_is_told_how_many_were_granted(world):
    Provision.objects.create(key="extension_max_times", value="1", name_vi="a", name_en="a")
    row = extension_asked(world)
    facts = {"decision": world.by_slip(today()), "by": world.specialist, "at": timezone.now()}
    extension.grant_extension(row, due_on=later(row, 2), **facts)
    row.refresh_from_db()

    assert refusal(world, row, 1) == "1 extension was granted, the most that may be asked for."


# --- over the cap -----------------------------------------------------------------------------
def test_the_page_of_the_grant_shows_the_cap_before_it_is_decided(world, sign_in):
    name = "Thời gian gia hạn tối đa so với thời hạn gốc"
    Provision.objects.create(key="extension_max_percent", value="50", name_vi=name, name_en="Share")
    row = extension_asked(world)

    page = sign_in(world.specialist).get(url("grant_extension", row))

    values = [str(line["value"]) for line in page.context["preview"].lines]
    assert shown(later(row, 5)) in values
    assert any(value.startswith(f"{name}: 50% (") for value in values)
    assert "over_cap" not in page.content.decode()


def test_a_date_over_the_cap_is_warned_of_once_and_granted_when_ticked(world, sign_in):
    row = extension_asked(world)
    client, before = sign_in(world.specialist), row.due_on
    facts = slip(world) | {"due_on": shown(later(row, 11)), "answer": "Theo ý kiến lãnh đạo"}

    warned = client.post(url("grant_extension", row), sent(row, facts))
    form = warned.context["form"]
    row.refresh_from_db()

    assert row.due_on == before
    assert set(form.errors) == {"over_cap"}
    assert shown(later(row, 10)) in form.errors["over_cap"][0]
    assert form["answer"].value() == "Theo ý kiến lãnh đạo"
    assert 'name="over_cap"' in warned.content.decode()
    client.post(url("grant_extension", row), sent(row, facts | {"over_cap": "on"}))
    assert row.extensions.get().is_over_cap


def test_the_last_date_within_the_cap_is_granted_without_a_warning(world, sign_in):
    row = extension_asked(world)
    facts = slip(world) | {"due_on": shown(later(row, 10))}

    answer = sign_in(world.specialist).post(url("grant_extension", row), sent(row, facts))

    assert answer.status_code == 302, errors(answer)
    assert not row.extensions.get().is_over_cap


def test_after_the_last_extension_every_date_is_over_the_cap(world):
    Provision.objects.create(key="extension_max_times", value="1", name_vi="a", name_en="a")
    row = extension_asked(world)
    extension.grant_extension(
        row,
        due_on=later(row, 2),
        decision=world.by_slip(today()),
        by=world.specialist,
        at=timezone.now(),
    )

    cap = cap_of(row, on=today())

    assert (cap.granted, cap.times, cap.last) == (1, 1, None)
    assert cap.is_over(later(row, 1))


def test_more_time_is_not_offered_where_no_later_date_is_within_the_cap(world, past, sign_in):
    """After a long pause the due date is already past the last date that may be asked for."""
    on = today()
    row = world.acknowledged(at=past(on - timedelta(60)))
    facts = {"by": world.specialist}
    at = past(on - timedelta(59))
    slip_of = world.by_slip(timezone.localdate(at))
    extension.pause(row, cause="COURT", text="Chờ", decision=slip_of, at=at, **facts)
    before = on - timedelta(1)  # the morning of today may still be to come
    extension.resume(row, decision=world.by_slip(before), at=past(before), **facts)
    ReplayClock.objects.all().delete()

    page = sign_in(world.head).get(f"/assignments/{row.pk}/")

    assert "request_extension" not in page.context["moves"]
    assert url("request_extension", row) not in page.content.decode()
    with translation.override("en"):
        row.refresh_from_db()
        (said,) = [h for h in hints_of(row, [], is_spent=True) if h.startswith("Request ext")]
    assert said == "Request extension: no date after the present due date is within the cap."
    assert cap_of(row, on=on).last < row.due_on


def test_more_time_is_offered_while_a_later_date_is_within_the_cap(world, sign_in):
    page = sign_in(world.head).get(f"/assignments/{world.acknowledged().pk}/")

    assert "request_extension" in page.context["moves"]
