"""Loading the shipped tables: all of it, once, and never over what people entered."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.actions import reference
from agencies.actions.reference import Shipped, load
from agencies.models import Agency, Group, Mandate, ReferenceTable, SpecialDay, Succession
from agencies.models.agency import bearer
from agencies.models.calendar import work_calendar
from agencies.rules.roles import MandateKind
from audit.models import Origin, ReplayClock
from config.demo import BEGINS_AT
from directives.models import Directive, Obligation, ObligationLink, Provision

pytestmark = pytest.mark.slow


@pytest.fixture
def loaded(db, capsys):
    call_command("load_reference")


def table(path, shape=None, **facts):
    def groups(records):
        for r in records:
            yield {"code": r["code"], "name_vi": r["name_vi"], "valid_from": None}

    return Shipped("trial", path, Group, ("code", "valid_from"), shape or groups)


def written(path, *rows):
    path.write_text("code,name_vi\n" + "\n".join(f"{code},{name}" for code, name in rows))
    return table(path)


def test_the_shipped_tables_are_loaded_whole(loaded):
    counts = [m.objects.count() for m in (Agency, Succession, Directive, Obligation, Provision)]

    assert counts == [356, 315, 8, 60, 12]
    assert Agency.objects.get(code="X-18073").parent.code == "D436"
    assert SpecialDay.objects.get(day=date(2026, 8, 22)).is_worked
    assert work_calendar().is_working_day(date(2026, 8, 22))
    assert Origin.objects.get().is_demo is False


def test_a_directive_without_public_number_stays_empty(loaded):
    row = Directive.objects.get(code="HT")

    assert (row.number, row.number_key, row.issued_on) == ("", "", None)
    assert set(row.links_up.values_list("target__code", flat=True)) == {"968", "29KL"}


def test_links_between_obligations_say_when_they_are_assumed(loaded):
    links = ObligationLink.objects.filter(lower__code="HT-02")

    assert set(links.values_list("upper__code", "is_assumed")) == {
        ("968-01", True),
        ("29-01", True),
    }


def test_home_affairs_keeps_its_mandate_through_the_merger(loaded):
    rows = Mandate.objects.filter(kind=MandateKind.HOME_AFFAIRS).order_by("valid_from")

    assert [(m.agency.code, m.valid_from, m.valid_to) for m in rows] == [
        ("SNV-2025", date(2025, 3, 1), None),
        ("SNV", None, date(2025, 3, 1)),
    ]


def test_unconfirmed_successions_wait(loaded):
    waiting = Succession.objects.filter(status="unconfirmed")

    assert waiting.count() == 6
    assert not Succession.objects.to_work(date(2030, 1, 1)).filter(pk__in=waiting).exists()


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("Sở Nội vụ", date(2024, 5, 1), "SNV"),
        ("Sở Nội vụ", date(2025, 3, 1), "SNV-2025"),
        ("sở nội  vụ", date(2025, 2, 28), "SNV"),
        ("UBND phường Trần Phú", date(2025, 6, 30), "X-18094"),
        ("UBND phường Trần Phú", date(2025, 7, 1), "18100"),
        ("UBND huyện Lộc Hà", date(2025, 1, 1), None),
        ("D448", date(2024, 12, 31), "D448"),
    ],
)
def test_a_name_means_the_body_that_bore_it_that_day(loaded, name, on, code):
    found = bearer(name, on=on)

    assert (found.code if found else None) == code


def test_a_second_load_of_the_same_files_reads_one_table(loaded, capsys):
    tables = reference.TABLES

    with CaptureQueriesContext(
        connection,
    ) as asked:
        load(tables, at=timezone.now())

    reads = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert len(reads) == 1


def test_a_new_file_inserts_and_updates_but_leaves_edits(db, tmp_path):
    path = tmp_path / "trial.csv"
    load([written(path, ("a", "An"), ("b", "Bình"), ("c", "Chi"))], at=timezone.now())
    Group.objects.filter(code="b").update(name_vi="Do người sửa")
    Group.objects.filter(code="c").delete()

    done = load(
        [written(path, ("a", "An mới"), ("b", "Bình mới"), ("c", "Chi"), ("d", "Dung"))],
        at=timezone.now(),
    )

    assert (done.inserted, done.updated, done.kept) == (1, 1, 2)
    assert dict(Group.objects.values_list("code", "name_vi")) == {
        "a": "An mới",
        "b": "Do người sửa",
        "d": "Dung",
    }


def test_an_edited_row_stays_edited_after_many_loads(db, tmp_path):
    path = tmp_path / "trial.csv"
    load([written(path, ("a", "An"))], at=timezone.now())
    Group.objects.update(name_vi="Do người sửa")

    for name in ("An 2", "An 3"):
        load([written(path, ("a", name))], at=timezone.now())

    assert Group.objects.get().name_vi == "Do người sửa"
    assert ReferenceTable.objects.get().rows == {
        '["a", null]': {"code": "a", "name_vi": "An", "valid_from": None}
    }


def test_a_row_that_a_person_entered_first_is_left_alone(db, tmp_path):
    Group.objects.create(code="a", name_vi="Có sẵn")

    load([written(tmp_path / "trial.csv", ("a", "An"))], at=timezone.now())

    assert Group.objects.get().name_vi == "Có sẵn"


def test_a_demo_knows_its_reference_data_from_the_first_day(db, settings, capsys):
    settings.IS_DEMO = True

    call_command("load_reference")

    assert ReplayClock.objects.get().now_at == BEGINS_AT
    history = Agency._meta.apps.get_model("agencies", "AgencyHistory")
    assert set(history.objects.values_list("known_from", flat=True)) == {BEGINS_AT}
