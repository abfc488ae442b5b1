"""What the import linter cannot see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ORDER = [
    "audit",
    "agencies",
    "directives",
    "assignments",
    "inspections",
    "notifications",
    "reports",
]
EDGE = {"views", "jobs", "management"}
CLOCKS = {
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
}
WRITES = {
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "save",
    "get_or_create",
    "update_or_create",
}


def modules(*skip: str) -> Iterator[tuple[Path, list[str], ast.Module]]:
    for app in ORDER:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = [p.removesuffix(".py") for p in path.relative_to(ROOT).parts]
            if not {"migrations", *skip} & set(parts):
                yield path, parts, ast.parse(path.read_text())


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def test_every_foreign_key_points_upstream():
    for model in apps.get_models():
        here = model._meta.app_label
        if here not in ORDER:
            continue
        for field in model._meta.local_fields:
            target = field.related_model and field.related_model._meta.app_label
            if target in ORDER:
                assert ORDER.index(target) <= ORDER.index(here), field


def test_only_the_edge_reads_the_clock():
    for path, parts, tree in modules():
        if EDGE & set(parts):
            continue
        for call, name in calls(tree):
            if not isinstance(name.value, ast.Name) or (name.value.id, name.attr) not in CLOCKS:
                continue
            # localdate(at) turns a moment into its day; only without a moment is it a clock.
            reads = name.attr not in {"localdate", "localtime"} or not call.args
            assert not reads, f"{path}:{call.lineno}"


def test_only_actions_write():
    for path, parts, tree in modules("actions", "storage"):
        if parts[0] == "audit":
            continue
        for call, name in calls(tree):
            manager = ast.unparse(name.value)
            if name.attr in WRITES and ("objects" in manager or "cursor" in manager):
                pytest.fail(f"{path}:{call.lineno} {manager}.{name.attr}")


def test_no_file_outgrows_its_reader():
    for path in ROOT.glob("*/**/*.py"):
        parts = path.relative_to(ROOT).parts
        if parts[0] in {".venv", "var"} or "migrations" in parts:
            continue
        assert len(path.read_text().splitlines()) <= 400, path


def test_history_has_the_columns_of_its_table():
    for model in apps.get_models():
        if not any(t.name == "keeps_history" for t in getattr(model._meta, "triggers", [])):
            continue
        kept = {f.column for f in model._meta.local_concrete_fields if not f.generated}
        history = apps.get_model(model._meta.app_label, f"{model.__name__}History")
        columns = {f.column for f in history._meta.local_concrete_fields}
        assert columns == kept | {"history_id", "known_from", "known_to"}, model
        text = next(t for t in model._meta.triggers if t.name == "keeps_history").get_func(model)
        assert all(f'NEW."{column}"' in text for column in kept), model


def test_every_scheduled_job_exists():
    from config.celery import app

    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks, entry
