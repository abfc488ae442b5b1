"""Orders that stand in the calendar: the chairman's directive, periodic and restricted work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from agencies.models import Agency
from assignments.actions.rhythm import Rhythm
from config.demo import local_texts
from config.demo.cast import Cast
from config.demo.desk import LETTER_DAY
from config.demo.directive_texts import (
    DISSEMINATED,
    EVALUATION,
    FOLLOWING,
    POLICIES,
    PROTECTION,
    REGULATIONS,
    SUMMARY,
)
from config.demo.outline import PLAIN, Outline
from config.demo.plan import Plan, Task
from config.demo.texts import REPORT, Text, worded

DISPUTES_DAY = date(2025, 4, 14)
AGENDA = Text(
    "Báo cáo kết quả thực hiện nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao hằng tháng",
    "Báo cáo từng nhiệm vụ đến hạn trong tháng, nêu rõ nhiệm vụ quá hạn và nguyên nhân.",
    REPORT,
)


def of_day(plan: Plan, day: date) -> list[Task]:
    """What the calendar adds to the plan of a working day."""
    cast = plan.cast
    if day == LETTER_DAY:
        return list(_directive(plan))
    tasks = list(_restricted(cast, day))
    if day == date(2024, 1, 8):
        tasks.append(_monthly(plan))
    if day.day <= 7 and day.weekday() == 1 and day.month in (3, 6, 9, 12):
        tasks.append(_internal(plan, day))
    if day.weekday() == 2 and 15 <= day.day <= 21:
        tasks += _parts_of_own(cast, day)
    if day == DISPUTES_DAY:
        tasks += _disputes(cast)
    return tasks


def _parts_of_own(cast: Cast, day: date) -> Iterator[Task]:
    """A body gives a part of work that it was given itself: Home Affairs to a unit, a department
    to the sub-department under it."""
    pairs = [
        (cast.home_affairs, body.code)
        for body in cast.existing(cast.bodies)
        if body.kind == Agency.Kind.PUBLIC_UNIT
    ]
    if cast.exists(cast.bodies["CCQLTT"], cast.stage.on):
        pairs.append(("SCT", "CCQLTT"))
    giver, unit = pairs[-1] if day.month % 2 else pairs[day.month % len(pairs)]
    yield Task(
        key=f"part-{day}",
        leads=(unit,),
        text=worded(local_texts.UNIT[2], day),
        length=7,
        giver="BODY",
        assigner=giver,
        monitor=giver,
        is_part=True,
    )


def _of_directive(plan: Plan, code: str, text: Text, leads: list[str], **facts: object) -> Task:
    base = {
        "key": f"directive-{code}",
        "leads": plan.some(leads, 1.0, code) if len(leads) > 1 else tuple(leads),
        "text": text,
        "giver": "CT",
        "directive": "HT",
        "obligation": code,
        "is_priority": True,
    }
    return Task(**(base | facts))  # type: ignore[arg-type]


def _directive(plan: Plan) -> Iterator[Task]:
    """The chairman's directive of 11/2023: its assigned demands, to all whom it names."""
    cast = plan.cast
    listed = [b.code for b in cast.existing(cast.bodies) if b.is_listed]
    others = [code for code in listed if code != "SNV"]
    departments = [c for c in others if cast.bodies[c].kind in {"department", "inspectorate"}]
    yield _of_directive(plan, "HT-01", DISSEMINATED, others, length=15)
    yield _of_directive(plan, "HT-17", REGULATIONS, others, length=30)
    yield _of_directive(plan, "HT-24", PROTECTION, departments, length=20)
    own = {"outline": PLAIN, "field": "home_affairs"}
    yield _of_directive(plan, "HT-31", FOLLOWING, ["SNV"], terms="CONTINUOUS", **own)
    yield _of_directive(plan, "HT-32", POLICIES, ["SNV"], length=45, **own)
    yield _of_directive(plan, "HT-33", EVALUATION, ["SNV"], length=60, **own)
    quarterly = Rhythm("QUARTER", 20)
    yield _of_directive(plan, "HT-34", SUMMARY, ["SNV"], rhythm=quarterly, **own)


def _monthly(plan: Plan) -> Task:
    """Periodic work of a few departments: an occurrence a month, each with its own life."""
    leads = ["SYT", "SCT"]
    return Task(
        key="monthly",
        leads=plan.some(leads, 1.0, "monthly"),
        text=AGENDA,
        rhythm=Rhythm("MONTH", 25),
    )


def _internal(plan: Plan, day: date) -> Task:
    """Home Affairs collects figures: reminded like any other work, in no official box."""
    cast = plan.cast
    home = cast.home_affairs
    others = [b.code for b in cast.existing(cast.bodies) if b.kind == "department"]
    return Task(
        key=f"internal-{day}",
        leads=plan.some([c for c in others if c != home], 0.3, f"internal-{day}"),
        text=worded(local_texts.INTERNAL, day),
        length=7,
        giver="BODY",
        assigner=home,
        monitor=home,
        is_internal=True,
    )


def _restricted(cast: Cast, day: date) -> Iterator[Task]:
    """A complaint, seen by name only, on the second Tuesday of every other month."""
    if day.weekday() == 1 and 8 <= day.day <= 14 and day.month % 2:
        lead = "TTT" if day.month % 4 == 1 else "BQLKKT"
        yield Task(
            key=f"restricted-{day}",
            leads=(lead,),
            text=local_texts.COMPLAINT,
            field="inspection",
            giver="CT",
            restriction="COMPLAINT",
            length=20,
        )


def _disputes(cast: Cast) -> Iterator[Task]:
    """Matters that lie across communes: without a due date yet, and long without an heir."""
    for code, text in local_texts.ACROSS_COMMUNES.items():
        yield Task(
            key=f"dispute-{code}",
            leads=(code,),
            text=text,
            outline=Outline(acknowledge=2, slip=None, progress=1),
            terms="NONE",
            giver="PCT",
            system_code=f"DEMO-TC-{code}",
        )
