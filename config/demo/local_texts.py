"""What districts, communes and units are asked for, what is written on the way, and why."""

from config.demo.texts import PLAN, REPORT, Text

NOTE = "Văn bản mẫu của bản dùng thử, không có thật."
LOCAL = (
    Text(
        "Giải quyết dứt điểm kiến nghị của cử tri về đường giao thông liên xã",
        "Kiểm tra hiện trạng, trả lời cử tri, bố trí kinh phí sửa chữa trong năm.",
        "Văn bản trả lời cử tri",
    ),
    Text(
        "Báo cáo tiến độ giải phóng mặt bằng dự án trọng điểm trên địa bàn",
        "Báo cáo số hộ đã nhận tiền, số hộ chưa đồng thuận, phương án vận động, cưỡng chế.",
        REPORT,
    ),
    Text(
        "Xử lý hồ sơ thủ tục hành chính quá hạn trên địa bàn",
        "Lập danh sách từng hồ sơ, nguyên nhân, thời hạn trả kết quả, văn bản xin lỗi.",
        REPORT,
    ),
    Text(
        "Kế hoạch phòng, chống thiên tai và tìm kiếm cứu nạn năm {y}",
        "Phương án sơ tán từng thôn, lực lượng, phương tiện, dự trữ lương thực.",
        PLAN,
    ),
    Text(
        "Rà soát, sắp xếp trụ sở, tài sản công trên địa bàn",
        "Lập danh mục trụ sở dôi dư, phương án sử dụng, bảo vệ tài sản.",
        REPORT,
    ),
    Text(
        "Kiểm tra phản ánh của người dân trên Cổng Dịch vụ công quốc gia",
        "Xác minh, trả lời người dân, công khai kết quả trên Cổng.",
        "Văn bản trả lời",
    ),
)
UNIT = (
    Text(
        "Phương án tự chủ tài chính giai đoạn mới",
        "Xây dựng phương án, xác định mức tự chủ, lộ trình thực hiện.",
        "Phương án được trình",
    ),
    Text(
        "Báo cáo tiến độ thi công, giải ngân các dự án được giao",
        "Báo cáo từng dự án: khối lượng, giải ngân, vướng mắc, cam kết tiến độ.",
        REPORT,
    ),
    Text(
        "Rà soát vị trí việc làm, tinh giản biên chế",
        "Rà soát đề án vị trí việc làm, đề xuất sắp xếp bộ máy bên trong.",
        REPORT,
    ),
)
TO_COMMUNES = (
    Text(
        "Báo cáo tình hình vận hành chính quyền địa phương hai cấp",
        "Báo cáo tổ chức bộ máy, trụ sở, trang thiết bị, vướng mắc khi giải quyết thủ tục.",
        REPORT,
    ),
    Text(
        "Rà soát, cập nhật dữ liệu đất đai trên địa bàn xã, phường",
        "Cập nhật, đối soát dữ liệu; báo cáo số thửa đã làm sạch.",
        REPORT,
    ),
    Text(
        "Ban hành quy chế làm việc của UBND xã, phường",
        "Ban hành quy chế làm việc theo quy định mới, phân công rõ từng thành viên.",
        "Quyết định ban hành quy chế",
    ),
    Text(
        "Kiện toàn Trung tâm Phục vụ hành chính công cấp xã",
        "Bố trí nhân sự, trang thiết bị, công khai thủ tục; báo cáo kết quả.",
        REPORT,
    ),
)
TO_DISTRICTS = (
    Text(
        "Báo cáo kết quả cải cách hành chính quý {q}/{y}",
        "Báo cáo theo đề cương, kèm số liệu hồ sơ đúng hạn, quá hạn.",
        REPORT,
    ),
    Text(
        "Kế hoạch diễn tập phòng, chống thiên tai năm {y}",
        "Xây dựng kịch bản, lực lượng, thời gian, địa điểm diễn tập.",
        PLAN,
    ),
    Text(
        "Chuẩn bị sắp xếp đơn vị hành chính cấp xã",
        "Rà soát hồ sơ, lấy ý kiến cử tri, phương án bố trí cán bộ, trụ sở.",
        "Đề án chi tiết",
    ),
    Text(
        "Rà soát nguồn thu tiền sử dụng đất năm {y}",
        "Báo cáo tiến độ đấu giá, số thu, khả năng hoàn thành dự toán.",
        REPORT,
    ),
)
TO_DEPARTMENTS = (
    Text(
        "Rà soát, cắt giảm thủ tục hành chính thuộc ngành quản lý",
        "Đề xuất cắt giảm ít nhất 30% thời gian giải quyết; trình phương án đơn giản hóa.",
        "Phương án đơn giản hóa",
    ),
    Text(
        "Báo cáo thực hiện nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao",
        "Báo cáo từng nhiệm vụ: kết quả, sản phẩm, nhiệm vụ quá hạn và nguyên nhân.",
        REPORT,
    ),
    Text(
        "Đăng ký nội dung trình kỳ họp Hội đồng nhân dân tỉnh",
        "Đăng ký tên tờ trình, nghị quyết, thời hạn gửi hồ sơ thẩm định.",
        "Văn bản đăng ký",
    ),
)
INTERNAL = Text(
    "Gửi số liệu phục vụ báo cáo cải cách hành chính quý {q}/{y}",
    "Gửi số liệu theo biểu mẫu kèm theo; không phát sinh thì ghi rõ không phát sinh.",
    "Biểu số liệu",
)
COMPLAINT = Text(
    "Xác minh nội dung đơn khiếu nại về bồi thường, hỗ trợ tái định cư",
    "Xác minh, đối thoại với người khiếu nại, tham mưu quyết định giải quyết lần hai.",
    "Báo cáo kết quả xác minh",
)
# District -> a matter that lies across several of its communes.
ACROSS_COMMUNES = {
    "D439": Text(
        "Giải quyết tranh chấp ranh giới đất lâm nghiệp giữa các xã",
        "Đo đạc, đối chiếu hồ sơ các thời kỳ, lập phương án phân định.",
        "Phương án phân định được phê duyệt",
    ),
    "D440": Text(
        "Xử lý quỹ đất tái định cư dự án đê La Giang chưa bố trí hết",
        "Rà soát lô đất, hộ đủ điều kiện của các xã ven đê, phương án bố trí.",
        "Phương án được phê duyệt",
    ),
    "D442": Text(
        "Thu hồi phần diện tích nuôi tôm ngoài quy hoạch ven biển",
        "Kiểm kê hộ nuôi của các xã ven biển, phương án hỗ trợ, thời gian thu hồi.",
        "Phương án được phê duyệt",
    ),
    "D443": Text(
        "Khắc phục tồn tại cấp đất trái thẩm quyền trước năm 2004",
        "Phân loại hồ sơ của từng xã, hướng xử lý từng trường hợp.",
        REPORT,
    ),
    "D444": Text(
        "Thanh toán nợ đọng xây dựng cơ bản công trình liên xã",
        "Đối chiếu công nợ, xác định chủ đầu tư tiếp nhận, nguồn trả nợ.",
        REPORT,
    ),
    "D447": Text(
        "Bàn giao hệ thống cấp nước sinh hoạt dùng chung của nhiều xã",
        "Kiểm kê tài sản, đề xuất đơn vị quản lý, giá nước.",
        "Phương án bàn giao",
    ),
}
GROUNDS = (
    "Số liệu của các địa phương gửi về chưa đủ, cần thêm thời gian đối chiếu.",
    "Nội dung liên quan nhiều ngành, đang chờ ý kiến của bộ quản lý.",
    "Phải tổ chức khảo sát bổ sung do mưa lũ kéo dài.",
    "Hồ sơ do đơn vị tư vấn lập phải chỉnh sửa theo ý kiến thẩm định.",
)
SENT_BACK = (
    "Báo cáo chưa nêu rõ trách nhiệm và thời hạn của từng nội dung.",
    "Chưa kèm phụ lục số liệu theo từng địa phương.",
    "Sản phẩm chưa đúng yêu cầu: mới là dự thảo, chưa ban hành.",
)
PROGRESS = (
    "Đã phân công chuyên viên, đang thu thập số liệu của các đơn vị.",
    "Đã có dự thảo, đang lấy ý kiến các đơn vị liên quan.",
    "Đã họp thống nhất nội dung, đang hoàn thiện hồ sơ trình.",
    "Đã làm việc với các địa phương, còn hai nội dung chưa thống nhất.",
)
NOT_OURS = (
    (
        "FUNCTION",
        "Nội dung thuộc chức năng quản lý của cơ quan khác theo quyết định quy định chức năng.",
    ),
    ("TERRITORY", "Dự án nằm ngoài địa bàn quản lý của đơn vị."),
    ("DUPLICATE", "Nội dung này đã được giao cho cơ quan khác tại văn bản trước."),
    ("UNCLEAR", "Văn bản giao chưa nêu sản phẩm và phạm vi thực hiện."),
)
KEPT = "Nội dung thuộc chức năng của cơ quan, đề nghị tiếp tục thực hiện, chủ động phối hợp."
CAUSES = (
    ("COOPERATING", "Hai cơ quan phối hợp gửi ý kiến sau thời hạn, đã đôn đốc bằng văn bản."),
    ("UPPER", "Bộ chưa có văn bản trả lời nội dung xin ý kiến."),
    ("DISASTER", "Mưa lũ lớn, lực lượng phải tập trung ứng phó."),
    ("LATE_ORDER", "Văn bản giao đến khi thời hạn còn một ngày."),
)
PAUSES = (
    ("UPPER_DECISION", "Chờ quyết định của cấp trên về chủ trương."),
    ("LAW_CHANGE", "Chờ nghị định hướng dẫn luật mới."),
    ("COURT", "Chờ kết quả giải quyết của tòa án."),
    ("DISASTER", "Tạm dừng để ứng phó bão, mưa lũ."),
)
WITHDRAWN = (
    "Nội dung đã được lồng ghép vào nhiệm vụ khác.",
    "Chủ trương đã thay đổi, không thực hiện nữa.",
    "Yêu cầu không còn phù hợp sau sắp xếp bộ máy.",
)
PARTS = (
    "Cung cấp số liệu thuộc lĩnh vực quản lý",
    "Có ý kiến về nội dung liên quan",
    "Cử người tham gia đoàn kiểm tra",
)
