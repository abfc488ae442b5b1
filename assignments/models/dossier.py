"""All dated rows of one assignment in one query: the page of an assignment reads them here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    F,
    Func,
    IntegerField,
    Model,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf, TruncDate
from django.utils.translation import get_language

from agencies.models.decision import ground_of
from agencies.models.person import BASIS_LABELS, CAPACITY_LABELS
from agencies.rules.roles import BasisKind, Capacity
from assignments.models.assignment import Assignment
from assignments.models.facts import (
    AssignmentFile,
    DueChange,
    Extension,
    Holding,
    LeadChange,
    ObjectiveCause,
    Pause,
    ReturnRequest,
)


@dataclass(frozen=True)
class Fact:
    """One dated row, whatever its table; what a column means is said in ``_SHAPES``."""

    kind: str
    pk: int
    on: date | None
    until: date | None
    due: date | None
    number: int | None
    flag: bool
    code: str
    outcome: str
    text: str
    answer: str
    body: str
    person: str
    capacity: str = ""
    decided_name: str = ""
    decided_title: str = ""
    recorded_name: str = ""
    basis_kind: str = ""
    basis: str = ""
    basis_on: date | None = None
    decided_on: date | None = None

    @property
    def decision(self) -> dict[str, str] | None:
        """The three facts for components/decision.html, if the row is decided."""
        if not self.decided_name:
            return None
        return {
            "decided": signed(self.capacity, self.decided_name, self.decided_title),
            "recorded": self.recorded_name,
            "basis": basis_in_words(self.basis_kind, self.basis, self.basis_on),
        }


def signed(capacity: str, name: str, title: str) -> str:
    """Who decided, as it is printed: "KT. Nguyễn Văn A, Phó Giám đốc"."""
    mark = "" if capacity in ("", Capacity.DIRECT) else f"{CAPACITY_LABELS[Capacity(capacity)]} "
    return f"{mark}{name}, {title}"


def basis_in_words(kind: str, basis: str, basis_on: date | None) -> str:
    """The basis as an official document writes it; "directly" in the reader's language."""
    if kind == BasisKind.DIRECT:
        return str(BASIS_LABELS[BasisKind.DIRECT])
    return ground_of(kind, basis, basis_on)


# --- one shape for seven tables ---------------------------------------------------------------
_NO_DAY = Cast(Value(None), DateField())
_NO_NUMBER = Cast(Value(None), IntegerField())
_NO_FLAG = Value(False, output_field=BooleanField())
_NO_TEXT = Value("", output_field=TextField())


def _text(expression: Any) -> Any:
    return Cast(expression, TextField())


def _name(path: str) -> Any:
    """A body's name in the reader's language."""
    vietnamese = F(f"{path}__name_vi")
    if get_language() != "en":
        return Coalesce(_text(vietnamese), _NO_TEXT)
    english = Case(When(**{f"{path}__name_en": ""}, then=vietnamese), default=f"{path}__name_en")
    return Coalesce(_text(english), _NO_TEXT)


def _joined(*columns: str) -> Any:
    """The texts that are not empty, each in a line of its own."""
    texts = (NullIf(column, Value("")) for column in columns)
    return Func(Value("\n"), *texts, function="CONCAT_WS", output_field=TextField())


def _person(path: str) -> Any:
    return Coalesce(_text(f"{path}__user__full_name"), _NO_TEXT)


def _shapes() -> list[tuple[type[Model], dict[str, Any]]]:
    """What each table puts into the columns of ``Fact`` that it has."""
    return [
        # A date that was counted: in what (``outcome``), how many, from when, in which words.
        (DueChange, {"on": "effective_on", "until": Coalesce("due_from", "previous_due_on"),
                     "due": "due_on", "number": Coalesce("working_days", "due_count"),
                     "flag": "was_overdue", "code": "cause", "outcome": "due_rule",
                     "answer": "due_phrase", "text": "note"}),
        (LeadChange, {"on": "effective_on", "code": "cause", "text": "note",
                      "body": _name("agency")}),
        (Pause, {"on": "paused_on", "until": "resumed_on", "number": "added_days",
                 "code": "cause", "text": "text"}),
        (ReturnRequest, {"on": "requested_on", "until": "ended_on", "code": "reason",
                         "outcome": "outcome", "text": _joined("text", "new_facts"),
                         "answer": "answer", "body": _name("proposed_lead"),
                         "person": _person("requested_by")}),
        (Extension, {"on": "requested_on", "until": "asked_due_on", "due": "granted_due_on",
                     "number": "asked_days", "flag": "is_over_cap", "outcome": "outcome",
                     "text": "grounds", "answer": "answer", "person": _person("requested_by")}),
        (ObjectiveCause, {"on": "requested_on", "code": "code", "outcome": "outcome",
                          "text": "text", "answer": "answer", "person": _person("requested_by")}),
        (Holding, {"on": "from_on", "code": "holder", "number": "received_overdue",
                   "body": _name("agency"), "person": _person("officer")}),
        (AssignmentFile, {"on": TruncDate("file__uploaded_at"), "number": "file__size",
                          "code": "purpose", "text": "file__name", "until": None,
                          "body": Coalesce(_text("inside_id"), _NO_TEXT),
                          "outcome": Cast("file_id", TextField())}),
    ]  # fmt: skip


