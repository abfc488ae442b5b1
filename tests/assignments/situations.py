"""Assignments in the situations that moves need, and what the pages of moves are sent."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agencies.models.calendar import work_calendar
from assignments.actions import assignment as assignments
from assignments.actions import extension, returning, submission
from assignments.actions.asking import Part
from tests.directives.papers import docx
from tests.factories import a_result


def today():
    return timezone.localdate()


def shown(day):
    return f"{day:%d/%m/%Y}"


def slip(world):
    return {
        "decided_by": world.chairman.pk,
        "capacity": "DIRECT",
        "basis_kind": "SUBMISSION",
        "basis": "92/PT-VP",
        "basis_on": shown(today()),
    }


def paper(name="ket-qua.docx"):
    return SimpleUploadedFile(name, docx())


# --- situations -----------------------------------------------------------------------------
def draft(world):
    return assignments.draft(world.order(), by=world.specialist, at=timezone.now())


def issued(world):
    return world.issued()


def shared(world):
    return world.issued(parts=(Part(world.health, "Số liệu"),))


def acknowledged(world):
    return world.acknowledged()


def prepared(world):
    row = world.acknowledged()
    result = a_result(today())
    submission.prepare(row, results=[result], by=world.officer, at=timezone.now())
    return row


def handed_in(world):
    row = world.acknowledged()
    result = a_result(today())
    submission.submit(row, results=[result], by=world.head, at=timezone.now())
    return row


def done(world):
    row = handed_in(world)
    submission.confirm(row, by=world.specialist, at=timezone.now())
    return row


def return_asked(world):
    row = world.issued()
    returning.request_return(
        row, reason="FUNCTION", text="Ngoài chức năng", by=world.head, at=timezone.now()
    )
    return row


def returned(world):
    row = return_asked(world)
    returning.accept_return(
        row, decision=world.by_slip(today()), by=world.specialist, at=timezone.now()
    )
    return row


def later(row, days=3):
    return work_calendar().add_working_days(row.due_on, days)


def extension_asked(world):
    row = world.acknowledged()
    extension.request_extension(
        row, asked_due_on=later(row), grounds="Thực địa", by=world.head, at=timezone.now()
    )
    return row


def cause_asked(world):
    row = world.acknowledged()
    submission.request_cause(row, code="UPPER", text="Chờ", by=world.head, at=timezone.now())
    return row


def paused(world):
    row = world.acknowledged()
    extension.pause(
        row,
        cause="COURT",
        text="Chờ",
        decision=world.by_slip(today()),
        by=world.specialist,
        at=timezone.now(),
    )
    return row


# --- what is sent ---------------------------------------------------------------------------
def product():
    return {
        "rows": "1",
        "kind_0": "Báo cáo",
        "number_0": "5120/BC-STP",
        "issued_on_0": shown(today()),
        "file_0": paper(),
    }


def url(move, row):
    return reverse(f"assignment-{move.replace('_', '-')}", args=[row.pk])


def sent(row, facts):
    row.refresh_from_db()
    return {"revision": row.revision, "once": str(uuid4())} | facts


def errors(answer):
    """Why a form was refused, for the message of a failing test."""
    context = answer.context or {}
    return context["form"].errors if "form" in context else answer.content.decode()[:2000]
