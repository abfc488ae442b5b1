"""What is ordered, by field: title, content, product. Plain official Vietnamese, all made up."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Text(NamedTuple):
    """One piece of work in words; ``{m}``, ``{q}``, ``{y}`` stand for month, quarter, year."""

    title: str
    content: str
    product: str


def worded(text: Text, on: date) -> Text:
    """The text as written on that day."""
    quarter = ("I", "II", "III", "IV")[(on.month - 1) // 3]
    return Text(*(part.format(m=f"{on:%m/%Y}", q=quarter, y=on.year) for part in text))


PLAN = "Kế hoạch được ban hành"
REPORT = "Báo cáo của cơ quan chủ trì"
SUBMISSION = "Tờ trình và dự thảo quyết định"
LETTER = "Văn bản tham mưu UBND tỉnh"

BY_FIELD: dict[str, tuple[Text, ...]] = {
    "planning": (
        Text(
            "Báo cáo tình hình thực hiện kế hoạch phát triển kinh tế - xã hội tháng {m}",
            "Tổng hợp tình hình thực hiện các chỉ tiêu chủ yếu tháng {m}, nêu rõ chỉ tiêu đạt thấp,"
            " nguyên nhân và giải pháp trong thời gian tới.",
            REPORT,
        ),
        Text(
            "Rà soát danh mục dự án chậm tiến độ, đề xuất hướng xử lý",
            "Rà soát các dự án đã chấp thuận chủ trương nhưng chậm triển khai quá 12 tháng; đề xuất"
            " thu hồi hoặc gia hạn từng dự án.",
            SUBMISSION,
        ),
        Text(
            "Tham mưu kịch bản tăng trưởng các quý năm {y}",
            "Xây dựng kịch bản tăng trưởng theo ngành, lĩnh vực; phân công cơ quan theo dõi"
            " từng chỉ tiêu.",
            LETTER,
        ),
    ),
    "investment": (
        Text(
            "Đôn đốc giải ngân vốn đầu tư công quý {q}/{y}",
            "Tổng hợp tỷ lệ giải ngân của từng chủ đầu tư, đề xuất điều chuyển vốn của dự án giải"
            " ngân thấp.",
            REPORT,
        ),
        Text(
            "Thẩm định báo cáo nghiên cứu khả thi dự án nâng cấp đê biển",
            "Thẩm định, trình UBND tỉnh xem xét, phê duyệt theo quy định của pháp luật về đầu tư"
            " công.",
            SUBMISSION,
        ),
    ),
    "finance": (
        Text(
            "Tham mưu phân bổ kinh phí dự phòng ngân sách khắc phục hậu quả mưa lũ",
            "Tổng hợp nhu cầu của các địa phương, đề xuất mức hỗ trợ theo định mức hiện hành.",
            SUBMISSION,
        ),
        Text(
            "Rà soát, xử lý trụ sở công dôi dư",
            "Lập danh mục cơ sở nhà, đất dôi dư; đề xuất phương án bố trí, sử dụng hoặc thanh lý"
            " từng cơ sở.",
            "Phương án xử lý được trình",
        ),
        Text(
            "Báo cáo thu ngân sách nhà nước tháng {m}",
            "Báo cáo tiến độ thu theo sắc thuế, địa bàn; giải pháp chống thất thu, thu nợ đọng.",
            REPORT,
        ),
    ),
    "land": (
        Text(
            "Xử lý dứt điểm hồ sơ cấp giấy chứng nhận quyền sử dụng đất tồn đọng",
            "Rà soát hồ sơ quá hạn, lập danh sách từng hồ sơ, nguyên nhân, thời hạn trả kết quả;"
            " xin lỗi người dân bằng văn bản.",
            REPORT,
        ),
        Text(
            "Tham mưu bảng giá đất điều chỉnh",
            "Xây dựng dự thảo bảng giá đất, lấy ý kiến, thẩm định và trình UBND tỉnh.",
            SUBMISSION,
        ),
        Text(
            "Kiểm tra việc sử dụng đất của các dự án chậm đưa vào sử dụng",
            "Kiểm tra thực địa, lập biên bản, đề xuất xử lý từng dự án theo Luật Đất đai.",
            "Báo cáo kết quả kiểm tra",
        ),
    ),
    "environment": (
        Text(
            "Xử lý phản ánh về ô nhiễm môi trường tại bãi chôn lấp chất thải",
            "Kiểm tra, lấy mẫu, kết luận nguyên nhân; đề xuất biện pháp khắc phục và thời hạn hoàn"
            " thành.",
            "Báo cáo kết quả kiểm tra",
        ),
        Text(
            "Tham mưu phương án thu gom, xử lý rác thải sinh hoạt năm {y}",
            "Xây dựng phương án theo địa bàn, dự toán kinh phí, trách nhiệm của từng địa phương.",
            PLAN,
        ),
        Text(
            "Rà soát giấy phép khai thác khoáng sản sắp hết hạn",
            "Lập danh mục giấy phép hết hạn trong năm, nghĩa vụ phục hồi môi trường đã thực hiện,"
            " hướng xử lý.",
            REPORT,
        ),
    ),
    "agriculture": (
        Text(
            "Kiểm tra an toàn hồ đập trước mùa mưa lũ năm {y}",
            "Kiểm tra toàn bộ hồ chứa, phân loại mức độ an toàn, phương án ứng phó từng hồ.",
            "Báo cáo kiểm tra an toàn hồ đập",
        ),
        Text(
            "Triển khai phòng, chống dịch tả lợn châu Phi",
            "Khoanh vùng ổ dịch, tiêm phòng, hướng dẫn người chăn nuôi; báo cáo kết quả hằng tuần.",
            REPORT,
        ),
        Text(
            "Tham mưu giải pháp gỡ cảnh báo thẻ vàng về khai thác hải sản",
            "Rà soát tàu cá chưa đăng ký, chưa lắp thiết bị giám sát; xử lý tàu vi phạm vùng biển.",
            PLAN,
        ),
        Text(
            "Đề án tích tụ, tập trung ruộng đất sản xuất lúa chất lượng cao",
            "Xây dựng đề án theo chỉ đạo tại cuộc họp, kèm chính sách hỗ trợ, lộ trình thực hiện.",
            "Đề án được trình",
        ),
    ),
    "rural_development": (
        Text(
            "Thẩm định xã đạt chuẩn nông thôn mới nâng cao đợt {q}/{y}",
            "Thẩm định từng tiêu chí, kết luận những tiêu chí chưa đạt và thời hạn hoàn thiện.",
            "Biên bản thẩm định",
        ),
        Text(
            "Rà soát sản phẩm OCOP hết hạn công nhận",
            "Lập danh mục, hướng dẫn chủ thể đánh giá lại; báo cáo UBND tỉnh.",
            REPORT,
        ),
    ),
    "poverty_reduction": (
        Text(
            "Rà soát hộ nghèo, hộ cận nghèo năm {y}",
            "Tổ chức rà soát theo chuẩn nghèo đa chiều, công khai kết quả tại thôn, tổ dân phố.",
            "Quyết định công nhận kết quả rà soát",
        ),
    ),
    "construction": (
        Text(
            "Tham mưu xử lý vi phạm trật tự xây dựng trên các tuyến quốc lộ",
            "Thống kê công trình vi phạm, trách nhiệm từng địa phương, phương án cưỡng chế.",
            REPORT,
        ),
        Text(
            "Thẩm định quy hoạch phân khu đô thị phía Tây",
            "Thẩm định đồ án, tổng hợp ý kiến, trình UBND tỉnh phê duyệt.",
            SUBMISSION,
        ),
        Text(
            "Kế hoạch phát triển nhà ở xã hội năm {y}",
            "Xác định nhu cầu, quỹ đất, nguồn vốn; chỉ tiêu từng địa phương.",
            PLAN,
        ),
    ),
    "transport": (
        Text(
            "Khắc phục sạt lở tỉnh lộ sau mưa lớn",
            "Bảo đảm giao thông bước 1, lập hồ sơ sửa chữa, đề xuất kinh phí.",
            REPORT,
        ),
        Text(
            "Báo cáo tiến độ dự án đường nối cao tốc",
            "Báo cáo khối lượng hoàn thành, vướng mắc mặt bằng, cam kết tiến độ của nhà thầu.",
            REPORT,
        ),
    ),
    "traffic_safety": (
        Text(
            "Xử lý điểm đen tai nạn giao thông",
            "Khảo sát, đề xuất giải pháp xử lý từng điểm, thời hạn hoàn thành.",
            PLAN,
        ),
    ),
    "industry_trade": (
        Text(
            "Kế hoạch xúc tiến thương mại, tiêu thụ cam, bưởi vụ {y}",
            "Tổ chức kết nối cung cầu, hội chợ, bán hàng trên sàn thương mại điện tử.",
            PLAN,
        ),
        Text(
            "Rà soát cụm công nghiệp chậm đầu tư hạ tầng",
            "Đánh giá tỷ lệ lấp đầy, trách nhiệm chủ đầu tư hạ tầng, đề xuất xử lý.",
            REPORT,
        ),
    ),
    "energy": (
        Text(
            "Phương án cung ứng điện mùa khô năm {y}",
            "Xây dựng phương án cung ứng, tiết kiệm điện; danh sách khách hàng ưu tiên.",
            PLAN,
        ),
    ),
    "economic_zones": (
        Text(
            "Tháo gỡ vướng mắc giải phóng mặt bằng Khu kinh tế Vũng Áng",
            "Làm rõ vướng mắc từng hộ, cơ quan chịu trách nhiệm, thời hạn bàn giao mặt bằng.",
            REPORT,
        ),
    ),
    "science": (
        Text(
            "Phê duyệt danh mục nhiệm vụ khoa học và công nghệ năm {y}",
            "Tổng hợp đề xuất, tổ chức hội đồng tư vấn, trình phê duyệt danh mục.",
            SUBMISSION,
        ),
    ),
    "digital_transformation": (
        Text(
            "Nâng tỷ lệ hồ sơ trực tuyến toàn trình quý {q}/{y}",
            "Rà soát thủ tục phát sinh nhiều hồ sơ, giải pháp từng cơ quan, chỉ tiêu từng tháng.",
            PLAN,
        ),
        Text(
            "Báo cáo mức độ hoàn thành chỉ tiêu Đề án 06",
            "Đánh giá từng chỉ tiêu, nguyên nhân chậm, trách nhiệm người đứng đầu.",
            REPORT,
        ),
    ),
    "culture_sports": (
        Text(
            "Kế hoạch tổ chức kỷ niệm ngày sinh Đại thi hào Nguyễn Du",
            "Xây dựng kế hoạch, phân công nhiệm vụ, dự toán kinh phí.",
            PLAN,
        ),
        Text(
            "Tu bổ cấp thiết di tích bị hư hại sau bão",
            "Khảo sát, lập danh mục di tích xuống cấp, đề xuất kinh phí.",
            REPORT,
        ),
    ),
    "tourism": (
        Text(
            "Kiểm tra dịch vụ du lịch biển trước mùa du lịch {y}",
            "Kiểm tra niêm yết giá, an toàn thực phẩm, cứu hộ; xử lý vi phạm.",
            "Báo cáo kết quả kiểm tra",
        ),
    ),
    "education": (
        Text(
            "Rà soát điều kiện tổ chức kỳ thi tốt nghiệp trung học phổ thông năm {y}",
            "Rà soát điểm thi, cơ sở vật chất, phương án bảo đảm an toàn.",
            PLAN,
        ),
        Text(
            "Xử lý phản ánh về lạm thu đầu năm học",
            "Kiểm tra các trường bị phản ánh, kết luận, công khai kết quả xử lý.",
            "Báo cáo kết quả kiểm tra",
        ),
        Text(
            "Phương án sắp xếp giáo viên thừa, thiếu cục bộ",
            "Thống kê theo môn, cấp học; phương án điều chuyển, tuyển dụng.",
            "Phương án được trình",
        ),
    ),
    "vocational_education": (
        Text(
            "Báo cáo kết quả tuyển sinh, đào tạo nghề quý {q}/{y}",
            "Kết quả theo trình độ, ngành nghề; tỷ lệ có việc làm sau đào tạo.",
            REPORT,
        ),
    ),
    "health": (
        Text(
            "Bảo đảm cung ứng thuốc, vật tư y tế tại các bệnh viện công lập",
            "Rà soát tình trạng thiếu thuốc, tiến độ đấu thầu tập trung, giải pháp trước mắt.",
            REPORT,
        ),
        Text(
            "Kế hoạch phòng, chống dịch sốt xuất huyết",
            "Khoanh vùng nguy cơ, diệt lăng quăng, dự trữ hóa chất, truyền thông.",
            PLAN,
        ),
    ),
    "social_protection": (
        Text(
            "Rà soát đối tượng hưởng trợ cấp xã hội hằng tháng",
            "Đối chiếu dữ liệu dân cư, xử lý trường hợp hưởng sai, bổ sung trường hợp bỏ sót.",
            REPORT,
        ),
    ),
    "labour": (
        Text(
            "Hỗ trợ người lao động bị ảnh hưởng do doanh nghiệp ngừng sản xuất",
            "Nắm số lao động mất việc, chi trả chế độ, kết nối việc làm.",
            REPORT,
        ),
        Text(
            "Thăm hỏi, chi trả chế độ người có công dịp 27/7",
            "Lập danh sách, chi trả đúng đối tượng, báo cáo kết quả.",
            REPORT,
        ),
    ),
}
