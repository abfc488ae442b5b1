"""Documents of direction and their numbers, issuers and legal chain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agencies.fields import parse_date
from agencies.models import Agency, Seat, User
from agencies.models.agency import folded
from agencies.rules.text import fold
from directives.models.file import File
from directives.rules.numbers import search_forms

# More words than these do not narrow a search.
MOST_WORDS = 12
# So many letters of a title name a document that has no number.
CITED = 60
_CODE = re.compile(r"[A-Za-z0-9]{1,10}")
_MONTH = re.compile(r"(?<![\d/])(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\d/-])")
NO_WORDS = frozenset({"so", "no", "no.", "ngay"})


class DocumentType(models.Model):
    """A type of document (Công điện, Kết luận …) in one system of numbering."""

    code = models.CharField(max_length=20)
    system = models.CharField(max_length=20)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    pattern = models.CharField(max_length=60)
    numbering_restarts = models.CharField(max_length=10, blank=True)
    aliases = models.CharField(max_length=100, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "system"], name="document_type_in_system")
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name_vi


class Issuer(models.Model):
    """Whoever signs documents under an abbreviation, by date; some are bodies of ours."""

    abbrev = models.CharField(max_length=30)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=20)
    system = models.CharField(max_length=20)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="issuers")
    aliases = models.CharField(max_length=100, blank=True)
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["abbrev", "system", "valid_from", "name_vi"],
                nulls_distinct=False,
                name="issuer_by_date",
            )
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name_vi


class DirectiveQuerySet(models.QuerySet["Directive"]):
    def visible_to(self, user: User) -> DirectiveQuerySet:
        """Directives are for every business seat; a restricted one for its issuer and receivers."""
        standing = user.standing
        if not standing.is_business:
            return self.none()
        if standing.is_ppc_office or standing.is_leadership:
            return self
        received = Receipt.objects.filter(directive=OuterRef("pk"), agency__in=standing.bodies)
        return self.filter(
            Q(is_restricted=False)
            | Q(issuer__agency__in=standing.bodies)
            | Q(registered_by__agency__in=standing.bodies)
            | Exists(received)
        )

    def matching(self, text: str) -> DirectiveQuerySet:
        """Accent-free match on number and title."""
        return self.filter(search_key__contains=Func(Value(text), function="vi_fold"))

    def found_by(self, text: str) -> DirectiveQuerySet:
        """What a search box means: a number in any form (968, 968/cd-ttg, cđ 968, 29 KL TU), a
        date, the code, or words of type and title in any order, without accents."""
        wanted = Q()
        for word in _words(text):
            wanted &= _meant(word)
        return self.filter(wanted | named_as(text)) if wanted else self

    def newest_first(self) -> DirectiveQuerySet:
        """By date, those without one last; the order of ``directive_newest_first``."""
        return self.order_by(F("issued_on").desc(nulls_last=True), F("id").desc())

    def incomplete(self) -> DirectiveQuerySet:
        """Number or date still to be entered."""
        return self.filter(Q(number_key="") | Q(issued_on=None))


def _words(text: str) -> list[str]:
    """Words and numbers, signs where there is nothing else; beside a number, "số" and "ngày" say
    nothing."""
    written = fold(text).split()
    words = [word for word in written if any(char.isalnum() for char in word)] or written
    if any(_has_digit(word) for word in words):
        words = [word for word in words if word not in NO_WORDS]
    return words[:MOST_WORDS]


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _meant(word: str) -> Q:
    """Rows that one word of a search means."""
    if not _has_digit(word):
        named = DocumentType.objects.annotate(key=folded("name_vi", "name_en"))
        return Q(search_key__contains=word) | Q(
            document_type__in=named.filter(key__contains=word).values("pk")
        )
    found = Q(search_key__contains=word)
    for prefix in search_forms(word).prefixes:
        found |= Q(search_key__startswith=prefix) | Q(search_key__contains=f" {prefix}")
    for on in _dates_in(word):
        found |= Q(issued_on=on)
    return found


def named_as(text: str) -> Q:
    """The document of this code, or the undated ones of this month ("11/2023")."""
    word = text.strip()
    # Anything else is no code: its search must not leave the index of words.
    found = Q(code=word.upper()) if _CODE.fullmatch(word) else Q(pk__in=[])
    if month := _MONTH.search(text):
        found |= Q(month=date(int(month["year"]), int(month["month"]), 1))
    return found


def _dates_in(word: str) -> Iterator[date]:
    with suppress(ValueError):
        yield parse_date(word)


class Directive(models.Model):
    """A document that demands something. Never a secret one."""

    class Urgency(models.TextChoices):
        NORMAL = "NORMAL", _("normal")
        URGENT = "URGENT", _("urgent (Khẩn)")
        VERY_URGENT = "VERY_URGENT", _("very urgent (Thượng khẩn)")
        FLASH = "FLASH", _("flash (Hỏa tốc)")

    code = models.CharField(max_length=30, blank=True)
    document_type = models.ForeignKey(DocumentType, models.PROTECT, related_name="directives")
    # As written on the paper, and its canonical form (rules.md 7); empty while not known.
    number = models.CharField(max_length=60, blank=True)
    number_key = models.CharField(max_length=60, blank=True)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="directives")
    issued_on = models.DateField(null=True)
    # The first day of the month of issue, where only that is known.
    month = models.DateField(null=True)
    title_vi = models.TextField()
    title_en = models.TextField(blank=True)
    signer = models.CharField(max_length=150, blank=True)
    signer_capacity = models.CharField(max_length=150, blank=True)
    urgency = models.CharField(max_length=12, choices=Urgency, default=Urgency.NORMAL)
    is_restricted = models.BooleanField(default=False)
    system_code = models.CharField(max_length=60, blank=True)
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)
    registered_by = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    search_key = models.GeneratedField(
        expression=folded("number", "number_key", "title_vi", "title_en"),
        output_field=models.TextField(),
        db_persist=True,
    )
    revision = models.PositiveIntegerField(default=0)
    files = models.ManyToManyField(File, through="DirectiveFile", related_name="directives")

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "document_type", "number_key", "issued_on"],
                condition=~Q(number_key="") & Q(issued_on__isnull=False),
                name="directive_is_registered_once",
            ),
            models.CheckConstraint(
                condition=Q(number="", number_key="") | (~Q(number="") & ~Q(number_key="")),
                name="directive_number_has_its_key",
            ),
        ]
        indexes = [
            models.Index(
                F("issued_on").desc(nulls_last=True), F("id").desc(), name="directive_newest_first"
            ),
            GinIndex(OpClass(F("search_key"), name="gin_trgm_ops"), name="directive_search"),
        ]

    def __str__(self) -> str:
        if not self.number_key:
            return " ".join(filter(None, (str(self.document_type), self.when, f"({self.missing})")))
        return f"{self.document_type} {self.number_key}"

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title_vi

    @property
    def heading(self) -> str:
        """How its page is called: by its number, else by whose it is and of when."""
        if self.number_key:
            return str(self)
        whose = _("Document of %(who)s") % {"who": self._author}
        day = f"{self.issued_on:%d/%m/%Y}" if self.issued_on else self.when
        return f"{whose}, {day} ({self.missing})" if day else f"{whose} ({self.missing})"

    @property
    def _author(self) -> str:
        """The leader who signs by himself a document that comes with the product; else the body,
        whose name there is in both languages."""
        is_named = self.code and self.signer_capacity and get_language() != "en"
        return self.signer_capacity if is_named else str(self.issuer)

    @property
    def when(self) -> str:
        """The month of an undated document, as far as it is known."""
        if self.issued_on or not self.month:
            return ""
        return str(_("of %(month)s") % {"month": f"{self.month:%m/%Y}"})

    @property
    def missing(self) -> str:
        """What is still to be entered of number and date; empty when both are known."""
        if not self.number and self.issued_on is None:
            return str(_("number and date not entered"))
        if not self.number:
            return str(_("number not entered"))
        return "" if self.issued_on else str(_("date not entered"))

    @property
    def citation(self) -> str:
        """How a form names it, so that the same text finds it again: by its number; without one
        by type, day and title, in the reader's language, and its row, which nothing else has."""
        if not self.number_key:
            day = f", {self.issued_on:%d/%m/%Y}" if self.issued_on else f" {self.when}".rstrip()
            return f"{self.document_type}{day}: {Truncator(self.title).chars(CITED)} (#{self.pk})"
        return (
            f"{self.number_key}, {self.issued_on:%d/%m/%Y}" if self.issued_on else self.number_key
        )

    @property
    def short(self) -> str:
        """How rows cite it: the number, or what is known instead."""
        return self.number_key or ", ".join(filter(None, (str(_("number not entered")), self.when)))


