"""Brings the database and the static files up to what the code needs, and no further.

What was done last time is remembered, so that a second start does not do it again: about the
database in the database itself (its comment), so that the memory goes when the database goes.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from audit import replay
from config.start.account import StartError
from config.start.addresses import PROJECT, Home, is_demo

Say = Callable[[str], None]


def check_connection() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise StartError(f"The database does not answer: {error}".strip()) from None


def read_mark() -> dict[str, str]:
    """What earlier starts noted about the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = current_database()"
        )
        text = cursor.fetchone()[0]
    try:
        return dict(json.loads(text or "{}"))
    except ValueError:  # a comment of somebody else
        return {}


def write_mark(mark: dict[str, str]) -> None:
    """Note it; on a database that is not ours to comment, the next start does more again."""
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        try:
            cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [json.dumps(mark)])
        except DatabaseError:
            return


def refuse_other_kind() -> None:
    """Demo and real data never share a database; an empty one is neither."""
    try:
        replay.refuse_other_kind(is_demo=is_demo())
    except replay.OtherKindError as error:
        raise StartError(str(error)) from None


def migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        say(f"Bringing the database up to date, {steps} steps / Đang cập nhật cơ sở dữ liệu")
        call_command("migrate", interactive=False, verbosity=0)


def load_reference(mark: dict[str, str], say: Say) -> None:
    """Load bodies, calendar, provisions and directives when their files have changed."""
    checksum = _checksum(_reference_files())
    if "load_reference" not in get_commands() or mark.get("reference") == checksum:
        return
    say("Loading reference data and directives / Đang nạp danh mục và văn bản")
    call_command("load_reference")
    mark["reference"] = checksum
    write_mark(mark)


def replay_demo(mark: dict[str, str], say: Say) -> None:
    """Replay the demo once. That it began is noted, to know one that was cut short."""
    if not is_demo() or "demo" not in get_commands() or not replay.is_replayable():
        return
    say("Replaying the demo, once / Đang dựng dữ liệu mẫu, chỉ một lần")
    mark["demo"] = "begun"
    write_mark(mark)
    call_command("demo")
    del mark["demo"]
    write_mark(mark)


def is_half_replayed(mark: dict[str, str]) -> bool:
    return mark.get("demo") == "begun" and replay.is_replayable()


def collect_static(home: Home, say: Say) -> None:
    """Lay out the static files when one of them, or the place, has changed."""
    stamp = home.run / "static.stamp"
    found = _checksum(_static_files())
    if stamp.exists() and stamp.read_text() == found and (home.var / "static").is_dir():
        return
    say("Laying out static files / Đang chuẩn bị tệp tĩnh")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(found)


def _reference_files() -> Iterable[Path]:
    """The tables under any `data/`, and the code that loads them."""
    yield from PROJECT.glob("data/**/*")
    for app in PROJECT.glob("*/__init__.py"):
        yield from app.parent.glob("data/**/*")
        yield from app.parent.glob("**/*reference*.py")


def _static_files() -> Iterable[Path]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))


def _checksum(files: Iterable[Path]) -> str:
    """Of names, sizes and times of change: a file is not read to see that it is the same."""
    digest = hashlib.sha256()
    for file in sorted(set(files)):
        if file.is_file():
            found = file.stat()
            digest.update(f"{file}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
