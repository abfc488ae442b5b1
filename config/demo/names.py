"""Names of people that anybody sees to be made up: the given name is a letter."""

FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Dương",
    "Đinh",
    "Thái",
    "Hà",
)
MIDDLES = ("Văn", "Thị", "Đức", "Thị Thu", "Quốc", "Thị Ngọc", "Hữu", "Thị Kim", "Xuân", "Minh")
LETTERS = tuple("ABCDĐEGHKLMNOPQRSTUVXY")
HOW_MANY = len(FAMILIES) * len(MIDDLES) * len(LETTERS)
# No common divisor with HOW_MANY: every name comes once before the first comes again.
STRIDE = 1201


def name(number: int) -> str:
    """The name of the ``number``-th person; raises IndexError when there are no more names."""
    if not 0 <= number < HOW_MANY:
        raise IndexError(number)
    rest, letter = divmod(number * STRIDE % HOW_MANY, len(LETTERS))
    family, middle = divmod(rest, len(MIDDLES))
    return f"{FAMILIES[family]} {MIDDLES[middle]} {LETTERS[letter]}"
