"""Who belongs to the groups that documents name, on one day, for many groups at once."""

from __future__ import annotations

from datetime import date

from agencies.models.agency import Agency, Group, Succession, holds


class Membership:
    """Bodies of every group on the day ``on``, and whose work each took over whole.

    Three queries, whatever the number of groups. A body that an older text names means its heir
    (rules.md 2.10); parts that were passed on are not followed, their work moved item by item.
    """

    def __init__(self, *, on: date) -> None:
        self.on = on
        self._bodies = list(Agency.objects.existing(on).order_by("sort_key", "pk"))
        self._groups = list(Group.objects.filter(holds(on)).order_by("pk"))
        self._before: dict[int, list[int]] = {}
        passed = Succession.objects.filter(status=Succession.Status.APPLIED, on__lte=on)
        passed = passed.exclude(kind__in=Succession.PARTIAL)
        for new, old in passed.values_list("new_id", "old_id"):
            self._before.setdefault(new, []).append(old)

    def name_of(self, group: str) -> str:
        """The group as it is called on the day; the code itself when none has it."""
        return next((str(row) for row in self._groups if row.code == group), group)

    def of(self, group: str) -> list[Agency]:
        """The members, in Vietnamese order of their names."""
        named = {kind for row in self._groups if row.code == group for kind in row.kinds}
        return [b for b in self._bodies if b.kind in named or f"body:{b.code}" in named]

    def with_predecessors(self, agency_id: int) -> set[int]:
        """The body and all that it is the heir of."""
        found: set[int] = set()
        waiting = [agency_id]
        while waiting:
            pk = waiting.pop()
            if pk not in found:
                found.add(pk)
                waiting += self._before.get(pk, [])
        return found
