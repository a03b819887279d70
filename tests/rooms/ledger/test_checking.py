"""The proof of the books finds what was changed behind our back: one damage, one named law."""

import pytest
from django.db import connection
from tests.append_only import triggers_lifted
from tests.rooms.ledger.books import BANK, DAY, call, draft, open_books, principal

from puhui.foundation.ledger.facade import (
    Fault,
    advance_business_date,
    check_books,
    post,
    post_pending,
    seal_ledger,
    void_pending,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _books() -> None:
    """One sealed day and an open one, with every kind of journal."""
    open_books()
    waiting, voided = draft(pending=True), draft(pending=True)
    lent = draft(principal(), BANK, 500)
    post([draft(amount_minor=1000), waiting, voided, lent], call=call())
    post_pending([waiting.id], call=call())
    void_pending([voided.id], call=call())
    advance_business_date(call(), from_date=DAY)
    assert seal_ledger(call()) == 1
    post([draft(pending=True), draft(BANK, principal(), 20)], call=call())


def damage(sql: str) -> list[str]:
    with triggers_lifted(connection), connection.cursor() as cursor:
        cursor.execute(sql)
    return [fault.check for fault in check_books()]


def test_sound_books_have_no_fault() -> None:
    assert check_books() == []


def test_sealing_again_seals_nothing_and_the_next_day_follows() -> None:
    assert seal_ledger(call()) == 0
    advance_business_date(call(), from_date=DAY.replace(day=24))
    assert seal_ledger(call()) == 1
    assert check_books() == []


DAMAGES = [
    (
        "UPDATE ledger_transfer SET amount_minor = amount_minor + 1",
        "each posted transfer has its two entries, and each entry its transfer",
    ),
    (
        "UPDATE ledger_entry SET amount_minor = amount_minor + 1",
        "each posted transfer has its two entries, and each entry its transfer",
    ),
    ("UPDATE ledger_entry SET debits_after_minor = 7", "the totals after each entry follow from the entry before"),
    ("UPDATE ledger_entry SET seq = seq + 1000", "the totals after each entry follow from the entry before"),
    (
        "DELETE FROM ledger_entry WHERE is_debit",
        "each posted transfer has its two entries, and each entry its transfer",
    ),
    ("DELETE FROM ledger_transfer", "a journal has its transfers, numbered from one"),
    ("UPDATE ledger_transfer SET n = n + 1", "a journal has its transfers, numbered from one"),
    ("DELETE FROM ledger_journal WHERE NOT is_pending", "a transfer belongs to a journal"),
    (
        "UPDATE ledger_ledgeraccount SET debits_posted_minor = debits_posted_minor + 1",
        "an account's posted totals are the sums of its entries",
    ),
    (
        "UPDATE ledger_ledgeraccount SET debits_posted_minor = debits_posted_minor + 1",
        "debits equal credits, posted and pending",
    ),
    (
        "UPDATE ledger_ledgeraccount SET debits_pending_minor = debits_pending_minor + 1",
        "an account's pending totals are the sums of what is pending",
    ),
    (
        "UPDATE ledger_ledgeraccount SET currency = 'USD' WHERE code = 'bank.operating'",
        "a transfer has an amount above zero between two accounts of one currency",
    ),
    ("UPDATE ledger_journal SET text = 'x'", "a journal says what it said when it was posted"),
    ("UPDATE ledger_journal SET source = 'x'", "a journal says what it said when it was posted"),
    ("UPDATE ledger_transfer SET code = 'x'", "a journal says what it said when it was posted"),
    ("UPDATE ledger_journal SET posted_at = '2020-01-01 00:00:00+00:00'", "the hash chain is unbroken"),
    ("UPDATE ledger_resolution SET outcome = 'voided'", "the hash chain is unbroken"),
    ("DELETE FROM ledger_resolution", "an account's pending totals are the sums of what is pending"),
    ("DELETE FROM evidence_sealedbatch", "the hash chain is unbroken"),
    ("UPDATE evidence_sealedbatch SET digest = 'x'", "the hash chain is unbroken"),
    ("UPDATE evidence_sealedbatch SET previous_digest = 'x'", "the hash chain is unbroken"),
    ("UPDATE ledger_businessdate SET last_batch = NULL", "the hash chain is unbroken"),
    (
        "UPDATE ledger_journal SET is_pending = (kind = 'x')",
        "only what was pending is resolved",
    ),
]


@pytest.mark.parametrize(("sql", "law"), DAMAGES)
def test_a_damage_is_found_by_its_law(sql: str, law: str) -> None:
    assert law in damage(sql)


def test_compensating_errors_are_found_too() -> None:
    """Two accounts that are off by as much in opposite ways: sums over all accounts still agree."""
    found = damage(
        "UPDATE ledger_ledgeraccount SET debits_posted_minor = debits_posted_minor + "
        "CASE WHEN code = 'loan.principal' THEN 1 WHEN code = 'bank.operating' THEN -1 ELSE 0 END"
    )
    assert found.count("an account's posted totals are the sums of its entries") == 2


def test_control_checks_of_other_rooms_are_told_by_name() -> None:
    controls = {
        "lending": lambda: ["loan.principal: books 480.00, loans 500.00"],
        "fine": list,
        "own": lambda: [Fault("x", "y", "z")],
    }
    assert check_books(controls=controls) == [
        Fault("control accounts", "lending", "loan.principal: books 480.00, loans 500.00"),
        Fault("x", "y", "z"),
    ]


def test_the_list_of_faults_is_bounded() -> None:
    assert len(check_books(controls={"many": lambda: range(1000)}, most=5)) == 5
