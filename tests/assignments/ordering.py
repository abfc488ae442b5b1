"""What the order form is sent."""

from datetime import date
from uuid import uuid4

from django.utils import timezone

from assignments.models import Assignment
from directives.models import Directive, DocumentType, Issuer, Obligation

NEW = "/assignments/new/"


def dispatch():
    """Official Dispatch 968 with one of its demands."""
    kind = DocumentType.objects.create(
        code="CĐ", system="state_admin", name_vi="Công điện", pattern="<no>/CĐ-<issuer>"
    )
    issuer = Issuer.objects.create(
        abbrev="TTg", name_vi="Thủ tướng Chính phủ", level="central", system="state"
    )
    row = Directive.objects.create(
        code="968",
        document_type=kind,
        issuer=issuer,
        number="968/CĐ-TTg",
        number_key="968/CĐ-TTg",
        issued_on=date(2023, 10, 16),
        title_vi="Chấn chỉnh kỷ cương",
    )
    Obligation.objects.create(
        code="968-03",
        directive=row,
        clause="ý 3",
        text_vi="Tăng cường kiểm tra công vụ",
        mode="assigned",
    )
    return row


def today():
    return timezone.localdate()


def shown(day):
    return f"{day:%d/%m/%Y}"


def order(world, **facts):
    """What the PPC office sends to give the justice department ten working days."""
    return {
        "once": str(uuid4()),
        "do": "issue",
        "rows": "1",
        "decided_by": world.chairman.pk,
        "capacity": "DIRECT",
        "basis_kind": "SUBMISSION",
        "basis": "92/PT-VP",
        "basis_on": shown(today()),
        "title": "Rà soát quy chế làm việc",
        "content": "Rà soát, sửa đổi quy chế làm việc",
        "lead": world.justice.pk,
        "timing": "DATED",
        "count": "10",
        "unit": "WORKING_DAYS",
        "product": "Quyết định",
        "completion_point": "ISSUED",
    } | facts


def errors(answer):
    return dict(answer.context["form"].errors) if answer.context else answer.url


def press(client, facts, **kwargs):
    """Send the form; where its due date has to be looked at first, send it once more."""
    answer = client.post(NEW, facts, **kwargs)
    if answer.context and getattr(answer.context.get("form"), "must_look", False):
        seen = shown(answer.context["summary"].due_on)
        answer = client.post(NEW, facts | {"once": str(uuid4()), "seen": seen}, **kwargs)
    return answer


def give(sign_in, who, facts):
    answer = press(sign_in(who), facts)
    assert answer.status_code == 302, errors(answer)
    return Assignment.objects.order_by("pk").last()
