"""What is ordered in the fields of the State's own house: offices, law, inspection, procedures."""

from __future__ import annotations

from config.demo.texts import LETTER, PLAN, REPORT, SUBMISSION, Text

STATE: dict[str, tuple[Text, ...]] = {
    "home_affairs": (
        Text(
            "Tham mưu kế hoạch biên chế công chức năm {y}",
            "Tổng hợp nhu cầu, đối chiếu vị trí việc làm, trình UBND tỉnh.",
            SUBMISSION,
        ),
        Text(
            "Kiểm tra đột xuất việc chấp hành kỷ luật, kỷ cương hành chính đợt {m}",
            "Kiểm tra thời giờ làm việc, thái độ phục vụ, hồ sơ quá hạn tại các cơ quan, đơn vị.",
            "Báo cáo kết quả kiểm tra",
        ),
        Text(
            "Hướng dẫn đánh giá, xếp loại công chức, viên chức năm {y}",
            "Hướng dẫn tiêu chí, quy trình, thời hạn; gắn với kết quả nhiệm vụ được giao.",
            "Văn bản hướng dẫn",
        ),
        Text(
            "Rà soát, bố trí cán bộ dôi dư sau sắp xếp tổ chức bộ máy",
            "Lập danh sách từng cơ quan, phương án bố trí, chế độ chính sách.",
            "Phương án được trình",
        ),
        Text(
            "Báo cáo chỉ số cải cách hành chính, giải pháp khắc phục tiêu chí thấp điểm",
            "Phân tích từng tiêu chí, cơ quan chịu trách nhiệm, thời hạn khắc phục.",
            REPORT,
        ),
        Text(
            "Kế hoạch tuyển dụng công chức năm {y}",
            "Xác định chỉ tiêu, vị trí việc làm, hình thức, thời gian tuyển dụng.",
            PLAN,
        ),
    ),
    "justice": (
        Text(
            "Thẩm định dự thảo quyết định quy phạm pháp luật về đơn giá bồi thường",
            "Thẩm định nội dung, thẩm quyền, trình tự; nêu rõ ý kiến đồng ý hay không đồng ý.",
            "Báo cáo thẩm định",
        ),
        Text(
            "Kiểm tra, rà soát văn bản quy phạm pháp luật hết hiệu lực",
            "Lập danh mục văn bản hết hiệu lực, đề xuất bãi bỏ, thay thế.",
            "Quyết định công bố danh mục",
        ),
        Text(
            "Hướng dẫn đăng ký hộ tịch trực tuyến tại cấp xã",
            "Ban hành hướng dẫn, tập huấn công chức tư pháp - hộ tịch.",
            "Văn bản hướng dẫn",
        ),
        Text(
            "Góp ý hồ sơ đề nghị xây dựng nghị quyết của Hội đồng nhân dân tỉnh",
            "Có ý kiến rõ về thẩm quyền, sự cần thiết và tính khả thi.",
            "Văn bản góp ý",
        ),
        Text(
            "Bồi dưỡng nghiệp vụ hòa giải ở cơ sở năm {y}",
            "Xây dựng kế hoạch, tài liệu; tổ chức cho hòa giải viên các xã, phường.",
            PLAN,
        ),
        Text(
            "Rà soát tổ chức hành nghề công chứng, luật sư trên địa bàn",
            "Kiểm tra điều kiện hoạt động, xử lý vi phạm, công khai danh sách.",
            REPORT,
        ),
        Text(
            "Tham mưu xử lý vướng mắc thi hành án hành chính",
            "Tổng hợp từng vụ việc, cơ quan phải thi hành, đề xuất biện pháp.",
            LETTER,
        ),
        Text(
            "Báo cáo công tác phổ biến, giáo dục pháp luật quý {q}/{y}",
            "Kết quả theo nhóm đối tượng, hình thức; khó khăn, kiến nghị.",
            REPORT,
        ),
    ),
    "inspection": (
        Text(
            "Thanh tra trách nhiệm công tác tiếp công dân, giải quyết khiếu nại",
            "Thanh tra theo kế hoạch được duyệt, kết luận trách nhiệm từng cơ quan.",
            "Kết luận thanh tra",
        ),
        Text(
            "Rà soát vụ việc khiếu nại đông người, kéo dài",
            "Lập danh mục vụ việc, cơ quan chủ trì, thời hạn giải quyết dứt điểm.",
            REPORT,
        ),
    ),
    "administrative_procedures": (
        Text(
            "Công bố danh mục thủ tục hành chính thực hiện tại trung tâm phục vụ hành chính công",
            "Rà soát, chuẩn hóa quy trình nội bộ, niêm yết công khai.",
            "Quyết định công bố",
        ),
        Text(
            "Tổng hợp hồ sơ thủ tục hành chính quá hạn tháng {m}",
            "Thống kê theo cơ quan, nguyên nhân, văn bản xin lỗi; đề xuất xử lý.",
            REPORT,
        ),
    ),
    "foreign_affairs": (
        Text(
            "Kế hoạch hợp tác với các tỉnh của Lào năm {y}",
            "Xây dựng nội dung, thời gian, phân công cơ quan thực hiện.",
            PLAN,
        ),
    ),
    "press": (
        Text(
            "Kế hoạch tuyên truyền cải cách hành chính năm {y}",
            "Xây dựng chuyên trang, chuyên mục; số lượng tin, bài từng tháng.",
            PLAN,
        ),
    ),
}
