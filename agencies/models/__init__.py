from agencies.models.agency import (
    Agency,
    AgencyFunction,
    AgencyHistory,
    Function,
    Group,
    Mandate,
    Succession,
    SuccessionHistory,
    Unit,
)
from agencies.models.calendar import CalendarChange, SpecialDay, SpecialDayHistory
from agencies.models.person import (
    Decided,
    Delegation,
    Routing,
    Seat,
    SeatHistory,
    User,
)
from agencies.models.reference import ReferenceTable

__all__ = [
    "Agency",
    "AgencyFunction",
    "AgencyHistory",
    "CalendarChange",
    "Decided",
    "Delegation",
    "Function",
    "Group",
    "Mandate",
    "ReferenceTable",
    "Routing",
    "Seat",
    "SeatHistory",
    "SpecialDay",
    "SpecialDayHistory",
    "Succession",
    "SuccessionHistory",
    "Unit",
    "User",
]
