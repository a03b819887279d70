"""Makes a table append-only in the database itself, for migrations: triggers refuse what the code never does.

A guard against other programs and careless consoles; nothing rests on it alone. An owner of the database can lift it,
which is why evidence is sealed in chains as well.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

Code = Callable[[Apps | None, BaseDatabaseSchemaEditor], None]

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION puhui_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$"""


class Statements(RunPython):
    """Statements that ask nothing of the models: they run without the picture of all models that RunPython makes.

    That picture takes a third of a second each time, which was most of what setting up a database took.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Runs the statements."""
        self.code(None, schema_editor)  # type: ignore[arg-type]

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Runs what takes them back."""
        if self.reverse_code is not None:
            self.reverse_code(None, schema_editor)  # type: ignore[arg-type]


def refuse_changes(table: str, *, columns: Sequence[str] | None = None) -> Statements:
    """A migration operation: UPDATE and DELETE (and TRUNCATE on PostgreSQL) on the table fail from now on.

    With `columns`, only these may not be updated, for a table whose rows stay and whose totals move. Again after a
    migration that adds a column: SQLite makes such a table anew, without its triggers.
    """
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    return Statements(_make(table, update), _drop(table))


def refuse_changes_again(table: str) -> Statements:
    """The same for a table that was append-only before: SQLite loses triggers when a migration remakes the table."""

    def code(apps: Apps | None, editor: BaseDatabaseSchemaEditor) -> None:
        _drop(table)(apps, editor)
        _make(table, "UPDATE")(apps, editor)

    return Statements(code, Statements.noop)


def _make(table: str, update: str) -> Code:
    def code(apps: Apps | None, editor: BaseDatabaseSchemaEditor) -> None:
        _drop(table)(apps, editor)
        for statement in _statements(editor.connection.vendor, table, update):
            editor.execute(statement, params=None)

    return code


def _statements(vendor: str, table: str, update: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {name} refused'); END"
            for name, event in (("update", update), ("delete", "DELETE"))
        ]
    if vendor != "postgresql":
        return []
    row = f"BEFORE {update} OR DELETE ON {table} FOR EACH ROW"
    all_ = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
    return [
        _POSTGRESQL_FUNCTION,
        f"CREATE TRIGGER {table}_no_change {row} EXECUTE FUNCTION puhui_refuse_change()",
        f"CREATE TRIGGER {table}_no_truncate {all_} EXECUTE FUNCTION puhui_refuse_change()",
    ]


def _drop(table: str) -> Code:
    def code(_: Apps | None, editor: BaseDatabaseSchemaEditor) -> None:
        names: dict[str, Any] = {"sqlite": ("update", "delete"), "postgresql": ("change", "truncate")}
        for name in names.get(editor.connection.vendor, ()):
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{name}{on}")

    return code