def _columns(model: type[Model], shape: dict[str, Any]) -> dict[str, Any]:
    days = {n: _day(shape.get(n)) for n in ("on", "until", "due")}
    texts = {
        n: _text(shape[n]) if n in shape else _NO_TEXT
        for n in ("code", "outcome", "text", "answer", "body", "person")
    }
    number = Cast(shape["number"], IntegerField()) if "number" in shape else _NO_NUMBER
    flag = F(shape["flag"]) if "flag" in shape else _NO_FLAG
    kind = Value(model._meta.model_name, output_field=CharField())
    return {"kind": kind, **days, "number": number, "flag": flag, **texts, **_decided(model)}


def _day(source: Any) -> Any:
    if source is None:
        return _NO_DAY
    return F(source) if isinstance(source, str) else source


def _decided(model: type[Model]) -> dict[str, Any]:
    if not hasattr(model, "decided_by"):
        words = ("capacity", "decided_name", "decided_title", "recorded_name", "basis_kind",
                 "basis")  # fmt: skip
        return dict.fromkeys(words, _NO_TEXT) | {"basis_on": _NO_DAY, "decided_on": _NO_DAY}
    return {
        "capacity": _text("capacity"),
        "decided_name": _person("decided_by"),
        "decided_title": Coalesce(_text("decided_by__title"), _NO_TEXT),
        "recorded_name": _person("recorded_by"),
        "basis_kind": _text("basis_kind"),
        "basis": _text("basis"),
        "basis_on": F("basis_on"),
        "decided_on": F("decided_on"),
    }


def _rows(model: type[Model], shape: dict[str, Any], assignment: int) -> QuerySet[Any]:
    """Aliases carry a mark: some columns of the tables bear the names of ours."""
    columns = {f"f_{name}": value for name, value in _columns(model, shape).items()}
    order = ["f_kind", "pk", *(name for name in columns if name != "f_kind")]
    rows = model._default_manager.filter(assignment=assignment).order_by()
    return rows.annotate(**columns).values_list(*order)


@dataclass(frozen=True)
class Facts:
    """The dated rows of an assignment by kind, each kind in the order of recording."""

    rows: Sequence[Fact] = field(default_factory=tuple)

    def of(self, kind: str) -> list[Fact]:
        """The rows of a table, named like its model in small letters."""
        return [row for row in self.rows if row.kind == kind]

    def files_for(self, own: Collection[int]) -> list[Fact]:
        """The files that people of these bodies see: ``body`` is the key of the one inside which
        a file stays."""
        files = self.of("assignmentfile")
        return [f for f in files if not f.body or int(f.body) in own]


def facts_of(assignment: Assignment) -> Facts:
    """Due dates, leads, pauses, requests, hand-overs and files: one query."""
    sql, values = _statement(get_language() or "")
    with connection.cursor() as cursor:
        cursor.execute(sql, [assignment.pk if value == _ANY else value for value in values])
        found = [Fact(*row) for row in cursor.fetchall()]
    return Facts(sorted(found, key=lambda row: (row.kind, row.pk)))


# Stands in the prepared statement where the key of the assignment belongs; no key is negative.
_ANY = -1


@cache
def _statement(_language: str) -> tuple[str, tuple[Any, ...]]:
    """The union of the tables, put together once in each language: to build it takes several
    times as long as to run it."""
    first, *others = (_rows(model, shape, _ANY) for model, shape in _shapes())
    sql, values = first.union(*others, all=True).query.sql_with_params()
    return sql, tuple(values)
