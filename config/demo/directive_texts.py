"""What the chairman's directive of 11/2023 demands, as it is given to the bodies."""

from __future__ import annotations

from config.demo.texts import PLAN, REPORT, Text

DISSEMINATED = Text(
    "Quán triệt Công điện 968/CĐ-TTg đến từng cơ quan, đơn vị, cán bộ, công chức, viên chức",
    "Tổ chức quán triệt Công điện 968/CĐ-TTg đến toàn thể cán bộ, công chức, viên chức; báo cáo"
    " hình thức, thời gian, số người được quán triệt.",
    "Báo cáo kết quả quán triệt",
)
REGULATIONS = Text(
    "Rà soát, sửa đổi, bổ sung quy chế làm việc của cơ quan",
    "Rà soát quy chế làm việc, phân công rõ trách nhiệm từng cá nhân ở từng khâu; ban hành sửa"
    " đổi, bổ sung.",
    "Quyết định sửa đổi, bổ sung quy chế làm việc",
)
PROTECTION = Text(
    "Quán triệt, triển khai Nghị định 73/2023/NĐ-CP",
    "Quán triệt, hướng dẫn tiếp nhận đề xuất đổi mới, sáng tạo; phân công đầu mối.",
    REPORT,
)
POLICIES = Text(
    "Rà soát, tham mưu cơ chế, chính sách, quy định về quản lý cán bộ, công chức, viên chức",
    "Rà soát quy định hiện hành, đề xuất sửa đổi, bổ sung theo thẩm quyền của tỉnh.",
    "Tờ trình UBND tỉnh",
)
EVALUATION = Text(
    "Đổi mới đánh giá công chức theo tiêu chí, sản phẩm cụ thể, định lượng",
    "Xây dựng hướng dẫn đánh giá theo sản phẩm; gắn đánh giá cá nhân với kết quả của tập thể.",
    PLAN,
)
FOLLOWING = Text(
    "Chủ trì theo dõi, đôn đốc, kiểm tra việc thực hiện chỉ đạo của Chủ tịch UBND tỉnh",
    "Thường xuyên theo dõi, đôn đốc, kiểm tra các cơ quan, đơn vị, địa phương.",
    REPORT,
)
SUMMARY = Text(
    "Tổng hợp, báo cáo kết quả thực hiện Công điện 968/CĐ-TTg và Kết luận 29-KL/TU",
    "Tổng hợp báo cáo của các cơ quan, đơn vị, địa phương; tham mưu UBND tỉnh báo cáo.",
    REPORT,
)
# What Home Affairs asks for again and again under the directive: obligation and text.
AGAIN = (
    (
        "HT-24",
        Text(
            "Báo cáo kết quả thực hiện Nghị định 73/2023/NĐ-CP quý {q}/{y}",
            "Báo cáo số đề xuất đổi mới, sáng tạo đã tiếp nhận, đã quyết định, thời gian xử lý.",
            REPORT,
        ),
    ),
    (
        "HT-17",
        Text(
            "Bổ sung quy chế làm việc sau kiểm tra công vụ đợt {m}",
            "Sửa đổi nội dung đoàn kiểm tra đã kết luận; phân công rõ trách nhiệm từng cá nhân.",
            "Quyết định sửa đổi, bổ sung quy chế làm việc",
        ),
    ),
    (
        "HT-01",
        Text(
            "Quán triệt lại Công điện 968/CĐ-TTg cho công chức mới tiếp nhận năm {y}",
            "Tổ chức quán triệt; báo cáo số người, hình thức, ngày hoàn thành.",
            "Báo cáo kết quả quán triệt",
        ),
    ),
)
