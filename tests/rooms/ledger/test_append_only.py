"""The database itself refuses to change the books, on SQLite and on PostgreSQL."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.rooms.ledger.books import call, draft, open_books, picture

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.evidence.models import AuditEntry
from puhui.foundation.ledger.facade import post, post_pending, seal_ledger
from puhui.foundation.ledger.models import Entry
from puhui.kernel.actors import Call

TABLES = ["ledger_journal", "ledger_transfer", "ledger_entry", "ledger_resolution", "evidence_auditentry"]


def fill() -> None:
    open_books()
    waiting = draft(pending=True)
    post([draft(), waiting], call=call())
    post_pending([waiting.id], call=call())


def refused(sql: str) -> None:
    before = picture(), AuditEntry.objects.count()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert (picture(), AuditEntry.objects.count()) == before


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_update_and_delete_are_refused(table: str) -> None:
    fill()
    refused(f"UPDATE {table} SET bucket = bucket" if table.startswith("ledger") else f"UPDATE {table} SET verb = ''")
    refused(f"DELETE FROM {table}")


@pytest.mark.django_db
def test_an_account_keeps_its_name_and_its_row_while_its_totals_move() -> None:
    fill()
    refused("UPDATE ledger_ledgeraccount SET code = 'income.fee'")
    refused("DELETE FROM ledger_ledgeraccount")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_ledgeraccount SET entries = entries")


@pytest.mark.django_db
def test_the_orm_meets_the_same_wall() -> None:
    fill()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.update(amount_minor=1)


@pytest.mark.django_db(transaction=True)
def test_truncate_is_refused_on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    fill()
    for table in TABLES:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db
def test_constraints_of_the_database_hold_without_our_code() -> None:
    fill()
    columns = "journal_id, n, bucket, debit_account_id, credit_account_id, amount_minor, code"
    for change in ("debit_account_id, credit_account_id, 0", "debit_account_id, debit_account_id, 1"):
        sql = (
            f"INSERT INTO ledger_transfer ({columns}) SELECT journal_id, 999, bucket, {change}, '' FROM ledger_transfer"
        )
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    columns = "account_id, business_date, seq, bucket, journal_id, n, is_debit, amount_minor, debits_after_minor"
    again = f"INSERT INTO ledger_entry ({columns}, credits_after_minor) SELECT {columns}, 0 FROM ledger_entry"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(again)


@use_case("test.note", answers=str)
def note(call: Call) -> str:
    return "done"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_transactional_tests_are_still_emptied(turn: int) -> None:
    assert AuditEntry.objects.count() == 0
    note(call())
    seal_ledger(call())
    refused("DELETE FROM evidence_auditentry")


@pytest.mark.django_db(transaction=True)
def test_the_triggers_are_back_after_a_flush() -> None:
    note(call())
    call_command("flush", interactive=False, verbosity=0)
    fill()
    refused("DELETE FROM ledger_entry")
