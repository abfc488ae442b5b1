"""Where two changes of one assignment meet: words instead of codes, and who it really was."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assignments.actions import extension
from tests.assignments.ordering import shown, today

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def no_second_factor(settings, tmp_path):
    settings.MFA_REQUIRED = False
    settings.MEDIA_ROOT = str(tmp_path)


def met(world, sign_in, who, **typed):
    """The conflict page of a new due date, after the chairman's one, entered by the specialist."""
    row = world.issued()
    first = today() + timedelta(days=30)
    extension.redate(row, due_on=first, reason="Bổ sung việc", decision=world.by_slip(today()),
                     by=world.specialist, at=timezone.now())  # fmt: skip
    facts = {"decided_by": world.chairman.pk, "capacity": "DIRECT", "basis_kind": "SUBMISSION",
             "basis": "99/PT", "basis_on": shown(today()), "revision": row.revision,
             "due_on": shown(first + timedelta(days=1)), "reason": "Khác"}  # fmt: skip
    answer = sign_in(who).post(reverse("assignment-redate", args=[row.pk]), facts | typed)
    assert answer.status_code == 409
    return answer


def test_one_who_meets_the_own_change_is_told_so(world, sign_in):
    own = met(world, sign_in, world.specialist).context["conflict"]["title"]
    other = met(world, sign_in, world.office_head).context["conflict"]["title"]

    assert own != other


def test_the_conflict_page_speaks_in_words_and_of_the_last_change(world, sign_in):
    answer = met(world, sign_in, world.specialist)
    rows = answer.context["conflict"]["rows"]
    html = answer.content.decode()
    table = html[html.index("<table") : html.index("</table")]

    assert "92/PT-VP" in table
    assert "99/PT" in table
    assert not any(code in table for code in ("DIRECT", "SUBMISSION", "DOCUMENT"))
    assert shown(today() + timedelta(days=30)) in table
    for row in rows:
        parts = row["current"].split(", ")
        assert len(parts) == len(set(parts))
