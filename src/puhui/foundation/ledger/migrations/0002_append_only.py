"""The books are append-only in the database as well; an account keeps its name, its bound and its row."""

from django.db import migrations

from puhui.foundation.evidence.facade import Statements, refuse_changes


def leave_room_in_pages(apps, schema_editor):
    """Totals move often and no index holds them: a half-empty page lets PostgreSQL rewrite a row in place (HOT)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE ledger_ledgeraccount SET (fillfactor = 50)")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("evidence", "0002_append_only")]
    operations = [
        refuse_changes("ledger_journal"),
        refuse_changes("ledger_transfer"),
        refuse_changes("ledger_entry"),
        refuse_changes("ledger_resolution"),
        refuse_changes(
            "ledger_ledgeraccount",
            columns=["id", "bucket", "code", "currency", "owner_id", "stripe", "is_debit_normal"],
        ),
        Statements(leave_room_in_pages, Statements.noop),
    ]
