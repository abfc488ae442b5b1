"""How far the obligations of documents are given to bodies (rules.md 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agencies.models.membership import Membership
from assignments.models.assignment import Assignment
from assignments.rules.assignment import Stage
from directives.models import Obligation, ObligationLink

NOT_GIVEN = (Stage.DRAFT, Stage.WITHDRAWN)


class Given(TextChoices):
    """To how many of the bodies that it obliges an obligation is given."""

    ALL = "all", _("given to all")
    SOME = "some", _("given to some")
    NONE = "none", _("given to none")
    # Measured or listed, and nothing that carries it out is given either.
    OTHER = "other", _("not by assignment")


def leads_of(obligations: Iterable[int]) -> defaultdict[int, set[int]]:
    """Who leads an assignment of each obligation, given and not withdrawn."""
    rows = Assignment.objects.filter(obligation__in=obligations, is_internal=False)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for obligation, lead in rows.exclude(stage__in=NOT_GIVEN).values_list("obligation", "lead"):
        found[obligation].add(lead)
    return found


def given_of(rows: Iterable[Obligation], *, on: date) -> dict[int, Given]:
    """Of each obligation, by its own assignments or by those of what carries it out."""
    asked = {row.pk: row for row in rows}
    links = ObligationLink.objects.filter(upper__in=asked).select_related("lower")
    below: defaultdict[int, list[int]] = defaultdict(list)
    known = dict(asked)
    for link in links:
        below[link.upper_id].append(link.lower_id)
        known[link.lower_id] = link.lower
    own = _own(known.values(), Membership(on=on))
    return {pk: _with_lower(own[pk], [own[lower] for lower in below[pk]]) for pk in asked}


def _own(rows: Iterable[Obligation], membership: Membership) -> dict[int, Given]:
    rows = list(rows)
    leads = leads_of([row.pk for row in rows])
    return {row.pk: _of_one(row, leads[row.pk], membership) for row in rows}


def _of_one(row: Obligation, leads: set[int], membership: Membership) -> Given:
    """A body whose predecessor was given the work was given it too."""
    if not leads:
        return Given.NONE if row.mode == Obligation.Mode.ASSIGNED else Given.OTHER
    bodies = membership.of(row.group_code)
    is_whole = all(membership.with_predecessors(body.pk) & leads for body in bodies)
    return Given.ALL if is_whole else Given.SOME


def _with_lower(own: Given, lower: list[Given]) -> Given:
    """An upper obligation is given as far as those that carry it out are (rules.md 6.3)."""
    told = {given for given in (own, *lower) if given != Given.OTHER}
    if len(told) > 1:
        return Given.SOME
    return told.pop() if told else Given.OTHER
