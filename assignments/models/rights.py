"""Who may see, and read, which assignments: conditions that the database answers row by row.

They are written as SQL and not as chains of lookups: every list, count, badge and page carries
them, and building and planning the chain cost more than reading the rows. Each part is a
comparison of the row's own columns or a look-up by key, never a join of the whole table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, F, Func

from agencies.models.standing import Standing

_COLUMNS = ("id", "restriction", "stage", "assigner_id", "lead_id", "monitor_id", "parent_id")
_NAMED = (
    "(SELECT true FROM assignments_reader AS named"
    " WHERE named.assignment_id = {id} AND named.user_id = {user})"
)
# For people of a body, who are named on few: read once, so that the planner takes the condition
# for as cheap as it is.
_AMONG_NAMED = (
    "{id} = ANY (ARRAY(SELECT named.assignment_id FROM assignments_reader AS named"
    " WHERE named.user_id = {user}))"
)
_GIVEN = "{assigner_id} = ANY ({own})"
_GIVEN_BY_LEADERS = (
    "{assigner_id} = ANY (ARRAY(SELECT giver.id FROM agencies_agency AS giver"
    " WHERE giver.kind IN ('ppc', 'leader')))"
)
_ISSUED = "{stage} <> 'DRAFT'"
_HELPED = (
    "EXISTS (SELECT FROM assignments_cooperation AS part"
    " WHERE part.assignment_id = {id} AND part.agency_id = ANY ({own}))"
)
_BELOW = (
    "({parent_id} IS NOT NULL AND (SELECT upper.lead_id FROM assignments_assignment AS upper"
    " WHERE upper.id = {parent_id}) = ANY ({own}))"
)
_PARTY = f"({{lead_id}} = ANY ({{own}}) OR {{monitor_id}} = ANY ({{own}}) OR {_BELOW} OR {_HELPED})"


class Visible(Func):
    """True for the assignments that a person of this standing may see (rules.md 2.6).

    A restricted one is seen by those named alone; a draft by the assigner's side, and a restricted
    one by those of them who are named.
    """

    output_field = BooleanField()
    named = _NAMED

    def __init__(self, standing: Standing) -> None:
        super().__init__(*map(F, _COLUMNS))
        self.standing = standing

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        columns = (compiler.compile(column)[0] for column in self.source_expressions)
        return self.text(dict(zip(_COLUMNS, columns, strict=True))), []

    def text(self, columns: Mapping[str, str]) -> str:
        """The condition on the columns as they are called where it stands.

        Keys are whole numbers of ours, so they stand in the text itself.
        """
        keys = ",".join(str(int(key)) for key in sorted(self.standing.bodies))
        is_open = f"{{restriction}} = '' AND ({self.open_to()})"
        given = " OR ".join([_ISSUED, *self._given()])
        text = f"(({is_open}) OR ({{restriction}} <> '' AND {self.named} AND ({given})))"
        own, user = f"'{{{keys}}}'::bigint[]", int(self.standing.user_id)
        return text.format(**columns, own=own, user=user)

    @classmethod
    def of(cls, standing: Standing, table: str) -> str:
        """The condition for SQL written by hand, in which the assignments are called ``table``."""
        return cls(standing).text({column: f"{table}.{column}" for column in _COLUMNS})

    def open_to(self) -> str:
        """Who sees it while it is not restricted."""
        sees_all = self.standing.is_home_affairs
        issued = _ISSUED if sees_all else f"({_ISSUED} AND {_PARTY})"
        return " OR ".join([*self._given(), issued])

    def _given(self) -> list[str]:
        leads = self.standing.is_ppc_office or self.standing.is_leadership
        return [_GIVEN, *([_GIVEN_BY_LEADERS] if leads else [])]


class LedVisible(Visible):
    """The same for rows that the person's bodies lead: nothing else has to be looked up."""

    named = _AMONG_NAMED

    def open_to(self) -> str:
        return " OR ".join([*self._given(), _ISSUED])
