"""Who may open a page, by the standing of the seat they act in."""

from collections.abc import Callable
from enum import StrEnum

from agencies.models.standing import Standing
from agencies.rules.roles import Role


class Who(StrEnum):
    """The classes of people that the table of rights knows."""

    NOBODY = "NOBODY"  # pages of a library that we do not offer
    EVERYONE = "EVERYONE"  # signed in or not
    SIGNED_IN = "SIGNED_IN"  # any person, also without a seat
    BUSINESS = "BUSINESS"  # holds a business seat; not administrators
    ASSIGNERS = "ASSIGNERS"  # PPC office, leaders' side, Home Affairs, heads of bodies
    PPC_OFFICE = "PPC_OFFICE"
    HOME_AFFAIRS = "HOME_AFFAIRS"
    OVERSEERS = "OVERSEERS"  # PPC office or Home Affairs
    ADMINISTRATOR = "ADMINISTRATOR"
    KEEPERS = "KEEPERS"  # Home Affairs and administrators: bodies, people, days


CHECKS: dict[Who, Callable[[Standing], bool]] = {
    Who.NOBODY: lambda s: False,
    Who.EVERYONE: lambda s: True,
    Who.SIGNED_IN: lambda s: True,
    Who.BUSINESS: lambda s: s.is_business,
    Who.ASSIGNERS: lambda s: (
        s.is_business
        and (
            s.is_ppc_office
            or s.is_leadership
            or s.is_home_affairs
            or s.role in {Role.HEAD, Role.DEPUTY}
        )
    ),
    Who.PPC_OFFICE: lambda s: s.is_ppc_office,
    Who.HOME_AFFAIRS: lambda s: s.is_home_affairs,
    Who.OVERSEERS: lambda s: s.is_ppc_office or s.is_home_affairs,
    Who.ADMINISTRATOR: lambda s: s.is_administrator,
    Who.KEEPERS: lambda s: s.is_administrator or s.is_home_affairs,
}


def allows(who: Who, standing: Standing, *, signed_in: bool) -> bool:
    """Whether a person of this standing may open a page of this class."""
    if who == Who.EVERYONE:
        return True
    return signed_in and CHECKS[who](standing)
