"""Rows of lists: plain values in two queries, shaped once into what a template prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Case, ExpressionWrapper, When
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assignments.models.assignment import Assignment
from assignments.models.due import Due, due_view, part_due
from assignments.models.parties import Relation, Sides, offered, relation_of
from assignments.models.querysets import AssignmentQuerySet, reads
from assignments.models.row_facts import with_facts
from assignments.models.row_words import (
    FOR_LEADERS,
    Action,
    Pill,
    day,
    is_clear_order,
    next_action,
    part_standing,
    role_of,
    standing,
)
from assignments.models.viewer import Viewer
from assignments.rules.assignment import OPEN, Party, Situation, Stage

COLUMNS = (
    "id",
    "title",
    "clause",
    "stage",
    "timing",
    "due_on",
    "original_due_on",
    "issued_on",
    "submitted_on",
    "confirmed_on",
    "stopped_on",
    "withdrawn_on",
    "moved_at",
    "is_priority",
    "is_internal",
    "restriction",
    "giver",
    "revision",
    "product",
    "lead_id",
    "assigner_id",
    "monitor_id",
    "officer_id",
    "decided_by_id",
    "directive_id",
)

_TAGS = (
    gettext_lazy("priority"),
    gettext_lazy("internal"),
    gettext_lazy("restricted"),
    gettext_lazy("entered late"),
    gettext_lazy("unclear order"),
)


def listed(rows: AssignmentQuerySet, viewer: Viewer) -> Any:
    """The rows' own columns as dicts, and whether the viewer may read the text.

    ``shape`` adds what stands in other tables, for the rows of the page alone.
    """
    return rows.annotate(
        has_content=Case(When(content="", then=False), default=True),
        is_readable=ExpressionWrapper(reads(viewer.user), output_field=BooleanField()),
    ).values(*COLUMNS, "has_content", "is_readable")


@dataclass(frozen=True)
class Row:
    """One line of a list, every word and address ready.

    ``doc`` stands small under the title; ``state`` is the pill or the words of its state, and
    ``note`` stands small under it. ``for_whom`` names the absent person whose work it is.
    """

    pk: int
    url: str
    title: str
    doc: str
    lead: str
    role: str
    officer: str
    due: Due
    pill: Pill | None
    state: str
    note: str
    is_note_late: bool
    tags: tuple[str, ...]
    action: Action | None
    moves: tuple[str, ...]
    related: Relation
    for_whom: str
    product: str
    facts: dict[str, Any]

    @property
    def is_tickable(self) -> bool:
        """One of the moves that can be made on many at once is what comes next."""
        return bool(self.many)

    @property
    def many(self) -> str:
        """That move: to confirm, or to acknowledge where no return is requested."""
        if self.action is None:
            return ""
        if "confirm" in self.moves:
            return "confirm"
        free = "acknowledge" in self.moves and not self.facts["returning"]
        return "acknowledge" if free else ""


class Shaping:
    """Shapes the rows of one page for one viewer; holds what all of them share."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.names_english = get_language() == "en"
        self.home = reverse("assignment-list")

    @cached_property
    def calendar(self) -> Any:
        return self.viewer.calendar

    def address(self, pk: int, move: str = "") -> str:
        """Where the assignment, or one move of it, is; the form of assignments/urls.py."""
        return f"{self.home}{pk}/" + (f"{move.replace('_', '-')}/" if move else "")

    def name(self, row: dict[str, Any], body: str) -> str:
        """The name of the body in the reader's language."""
        vietnamese, english, _kind = row[body]
        return english if english and self.names_english else vietnamese

    def due(self, row: dict[str, Any]) -> Due:
        return due_view(
            due_on=row["due_on"],
            original_due_on=row["original_due_on"],
            submitted_on=row["submitted_on"],
            stopped_on=row["stopped_on"],
            stage=row["stage"],
            timing=row["timing"],
            calendar=self.calendar,
            on=self.viewer.on,
        )

    def part_due(self, part: dict[str, Any]) -> Due:
        """Who only cooperates reads the date of the own part."""
        due_on, sent_on = (day(part[n]) if part[n] else None for n in ("due_on", "sent_on"))
        return part_due(due_on, sent_on, calendar=self.calendar, on=self.viewer.on)

    def relation(self, row: dict[str, Any]) -> Relation:
        sides = Sides(
            lead_id=row["lead_id"],
            officer_id=row["officer_id"],
            assigner_id=row["assigner_id"],
            assigner_kind=row["assigner"][2],
            monitor_id=row["monitor_id"],
            monitor_kind=row["monitor"][2],
            is_internal=row["is_internal"],
            cooperates=row["part"] is not None,
        )
        return relation_of(sides, self.viewer.standing, self.viewer.stand_ins)

    def moves(self, row: dict[str, Any], related: Relation) -> list[str]:
        """What ``parties.moves_of`` gives, out of the row's own facts."""
        part = row["part"]
        situation = Situation(
            is_paused=row["stopped_on"] is not None and row["stage"] != Stage.RETURNED,
            return_is_asked=row["returning"] is not None,
            extension_is_asked=row["extension"] is not None,
            extension_is_put_up=bool(row["extension"] and row["extension"]["put_up"]),
            cause_is_asked=row["cause_is_asked"],
            is_past_due=bool(row["due_on"] and row["due_on"] < self.viewer.on),
            has_due=row["due_on"] is not None,
            result_is_prepared=row["prepared"] is not None,
            part_is_owed=bool(part and part["sent_on"] is None and not part["waits"]),
            waits_for_heir=row["waits_for_heir"]
            and row["lead_id"] != self.viewer.standing.agency_id,
        )
        return offered(Stage(row["stage"]), related, situation)

    def row(self, row: dict[str, Any]) -> Row:
        related = self.relation(row)
        helps = set(related.parties) == {Party.COOPERATING}
        due = self.part_due(row["part"]) if helps else self.due(row)
        moves, product = self.moves(row, related), self.product(row)
        row["is_inside"] = row["lead_id"] in self.viewer.own
        stands = part_standing(row["part"]) if helps else standing(row, due, self.viewer)
        return Row(
            pk=row["id"],
            url=self.address(row["id"]),
            title=row["title"],
            doc=product if Party.MONITOR in related.parties and product else self.document(row),
            lead=self.name(row, "lead"),
            role=role_of(related),
            officer=row["officer"] or "" if row["is_inside"] else "",
            due=due,
            pill=stands.pill,
            state=stands.words,
            note=stands.note,
            is_note_late=stands.is_late,
            tags=self.tags(row),
            action=self.action(row, due, moves, related),
            moves=tuple(moves),
            related=related,
            for_whom=self.for_whom(row, related),
            product=product,
            facts=row,
        )

    def action(
        self, row: dict[str, Any], due: Due, moves: list[str], related: Relation
    ) -> Action | None:
        """The next action; of the leaders only the one who gave the work is asked to decide."""
        if not self.viewer.standing.is_leadership:
            return next_action(row, due, moves, related, self.address)
        if row["decided_by_id"] not in self.viewer.leader_seats:
            return None
        asked = [move for move in moves if move in FOR_LEADERS]
        return next_action(row | {"waits_for_heir": False}, due, asked, related, self.address)

    def for_whom(self, row: dict[str, Any], related: Relation) -> str:
        """The absent person whose work it is: the officer, else who would have received it."""
        if not row["is_inside"]:
            return ""
        absent = self.viewer.stand_ins.absent.get(row["officer_id"])
        if absent is None and row["stage"] == Stage.ISSUED:
            absent = related.instead.get("acknowledge")
        return absent.person if absent else ""

    def product(self, row: dict[str, Any]) -> str:
        """The first product that was handed in: "Báo cáo 4987/BC-STNMT, 14/12/2023"."""
        found = (row["handed_in"] or {}).get("product")
        if not found or not row["is_readable"]:
            return ""
        named = f"{found['kind']} {found['number'] or found['title']}"
        return f"{named}, {day(found['issued_on']):%d/%m/%Y}"

    def document(self, row: dict[str, Any]) -> str:
        """The document, its day, and who gave it: "412/TB-UBND, 20/11/2023 · UBND tỉnh giao"."""
        by = self.name(row, "assigner")
        if row["giver"] != Assignment.Giver.BODY:
            by = str(Assignment.Giver(row["giver"]).label)
        given = _("assigned by %(giver)s") % {"giver": by}
        number = self.number(row)
        return f"{number} · {given}" if number else given

    def number(self, row: dict[str, Any]) -> str:
        """Number and day of the document, as far as this person may know them."""
        number, day_of_document, _restricted, month = row["document"]
        if number is None:
            return f"{row['issued_on']:%d/%m/%Y}" if row["issued_on"] else ""
        when = f"{day(day_of_document):%d/%m/%Y}" if day_of_document else ""
        if month and not when:
            when = _("of %(month)s") % {"month": f"{day(month):%m/%Y}"}
        return ", ".join(filter(None, (number or _("number not entered"), when)))

    def tags(self, row: dict[str, Any]) -> tuple[str, ...]:
        """Small marks beside the state."""
        handed_in = row["handed_in"]
        holds = (
            row["is_priority"],
            row["is_internal"],
            bool(row["restriction"]),
            bool(handed_in and handed_in["is_late"]),
            row["stage"] in OPEN and not is_clear_order(row),
        )
        return tuple(str(tag) for tag, is_so in zip(_TAGS, holds, strict=True) if is_so)


def shape(rows: Iterable[dict[str, Any]], viewer: Viewer) -> list[Row]:
    """The rows of one page, ready to print."""
    shaping = Shaping(viewer)
    return [shaping.row(row) for row in with_facts(rows, viewer)]
