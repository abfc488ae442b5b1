"""Registering documents, correcting them, and noting who received them when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from agencies.models import Agency, Seat
from agencies.models.standing import standing_of
from agencies.rules.refusal import NotAllowed, Stale
from agencies.rules.text import tidy
from audit.record import record
from directives.actions import file as files
from directives.actions.file import Upload
from directives.models import (
    Directive,
    DirectiveFile,
    DirectiveLink,
    DocumentType,
    Issuer,
    Receipt,
)
from directives.models.chain import edges_up
from directives.models.keeping import keeps
from directives.models.recognition import LOCAL
from directives.rules.secrecy import markings

# As deep as anybody would follow a chain when a circle is looked for.
WHOLE_CHAIN = 50


class Duplicate(NotAllowed):
    """The document is registered already: ``existing``."""

    def __init__(self, existing: Directive) -> None:
        super().__init__(_("A document of this issuer with this number and date is registered."))
        self.existing = existing


@dataclass(frozen=True)
class NewIssuer:
    """An issuer that the table does not have yet; ``agency`` when it is a body of ours."""

    abbrev: str
    name: str
    system: str
    agency: Agency | None = None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Paper:
    """A document as it is entered: number, type and issuer recognised, files examined."""

    document_type: DocumentType
    issuer: Issuer | NewIssuer
    title_vi: str
    number: str = ""
    number_key: str = ""
    issued_on: date | None = None
    title_en: str = ""
    signer: str = ""
    signer_capacity: str = ""
    urgency: str = Directive.Urgency.NORMAL
    is_restricted: bool = False
    system_code: str = ""
    source: str = ""
    note: str = ""
    links: tuple[tuple[str, Directive], ...] = ()
    uploads: tuple[Upload, ...] = field(default_factory=tuple)


COLUMNS = (
    "document_type",
    "number",
    "number_key",
    "issued_on",
    "title_vi",
    "title_en",
    "signer",
    "signer_capacity",
    "urgency",
    "is_restricted",
    "system_code",
    "source",
    "note",
)


@transaction.atomic
def register(paper: Paper, *, received_on: date | None, by: Seat, at: datetime) -> Directive:
    """Enter a document; ``received_on`` is the day on which the registering body got it."""
    on = timezone.localdate(at)
    if not standing_of(by, on=on).is_business:
        raise NotAllowed(_("Documents are registered by people of the bodies."))
    _check(paper, on=on)
    row = Directive(registered_by=by)
    _write(row, paper)
    _save(row)
    _link(row, paper.links, among=None)
    names = _attach(row, paper.uploads, by=by, at=at)
    record("directive.register", row, by=by, at=at, number=row.number, files=names)
    if received_on:
        receive(row, by.agency, received_on=received_on, by=by, at=at)
    return row


@transaction.atomic
def edit(
    directive: Directive,
    paper: Paper,
    *,
    revision: int,
    among: Iterable[int],
    by: Seat,
    at: datetime,
) -> Directive:
    """Correct a document or enter what was missing; files are added, never taken away.

    ``among``: ids of the documents that the person sees; links to others stay as they are.
    Raises Stale, Duplicate, NotAllowed.
    """
    on = timezone.localdate(at)
    row = _locked(directive)
    if not keeps(row, standing_of(by, on=on)):
        raise NotAllowed(_("Another body keeps this document."))
    if row.revision != revision:
        raise Stale(row)
    _check(paper, on=on)
    before = _facts(row)
    _write(row, paper)
    row.revision += 1
    _save(row)
    _link(row, paper.links, among=set(among))
    names = _attach(row, paper.uploads, by=by, at=at)
    after = _facts(row)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record("directive.edit", row, by=by, at=at, changes=changes, files=names)
    return row


@transaction.atomic
def receive(
    directive: Directive, agency: Agency, *, received_on: date, by: Seat, at: datetime
) -> Receipt:
    """Note, or correct, the day on which a body received the document.

    A body notes its own; who keeps the document may note it for any body.
    """
    on = timezone.localdate(at)
    standing = standing_of(by, on=on)
    row = _locked(directive)
    is_own = standing.is_business and agency.pk in standing.bodies
    if not (is_own or keeps(row, standing)):
        raise NotAllowed(_("A body notes only its own receipts."))
    if received_on > on:
        raise NotAllowed(_("The day of receipt is still to come."))
    if row.issued_on and received_on < row.issued_on:
        raise NotAllowed(_("The document was received before it was issued: check both days."))
    old = Receipt.objects.filter(directive=row, agency=agency).first()
    receipt, _made = Receipt.objects.update_or_create(
        directive=row, agency=agency, defaults={"received_on": received_on, "recorded_by": by}
    )
    record(
        "directive.receive",
        row,
        by=by,
        at=at,
        agency=agency.name_vi,
        received_on=received_on.isoformat(),
        before=old.received_on.isoformat() if old else "",
    )
    return receipt


def _locked(directive: Directive) -> Directive:
    return (
        Directive.objects.select_for_update(of=("self",))
        .select_related("document_type", "issuer__agency", "registered_by")
        .get(pk=directive.pk)
    )


# --- checking -------------------------------------------------------------------------------
def _check(paper: Paper, *, on: date) -> None:
    if paper.issued_on and paper.issued_on > on:
        raise NotAllowed(_("The date of the document is still to come."))
    if not tidy(paper.title_vi):
        raise NotAllowed(_("Enter the subject of the document."))
    for text in (paper.title_vi, paper.title_en, paper.note):
        for found in markings(title=text):
            raise NotAllowed(
                _(
                    "“%(excerpt)s” bears the marking “%(marking)s”. Secret documents are not"
                    " entered here."
                )
                % {"excerpt": found.excerpt, "marking": found.marking}
            )


def _write(row: Directive, paper: Paper) -> None:
    for name in COLUMNS:
        setattr(row, name, getattr(paper, name))
    row.issuer = paper.issuer if isinstance(paper.issuer, Issuer) else _new_issuer(paper.issuer)


def _new_issuer(new: NewIssuer) -> Issuer:
    issuer, _made = Issuer.objects.get_or_create(
        abbrev=new.abbrev,
        name_vi=new.name,
        system=new.system,
        valid_from=None,
        defaults={"level": LOCAL, "agency": new.agency},
    )
    return issuer


def _save(row: Directive) -> None:
    """Save, or say which row is the same document; the constraint settles a race."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        same = Directive.objects.filter(
            issuer=row.issuer,
            document_type=row.document_type,
            number_key=row.number_key,
            issued_on=row.issued_on,
        ).exclude(pk=row.pk)
        if "directive_is_registered_once" in str(error) and (existing := same.first()):
            raise Duplicate(existing) from error
        raise


