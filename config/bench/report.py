"""The lines that a bench prints: value, floor, ratio, target, verdict."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One measure beside its floor of the same run; ``most`` is the ratio that is still ok."""

    name: str
    value: float
    floor: float
    most: float
    unit: str = "ms"
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.value / self.floor if self.floor else float("inf")

    @property
    def is_over(self) -> bool:
        return self.ratio > self.most

    def __str__(self) -> str:
        verdict = "OVER" if self.is_over else "ok"
        return (
            f"{self.name:<44} {self.value:8.2f} {self.floor:8.2f} {self.unit:<3}"
            f" {self.ratio:7.2f} ≤ {self.most:<5g} {verdict:<5} {self.note}"
        ).rstrip()


HEADING = f"{'':<44} {'value':>8} {'floor':>8}     {'ratio':>7}   target"
