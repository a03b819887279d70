"""Refuses UPDATE and DELETE of a decision record and of its material, in the database itself."""

from django.db import migrations

from puhui.foundation.evidence.facade import Statements

TABLES = ("decisioning_decisionrecord", "decisioning_decisionmaterial")


def protect(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION decisioning_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'decisions are append-only'; END $$"
        )
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION "
                    "decisioning_append_only()"
                )
            else:
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN "
                    "SELECT RAISE(ABORT, 'decisions are append-only'); END"
                )


def release(apps, schema_editor):
    on = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}" + (f" ON {table}" if on else ""))
    if on:
        schema_editor.execute("DROP FUNCTION decisioning_append_only()")


class Migration(migrations.Migration):
    dependencies = [("decisioning", "0001_initial")]
    operations = [Statements(protect, release)]
