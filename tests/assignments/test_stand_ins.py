"""What passes to a substitute while somebody is away, and to whom a paper lets decide."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.actions import delegation
from agencies.models.decision import Decision
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed
from agencies.rules.roles import Capacity, Role
from assignments.actions import assignment as assignments
from assignments.actions import extension
from assignments.actions import submission as submissions
from assignments.models import Assignment
from assignments.models.desk import scope_of, waiting_for
from assignments.models.filters import counts_of
from assignments.models.parties import moves_of
from assignments.rules.assignment import Stage
from audit.models import Event
from tests import factories
from tests.assignments.office import shown, viewer
from tests.assignments.situations import extension_asked, url
from tests.factories import a_result

pytestmark = pytest.mark.django_db
DECIDED = {"submit", "request_return", "request_extension", "change_officer", "request_cause"}


def away(absent, substitute, *, by):
    on = timezone.localdate()
    return delegation.stand_in(
        absent, substitute, first_day=on, last_day=on, by=by, at=timezone.now()
    )


def authorised(absent, substitute, *, by, days=1):
    on = timezone.localdate()
    return delegation.authorise(
        absent,
        substitute,
        first_day=on,
        last_day=on + timedelta(days),
        document="3/GUQ-STP",
        document_on=on,
        content="Ký báo cáo kết quả",
        by=by,
        at=timezone.now(),
    )


def moves(row, seat):
    row.refresh_from_db()
    return set(moves_of(row, seat, standing_of(seat, on=timezone.localdate())))


def result():
    return [a_result(timezone.localdate())]


def told(row, move):
    return Event.objects.filter(kind=f"assignment.{move}", subject_id=row.pk).latest("pk")


@pytest.mark.parametrize("role", ["HEAD", "DEPUTY", "UNIT_HEAD", "CONTACT"])
def test_the_substitute_of_a_chief_or_contact_receives_and_prepares(world, role):
    absent = {"HEAD": world.head, "CONTACT": world.contact}.get(role)
    absent = absent or factories.seat(world.justice, Role(role))
    row, colleague = world.issued(), factories.seat(world.justice)
    away(absent, world.officer, by=world.head)

    assert "acknowledge" in moves(row, world.officer)
    assignments.acknowledge(row, officer=colleague, by=world.officer, at=timezone.now())
    submissions.prepare(row, results=result(), by=world.officer, at=timezone.now())
    assignments.report_progress(row, text="Một nửa", by=world.officer, at=timezone.now())

    assert not DECIDED & moves(row, world.officer)
    for move in ("acknowledge", "prepare", "report_progress"):
        assert told(row, move).data["instead_of"] == str(absent)
    assert told(row, "acknowledge").capacity == Capacity.DIRECT


def test_receiving_passes_on_from_substitute_to_substitute(world):
    row, third = world.issued(), factories.seat(world.justice)
    away(world.head, world.officer, by=world.head)
    away(world.officer, third, by=world.head)

    assignments.acknowledge(row, officer=third, by=third, at=timezone.now())

    assert told(row, "acknowledge").data["instead_of"] == str(world.head)


def test_the_substitute_decides_nothing_however_it_is_entered(world):
    row = world.acknowledged()
    away(world.head, world.officer, by=world.head)

    for decision in (None, Decision.direct(world.officer, timezone.localdate())):
        with pytest.raises(NotAllowed):
            submissions.submit(
                row, results=result(), decision=decision, by=world.officer, at=timezone.now()
            )


def test_who_receives_anyway_takes_nobodys_place(world):
    row = world.issued()
    away(world.head, world.contact, by=world.head)

    assignments.acknowledge(row, officer=world.officer, by=world.contact, at=timezone.now())

    assert "instead_of" not in told(row, "acknowledge").data


def test_the_history_says_in_whose_place(world, sign_in):
    row = world.issued()
    away(world.head, world.officer, by=world.head)
    assignments.acknowledge(row, officer=world.officer, by=world.officer, at=timezone.now())

    inside = sign_in(world.contact).get(f"/assignments/{row.pk}/?lang=vi").content.decode()
    outside = sign_in(world.specialist).get(f"/assignments/{row.pk}/").content.decode()

    assert inside.count(world.head.person) > outside.count(world.head.person)


def test_the_substitutes_first_screen_shows_what_is_to_be_received(world, sign_in):
    world.issued(title="Việc mới đến")
    before = waiting_for(viewer(world.officer))
    away(world.head, world.officer, by=world.head)

    page = sign_in(world.officer).get("/")

    assert "Việc mới đến" in shown(page)
    assert world.head.person in page.content.decode()
    assert len(waiting_for(viewer(world.officer))) == len(before) + 1


def test_the_substitute_receives_many_at_once(world, sign_in):
    rows = [world.issued(), world.issued()]
    away(world.head, world.officer, by=world.head)
    sent = {f"revision-{row.pk}": row.revision for row in rows}
    sent |= {"row": [row.pk for row in rows], "officer": world.officer.pk}

    sign_in(world.officer).post("/assignments/acknowledge/", sent)

    assert {moved.stage for moved in Assignment.objects.all()} == {Stage.ACKNOWLEDGED}


def test_a_unit_head_who_stands_in_for_the_head_sees_the_whole_body(world):
    unit = world.justice.units.create(name="Phòng Một")
    chief = factories.seat(world.justice, Role.UNIT_HEAD, unit=unit)
    assert scope_of(viewer(chief)).unit == unit.pk

    away(world.head, chief, by=world.head)

    assert scope_of(viewer(chief)).unit is None


# --- written authorisation --------------------------------------------------------------------
def test_an_officer_decides_what_the_heads_paper_covers(world):
    row = world.acknowledged()
    assert "submit" not in moves(row, world.officer)
    authorised(world.head, world.officer, by=world.head)

    found = submissions.submit(row, results=result(), by=world.officer, at=timezone.now())

    event = told(row, "submit")
    assert (found.capacity, event.capacity) == (Capacity.TUQ, Capacity.TUQ)
    assert event.data["letter"].startswith("3/GUQ-STP")
    assert event.data["authorised_by"] == str(world.head)


def test_the_form_of_an_authorised_officer_names_the_paper(world, sign_in):
    row = world.acknowledged()
    authorised(world.head, world.officer, by=world.head)
    client = sign_in(world.officer)

    page = client.get(f"/assignments/{row.pk}/request-cause/")
    answer = client.post(
        f"/assignments/{row.pk}/request-cause/",
        {"revision": row.revision, "code": "UPPER", "text": "Chờ Bộ"},
    )

    assert "3/GUQ-STP" in page.content.decode()
    assert answer.status_code == 302
    assert told(row, "request_cause").capacity == Capacity.TUQ


def test_a_paper_never_passes_on(world):
    row, third = world.acknowledged(), factories.seat(world.justice)
    authorised(world.head, world.officer, by=world.head)
    away(world.officer, third, by=world.head)

    assert not DECIDED & moves(row, third)


def test_under_a_paper_the_capacity_is_tuq(world):
    row = world.acknowledged()
    authorised(world.head, world.officer, by=world.head)
    direct = Decision.direct(world.officer, timezone.localdate())

    with pytest.raises(NotAllowed):
        submissions.submit(
            row, results=result(), decision=direct, by=world.officer, at=timezone.now()
        )


def test_the_head_of_the_office_decides_for_the_chairman_with_his_paper(world):
    row = world.acknowledged()
    authorised(world.chairman, world.office_head, by=world.secretary)
    by, on = world.office_head, timezone.localdate()
    own = Decision.direct(by, on, capacity=Capacity.TUQ)

    extension.redate(
        row, due_on=row.due_on + timedelta(7), reason="Chậm", decision=own, by=by, at=timezone.now()
    )

    assert told(row, "redate").data["authorised_by"] == str(world.chairman)


def test_a_leaders_paper_never_reaches_the_own_item(world):
    row = world.acknowledged()
    letter = authorised(world.chairman, world.office_head, by=world.secretary)
    letter.substitute = world.head
    letter.save()

    assert not {"redate", "pause", "grant_extension", "withdraw"} & moves(row, world.head)


def test_a_leader_authorises_nobody_who_would_not_see_the_work(world):
    with pytest.raises(NotAllowed):
        authorised(world.chairman, world.other_head, by=world.secretary)


# --- in what capacity -------------------------------------------------------------------------
def test_a_deputy_signs_for_the_head_on_the_page_and_for_many(world, sign_in):
    deputy = factories.seat(world.justice, Role.DEPUTY, title="Phó Giám đốc")
    one, other = world.issued(), world.issued()
    client, officer = sign_in(deputy), {"officer": world.officer.pk}

    client.post(f"/assignments/{one.pk}/acknowledge/", {"revision": one.revision} | officer)
    many = {"row": other.pk, f"revision-{other.pk}": other.revision} | officer
    client.post("/assignments/acknowledge/", many)

    assert told(one, "acknowledge").capacity == Capacity.KT
    assert told(other, "acknowledge").capacity == Capacity.KT


# --- what a first screen puts to a leader who stands in ----------------------------------------
@pytest.mark.parametrize("enter", [away, authorised])
def test_a_leader_who_stands_in_meets_the_decisions_of_the_absent_one(world, sign_in, enter):
    row = extension_asked(world)
    client = sign_in(world.vice_chairman)
    before, badge = client.get("/"), waiting(world.vice_chairman)
    enter(world.chairman, world.vice_chairman, by=world.secretary)

    page = client.get("/")
    (asked,) = page.context["decisions"]

    assert (before.context["decisions"], badge) == ([], 0)
    assert asked["row"].pk == row.pk
    assert world.chairman.person in asked["text"]
    assert [a["url"] for a in asked["answers"]] == [
        url("grant_extension", row),
        url("refuse_extension", row),
    ]
    assert waiting(world.vice_chairman) == 1
    assert asked["row"].action


def test_the_secretary_meets_them_with_the_leader_who_stands_in(world, sign_in):
    row = extension_asked(world)
    helper = factories.seat(world.vice, Role.SECRETARY, assists=world.vice_chairman)
    away(world.chairman, world.vice_chairman, by=world.secretary)

    page = sign_in(helper).get("/")

    assert [d["row"].pk for d in page.context["decisions"]] == [row.pk]


def test_deciding_for_a_leader_never_passes_on_to_a_further_one(world, sign_in):
    extension_asked(world)
    third = factories.seat(world.vice, Role.DEPUTY, title="Phó Chủ tịch")
    away(world.chairman, world.vice_chairman, by=world.secretary)
    away(world.vice_chairman, third, by=world.office_head)

    assert sign_in(third).get("/").context["decisions"] == []


def test_a_contact_with_the_heads_paper_meets_the_results_to_approve(world, sign_in):
    row = world.acknowledged(title="Báo cáo rà soát")
    submissions.prepare(row, results=result(), by=world.officer, at=timezone.now())
    assert "Báo cáo rà soát" not in shown(sign_in(world.contact).get("/"))

    authorised(world.head, world.contact, by=world.head)

    assert "Báo cáo rà soát" in shown(sign_in(world.contact).get("/"))
    assert waiting(world.contact) == 1


def test_a_unit_head_with_the_heads_paper_sees_the_whole_body(world):
    unit = world.justice.units.create(name="Phòng Một")
    chief = factories.seat(world.justice, Role.UNIT_HEAD, unit=unit)

    authorised(world.head, chief, by=world.head)

    assert scope_of(viewer(chief)).unit is None


def waiting(seat):
    return sum(counts_of(waiting_for(viewer(seat)), viewer(seat)))
