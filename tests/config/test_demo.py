"""The demo is a replay: the same seed gives the same rows, and no day knows how far it goes."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from config.demo import names
from config.demo.dice import Dice
from config.demo.outline import thrown
from tests import sites

pytestmark = [pytest.mark.slow, pytest.mark.long]

COUNT = "120"
# What no replay decides: the random passwords of those who try it, when they were given, and the
# random names under which files lie on the disk.
LEFT_OUT = {
    "agencies_user": {"password"},
    "audit_origin": {"replayed_until"},
    "directives_file": {"path"},
    "django_migrations": {"applied"},
}
Ask = Callable[..., list[tuple[Any, ...]]]


@contextmanager
def replayed(name: str, until: str, *more: str, var: Path) -> Iterator[Ask]:
    """A database of its own, replayed up to a day; gives a way to ask it."""
    arguments = ("demo", "--until", until, "--count", COUNT, *more)
    with sites.cloned_database(name, demo="1") as database:
        sites.manage(
            database, *arguments, DEMO="1", VAR_DIR=str(var), MEDIA_ROOT=str(var / "files")
        )
        asked = sites.connect(database)

        def ask(sql: str, *values: Any) -> list[tuple[Any, ...]]:
            with asked.cursor() as cursor:
                cursor.execute(sql, values)
                return list(cursor.fetchall())

        try:
            yield ask
        finally:
            asked.close()


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def to_new_year(var: Path, django_db_setup: None) -> Iterator[Ask]:
    with replayed("demo_to_new_year", "2023-12-31", var=var) as ask:
        yield ask


def columns(ask: Ask, table: str) -> list[str]:
    found = ask(
        "SELECT column_name::text FROM information_schema.columns"
        " WHERE table_name = %s AND table_schema = 'public' ORDER BY 1",
        table,
    )
    return [name for (name,) in found if name not in LEFT_OUT.get(table, ())]


def tables(ask: Ask) -> list[str]:
    found = ask("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [name for (name,) in found]


def all_rows(ask: Ask, table: str, where: str = "true") -> list[tuple[Any, ...]]:
    listed = ", ".join(f'"{name}"::text' for name in columns(ask, table))
    return ask(f'SELECT {listed} FROM "{table}" WHERE {where} ORDER BY {listed}')


# --- chance -----------------------------------------------------------------------------------
def test_every_name_is_made_up_and_comes_once():
    made = [names.name(n) for n in range(names.HOW_MANY)]

    assert len(set(made)) == names.HOW_MANY
    assert all(len(name.split()[-1]) == 1 for name in made)


def test_dice_depend_on_the_seed_and_the_name_alone():
    one, same, other = Dice(7), Dice(7), Dice(8)
    one.of("anything else").random()

    assert one.of("a", 1).random() == same.of("a", 1).random()
    assert one.of("a", 1).random() != other.of("a", 1).random()
    assert one.of("a", 1).random() != one.of("a", 2).random()


def test_nine_in_ten_lives_are_meant_to_be_in_time():
    dice = Dice(1)
    lives = [thrown(dice.of("life", n), length=10) for n in range(2000)]
    late = [o for o in lives if o.slip is None or o.slip > 0]

    assert 0.08 < len(late) / len(lives) < 0.13


# --- the replay ---------------------------------------------------------------------------------
def test_the_same_seed_gives_the_same_rows(to_new_year: Ask, var: Path):
    with replayed("demo_again", "2023-12-31", var=var / "again") as again:
        for table in tables(to_new_year):
            where = "kind <> 'person.give_password'" if table == "audit_event" else "true"
            assert all_rows(to_new_year, table, where) == all_rows(again, table, where), table


def test_the_rows_of_a_year_do_not_depend_on_how_far_the_replay_goes(to_new_year: Ask, var: Path):
    before = "'2024-01-01 00:00+07'"
    with replayed("demo_further", "2024-03-31", var=var / "further") as further:
        for ask in (to_new_year, further):
            assert ask("SELECT count(*) FROM assignments_assignment WHERE entered_at < " + before)
        for table in [t for t in tables(to_new_year) if t.endswith("_history")]:
            known = [c for c in columns(further, table) if c not in {"known_to", "history_id"}]
            listed = ", ".join(f'"{name}"::text' for name in known)
            # A row replaced later was the row of that day all the same.
            sql = (
                f"SELECT {listed}, CASE WHEN known_to < {before} THEN known_to END"
                f' FROM "{table}" WHERE known_from < {before} ORDER BY {listed}, known_to'
            )
            assert to_new_year(sql) == further(sql), table
        for table, column in (
            ("audit_event", "at"),
            ("assignments_batch", "created_at"),
            ("assignments_progress", "at"),
        ):
            where = f'"{column}" < {before}'
            assert all_rows(to_new_year, table, where) == all_rows(further, table, where), table
        held = "SELECT assignment_id, holder, from_on FROM assignments_holding WHERE from_on <"
        sql = f"{held} '2024-01-01' ORDER BY id"
        assert to_new_year(sql) == further(sql)


def test_another_seed_gives_other_rows(to_new_year: Ask, var: Path):
    sql = "SELECT full_name, title FROM agencies_seat s JOIN agencies_user u ON u.id = user_id"
    with replayed("demo_other", "2023-10-17", "--seed", "5", var=var / "other") as other:
        assert to_new_year(sql) != other(sql)


def test_every_record_is_stamped_by_the_day_it_tells_of(to_new_year: Ask):
    # Events that tell of the replay's days; passwords were given after it.
    late = to_new_year("SELECT count(*) FROM audit_event WHERE at >= '2024-01-01 00:00+07'")
    stamped = to_new_year(
        "SELECT min(known_from), max(known_from) FROM assignments_assignment_history"
    )

    assert late == to_new_year(
        "SELECT count(*) FROM audit_event WHERE kind = 'person.give_password'"
    )
    assert stamped[0][0].year == stamped[0][1].year == 2023


def test_the_replay_is_over_and_never_begins_again(to_new_year: Ask):
    assert to_new_year("SELECT is_demo, replayed_until FROM audit_origin") == [
        (True, date(2023, 12, 31))
    ]
    assert to_new_year("SELECT count(*) FROM audit_replayclock") == [(0,)]
    with pytest.raises(RuntimeError, match="not replayed yet"):
        sites.manage(sites.own("demo_to_new_year"), "demo", "--until", "2023-12-31", DEMO="1")


def test_every_product_has_a_document_that_can_be_read(to_new_year: Ask, var: Path):
    rows = to_new_year(
        "SELECT p.number, p.title, f.path FROM assignments_product p"
        " LEFT JOIN directives_file f ON f.id = p.file_id ORDER BY p.id"
    )

    assert rows
    for number, title, path in rows:
        words = [line.text for line in Document(str(var / "files" / path)).paragraphs]
        assert words[1] == f"Số: {number}"
        assert title in words


def test_the_chairmans_directive_is_given_in_batches(to_new_year: Ask):
    rows = to_new_year(
        "SELECT o.code, count(*) FROM assignments_assignment a"
        " JOIN directives_obligation o ON o.id = a.obligation_id GROUP BY 1 ORDER BY 1"
    )

    assert {"HT-01", "HT-17", "HT-34"} <= {code for code, _n in rows}
    assert dict(rows)["HT-01"] > 1


# --- signing in -----------------------------------------------------------------------------
def passwords(output: str) -> dict[str, str]:
    lines = (line.split() for line in output.splitlines() if "@demo." in line)
    return {words[-2]: words[-1] for words in lines}


def test_the_trial_signins_are_kept_to_their_owner_and_made_anew_when_lost(
    to_new_year: Ask, var: Path
):
    kept = var / "trial_signins.txt"
    told = {"DEMO": "1", "VAR_DIR": str(var)}
    first = passwords(sites.manage(sites.own("demo_to_new_year"), "trial_signins", **told))
    in_file = dict(line.split("\t") for line in kept.read_text().splitlines())
    kept.unlink()
    other = passwords(sites.manage(sites.own("demo_to_new_year"), "trial_signins", **told))

    assert len(first) == 13
    assert first == in_file
    assert set(other) == set(first)
    assert not set(other.values()) & set(first.values())
    assert stat.S_IMODE(os.stat(kept).st_mode) == 0o600


# --- the reorganisations --------------------------------------------------------------------
@pytest.fixture(scope="module")
def after_mergers(var: Path, django_db_setup: None) -> Iterator[Ask]:
    with replayed("demo_mergers", "2025-07-31", var=var / "mergers") as ask:
        yield ask


def test_nothing_open_stays_with_a_body_that_ended_but_what_waits_for_a_decision(
    after_mergers: Ask,
):
    left = after_mergers(
        "SELECT count(*) FROM assignments_assignment a"
        " JOIN agencies_agency b ON b.id IN (a.lead_id, a.monitor_id, a.assigner_id)"
        " WHERE b.valid_to <= '2025-07-31'"
        " AND a.stage NOT IN ('DONE', 'WITHDRAWN', 'DRAFT') AND NOT EXISTS ("
        "   SELECT FROM assignments_successioncase c"
        "   WHERE c.assignment_id = a.id AND c.chosen_id IS NULL)"
    )

    assert left == [(0,)]


def test_work_followed_sole_heirs_and_was_decided_on_for_divided_bodies(after_mergers: Ask):
    by_rule = after_mergers(
        "SELECT count(*) FROM assignments_leadchange"
        " WHERE cause = 'SUCCESSION' AND decided_by_id IS NULL AND effective_on = '2025-03-01'"
    )
    decided = after_mergers(
        "SELECT count(*) FILTER (WHERE chosen_id IS NOT NULL),"
        " count(*) FILTER (WHERE chosen_id IS NULL) FROM assignments_successioncase"
    )

    assert by_rule[0][0] > 0
    assert decided[0][0] > 0
    assert decided[0][1] >= 6


def test_no_due_date_was_reset_by_a_reorganisation(after_mergers: Ask):
    moved = after_mergers(
        "SELECT count(*) FROM assignments_duechange d JOIN assignments_leadchange l"
        " ON l.assignment_id = d.assignment_id AND l.recorded_at = d.recorded_at"
        " WHERE l.cause = 'SUCCESSION'"
    )

    assert moved == [(0,)]


def test_every_listed_body_has_its_head_and_nobody_sits_in_a_body_that_ended(after_mergers: Ask):
    headless = after_mergers(
        "SELECT b.code FROM agencies_agency b WHERE b.is_listed"
        " AND (b.valid_from IS NULL OR b.valid_from <= '2025-07-31')"
        " AND (b.valid_to IS NULL OR b.valid_to > '2025-07-31') AND NOT EXISTS ("
        "   SELECT FROM agencies_seat s WHERE s.agency_id = b.id AND s.role = 'HEAD'"
        "   AND s.valid_from <= '2025-07-31' AND (s.valid_to IS NULL OR s.valid_to > '2025-07-31'))"
    )
    stranded = after_mergers(
        "SELECT count(*) FROM agencies_seat s JOIN agencies_agency b ON b.id = s.agency_id"
        " WHERE b.valid_to <= '2025-07-31' AND (s.valid_to IS NULL OR s.valid_to > b.valid_to)"
    )

    assert headless == []
    assert stranded == [(0,)]
