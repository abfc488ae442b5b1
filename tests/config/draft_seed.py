# ruff: noqa: F821 (the names of seed.py, which stands before it)
"""Drafts of the office that many people may write at; appended to the people's seed."""

from datetime import timedelta

from django.utils import timezone

from assignments.actions import assignment as drafts
from assignments.actions.asking import Order
from assignments.actions.terms import Terms
from assignments.rules.assignment import Timing

STP = Agency.objects.get(code="STP")
DRAFTS = [
    drafts.draft(
        Order(
            title=f"Dự thảo {n}",
            content="Nội dung",
            product="Báo cáo",
            lead=STP,
            assigner=Agency.objects.get(code="UBND"),
            monitor=Agency.objects.get(code="VPUB"),
            giver="UBND",
            terms=Terms(Timing.DATED, stated_on=timezone.localdate() + timedelta(days=20)),
        ),
        by=SEATS["office"],
        at=timezone.now(),
    ).pk
    for n in range(8)
]
print(
    json.dumps(
        {
            "seats": {key: seat.pk for key, seat in SEATS.items()},
            "sessions": {key: session(seat) for key, seat in SEATS.items()},
            "drafts": DRAFTS,
        }
    )
)
