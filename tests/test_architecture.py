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
    "acreate",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "_raw_delete",
    "save",
    "save_base",
    "get_or_create",
    "update_or_create",
}
# Of a relation: row.groups.add(…); elsewhere these are methods of lists and sets.
LINKS = {"add", "set", "remove", "clear"}
WRITING_SQL = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "ALTER", "DROP", "CREATE")


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


def relations() -> set[str]:
    """Names under which a row reaches others: parts, results, seats."""
    return {
        str(relation.get_accessor_name() if relation.auto_created else relation.name)
        for model in apps.get_models()
        for relation in model._meta.get_fields(include_hidden=False)
        if relation.one_to_many or relation.many_to_many
    }


def writes(call: ast.Call, name: ast.Attribute, names: set[str]) -> bool:
    """Whether the call changes rows: of a manager, a queryset, a row, a relation or by SQL."""
    if name.attr in {"execute", "executemany"}:
        first = call.args[0] if call.args else None
        return isinstance(first, ast.Constant) and str(first.value).split()[0].upper() in (
            WRITING_SQL
        )
    if name.attr in LINKS:
        return isinstance(name.value, ast.Attribute) and name.value.attr in names
    if name.attr == "update":  # of a dictionary or a digest it takes what to add
        return not call.args
    return name.attr in WRITES


def actions_of(tree: ast.Module) -> set[str]:
    """The names under which a module knows modules of actions: theirs is to write."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".actions")
        for alias in node.names
    }


def written_in(tree: ast.Module, names: set[str]) -> list[str]:
    asked = actions_of(tree)
    return [
        f"{call.lineno} {ast.unparse(name)}"
        for call, name in calls(tree)
        if ast.unparse(name.value) not in asked and writes(call, name, names)
    ]


def test_only_actions_write():
    names = relations()
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path, parts, tree in modules("actions", "storage")
        if parts[0] != "audit"
        for line in written_in(tree, names)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "row.save()",
        "row.save(update_fields=['title'])",
        "row.delete()",
        "row.parts.update(sent_on=on)",
        "row.parts.all().delete()",
        "Assignment.objects.filter(pk=1).update(title='')",
        "seat.functions.set([])",
        "user.seat_set.create()",
        "cursor.execute('UPDATE agencies_agency SET code = 1')",
    ],
)
def test_a_write_outside_actions_is_found(line):
    """The control: each of these in a view would be found."""
    assert written_in(ast.parse(line), relations() | {"parts", "functions"})


@pytest.mark.parametrize(
    "line",
    [
        "context.update(more)",
        "digest.update(part)",
        "seen.add(row.pk)",
        "request.session.get('seat')",
        "cursor.execute('SELECT 1')",
        "from assignments.actions import view as actions\nactions.delete(row, by=by, at=at)",
    ],
)
def test_what_changes_no_row_is_not_found(line):
    assert not written_in(ast.parse(line), relations())


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
