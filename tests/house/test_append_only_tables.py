"""What a migration made append-only still is when all have run: SQLite loses triggers when a table is remade."""

import re
from pathlib import Path

import pytest
from django.db import connection

SOURCE = Path(__file__).parents[2] / "src" / "puhui"


def tables() -> list[str]:
    texts = (path.read_text(encoding="utf-8") for path in SOURCE.glob("*/*/migrations/*.py"))
    return sorted({name for text in texts for name in re.findall(r"refuse_changes\(\s*\"(\w+)\"", text)})


@pytest.mark.django_db
def test_every_append_only_table_has_its_triggers() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' GROUP BY 1")
        else:
            cursor.execute(
                "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " WHERE NOT t.tgisinternal GROUP BY 1"
            )
        guarded = dict(cursor.fetchall())
    assert len(tables()) > 10
    assert {table: guarded.get(table, 0) for table in tables()} == dict.fromkeys(tables(), 2)
