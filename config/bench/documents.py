"""The documents that give the work: many, with numbers that repeat every year."""

from __future__ import annotations

from datetime import date

from django.db import connection

from directives.models import DocumentType, Issuer

# One document gives about so much work.
SHARE = 20
_FILL = """
INSERT INTO directives_directive (id, code, document_type_id, number, number_key, issuer_id,
    issued_on, title_vi, title_en, signer, signer_capacity, urgency, is_restricted, system_code,
    source, note, revision)
SELECT %(first)s + k, '', %(type)s, n, n, %(issuer)s, day,
    'Về việc ' || lower(bench.pick(%(verbs)s, k, 61)) || ' ' || bench.pick(%(things)s, k, 62),
    '', '', '', 'NORMAL', false, '', '', '', 0
FROM generate_series(0, %(many)s - 1) AS k,
LATERAL (SELECT (1 + k %% 1500) || '/UBND-NC' AS n,
    %(on)s::date - 1826 + (1826.0 * k / %(many)s)::int AS day) AS made
"""


def issue(rows: int, *, words: dict[str, list[str]], on: date) -> tuple[int, int]:
    """Register the documents for this many assignments; the first one's key, and their number."""
    many = max(20, rows // SHARE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 + coalesce(max(id), 0) FROM directives_directive")
        first = int(cursor.fetchone()[0])
        cursor.execute(_FILL, {"first": first, "many": many, "on": on, **words, **_letter()})
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('directives_directive', 'id'), %s)",
            [first + many],
        )
    return first, many


def _letter() -> dict[str, int]:
    """Letters (công văn) of the provincial committee."""
    kind = DocumentType.objects.filter(code="CV").order_by("pk")[0]
    issuer = Issuer.objects.filter(abbrev="UBND").order_by("pk")[0]
    return {"type": kind.pk, "issuer": issuer.pk}
