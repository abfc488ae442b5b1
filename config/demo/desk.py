"""The desk of the PPC office: registers the documents of a day and gives the work they order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from random import Random

from agencies.calendar import Unit
from agencies.models import Seat
from agencies.models.decision import Decision
from assignments.actions import batch as batches
from assignments.actions import series
from assignments.actions.asking import Order, Part
from assignments.actions.terms import Terms
from assignments.models import Assignment
from assignments.models.parties import capacity_of
from assignments.rules.assignment import Stage, Timing
from config.demo import local_texts
from config.demo.cast import OFFICE, Cast
from config.demo.decisions import by_document, own
from config.demo.life import life, send_part
from config.demo.outline import PLAIN, Outline, thrown
from config.demo.plan import Task
from config.demo.stage import Act
from directives.actions import directive as directives
from directives.actions.directive import Paper
from directives.models import Directive, DocumentType, Issuer, Obligation

LETTER_NUMBER, LETTER_DAY = "6868/UBND-NC1", date(2023, 11, 13)
MADE_AFTER = 15
# About so many numbers a day.
PACE = {"TB": 2, "UBND": 28}
LEADERS_UNITS = ("NC", "KT", "KT", "VX")
UPPER = {
    "TTG": ("CĐ", "state_admin", "TTg", "state", "{n}/CĐ-TTg"),
    "CP": ("NQ", "state_admin", "CP", "state", "{n}/NQ-CP"),
    "TU": ("KL", "party", "TU", "party", "{n}-KL/TU"),
    "HDND": ("NQ", "state_admin", "HĐND", "state", "{n}/NQ-HĐND"),
}


class Desk:
    """Turns the tasks of a day into documents, batches and lives."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.stage = cast.stage
        kinds = DocumentType.objects.order_by("-pk")
        self.types = {(k.code, k.system): k for k in kinds}
        issuers = Issuer.objects.order_by("-pk")
        self.issuers = {(i.abbrev, i.system): i for i in issuers}
        self.known = {d.code: d for d in Directive.objects.exclude(code="")}
        self.demands = {o.code: o for o in Obligation.objects.all()}
        self._papers: Counter[tuple[str, date]] = Counter()

    def enter(self, tasks: Sequence[Task]) -> None:
        """Put the day's orders on the stage, the tasks of one meeting in one notice."""
        rest: list[Task] = []
        for task in tasks:
            (self._alone if _stands_alone(task) else rest.append)(task)
        by_leader = sorted(rest, key=lambda t: self._leader(t).pk)
        for _pk, group in groupby(by_leader, key=lambda t: self._leader(t).pk):
            together = list(group)
            if len(together) > 1 and self._dice(together[0]).random() < 0.6:
                self.stage.enter(self._notice(together))
            else:
                for task in together:
                    self._alone(task)

    def _alone(self, task: Task) -> None:
        self.stage.enter(self._letter(task))

    def _dice(self, task: Task) -> Random:
        return self.stage.dice.of("desk", task.key)

    def _leader(self, task: Task) -> Seat:
        """Who gives it: the chairman for the directive and big batches, else by the field."""
        if task.giver == "CT" or len(task.leads) > 3:
            return self.cast.chairman
        return self.cast.leader_of(task.leads[0])

    # --- documents ------------------------------------------------------------------------
    def _notice(self, tasks: list[Task]) -> Act:
        """A notice of conclusions with a task for each of several bodies."""
        dice = self._dice(tasks[0])
        yield self.stage.moment(self.stage.on, dice)
        leader = self._leader(tasks[0])
        by = self.cast.specialist_of(tasks[0].leads[0])
        place = self._number("TB")
        number = f"{place:02d}/TB-UBND"
        topic = f"{tasks[0].text.title[:1].lower()}{tasks[0].text.title[1:]}"
        title = f"Kết luận của {leader.title} {leader.person} tại cuộc họp về {topic}"
        paper = self._register("TB", "UBND", number, title, leader, by)
        for place, task in enumerate(tasks, 1):
            self._give(
                task, paper, f"Mục {place}", by_document(leader, by, number, on=self.stage.on), by
            )

    def _letter(self, task: Task) -> Act:
        """A letter, a plan, or work that passes on a document of a higher level."""
        dice = self._dice(task)
        yield self.stage.moment(self.stage.on, dice)
        if task.giver == "BODY":
            chief = self.cast.head(task.assigner)
            self._give(task, None, "", own(chief, on=self.stage.on), chief)
            return
        leader = self._leader(task)
        by = self.cast.specialist_of(task.leads[0])
        if task.directive:
            day = self.stage.on
            number = LETTER_NUMBER if day == LETTER_DAY else f"{self._number('UBND')}/UBND-NC1"
            decision = by_document(leader, by, number, on=day)
            self._give(task, self.known[task.directive], "", decision, by)
            return
        is_plan = dice.random() < 0.1
        unit = LEADERS_UNITS[self.cast.leaders.index(leader)]
        n = self._number("UBND")
        number = f"{n}/KH-UBND" if is_plan else f"{n}/UBND-{unit}"
        paper = self._paper(task, dice, "KH" if is_plan else "CV", number, leader, by)
        late = self._issued_on(task, dice)
        decision = by_document(leader, by, number, on=late)
        yield from self._perhaps_first_a_draft(task, dice, paper, decision, by, late)

    def _perhaps_first_a_draft(
        self,
        task: Task,
        dice: Random,
        paper: Directive,
        decision: Decision,
        by: Seat,
        issued_on: date,
    ) -> Act:
        """Three orders in ten lie as drafts for a day or two before they are issued."""
        if dice.random() > 0.3 or task.rhythm or task.is_late_order:
            self._give(task, paper, "", decision, by, issued_on=issued_on)
            return
        order = self._order(task, paper, "", issued_on)
        leads = [self.cast.bodies[c] for c in task.leads]
        rows = batches.draft_all(order, leads, decision=decision, by=by, at=self.stage.now)
        yield self.stage.later(dice.randint(1, 2), dice)
        asked = [*leads, *(part.agency for part in order.parts)]
        if self.cast.is_held(by) and all(self.cast.exists(b, self.stage.on) for b in asked):
            rows = batches.issue_all(
                rows, issued_on=issued_on, decision=decision, by=by, at=self.stage.now
            )
            self._live(task, rows)

    def _paper(
        self, task: Task, dice: Random, kind: str, number: str, leader: Seat, by: Seat
    ) -> Directive:
        """The document that gives the work; for work of a higher level, that level's document."""
        if task.giver not in UPPER:
            return self._register(kind, "UBND", number, task.text.title, leader, by)
        code, system, abbrev, numbering, pattern = UPPER[task.giver]
        upper = pattern.format(n=dice.randint(10, 980))
        found = self._free(code, system, abbrev, numbering, upper)
        if found:
            return found
        return directives.register(
            Paper(
                document_type=self.types[code, system],
                issuer=self.issuers[abbrev, numbering],
                title_vi=task.text.title,
                number=upper,
                number_key=upper,
                issued_on=self._yesterday(),
                note=local_texts.NOTE,
            ),
            received_on=self.stage.on,
            by=by,
            at=self.stage.now,
        )

    def _free(
        self, code: str, system: str, abbrev: str, numbering: str, number: str
    ) -> Directive | None:
        """The same document, if it was registered already."""
        return Directive.objects.filter(
            document_type=self.types[code, system],
            issuer=self.issuers[abbrev, numbering],
            number_key=number,
            issued_on=self._yesterday(),
        ).first()

    def _register(
        self, kind: str, abbrev: str, number: str, title: str, leader: Seat, by: Seat
    ) -> Directive:
        is_vice = leader.agency.code != "UBND-CT"
        paper = Paper(
            document_type=self.types[kind, "state_admin"],
            issuer=self.issuers[abbrev, "state"],
            title_vi=title,
            number=number,
            number_key=number,
            issued_on=self.stage.on,
            signer=leader.person,
            signer_capacity="KT. CHỦ TỊCH, PHÓ CHỦ TỊCH" if is_vice else "CHỦ TỊCH",
            note=local_texts.NOTE,
        )
        return directives.register(paper, received_on=None, by=by, at=self.stage.now)

    def _yesterday(self) -> date:
        return self.stage.calendar.previous_working_day(self.stage.on - timedelta(days=1))

    def _number(self, series: str) -> int:
        """Numbers of a series grow through the year; no two of one day are the same."""
        self._papers[series, self.stage.on] += 1
        days = self.stage.on.timetuple().tm_yday
        return days * PACE[series] + self._papers[series, self.stage.on]

    def _issued_on(self, task: Task, dice: Random) -> date:
        """Mostly today; an order that lay about for a week comes with its due date."""
        if task.is_late_order:
            return self.stage.calendar.warn_day(self.stage.on, task.length)
        return self.stage.on

    # --- orders ---------------------------------------------------------------------------
    def _give(
        self,
        task: Task,
        paper: Directive | None,
        clause: str,
        decision: Decision,
        by: Seat,
        *,
        issued_on: date | None = None,
    ) -> None:
        day = issued_on or self.stage.on
        leads = self.cast.existing(task.leads)
        order = self._order(task, paper, clause, day)
        rows = batches.assign(
            order,
            leads,
            issued_on=day,
            decision=_signed(decision, order),
            by=by,
            at=self.stage.now,
        )
        self._live(task, rows)

    def _order(self, task: Task, paper: Directive | None, clause: str, day: date) -> Order:
        bodies = self.cast.bodies
        giver = task.giver
        assigner = task.assigner or {"CT": "UBND-CT", "PCT": "UBND-PCT"}.get(giver, "UBND")
        if task.directive:
            assigner = "UBND-CT"
        if giver == "PCT" and self._leader(task) == self.cast.chairman:
            giver, assigner = "CT", "UBND-CT"  # whose decision it is gave it
        dice = self._dice(task)
        parts = tuple(
            Part(bodies[c], dice.choice(local_texts.PARTS)) for c in task.parts if c in bodies
        )
        return Order(
            title=task.text.title,
            content=task.text.content,
            product="" if task.is_unclear else task.text.product,
            lead=bodies[task.leads[0]],
            assigner=bodies[assigner],
            monitor=bodies[self._monitor(task)],
            giver=giver,
            terms=self._terms(task, day),
            directive=paper,
            obligation=self.demands.get(task.obligation),
            clause=clause or (self.demands[task.obligation].clause if task.obligation else ""),
            rhythm=task.rhythm,
            parent=self._parent(task),
            function=self.cast.fields.get(task.field),
            parts=parts,
            is_priority=task.is_priority,
            is_internal=task.is_internal,
            restriction=task.restriction,
            government_code=f"VPCP-{dice.randint(1000, 9999)}" if giver in {"TTG", "CP"} else "",
            system_code=task.system_code,
        )

    def _parent(self, task: Task) -> Assignment | None:
        """A body gives others a part of the newest work that it has taken on itself."""
        if not task.is_part:
            return None
        own_work = Assignment.objects.filter(
            lead=self.cast.bodies[task.assigner], stage=Stage.ACKNOWLEDGED, restriction=""
        )
        return own_work.order_by("-pk").first()

    def _monitor(self, task: Task) -> str:
        """Nobody monitors itself; Home Affairs is the body of that name today."""
        code = self.cast.home_affairs if task.monitor in {"SNV", "SNV-2025"} else task.monitor
        return "UBND" if code == OFFICE and task.leads == (OFFICE,) else code

    def _terms(self, task: Task, day: date) -> Terms:
        calendar = self.stage.calendar
        end = calendar.add_working_days(day, task.length)
        if task.rhythm:
            return Terms(Timing.PERIODIC, stated_on=task.rhythm.due_on(on=self.stage.on))
        match task.terms:
            case "NONE":
                return Terms(Timing.NONE, reason="Chưa có căn cứ xác định thời hạn.")
            case "CONTINUOUS":
                return Terms(Timing.CONTINUOUS, reason="Thực hiện thường xuyên.")
            case "STATED":
                return Terms(Timing.DATED, stated_on=end, phrase=f"chậm nhất ngày {end:%d/%m/%Y}")
            case "BEFORE":
                after = end + timedelta(days=1)
                return Terms(Timing.DATED, stated_on=end, phrase=f"trước ngày {after:%d/%m/%Y}")
            case "DAYS":
                return _counted(Unit.DAYS, max(10, task.length), day, "ngày")
            case "MONTHS":
                return _counted(Unit.MONTHS, 1, day, "tháng")
        return _counted(Unit.WORKING_DAYS, task.length, day, "ngày làm việc")

    # --- lives ----------------------------------------------------------------------------
    def _live(self, task: Task, rows: Iterable[Assignment]) -> None:
        for row in rows:
            self.live(row, f"{task.key}/{self.cast.codes[row.lead_id]}", task.outline, task.length)

    def live(self, row: Assignment, name: str, outline: Outline | None, length: int) -> None:
        """Let a new assignment begin its life, and its cooperating bodies theirs."""
        dice = self.stage.dice.of("outline", name)
        is_young = self.cast.body_of(row.lead_id).kind in {"commune", "ward"}
        chosen = outline or thrown(dice, length=length, strain=2.5 if is_young else 1.0)
        if row.timing == Timing.CONTINUOUS:
            chosen = Outline(acknowledge=1, slip=None, progress=2)
        self.stage.enter(life(self.cast, row, chosen, name))
        for part in row.cooperations.order_by("pk"):
            self.stage.enter(send_part(self.cast, part, f"{name}/{part.agency_id}"))

    def make_ahead(self) -> None:
        """The nightly job: occurrences of periodic work, each with its own life. A period begins
        with a month, so that the job finds nothing in the first half of one."""
        if self.stage.on.day < MADE_AFTER:
            return
        for row in series.due_for_making(on=self.stage.on):
            for made in series.make_ahead(row, at=self.stage.now):
                name = f"series-{row.pk}/{made.period_first}/{self.cast.codes[made.lead_id]}"
                # The report on the directive itself is never late.
                self.live(made, name, PLAIN if made.obligation_id else None, 15)


def _counted(unit: Unit, count: int, day: date, words: str) -> Terms:
    phrase = f"trong thời hạn {count} {words} kể từ ngày ban hành"
    return Terms(Timing.DATED, unit=unit, count=count, count_from=day, phrase=phrase)


def _stands_alone(task: Task) -> bool:
    """Has a document of its own: batches, periodic and restricted work, that of higher levels."""
    return bool(
        len(task.leads) > 1
        or task.giver in {"BODY", *UPPER}
        or task.rhythm
        or task.restriction
        or task.directive
        or task.is_late_order
    )


def _signed(decision: Decision, order: Order) -> Decision:
    """A vice chairman signs for the chairman (KT.) what another leader gives."""
    unsaved = Assignment(assigner=order.assigner)
    capacity = capacity_of(unsaved, "issue", decision.decided_by)
    return replace(decision, capacity=capacity)
