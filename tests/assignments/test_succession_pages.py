"""The pages of reorganisations: the queue, naming the heir, recording, confirming."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency, Succession
from agencies.rules.roles import Role
from assignments.actions import succession as actions
from assignments.models import Assignment, SuccessionCase
from assignments.models.heritage import waiting_cases
from tests import factories

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.MFA_REQUIRED = False


@pytest.fixture
def today(db) -> date:
    return timezone.localdate()


@pytest.fixture
def chief(world):
    return factories.seat(world.home_affairs, Role.HEAD, title="Giám đốc")


@pytest.fixture
def heirs(world, today) -> list[Agency]:
    return [factories.agency(f"H{n}", name=f"Xã {n}", kind="commune") for n in (1, 2)]


@pytest.fixture
def divided(world, heirs, today) -> list[Assignment]:
    """Two assignments of a body that was divided today."""
    rows = [world.issued(title=f"Việc {n}") for n in (1, 2)]
    Agency.objects.filter(pk=world.justice.pk).update(valid_to=today)
    for heir in heirs:
        Succession.objects.create(old=world.justice, new=heir, on=today, kind="split")
    actions.follow(on=today, at=timezone.now())
    return rows


def decision(world, today, **facts) -> dict[str, object]:
    return {
        "decided_by": world.chairman.pk,
        "capacity": "DIRECT",
        "basis_kind": "SUBMISSION",
        "basis": "12/PT-VP",
        "basis_on": f"{today:%d/%m/%Y}",
        **facts,
    }


# --- the queue ------------------------------------------------------------------------------
def test_the_queue_lists_what_waits_and_its_title_counts_it(world, divided, sign_in):
    page = sign_in(world.specialist).get(reverse("succession-queue"))

    assert page.status_code == 200
    assert len(page.context["rows"]) == 2
    assert page.context["title"].startswith("2 ")
    assert all(row["may_decide"] for row in page.context["rows"])


def test_the_queue_is_filtered_by_the_former_body(world, divided, sign_in):
    client = sign_in(world.specialist)

    own = client.get(reverse("succession-queue"), {"old": world.justice.pk})
    wrong = client.get(reverse("succession-queue"), {"old": world.health.pk})

    assert len(own.context["rows"]) == 2
    assert own.context["old"] == world.justice
    assert wrong.context["old"] is None


def test_a_stranger_sees_nothing_of_it(world, divided, sign_in):
    page = sign_in(world.other_head).get(reverse("succession-queue"))

    assert page.context["rows"] == []
    assert sign_in(world.other_officer).get(reverse("succession-queue")).status_code == 404
    assert sign_in(world.admin).get(reverse("succession-queue")).status_code == 404


def test_an_heir_sees_what_waits_and_decides_nothing(world, divided, heirs, sign_in):
    head = factories.seat(heirs[0], Role.HEAD)
    client = sign_in(head)
    case = SuccessionCase.objects.first()

    page = client.get(reverse("succession-queue"))
    asked = client.get(reverse("succession-decide"), {"case": case.pk})

    assert len(page.context["rows"]) == 2
    assert not page.context["may_decide"]
    assert asked.status_code == 302


def test_restricted_work_is_in_the_queue_of_those_named_alone(world, heirs, today, sign_in):
    world.issued(restriction="PERSONNEL", readers=(world.chairman.user,))
    other = factories.seat(world.office, title="Chuyên viên")
    Agency.objects.filter(pk=world.justice.pk).update(valid_to=today)
    for heir in heirs:
        Succession.objects.create(old=world.justice, new=heir, on=today, kind="split")
    actions.follow(on=today, at=timezone.now())

    assert sign_in(other).get(reverse("succession-queue")).context["rows"] == []
    assert len(sign_in(world.chairman).get(reverse("succession-queue")).context["rows"]) == 1


def test_the_number_of_questions_does_not_grow_with_the_queue(
    world, divided, sign_in, django_assert_max_num_queries
):
    client = sign_in(world.specialist)
    client.get(reverse("succession-queue"))

    with django_assert_max_num_queries(15):
        client.get(reverse("succession-queue"))


# --- naming the heir --------------------------------------------------------------------------
def test_the_office_enters_the_leaders_decision_on_many_at_once(
    world, divided, heirs, today, sign_in
):
    cases = list(SuccessionCase.objects.values_list("pk", flat=True))
    client = sign_in(world.specialist)
    asked = client.get(reverse("succession-decide"), {"case": cases})

    answer = client.post(
        reverse("succession-decide"),
        {"case": cases, "heir": heirs[1].pk, **decision(world, today)},
    )

    assert asked.context["count"] == 2
    assert list(asked.context["heirs"]) == heirs
    assert answer.status_code == 302
    assert set(Assignment.objects.values_list("lead", flat=True)) == {heirs[1].pk}
    assert not waiting_cases().exists()


def test_after_the_last_case_of_a_body_the_queue_is_filtered_no_longer(
    world, divided, heirs, today, sign_in
):
    client, facts = sign_in(world.specialist), {"heir": heirs[1].pk, **decision(world, today)}
    first, last = (
        client.post(reverse("succession-decide"), {"case": case.pk, **facts}).url
        for case in list(SuccessionCase.objects.order_by("pk"))
    )

    assert first.endswith(f"?old={world.justice.pk}")
    assert last == reverse("succession-queue")


def test_what_is_missing_is_listed_in_the_order_of_the_form(world, divided, sign_in):
    case = SuccessionCase.objects.first()

    page = sign_in(world.specialist).post(reverse("succession-decide"), {"case": case.pk})

    shown = [f.name for f in page.context["form"].visible_fields() if f.errors]
    assert shown[:2] == ["heir", "decided_by"]


def test_a_leader_decides_in_person(world, divided, heirs, sign_in):
    case = SuccessionCase.objects.first()
    client = sign_in(world.chairman)
    asked = client.get(reverse("succession-decide"), {"case": case.pk})

    client.post(reverse("succession-decide"), {"case": case.pk, "heir": heirs[0].pk})

    case.refresh_from_db()
    assert "decided_by" not in asked.context["form"].fields
    assert (case.chosen, case.decided_by, case.basis_kind) == (heirs[0], world.chairman, "DIRECT")


def test_a_decision_without_its_basis_is_refused_and_nothing_moves(
    world, divided, heirs, today, sign_in
):
    case = SuccessionCase.objects.first()
    sent = {"case": case.pk, "heir": heirs[0].pk, **decision(world, today, basis="")}

    answer = sign_in(world.specialist).post(reverse("succession-decide"), sent)

    assert answer.status_code == 200
    assert "basis" in answer.context["form"].errors
    assert waiting_cases().count() == 2


def test_rows_of_two_bodies_are_not_decided_together(world, divided, heirs, today, sign_in):
    other = world.issued(lead=world.health)
    case = actions.queue(other, world.health, today, at=timezone.now())
    first = SuccessionCase.objects.order_by("pk").first()

    answer = sign_in(world.specialist).get(
        reverse("succession-decide"), {"case": [first.pk, case.pk]}
    )

    assert (answer.status_code, answer.url) == (302, reverse("succession-queue"))


def test_the_body_that_holds_the_field_is_proposed(world, heirs, today, sign_in):
    from agencies.models import AgencyFunction, Function

    field = Function.objects.create(code="justice", name_vi="Tư pháp", name_en="Justice")
    AgencyFunction.objects.create(agency=world.health, function=field)
    row = world.issued(function=field)
    case = actions.queue(row, world.justice, today, at=timezone.now())

    page = sign_in(world.specialist).get(reverse("succession-decide"), {"case": case.pk})

    assert page.context["form"].fields["heir"].initial == world.health.pk


# --- recording --------------------------------------------------------------------------------
def merger(world, day: date, **facts) -> dict[str, object]:
    world.justice.refresh_from_db()
    return {
        "rows": "1",
        "on": f"{day:%d/%m/%Y}",
        "source": "Nghị quyết 05/NQ-HĐND",
        "revision": world.justice.revision,
        "kind_0": "merge",
        "agency_0": world.health.pk,
        "passes_0": "toàn bộ",
        **facts,
    }


def test_home_affairs_sees_what_follows_before_it_records(world, chief, today, sign_in):
    row = world.issued()
    address = reverse("agency-succeed", args=[world.justice.pk])

    page = sign_in(chief).post(address, merger(world, today, do="preview"))

    preview = page.context["preview"]
    assert page.status_code == 200
    assert (preview["count"], preview["is_queued"], preview["seats"]) == (1, False, 3)
    assert preview["rows"][0]["title"] == row.title
    assert not Succession.objects.exists()


def test_two_heirs_are_previewed_as_a_queue(world, chief, heirs, today, sign_in):
    world.issued()
    sent = merger(world, today, do="preview", rows="2", kind_0="split", kind_1="split")
    sent |= {"agency_0": heirs[0].pk, "agency_1": heirs[1].pk}

    page = sign_in(chief).post(reverse("agency-succeed", args=[world.justice.pk]), sent)

    assert page.context["preview"]["is_queued"]


def test_a_recorded_merger_moves_the_work_when_its_day_has_come(world, chief, today, sign_in):
    row = world.issued()
    tomorrow = today + timedelta(days=1)

    answer = sign_in(chief).post(
        reverse("agency-succeed", args=[world.justice.pk]), merger(world, tomorrow)
    )

    assert answer.status_code == 302
    assert actions.follow(on=today, at=timezone.now()) == actions.Followed()
    assert actions.follow(on=tomorrow, at=timezone.now()) == actions.Followed(moved=1)
    row.refresh_from_db()
    assert row.lead == world.health


def test_another_row_can_be_asked_for_and_nothing_typed_is_lost(world, chief, today, sign_in):
    page = sign_in(chief).post(
        reverse("agency-succeed", args=[world.justice.pk]),
        merger(world, today, do="add_row", source=""),
    )

    form = page.context["form"]
    assert form.row_count == 2
    assert not form.errors
    assert form["passes_0"].value() == "toàn bộ"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind_0": ""}, "kind_0"),
        ({"agency_0": ""}, "agency_0"),
        ({"kind_0": "", "agency_0": "", "passes_0": ""}, "kind_0"),
        ({"source": ""}, "source"),
        ({"on": "32/13/2026"}, "on"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(world, chief, today, sign_in, facts, field):
    page = sign_in(chief).post(
        reverse("agency-succeed", args=[world.justice.pk]), merger(world, today, **facts)
    )

    assert page.status_code == 200
    assert field in page.context["form"].errors


def test_a_stale_form_meets_the_conflict_page(world, chief, today, sign_in):
    sent = merger(world, today)
    Agency.objects.filter(pk=world.justice.pk).update(revision=7)

    page = sign_in(chief).post(reverse("agency-succeed", args=[world.justice.pk]), sent)

    assert page.status_code == 409
    assert not Succession.objects.exists()


@pytest.mark.parametrize("who", ["specialist", "chairman", "head", "admin"])
def test_nobody_else_records_it(world, today, sign_in, who):
    address = reverse("agency-succeed", args=[world.justice.pk])

    assert sign_in(getattr(world, who)).get(address).status_code == 404


# --- confirming -------------------------------------------------------------------------------
def test_home_affairs_confirms_what_waited_with_its_true_day(world, chief, today, sign_in):
    row = Succession.objects.create(
        old=world.justice, new=world.health, on=date(2025, 3, 1), kind="merge", status="unconfirmed"
    )
    client = sign_in(chief)
    address = reverse("succession-confirm", args=[row.pk])
    queue = client.get(reverse("succession-queue"))

    client.get(address)
    answer = client.post(address, {"on": f"{today:%d/%m/%Y}", "source": "Quyết định 1/QĐ"})

    row.refresh_from_db()
    assert list(queue.context["unconfirmed"]) == [row]
    assert answer.status_code == 302
    assert (row.status, row.on, row.source) == ("applied", today, "Quyết định 1/QĐ")
    assert client.get(address).status_code == 404


def test_home_affairs_rejects_what_did_not_happen(world, chief, sign_in):
    row = Succession.objects.create(
        old=world.justice, new=world.health, on=date(2025, 3, 1), kind="merge", status="unconfirmed"
    )
    client = sign_in(chief)
    address = reverse("succession-reject", args=[row.pk])

    home = client.get(reverse("home"))
    empty = client.post(address, {"reason": ""})
    answer = client.post(address, {"reason": "Không có quyết định nào"})

    row.refresh_from_db()
    assert home.context["after_mergers"] == {"work": 0, "bodies": 1}
    assert reverse("succession-queue") in home.content.decode()
    assert "reason" in empty.context["form"].errors
    assert (answer.status_code, row.status) == (302, "rejected")
    assert list(client.get(reverse("succession-queue")).context["unconfirmed"]) == []
    assert row.pk not in [
        item["row"].pk
        for item in client.get(reverse("agency-detail", args=[world.justice.pk])).context["heirs"]
    ]
    assert client.get(address).status_code == 404
    assert sign_in(world.specialist).get(address).status_code == 404


def test_the_form_asks_who_takes_the_mandates_of_a_divided_body(
    world, chief, heirs, today, sign_in
):
    address = reverse("agency-succeed", args=[world.office.pk])
    sent = merger(world, today, rows="2", kind_0="split", kind_1="split")
    sent |= {"revision": 0, "agency_0": heirs[0].pk, "agency_1": heirs[1].pk}
    client = sign_in(chief)

    refused = client.post(address, sent)
    answer = client.post(address, sent | {"takes_over_1": "on"})

    assert "takes_over_0" in refused.context["form"].errors
    assert answer.status_code == 302
    assert heirs[1].mandates.get().kind == "PPC_OFFICE"
