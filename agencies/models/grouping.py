"""In what order and under what headings bodies are listed; central agencies always apart."""

from typing import Any, NamedTuple

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.models.agency import Agency

Kind = Agency.Kind


class Heading(NamedTuple):
    """A heading, and the kinds of bodies under it in their order."""

    code: str
    label: str | Promise
    kinds: tuple[str, ...]


HEADINGS = (
    Heading("leaders", _("People's Committee and its leaders"), (Kind.PPC, Kind.LEADER)),
    Heading(
        "departments",
        _("Departments and branches"),
        (Kind.PPC_OFFICE, Kind.INSPECTORATE, Kind.DEPARTMENT, Kind.OTHER_ADMIN),
    ),
    Heading("units", _("Public service units"), (Kind.PUBLIC_UNIT,)),
    Heading("sub_departments", _("Sub-departments"), (Kind.SUB_DEPARTMENT,)),
    Heading("districts", _("District-level People's Committees"), (Kind.DISTRICT,)),
    Heading("communes", _("Communes and wards"), (Kind.WARD, Kind.COMMUNE, Kind.TOWNSHIP)),
    Heading(
        "party",
        _("Party, elected bodies, press"),
        (Kind.PROVINCE, Kind.PARTY, Kind.ELECTED, Kind.PARTY_PRESS),
    ),
    Heading("central", _("Central agencies in the province"), (Kind.CENTRAL, Kind.POLICE)),
)
CENTRAL = HEADINGS[-1].kinds
_HEADING_OF = {kind: heading for heading in HEADINGS for kind in heading.kinds}
_RANK = {kind: rank for rank, kind in enumerate(k for h in HEADINGS for k in h.kinds)}


def heading_of(kind: str) -> Heading:
    return _HEADING_OF[kind]


def in_order(bodies: QuerySet[Agency]) -> QuerySet[Any]:
    """The bodies with their ``rank``, by heading and kind, then by name."""
    ranks = [When(kind=kind, then=Value(rank)) for kind, rank in _RANK.items()]
    return bodies.annotate(rank=Case(*ranks, output_field=IntegerField())).order_by(
        "rank", "sort_key", "pk"
    )


def heading_label(body: Agency) -> str:
    """For choices under headings (`agencies.fields`)."""
    return str(heading_of(body.kind).label)
