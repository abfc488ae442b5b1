"""What every part of a life needs: the row as it is now, and who acts on it today."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import date, datetime
from random import Random

from agencies.models import Seat
from agencies.models.decision import Decision
from agencies.rules.roles import DECIDING, Role
from assignments.models import Assignment
from assignments.models.parties import LED_BY_PPC, capacity_of
from assignments.rules.assignment import OPEN, Stage
from config.demo.cast import OFFICE, Cast
from config.demo.decisions import by_handling_slip, by_slip, own
from config.demo.outline import Outline

# What a part of a life gives back: the row as it is, or None when the life is over.
Found = Generator[datetime, None, Assignment | None]
RUNNING = (Stage.ISSUED, Stage.ACKNOWLEDGED)


class Actor:
    """One assignment on the stage, with its outline and its dice."""

    def __init__(self, cast: Cast, row: Assignment, outline: Outline, name: str) -> None:
        self.cast = cast
        self.stage = cast.stage
        self.outline = outline
        self.dice: Random = cast.stage.dice.of("life", name)
        self.keep(row)

    # --- the row --------------------------------------------------------------------------
    def keep(self, row: Assignment) -> Assignment:
        """The row as an action left it: it is read again only when others changed rows."""
        for name in ("lead", "assigner", "monitor"):
            setattr(row, name, self.cast.body_of(getattr(row, f"{name}_id")))
        self._kept, self._read_in = row, self.stage.turn
        return row

    def row(self) -> Assignment:
        if self._read_in == self.stage.turn:
            return self._kept
        return self.keep(Assignment.objects.get(pk=self._kept.pk))

    def ready(self, *steps: Stage) -> Found:
        """The row once its lead is a body of today; None when it is at no step of these."""
        row = self.row()
        while row.stage in OPEN and not self.cast.exists(row.lead, self.stage.on):
            yield self.stage.later(3, self.dice)
            row = self.row()
        return row if row.stage in steps else None

    # --- who ------------------------------------------------------------------------------
    def chief(self, row: Assignment) -> Seat:
        """The head, or now and then a deputy."""
        chiefs = self.cast.with_role(row.lead.code, *DECIDING)
        if self.dice.random() < 0.75 or not chiefs:
            return self.cast.head(row.lead.code)
        return self.dice.choice(chiefs)

    def by_body(self, row: Assignment, share: float) -> tuple[Decision, Seat]:
        """The lead's decision, taken by a chief; that share of them entered by the contact."""
        on = self.stage.on
        chief = self.chief(row)
        contacts = self.cast.with_role(row.lead.code, Role.CONTACT)
        if contacts and self.dice.random() < share:
            return by_handling_slip(chief, contacts[0], on=on), contacts[0]
        return own(chief, on=on), chief

    def officer(self, row: Assignment) -> Seat:
        found = self.cast.by_id(row.officer_id)
        if found and self.cast.is_held(found) and found.agency_id == row.lead_id:
            return found
        return self.cast.head(row.lead.code)

    def monitor(self, row: Assignment) -> Seat:
        """Who of the monitoring body looks at results."""
        if row.monitor.kind in LED_BY_PPC:
            return self.cast.leader_of(row.lead.code)
        if row.monitor.code == OFFICE:
            return self.specialist(row)
        officers = self.cast.officers(row.monitor.code)
        return officers[row.lead_id % len(officers)]

    def specialist(self, row: Assignment) -> Seat:
        found = self.cast.by_id(row.specialist_id)
        if found and self.cast.is_held(found) and found.agency.code == OFFICE:
            return found
        return self.cast.specialist_of(row.lead.code)

    def by_assigner(self, row: Assignment) -> tuple[Decision, Seat]:
        """A decision of the assigner's side, and who enters it."""
        on = self.stage.on
        if row.assigner.kind not in LED_BY_PPC:
            chief = self.cast.head(row.assigner.code)
            return own(chief, on=on), chief
        leader = self.cast.by_id(row.decided_by_id)
        if leader is None or not self.cast.is_held(leader):
            leader = self.cast.leader_of(row.lead.code)
        if row.lead.code == OFFICE:  # the office settles nothing of its own
            return own(leader, on=on), leader
        recorder = self.specialist(row)
        slip = by_slip(leader, recorder, self.dice, on=on)
        return replace(slip, capacity=capacity_of(row, "redate", leader)), recorder

    def before(self, due_on: date, n: int) -> datetime:
        """A moment n working days before the due date, or as soon as can be."""
        return self.stage.on_day(self.stage.calendar.warn_day(due_on, n), self.dice)
