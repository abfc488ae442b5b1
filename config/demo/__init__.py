"""The demo: a made-up province at work, replayed through the product's own actions."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_DAY = date(2023, 10, 16)
BEGINS_AT = datetime(2023, 10, 16, 0, 0, tzinfo=LOCAL)
