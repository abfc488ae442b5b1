"""What stays inside: the officer's name in the lead body, the text among its readers
(rules.md 2.5, 2.6)."""

from datetime import date

import pytest
from django.utils import timezone

from agencies.models import Unit
from assignments.actions import assignment as assignments
from assignments.actions import submission
from assignments.actions.asking import Part
from assignments.models import Assignment, Product, Series
from assignments.models.detail import occurrences_of
from assignments.models.filters import Criteria
from assignments.models.search import find
from tests.assignments.office import directive, viewer
from tests.assignments.situations import product, sent, slip, today, url
from tests.factories import a_result

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_step(settings):
    settings.MFA_REQUIRED = False


def keys(criteria, seat):
    return set(criteria.rows(viewer(seat)).values_list("pk", flat=True))


# --- the officer's name -------------------------------------------------------------------------
def test_only_the_lead_body_filters_by_its_officer_and_unit(world):
    unit = Unit.objects.create(agency=world.justice, name="Phòng Nghiệp vụ")
    type(world.officer).objects.filter(pk=world.officer.pk).update(unit=unit)
    row = world.acknowledged(parts=(Part(world.health),))
    by_officer = Criteria(state="all", officer=world.officer.pk)
    by_unit = Criteria(state="all", unit=unit.pk)

    for asked in (by_officer, by_unit):
        assert keys(asked, world.contact) == {row.pk}
        for seat in (world.specialist, world.chairman, world.watcher, world.other_head):
            assert keys(asked, seat) == set()


def test_the_conflict_page_names_who_saved_of_another_body_by_the_body(world, sign_in):
    row = world.acknowledged()
    stale = sent(row, slip(world) | {"reason": "Không cần nữa"})
    inside = sent(row, {"reason": "FUNCTION", "text": "Ngoài chức năng"})
    assignments.report_progress(row, text="Đã xong", by=world.officer, at=timezone.now())

    def saved_by(seat, move, facts):
        answer = sign_in(seat).post(url(move, row), facts)
        assert answer.status_code == 409
        return answer.context["conflict"]["saved_by"]

    assert saved_by(world.specialist, "withdraw", stale) == str(world.justice)
    assert saved_by(world.head, "request_return", inside) == world.officer.person


def test_the_conflict_page_tells_others_nothing_of_what_happens_to_a_result_inside(world, sign_in):
    row = world.acknowledged()
    stale = sent(row, slip(world) | {"reason": "Không cần nữa"})
    submission.prepare(row, results=[a_result(today())], by=world.officer, at=timezone.now())

    answer = sign_in(world.specialist).post(url("withdraw", row), stale)

    assert answer.status_code == 409
    assert answer.context["conflict"]["rows"][0]["current"] == "–"


# --- a result that waits inside the lead body ---------------------------------------------------
INSIDE = ("head", "officer", "contact")
OUTSIDE = ("specialist", "chairman", "secretary", "watcher", "other_head", "other_officer")


def answers(sign_in, seat, row):
    """Whether the page shows the number of the result, and how its file's address answers."""
    client, file = sign_in(seat), Product.objects.get().file_id
    text = client.get(f"/assignments/{row.pk}/").content.decode()
    answer = client.get(f"/assignments/{row.pk}/files/{file}/")
    b"".join(answer)  # a file is closed once it is read
    return "5120/BC-STP" in text, answer.status_code


def of_all(world, sign_in, row, names):
    return {answers(sign_in, getattr(world, name), row) for name in names}


@pytest.mark.usefixtures("own_files")
def test_a_result_is_seen_inside_the_lead_body_alone_until_it_is_handed_in(world, sign_in):
    row = world.acknowledged(parts=(Part(world.health, "Số liệu"),))

    sign_in(world.officer).post(url("prepare", row), sent(row, product()))
    assert of_all(world, sign_in, row, INSIDE) == {(True, 200)}
    assert of_all(world, sign_in, row, OUTSIDE) == {(False, 404)}

    sign_in(world.head).post(url("hand_back", row), sent(row, {"reason": "Thiếu số liệu"}))
    assert of_all(world, sign_in, row, INSIDE) == {(False, 200)}
    assert of_all(world, sign_in, row, OUTSIDE) == {(False, 404)}


@pytest.mark.usefixtures("own_files")
def test_a_result_handed_in_is_seen_by_all_readers(world, sign_in):
    row = world.acknowledged(parts=(Part(world.health, "Số liệu"),))
    sign_in(world.head).post(url("submit", row), sent(row, product()))

    readers = (*INSIDE, "specialist", "chairman", "other_head")
    assert of_all(world, sign_in, row, readers) == {(True, 200)}


# --- words of a text that may not be read -------------------------------------------------------
def found(text, seat):
    listed = keys(Criteria(state="all", q=text), seat)
    assert {row.pk for row in find(text, viewer(seat)).assignments} == listed
    return listed


@pytest.fixture
def hidden(world):
    return world.issued(title="Rà soát quy chế", content="Nội dung kín về khoáng sản")


def test_a_search_finds_no_word_of_a_text_that_the_person_may_not_read(world, hidden):
    assert found("khoáng sản", world.watcher) == set()
    assert found("rà soát khoáng sản", world.watcher) == set()
    assert found("khoáng sản", world.specialist) == {hidden.pk}
    assert found("khoáng sản", world.head) == {hidden.pk}


def test_it_is_found_by_its_title_accents_aside_and_by_its_document(world, hidden):
    wanted = directive("968/CĐ-TTg", "Tăng cường kỷ luật")
    type(hidden).objects.filter(pk=hidden.pk).update(directive=wanted)

    assert found("QUY CHE ra soat", world.watcher) == {hidden.pk}
    assert found("968", world.watcher) == {hidden.pk}
    assert found("%", world.watcher) == set()


def test_under_its_own_obligations_home_affairs_finds_by_the_text(world, hidden):
    own = directive("968/CĐ-TTg", "Tăng cường kỷ luật", code="968")
    type(hidden).objects.filter(pk=hidden.pk).update(directive=own)

    assert found("khoáng sản", world.watcher) == {hidden.pk}


def test_the_lead_of_the_parent_finds_a_child_by_its_title_alone(world, hidden):
    parent = world.acknowledged(lead=world.justice)
    child = world.issued(title="Việc con", content="Nội dung kín", lead=world.health)
    type(child).objects.filter(pk=child.pk).update(parent=parent)

    assert found("viec con", world.head) == {child.pk}
    assert child.pk not in found("noi dung kin", world.head)
    assert child.pk in found("noi dung kin", world.other_head)


# --- the occurrences of periodic work -----------------------------------------------------------
def test_a_page_lists_the_occurrences_that_the_person_may_see(world):
    seen, unseen = world.issued(), world.issued(restriction="PERSONNEL")
    series = Series.objects.create(every="MONTH", due_day=25)
    for month, row in enumerate((seen, unseen), start=1):
        facts = {"series": series, "period_first": date(2024, month, 1)}
        Assignment.objects.filter(pk=row.pk).update(**facts)
    seen.refresh_from_db()

    assert list(occurrences_of(seen, viewer(world.officer).user)) == [seen]
    assert set(occurrences_of(seen, viewer(world.head).user)) == {seen, unseen}
