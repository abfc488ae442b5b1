"""Which posts a body has, and what they are called."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from agencies.models import Agency
from agencies.rules.roles import Role

Kind = Agency.Kind


class Place(NamedTuple):
    """One post of a body before a person holds it: role, title, name of its unit, fields."""

    role: Role
    title: str
    unit: str = ""
    fields: tuple[str, ...] = ()


HEADS = {
    "TTT": "Chánh Thanh tra tỉnh",
    "BQLKKT": "Trưởng ban",
    "VPDPNTM": "Chánh Văn phòng",
    "BATGT": "Chánh Văn phòng",
    "DHHT": "Hiệu trưởng",
    "CDYT": "Hiệu trưởng",
    "CDVD": "Hiệu trưởng",
    "CDND": "Hiệu trưởng",
    "VPUB": "Chánh Văn phòng UBND tỉnh",
    "BHT": "Tổng Biên tập",
    "TW-BCHQS": "Chỉ huy trưởng",
    "TW-BDBP": "Chỉ huy trưởng",
    "TW-TAND": "Chánh án",
    "TW-VKSND": "Viện trưởng",
}
HEADS_BY_KIND = {
    Kind.DISTRICT: "Chủ tịch UBND",
    Kind.COMMUNE: "Chủ tịch UBND xã",
    Kind.WARD: "Chủ tịch UBND phường",
    Kind.CENTRAL: "Thủ trưởng",
    Kind.POLICE: "Giám đốc",
}
UNITS = {
    Kind.DEPARTMENT: ("Văn phòng Sở", "Phòng Nghiệp vụ", "Phòng Kế hoạch - Tài chính"),
    Kind.INSPECTORATE: ("Văn phòng", "Phòng Nghiệp vụ 1", "Phòng Nghiệp vụ 2"),
    Kind.DISTRICT: ("Văn phòng HĐND - UBND", "Phòng Nội vụ", "Phòng Kinh tế - Hạ tầng"),
    Kind.COMMUNE: ("Văn phòng HĐND và UBND", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội"),
}
UNITS[Kind.WARD] = UNITS[Kind.COMMUNE]
OTHER_UNITS = ("Phòng Tổ chức - Hành chính", "Phòng Kế hoạch - Tài chính", "Phòng Nghiệp vụ")
LOCAL_KINDS = {Kind.DISTRICT, Kind.COMMUNE, Kind.WARD}

ECONOMY = (
    "planning",
    "investment",
    "finance",
    "industry_trade",
    "energy",
    "construction",
    "transport",
    "economic_zones",
)
COUNTRYSIDE = ("agriculture", "rural_development", "land", "environment", "poverty_reduction")
SOCIETY = (
    "education",
    "health",
    "culture_sports",
    "tourism",
    "labour",
    "science",
    "social_protection",
    "digital_transformation",
)
CHAIRMAN = (Place(Role.HEAD, "Chủ tịch UBND tỉnh"),)
VICE_CHAIRMEN = (
    Place(
        Role.DEPUTY,
        "Phó Chủ tịch UBND tỉnh",
        fields=ECONOMY,
    ),
    Place(
        Role.DEPUTY,
        "Phó Chủ tịch UBND tỉnh",
        fields=COUNTRYSIDE,
    ),
    Place(
        Role.DEPUTY,
        "Phó Chủ tịch UBND tỉnh",
        fields=SOCIETY,
    ),
)
OFFICE_UNITS = ("Phòng Tổng hợp", "Phòng Nội chính", "Phòng Kinh tế", "Phòng Khoa giáo - Văn xã")
SPECIALISTS = 8
OFFICE = (
    Place(Role.HEAD, HEADS["VPUB"]),
    Place(Role.DEPUTY, "Phó Chánh Văn phòng"),
    Place(Role.DEPUTY, "Phó Chánh Văn phòng"),
    Place(Role.CONTACT, "Văn thư", "Phòng Hành chính"),
    *(Place(Role.OFFICER, "Chuyên viên", OFFICE_UNITS[n % 4]) for n in range(SPECIALISTS)),
)
ADMINISTRATOR = Place(Role.ADMINISTRATOR, "Quản trị hệ thống")


def places(body: Agency, dice: Random) -> list[Place]:
    """The posts of a body, its head first: two for a central agency, six to ten for another."""
    head = HEADS.get(body.code) or HEADS_BY_KIND.get(Kind(body.kind)) or "Giám đốc"
    if body.is_central or body.kind == Kind.SUB_DEPARTMENT:
        return [Place(Role.HEAD, head), Place(Role.CONTACT, "Văn thư")]
    units = UNITS.get(Kind(body.kind), OTHER_UNITS)
    officers = dice.randint(2, 6)
    if body.kind in {Kind.COMMUNE, Kind.WARD}:
        officers = dice.randint(2, 3)
    return [
        Place(Role.HEAD, head),
        Place(Role.DEPUTY, deputy_of(head)),
        Place(Role.CONTACT, "Văn thư", units[0]),
        Place(Role.UNIT_HEAD, "Trưởng phòng", units[1]),
        *(Place(Role.OFFICER, "Chuyên viên", units[1 + n % 2]) for n in range(officers)),
    ]


def deputy_of(head: str) -> str:
    """Giám đốc -> Phó Giám đốc; Trưởng ban -> Phó Trưởng ban."""
    return f"Phó {head}"


def title_in(body: Agency, role: Role) -> str:
    """What the role is called in the body."""
    head = HEADS.get(body.code) or HEADS_BY_KIND.get(Kind(body.kind)) or "Giám đốc"
    return {
        Role.HEAD: head,
        Role.DEPUTY: deputy_of(head),
        Role.CONTACT: "Văn thư",
        Role.UNIT_HEAD: "Trưởng phòng",
    }.get(role, "Chuyên viên")
