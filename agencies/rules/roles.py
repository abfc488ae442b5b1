"""The words for seats, mandates and capacities (rules.md 2)."""

from enum import StrEnum


class Role(StrEnum):
    """What a seat is inside its body; powers beyond it come from the body's mandate."""

    HEAD = "HEAD"
    DEPUTY = "DEPUTY"
    UNIT_HEAD = "UNIT_HEAD"
    OFFICER = "OFFICER"
    CONTACT = "CONTACT"
    SECRETARY = "SECRETARY"
    ADMINISTRATOR = "ADMINISTRATOR"


class MandateKind(StrEnum):
    """Powers that a body holds by date and that pass to its heir."""

    LEADERSHIP = "LEADERSHIP"  # the PPC, its chairman, its vice chairmen
    PPC_OFFICE = "PPC_OFFICE"
    HOME_AFFAIRS = "HOME_AFFAIRS"
    INSPECTORATE = "INSPECTORATE"


class Capacity(StrEnum):
    """In what capacity a decision was taken (Decree 30/2020)."""

    DIRECT = "DIRECT"
    TM = "TM"  # on behalf of the collective
    KT = "KT"  # for the head, by a deputy
    TL = "TL"  # by order
    TUQ = "TUQ"  # by written authorisation
    Q = "Q"  # acting head


class BasisKind(StrEnum):
    """On what ground a decision stands."""

    DIRECT = "DIRECT"  # taken in the system by the decider
    DOCUMENT = "DOCUMENT"  # number and date of a document
    SUBMISSION = "SUBMISSION"  # phiếu trình
    NOTE = "NOTE"  # bút phê, with its scan


DECIDING = frozenset({Role.HEAD, Role.DEPUTY})
BUSINESS = frozenset(Role) - {Role.ADMINISTRATOR}
