# ruff: noqa: F821 (the names of seed.py, which stands before it)
"""A row of every kind on the real data, and the address of every page; see seed.py."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from agencies.calendar import Unit
from agencies.models.decision import Decision
from agencies.rules.roles import BasisKind, Capacity
from assignments.actions import assignment as assignments
from assignments.actions import batch, extension, returning, submission
from assignments.actions.asking import Order, Part
from assignments.actions.submission import Result
from assignments.actions.terms import Terms
from assignments.models import Assignment, SavedView
from assignments.rules.assignment import Timing
from directives.models import Directive, Obligation

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
S = SEATS
BODY = {
    code: Agency.objects.get(code=code, valid_to=None)
    for code in ("UBND", "VPUB", "STP", "SYT", "SCT", "SGDDT")
}
SLIP = Decision(
    S["chairman"], S["office"], TODAY, Capacity.DIRECT, BasisKind.SUBMISSION, "92/PT-VP", TODAY
)
LONG = (
    "Rà soát, sửa đổi, bổ sung quy chế làm việc và tổ chức thực hiện nhiệm vụ, công việc thuộc "
    "thẩm quyền của Văn phòng Điều phối Chương trình mục tiêu quốc gia xây dựng nông thôn mới"
)


def order(title, code="STP", **facts):
    terms = facts.pop("terms", None) or Terms(
        Timing.DATED, unit=Unit.WORKING_DAYS, count=10, count_from=TODAY
    )
    defaults = {
        "title": title,
        "content": title,
        "product": "Báo cáo",
        "lead": BODY[code],
        "assigner": BODY["UBND"],
        "monitor": BODY["VPUB"],
        "giver": Assignment.Giver.PPC,
        "directive": Directive.objects.get(code="968"),
        "terms": terms,
    }
    return Order(**(defaults | facts))


def give(title, code="STP", ago=0, **facts):
    day = TODAY - timedelta(days=ago)
    terms = facts.pop("terms", None) or Terms(
        Timing.DATED, unit=Unit.WORKING_DAYS, count=10, count_from=day
    )
    return batch.assign(
        order(title, code, terms=terms, **facts),
        [BODY[code]],
        issued_on=day,
        decision=SLIP,
        by=S["office"],
        at=NOW,
    )[0]


def taken(title, code="STP", **facts):
    row = give(title, code, **facts)
    key = code.lower()
    return assignments.acknowledge(row, officer=S[f"{key}_officer"], by=S[f"{key}_head"], at=NOW)


def product(number):
    document = Directive.objects.get(code="968")
    return Result("Báo cáo", TODAY, number=number, document=document)


new = give("Kế hoạch kiểm tra công vụ đột xuất", is_priority=True)
late = taken(LONG, ago=60, parts=(Part(BODY["SYT"], "Cung cấp số liệu"), Part(BODY["SCT"])))
stated = Terms(Timing.DATED, stated_on=TODAY)
due_today = taken("Trả lời kiến nghị cử tri", terms=stated)
prepared = taken("Báo cáo kết quả tiếp công dân", ago=40)
submission.prepare(prepared, results=[product("7/BC-STP")], by=S["stp_officer"], at=NOW)
waiting = taken("Danh sách cơ sở chưa đạt chuẩn", "SYT")
submission.submit(waiting, results=[product("7/BC-SYT")], by=S["syt_head"], at=NOW)
done = taken("Phương án cung ứng điện", "SCT", ago=30)
for number in ("8/BC-SCT", "9/BC-SCT"):
    submission.submit(done, results=[product(number)], by=S["sct_head"], at=NOW)
    if number.startswith("8"):
        submission.send_back(done, reason="Thiếu phụ lục", by=S["office"], at=NOW)
submission.confirm(done, by=S["office"], at=NOW)
asks = taken("Thống kê trang trại trong khu dân cư", "SCT")
returning.request_return(
    asks, reason="FUNCTION", text="Không thuộc chức năng của Sở", by=S["sct_head"], at=NOW
)
longer = taken("Đề án sắp xếp cơ sở nhà, đất", "SYT")
extension.request_extension(
    longer,
    asked_due_on=longer.due_on + timedelta(days=5),
    grounds="Chờ ý kiến của Bộ",
    by=S["syt_head"],
    at=NOW,
)
paused = taken("Giải quyết khiếu nại kéo dài", "SYT")
extension.pause(paused, cause="COURT", text="Chờ bản án", decision=SLIP, by=S["office"], at=NOW)
returned = give("Xử lý rác thải tại xã Cẩm Quan", "SCT")
returning.request_return(
    returned, reason="UNCLEAR", text="Chưa ghi sản phẩm", by=S["sct_head"], at=NOW
)
returning.accept_return(returned, decision=SLIP, by=S["office"], at=NOW)
draft = assignments.draft(order("Dự thảo giao việc", product=""), by=S["office"], at=NOW)
many = batch.assign(
    order("Quán triệt Công điện 968", obligation=Obligation.objects.get(code="HT-01")),
    [BODY["STP"], BODY["SYT"], BODY["SCT"], BODY["SGDDT"]],
    issued_on=TODAY,
    decision=SLIP,
    by=S["office"],
    at=NOW,
)
SavedView.objects.create(user=S["stp_head"].user, name="Quá hạn của Sở", query="state=overdue")

paper = Directive.objects.get(code="968")
obligation = Obligation.objects.get(code="HT-17")


def at(name, pk=None):
    return reverse(name, kwargs={"pk": pk} if pk else None)


MOVES = [
    ("stp_head", "acknowledge", new),
    ("stp_head", "request-return", new),
    ("stp_head", "request-extension", due_today),
    ("stp_head", "submit", prepared),
    ("stp_head", "hand-back", prepared),
    ("stp_officer", "prepare", late),
    ("stp_officer", "report-progress", late),
    ("stp_head", "change-officer", late),
    ("stp_head", "request-cause", late),
    ("office", "confirm", waiting),
    ("office", "send-back", waiting),
    ("office", "accept-return", asks),
    ("office", "refuse-return", asks),
    ("office", "grant-extension", longer),
    ("office", "refuse-extension", longer),
    ("office", "resume", paused),
    ("office", "pause", due_today),
    ("office", "redate", late),
    ("office", "reassign", new),
    ("office", "reissue", returned),
    ("office", "reopen", done),
    ("office", "withdraw", new),
    ("office", "clarify", new),
    ("office", "issue", draft),
    ("syt_head", "send-part", late),
]
PAGES = [
    ("nobody", at("account_login")),
    *(
        (who, "/")
        for who in (
            "stp_officer",
            "stp_contact",
            "stp_head",
            "office",
            "chairman",
            "home_affairs",
            "admin",
        )
    ),
    *(("stp_head", f"/assignments/?state={state}") for state in ("overdue", "all", "done")),
    ("office", "/assignments/"),
    ("office", "/assignments/?print=1"),
    ("office", "/?print=1"),
    ("stp_head", "/?print=1"),
    ("office", "/assignments/?q=khong+co+gi+het"),
    ("stp_head", "/search/?q=968"),
    ("stp_head", "/search/?q=khong+co+gi+het"),
    ("office", at("assignment-new")),
    ("office", f"/assignments/new/?obligation={obligation.pk}"),
    ("office", at("assignment-edit", draft.pk)),
    *(("stp_head", at("assignment-detail", row.pk)) for row in (new, late, prepared)),
    *(
        ("office", at("assignment-detail", row.pk))
        for row in (waiting, done, asks, longer, paused, returned, draft)
    ),
    ("home_affairs", at("assignment-detail", late.pk)),
    *((who, at(f"assignment-{move}", row.pk)) for who, move, row in MOVES),
    ("office", at("batch-detail", many[0].batch_id)),
    ("office", at("succession-queue")),
    ("home_affairs", at("directive-list")),
    ("home_affairs", at("directive-new")),
    ("home_affairs", at("directive-detail", paper.pk)),
    ("home_affairs", at("directive-detail", obligation.directive_id)),
    ("home_affairs", at("directive-clauses", obligation.directive_id)),
    ("home_affairs", at("directive-edit", paper.pk)),
    ("home_affairs", at("obligation-edit", obligation.pk)),
    ("home_affairs", at("provision-list")),
    ("stp_head", at("agency-list")),
    ("stp_head", at("agency-detail", BODY["STP"].pk)),
    ("stp_head", at("agency-detail", Agency.objects.get(code="D448").pk)),
    ("admin", at("people-list")),
    ("admin", at("person-detail", S["stp_head"].user_id)),
    ("admin", at("person-new")),
    ("stp_head", at("delegation-list")),
    ("stp_head", at("delegation-new")),
    ("office", at("routing-list")),
    ("home_affairs", at("calendar")),
    ("home_affairs", at("calendar-change-new")),
    ("stp_officer", at("account")),
    ("stp_officer", at("help")),
    ("stp_officer", at("usersessions_list")),
    ("stp_officer", at("account_change_password")),
    ("stp_officer", at("mfa_index")),
]
print(
    json.dumps(
        {
            "seats": {key: seat.pk for key, seat in S.items()},
            "sessions": {key: session(seat) for key, seat in S.items()},
            "pages": PAGES,
        }
    )
)
