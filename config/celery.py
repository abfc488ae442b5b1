"""The Celery application and the whole schedule in one table."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("tracker")
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_time_limit=60,
    task_soft_time_limit=50,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_publish_retry=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
        "visibility_timeout": 3600,
    },
    timezone="Asia/Ho_Chi_Minh",
    # PostgreSQL is the ledger; beat is only a doorbell. Jobs select with <=, so a missed
    # ring heals at the next one.
    beat_schedule={
        "follow successions": {
            "task": "assignments.jobs.follow_successions",
            "schedule": crontab(minute=10),
        },
        "pass on the work of ended seats": {
            "task": "assignments.jobs.pass_on_seats",
            "schedule": crontab(hour=0, minute=20),
        },
        "make occurrences of periodic work": {
            "task": "assignments.jobs.make_occurrences",
            "schedule": crontab(hour=0, minute=30),
        },
        "let new heads see restricted work": {
            "task": "assignments.jobs.name_chiefs",
            "schedule": crontab(hour=0, minute=40),
        },
        "clear away": {
            "task": "agencies.jobs.clear_away",
            "schedule": crontab(hour=2, minute=30),
        },
        "compare stored files with their rows": {
            "task": "directives.jobs.verify_files",
            "schedule": crontab(hour=3, minute=0),
        },
    },
)


@app.on_configure.connect
def _read_settings(sender: Celery, **_: object) -> None:
    from django.conf import settings

    sender.conf.broker_url = settings.REDIS_URL


@beat_init.connect
@worker_init.connect
def _refuse_other_kind(**_: object) -> None:
    """No job runs on data of the other kind than the start was told."""
    from django.conf import settings

    from audit import replay

    try:
        replay.refuse_other_kind(is_demo=settings.IS_DEMO)
    except replay.OtherKindError as error:
        raise SystemExit(str(error)) from None


app.autodiscover_tasks(related_name="jobs")
