"""What is asked once for many assignments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Seat
from agencies.rules.roles import Role
from assignments.forms.decision import SeatChoice
from assignments.models.rows import Row


class ManyForm(forms.Form):
    """Nothing is asked; the rows are those ticked."""

    def __init__(self, *args: Any, rows: Sequence[Row], on: date) -> None:
        super().__init__(*args)
        self.rows, self.on = rows, on


class AcknowledgeManyForm(ManyForm):
    """One officer of the lead body for all of them."""

    officer = SeatChoice(
        queryset=Seat.objects.none(),
        label=_("Officer for all of them"),
        help_text=_("The officer's name is shown inside the body only."),
        empty_label=_("choose"),
        error_messages={"required": _("Choose the officer who carries the work.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leads = {row.facts["lead_id"] for row in self.rows}
        seats = Seat.objects.held(self.on).filter(agency__in=leads)
        self.fields["officer"].queryset = (
            seats.exclude(role=Role.ADMINISTRATOR).select_related("user").order_by("pk")
        )