# --- links and files ------------------------------------------------------------------------
def _link(
    row: Directive, links: tuple[tuple[str, Directive], ...], *, among: set[int] | None
) -> None:
    """Make the links as given; with ``among``, only links to these documents are dropped."""
    wanted = {(kind, target.pk) for kind, target in links}
    kept = set()
    for link in row.links_up.all() if among is not None else ():
        if (link.kind, link.target_id) in wanted:
            kept.add((link.kind, link.target_id))
        elif link.target_id in (among or set()):
            link.delete()
    for kind, target in links:
        if (kind, target.pk) not in kept:
            _refuse_circle(row, target)
            DirectiveLink.objects.create(source=row, target=target, kind=kind)
            kept.add((kind, target.pk))


def _refuse_circle(row: Directive, target: Directive) -> None:
    above = {edge.upper for edge in edges_up(target.pk, depth=WHOLE_CHAIN)}
    if target.pk == row.pk or row.pk in above:
        raise NotAllowed(
            _("%(document)s rests on this document itself; it cannot stand above it.")
            % {"document": target}
        )


def _attach(row: Directive, uploads: tuple[Upload, ...], *, by: Seat, at: datetime) -> list[str]:
    names = []
    for upload in uploads:
        if row.files.filter(sha256=upload.sha256).exists():
            raise NotAllowed(
                _("“%(name)s” is attached to this document already.") % {"name": upload.name}
            )
        DirectiveFile.objects.create(directive=row, file=files.store(upload, by=by, at=at))
        names.append(upload.name)
    return names


def _facts(row: Directive) -> dict[str, str]:
    """The columns in words, for the story of what was changed."""
    facts = {name: _words(getattr(row, name)) for name in COLUMNS if name != "number_key"}
    rows = row.links_up.select_related("target__document_type").order_by("pk") if row.pk else ()
    with override("vi"):  # official words are Vietnamese
        links = [f"{link.kind} {link.target.citation}" for link in rows]
    return facts | {"issuer": row.issuer.name_vi, "links": "; ".join(links)}


def _words(value: object) -> str:
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, DocumentType):
        return value.name_vi
    return str(value) if value not in (None, False) else ""
