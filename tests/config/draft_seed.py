"""Drafts of the office that many people may write at; appended to the people's seed."""

from datetime import timedelta

from django.utils import timezone

from assignments.actions import assignment as drafts
from assignments.actions.assignment import Order
from assignments.actions.terms import Terms
from assignments.rules.assignment import Timing

STP = Agency.objects.get(code="STP")  # noqa: F821
DRAFTS = [
    drafts.draft(
        Order(
            title=f"Dự thảo {n}",
            content="Nội dung",
            product="Báo cáo",
            lead=STP,
            assigner=Agency.objects.get(code="UBND"),  # noqa: F821
            monitor=Agency.objects.get(code="VPUB"),
            giver="UBND",  # noqa: F821
            terms=Terms(Timing.DATED, stated_on=timezone.localdate() + timedelta(days=20)),
        ),
        by=SEATS["office"],
        at=timezone.now(),  # noqa: F821
    ).pk
    for n in range(8)
]
print(
    json.dumps(  # noqa: F821
        {
            "seats": {key: seat.pk for key, seat in SEATS.items()},  # noqa: F821
            "sessions": {key: session(seat) for key, seat in SEATS.items()},  # noqa: F821
            "drafts": DRAFTS,
        }
    )
)
