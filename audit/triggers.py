"""Triggers that no setting of the session can switch off."""

import pgtrigger
from django.db import models
from pgtrigger import compiler


class _Always(pgtrigger.Trigger):
    """A trigger that ``pgtrigger.ignore`` cannot skip."""

    def compile(self, model: type[models.Model]) -> compiler.Trigger:
        return compiler.Trigger(
            name=self.name,
            sql=compiler.UpsertTriggerSql(
                ignore_func_name='"public".audit_never',
                pgid=self.get_pgid(model),
                declare=self.render_declare(model),
                func=self.render_func(model),
                table=model._meta.db_table,
                constraint="",
                when=self.when,
                operation=self.operation,
                timing="",
                referencing="",
                level=self.level,
                condition=self.render_condition(model),
                execute=self.render_execute(model),
            ),
        )


class Refuse(_Always):
    """Refuses UPDATE, DELETE and TRUNCATE of a table, whoever asks."""

    when = pgtrigger.Before
    level = pgtrigger.Statement
    operation = pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate

    def get_func(self, model: type[models.Model]) -> str:
        return f"RAISE EXCEPTION 'rows of {model._meta.db_table} are never changed';"


class RefuseByHand(Refuse):
    """Refuses changes of a history table except by the trigger that writes it."""

    def render_condition(self, model: type[models.Model]) -> str:
        return "WHEN (pg_trigger_depth() = 0)"


class NeverChanges(_Always):
    """Refuses another value in a column that has one, except while ``unless`` (SQL) is true."""

    when = pgtrigger.Before
    level = pgtrigger.Row
    operation = pgtrigger.Update

    def __init__(self, *, name: str, column: str, unless: str) -> None:
        super().__init__(name=name)
        self.column, self.unless = column, unless

    def get_func(self, model: type[models.Model]) -> str:
        # The names are those of the model, never anybody's input.
        column = f'"{self.column}"'
        return f"""
            IF OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column}
                AND NOT ({self.unless}) THEN
                RAISE EXCEPTION '{self.column} never changes' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """


class KeepsHistory(_Always):
    """Writes every change of a row into the table's history, whatever path changed it.

    The stamp is the greater of ``audit_now()`` and the start of the row's open history; at equal
    stamps the open history row is replaced (rules.md 4.5). An update that changes nothing writes
    nothing. The text is generated from the model's columns, so a new column makes a new migration.
    """

    name = "keeps_history"
    when = pgtrigger.After
    level = pgtrigger.Row
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    declare = [("stamp", "timestamptz"), ("open_from", "timestamptz")]

    def get_func(self, model: type[models.Model]) -> str:
        table = f'"{model._meta.db_table}_history"'
        names = [c.column for c in kept_columns(model)]
        columns = ", ".join(f'"{n}"' for n in names)
        values = ", ".join(f'NEW."{n}"' for n in names)
        # The names are those of the model, never anybody's input.
        return f"""
            IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NULL; END IF;
            stamp := audit_now();
            IF TG_OP <> 'INSERT' THEN
                SELECT known_from INTO open_from FROM {table}
                    WHERE id = OLD.id AND known_to IS NULL;
                stamp := GREATEST(stamp, open_from);
                IF stamp = open_from THEN
                    DELETE FROM {table} WHERE id = OLD.id AND known_to IS NULL;
                ELSE
                    UPDATE {table} SET known_to = stamp WHERE id = OLD.id AND known_to IS NULL;
                END IF;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                INSERT INTO {table} ({columns}, known_from) VALUES ({values}, stamp);
            END IF;
            RETURN NULL;
        """


def kept_columns(model: type[models.Model]) -> list[models.Field]:
    """The columns that history keeps: all but those the database derives from others."""
    return [f for f in model._meta.local_concrete_fields if not f.generated]
