"""The words that the made-up assignments and documents are written with."""

VERBS = (
    "Rà soát", "Xây dựng", "Báo cáo", "Kiểm tra", "Hoàn thiện", "Tham mưu", "Triển khai",
    "Tổng hợp", "Giải quyết", "Đề xuất", "Công bố", "Đánh giá",
)  # fmt: skip
THINGS = (
    "quy chế làm việc của cơ quan", "kế hoạch cải cách hành chính", "dự toán ngân sách",
    "phương án giải phóng mặt bằng", "công tác phòng, chống thiên tai", "quy hoạch sử dụng đất",
    "chương trình nông thôn mới", "danh mục thủ tục hành chính", "tiến độ giải ngân đầu tư công",
    "kiến nghị của cử tri", "công tác tiếp công dân", "đề án chuyển đổi số",
    "việc chấp hành kỷ luật, kỷ cương hành chính", "kết quả thực hiện kết luận thanh tra",
    "hồ sơ chính sách người có công", "việc quản lý đất đai, khoáng sản",
)  # fmt: skip
PLACES = (
    "trên địa bàn tỉnh Hà Tĩnh", "tại Khu kinh tế Vũng Áng", "quý I", "quý II", "quý III",
    "6 tháng đầu năm", "giai đoạn mới", "theo chỉ đạo của Ủy ban nhân dân tỉnh",
)  # fmt: skip
PRODUCTS = ("Báo cáo", "Quyết định", "Kế hoạch", "Tờ trình", "Công văn")
# One assignment in two thousand is about this.
SELDOM = "chống xâm nhập mặn"

# What is searched for: a common name, a common word, a rare one, a number, and one without a hit.
SEARCHES = ("ha tinh", "ngân sách", "xam nhap man", "123/UBND", "khủng long")
WITHOUT_HIT = "khủng long"


def array(words: tuple[str, ...]) -> str:
    """The words as an array of SQL; they are ours, so none holds a quotation mark."""
    return f"ARRAY[{', '.join(repr(word) for word in words)}]"
