"""Lists: what they show, to whom, in what order, and that every count is its list."""

from datetime import timedelta

import pytest

from agencies.models import Delegation
from assignments.models import Assignment
from assignments.models.filters import Criteria, bounded_counts, counts_of
from assignments.models.pages import Order, page_of, place_of
from assignments.models.parties import moves_of
from assignments.models.rows import listed, shape
from assignments.models.states import STATES
from tests.assignments.office import SEATS, Office, at_work, directive, shown, viewer
from tests.factories import seat

pytestmark = pytest.mark.slow


@pytest.fixture
def office(world, past, settings) -> Office:
    settings.MFA_REQUIRED = False
    return at_work(world, past)


def keys_of(criteria, someone, *, size=50, read=None):
    """Every row of the list, page by page, forwards."""
    order, place, found = Order(criteria.by_due), None, []
    while True:
        page = page_of(
            criteria.parts(someone), place, order, lambda q: listed(q, someone), size=size
        )
        found += [row["id"] for row in page.rows]
        if page.next is None:
            return found
        place = place_of(page.next.token, is_before=False)


# --- which rows -----------------------------------------------------------------------------
@pytest.mark.parametrize("name", SEATS)
def test_every_state_counts_exactly_the_rows_that_it_lists(office, name):
    someone = viewer(getattr(office.world, name))
    asked = [Criteria(state=state) for state in STATES]

    counts = counts_of(asked, someone)

    assert counts == bounded_counts([c.rows(someone) for c in asked])
    for criteria, count in zip(asked, counts, strict=True):
        listed_keys = keys_of(criteria, someone)
        assert len(listed_keys) == len(set(listed_keys)) == count
        assert set(listed_keys) == set(criteria.rows(someone).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("state", "role", "expected"),
    [
        ("overdue", "lead", {"late", "prepared", "waiting_late", "internal_late"}),
        ("overdue_running", "lead", {"late", "prepared", "internal_late"}),
        ("today", "lead", {"today"}),
        ("acknowledge", "lead", {"new", "undated"}),
        ("acknowledge_late", "lead", set()),
        ("prepared", "lead", {"prepared"}),
        ("sent_back", "lead", {"sent_back"}),
        ("waiting", "lead", {"waiting", "waiting_late"}),
        ("extension", "lead", {"extension"}),
        ("return", "lead", {"return"}),
        ("part", "cooperating", {"helped"}),
        ("done_on_time", "lead", {"on_time"}),
        ("done_late", "lead", {"done_late"}),
        ("no_deadline", "lead", {"undated"}),
        ("draft", "", set()),
    ],
)
def test_a_head_finds_each_row_under_its_state(office, state, role, expected):
    someone = viewer(office.world.head)
    names = {row.pk: name for name, row in office.rows.items()}

    found = {names[pk] for pk in keys_of(Criteria(state=state, role=role), someone)}

    assert found == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"state": "all", "giver": "TTG"}, {"waiting_late"}),
        ({"priority": True}, {"prepared"}),
        ({"internal": "only"}, {"internal_late"}),
        ({"state": "all", "q": "rac thai"}, {"late"}),
        ({"state": "all", "q": "HÀ TĨNH rác"}, {"late"}),
        ({"unclear": True}, {"new"}),
    ],
)
def test_each_condition_narrows_the_list(office, facts, expected):
    someone = viewer(office.world.head)
    names = {row.pk: name for name, row in office.rows.items()}

    assert {names[pk] for pk in keys_of(Criteria(**facts), someone)} == expected


def test_conditions_by_day_body_document_leader_and_group(office):
    world, on = office.world, office.on
    document = directive("968/CĐ-TTg", "Chấn chỉnh kỷ luật")
    Assignment.objects.filter(pk=office.rows["late"].pk).update(directive=document)
    someone = viewer(world.office_head)

    def found(**facts):
        return set(Criteria(**facts).rows(someone).values_list("pk", flat=True))

    assert found(document="0968 / cđ") == {office.rows["late"].pk}
    assert found(directive=document.pk) == {office.rows["late"].pk}
    assert found(body=world.health.pk) == {office.rows[n].pk for n in ("foreign", "helped")}
    assert found(due_from=on, due_to=on) == {office.rows["today"].pk}
    assert found(state="all", decider=world.chairman.user_id) == found(
        state="all", issued_from=on - timedelta(100)
    )
    assert found(state="all", decider=world.head.user_id) == set()
    assert found(group="no such group") == set()


def test_the_viewers_of_a_foreign_row_are_few(office):
    foreign = office.rows["foreign"].pk
    everything = Criteria(state="all")

    seen = {n for n in SEATS if foreign in keys_of(everything, viewer(getattr(office.world, n)))}

    assert seen == {"specialist", "office_head", "chairman", "secretary", "watcher", "other_head"}


def test_a_restricted_row_is_listed_for_those_named_alone(office):
    restricted = office.rows["restricted"].pk
    everything = Criteria(state="all")

    seen = {n for n in SEATS if restricted in keys_of(everything, viewer(getattr(office.world, n)))}

    # Its decider, its recorder and the head of its lead body (see the issue).
    assert seen == {"specialist", "chairman", "other_head"}