class DirectiveFile(models.Model):
    directive = models.ForeignKey(Directive, models.PROTECT, related_name="attachments")
    file = models.OneToOneField(File, models.PROTECT, related_name="directive_attachment")


class DirectiveLink(models.Model):
    """The legal chain: this document is based on, carries out, amends, replaces that one."""

    class Kind(models.TextChoices):
        BASED_ON = "BASED_ON", _("is based on")
        CARRIES_OUT = "CARRIES_OUT", _("carries out")
        AMENDS = "AMENDS", _("amends")
        REPLACES = "REPLACES", _("replaces")

    source = models.ForeignKey(Directive, models.PROTECT, related_name="links_up")
    target = models.ForeignKey(Directive, models.PROTECT, related_name="links_down")
    kind = models.CharField(max_length=12, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"], name="directive_link_once"
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="directive_link_is_of_two_documents"
            ),
        ]


class Receipt(models.Model):
    """When a body received a document; counts that run from receipt start here."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="receipts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="receipts")
    received_on = models.DateField()
    recorded_by = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "agency"], name="receipt_once_per_body")
        ]


def received(directive: Directive, agency: Agency) -> date | None:
    """The day on which the body received the document, if it is known."""
    row = Receipt.objects.filter(directive=directive, agency=agency).first()
    return row.received_on if row else None