# --- in what order --------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["specialist", "head"])
@pytest.mark.parametrize(
    "facts", [{"state": "open"}, {"state": "all"}, {"state": "all", "sort": "due"}]
)
def test_pages_follow_each_other_without_a_gap_and_lead_back(office, name, facts):
    someone, criteria = viewer(getattr(office.world, name)), Criteria(**facts)
    order = Order(criteria.by_due)
    whole = list(order.sorted(criteria.rows(someone)).values_list("pk", flat=True))

    assert keys_of(criteria, someone, size=3) == whole

    forwards, place = [], None
    while True:
        page = page_of(criteria.parts(someone), place, order, lambda q: listed(q, someone), size=3)
        forwards.append((page.shown, [row["id"] for row in page.rows]))
        if page.next is None:
            break
        place = page.next
    backwards = []
    while page.previous is not None:
        place = place_of(page.previous.token, is_before=True)
        page = page_of(criteria.parts(someone), place, order, lambda q: listed(q, someone), size=3)
        backwards.append((page.shown, [row["id"] for row in page.rows]))
    assert backwards[::-1] == forwards[:-1]


def test_a_place_that_cannot_be_read_is_the_first_page(office, sign_in):
    client = sign_in(office.world.head)

    assert place_of("yesterday.x.1", is_before=False) is None
    assert shown(client.get("/assignments/?after=nonsense")) == shown(client.get("/assignments/"))


# --- what a row says ------------------------------------------------------------------------
@pytest.mark.parametrize("name", SEATS)
def test_the_moves_of_a_row_are_those_of_the_one_table(office, name):
    someone = viewer(getattr(office.world, name))
    rows = shape(listed(Criteria(state="all").rows(someone), someone), someone)

    assert rows or name == "nobody"
    for row in rows:
        assignment = Assignment.objects.get(pk=row.pk)
        assert list(row.moves) == moves_of(
            assignment, getattr(office.world, name), someone.standing
        ), row.title


def buttons(office, name):
    someone = viewer(getattr(office.world, name))
    rows = shape(listed(Criteria(state="all").rows(someone), someone), someone)
    names = {row.pk: name for name, row in office.rows.items()}
    return {names[row.pk]: row.action and row.action.url for row in rows}


def test_each_row_has_the_one_button_of_whose_turn_it_is(office):
    def address(name, move=""):
        return f"/assignments/{office.rows[name].pk}/" + (f"{move}/" if move else "")

    head, officer, specialist = (buttons(office, n) for n in ("head", "officer", "specialist"))

    assert head["prepared"] == address("prepared", "submit")
    assert officer["prepared"] is None
    assert officer["late"] == address("late", "prepare")
    assert officer["soon"] == address("soon", "report-progress")
    assert head["new"] == address("new", "acknowledge")
    assert officer["new"] is None
    assert head["return"] is None
    assert specialist["return"] == address("return", "accept-return")
    assert specialist["extension"] == address("extension", "grant-extension")
    assert specialist["waiting"] == address("waiting")
    assert specialist["draft"] == address("draft", "issue")
    assert specialist["late"] is None


def test_the_officer_is_named_inside_the_body_alone(office, sign_in):
    name = office.world.officer.user.full_name

    inside = shape(
        listed(Criteria(role="lead").rows(viewer(office.world.head)), viewer(office.world.head)),
        viewer(office.world.head),
    )
    outside = viewer(office.world.specialist)
    above = shape(listed(Criteria().rows(outside), outside), outside)

    assert name in {row.officer for row in inside}
    assert {row.officer for row in above} == {""}
    assert not any(name in row.note for row in above)


def test_home_affairs_reads_no_reasons_of_work_that_is_not_under_its_obligations(office):
    someone = viewer(office.world.watcher)

    rows = shape(listed(Criteria(state="all").rows(someone), someone), someone)

    notes = " ".join(row.note for row in rows)
    assert rows
    assert "Bộ Xây dựng" not in notes
    assert "Thiếu phụ lục" not in notes


def test_the_number_of_a_restricted_document_is_kept_from_those_who_may_not_open_it(office):
    hidden = directive("15/CĐ-TTg", "Văn bản hạn chế", is_restricted=True)
    Assignment.objects.filter(pk=office.rows["late"].pk).update(directive=hidden)

    def doc(name):
        someone = viewer(getattr(office.world, name))
        rows = Assignment.objects.filter(pk=office.rows["late"].pk)
        return shape(listed(rows, someone), someone)[0].doc

    assert "15/CĐ-TTg" in doc("specialist")
    assert "15/CĐ-TTg" not in doc("head")


def test_work_of_an_absent_officer_comes_to_the_substitute_and_says_so(office, sign_in):
    world, on = office.world, office.on
    substitute = seat(world.justice, title="Chuyên viên")
    Delegation.objects.create(
        absent=world.officer, substitute=substitute, kind="ABSENCE", first_day=on,
        last_day=on, created_by=world.head,
    )  # fmt: skip

    page = sign_in(substitute).get("/")

    assert office.rows["late"].title in shown(page)
    assert world.officer.user.full_name in page.content.decode()
