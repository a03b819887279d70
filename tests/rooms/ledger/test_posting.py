"""Posting a batch: balances, repeats, bounds, and refusals that change nothing."""

from dataclasses import replace
from datetime import date

import pytest
from tests.rooms.ledger.books import (
    BANK,
    DAY,
    EQUITY,
    LOAN,
    OTHER,
    call,
    draft,
    from_template,
    open_books,
    picture,
    principal,
    unapplied,
)

from puhui.foundation.ledger.facade import (
    AccountRef,
    BadJournal,
    BoundExceeded,
    JournalDraft,
    JournalIdReused,
    NoBusinessDate,
    TransferDraft,
    UnknownLedgerAccount,
    post,
)
from puhui.foundation.ledger.models import Entry, Journal, LedgerAccount, Transfer
from puhui.kernel.ids import new_id
from puhui.kernel.money import MAX_MINOR

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _books() -> None:
    open_books()


def test_a_transfer_moves_two_totals_and_leaves_two_entries() -> None:
    first, second = draft(amount_minor=700), draft(amount_minor=300)
    answers = post([first, second], call=call())
    assert [(a.id, a.business_date, a.state, a.is_new) for a in answers] == [
        (first.id, DAY, "posted", True),
        (second.id, DAY, "posted", True),
    ]
    bank = LedgerAccount.objects.get(code="bank.operating")
    assert (bank.entries, bank.debits_posted_minor, bank.credits_posted_minor) == (2, 1000, 0)
    after = Entry.objects.filter(account=bank).order_by("seq")
    assert [(e.seq, e.is_debit, e.amount_minor, e.debits_after_minor) for e in after] == [
        (1, True, 700, 700),
        (2, True, 300, 1000),
    ]


def test_an_empty_batch_is_nothing() -> None:
    assert post([], call=call()) == []


def test_a_repeat_changes_nothing_and_says_so() -> None:
    drafts = [draft(), draft(amount_minor=5)]
    post(drafts, call=call())
    before = picture()
    again = post([drafts[1], drafts[0], drafts[1]], call=call())
    assert [a.is_new for a in again] == [False, False, False]
    assert picture() == before


def test_the_same_draft_twice_in_one_batch_is_booked_once() -> None:
    one = draft()
    assert [a.is_new for a in post([one, one], call=call())] == [True, False]
    assert Transfer.objects.count() == 1


def test_part_of_a_batch_that_is_known_is_left_out() -> None:
    known, new = draft(), draft()
    post([known], call=call())
    assert [a.is_new for a in post([known, new], call=call())] == [False, True]
    assert Entry.objects.count() == 4


def test_house_accounts_are_striped_by_bucket_and_owners_have_one() -> None:
    post([draft(AccountRef("bank.operating", None, "CNY", b), EQUITY) for b in (0, 63, 64, 1023)], call=call())
    assert sorted(LedgerAccount.objects.filter(code="bank.operating").values_list("stripe", "entries")) == [
        (0, 2),
        (1, 1),
        (15, 1),
    ]
    post([draft(principal(), BANK), draft(principal(OTHER), BANK)], call=call())
    assert LedgerAccount.objects.filter(code="loan.principal").count() == 2


def test_a_template_makes_the_journal_and_leaves_zero_amounts_out() -> None:
    post([draft(principal(), BANK, 1000)], call=call())
    repaid = from_template(
        "repayment_received", {"fees": 0, "penalty": 0, "interest": 30, "principal": 200, "unapplied": 5}
    )
    post([repaid], call=call())
    assert list(Transfer.objects.filter(journal_id=repaid.id).order_by("n").values_list("code", "amount_minor")) == [
        ("interest", 30),
        ("principal", 200),
        ("unapplied", 5),
    ]
    assert Journal.objects.get(id=repaid.id).template == "house@1"


def test_a_bound_is_checked_after_every_transfer_and_counts_what_is_pending() -> None:
    post([draft(principal(), BANK, 100)], call=call())
    before = picture()
    with pytest.raises(BoundExceeded):  # even at the end of the batch, below zero in between
        post([draft(BANK, principal(), 101), draft(principal(), BANK, 50)], call=call())
    assert picture() == before
    post([draft(BANK, principal(), 60, pending=True)], call=call())
    with pytest.raises(BoundExceeded):
        post([draft(BANK, principal(), 41)], call=call())
    with pytest.raises(BoundExceeded):
        post([draft(BANK, principal(), 41, pending=True)], call=call())
    post([draft(BANK, principal(), 40)], call=call())


def test_a_large_batch_with_many_new_accounts() -> None:
    drafts = [draft(principal(new_id()), BANK, n) for n in range(1, 1201)]
    post(drafts, call=call())
    assert LedgerAccount.objects.filter(code="loan.principal").count() == 1200
    assert sum(Entry.objects.filter(is_debit=True).values_list("amount_minor", flat=True)) == sum(range(1, 1201))


def _with(**changes: object) -> JournalDraft:
    return replace(draft(), **changes)  # type: ignore[arg-type]


def _leg(debit: AccountRef = BANK, credit: AccountRef = EQUITY, amount: object = 1, code: str = "x") -> JournalDraft:
    return _with(transfers=(TransferDraft(debit, credit, amount, code),))  # type: ignore[arg-type]


REFUSED = [
    ("no transfers", BadJournal, _with(transfers=())),
    ("too many transfers", BadJournal, _with(transfers=draft().transfers * 1001)),
    ("amount zero", BadJournal, _leg(amount=0)),
    ("amount below zero", BadJournal, _leg(amount=-1)),
    ("amount too large", BadJournal, _leg(amount=MAX_MINOR + 1)),
    ("amount a float", BadJournal, _leg(amount=1.0)),
    ("amount a truth", BadJournal, _leg(amount=True)),
    ("both sides the same", BadJournal, _leg(BANK, BANK)),
    ("two currencies", BadJournal, _leg(AccountRef("bank.operating", None, "USD"), EQUITY)),
    ("long transfer code", BadJournal, _leg(code="c" * 41)),
    ("control character", BadJournal, _with(text="a\x1fb")),
    ("long text", BadJournal, _with(text="x" * 301)),
    ("ten megabytes of kind", BadJournal, _with(kind="k" * 10_000_000)),
    ("no kind", BadJournal, _with(kind="")),
    ("no source", BadJournal, _with(source="")),
    ("the year 9999", BadJournal, _with(value_date=date(9999, 1, 1))),
    ("the year 1900", BadJournal, _with(value_date=date(1900, 1, 1))),
    ("expires but is not pending", BadJournal, _with(expires_on=DAY)),
    ("expired already", BadJournal, _with(pending=True, expires_on=date(2026, 11, 22))),
    ("unknown account", UnknownLedgerAccount, _leg(AccountRef("no.such"))),
    ("house account with an owner", UnknownLedgerAccount, _leg(AccountRef("bank.operating", LOAN))),
    ("loan account without an owner", UnknownLedgerAccount, _leg(AccountRef("loan.principal"))),
    ("unknown currency", UnknownLedgerAccount, _leg(AccountRef("bank.operating", None, "XXX"))),
    ("bucket out of range", UnknownLedgerAccount, _leg(AccountRef("bank.operating", None, "CNY", 1024))),
    ("below its floor", BoundExceeded, _leg(BANK, principal())),
    ("pending below its floor", BoundExceeded, _with(pending=True, transfers=_leg(unapplied(), BANK).transfers)),
]


@pytest.mark.parametrize(("refusal", "bad"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_refusal_changes_nothing(refusal: type[Exception], bad: JournalDraft) -> None:
    post([draft(BANK, EQUITY, 50)], call=call())
    before = picture()
    with pytest.raises(refusal):
        post([draft(), bad, draft()], call=call())
    assert picture() == before


def test_another_content_under_a_known_id_is_refused() -> None:
    one = draft(text="a")
    post([one], call=call())
    before = picture()
    changed = [
        replace(one, text="b"),
        replace(one, kind="other"),
        replace(one, source="other"),
        replace(one, pending=True),
        replace(one, value_date=date(2026, 11, 24)),
        replace(one, transfers=(TransferDraft(BANK, EQUITY, 101, "amount"),)),
        replace(one, transfers=(TransferDraft(EQUITY, BANK, 100, "amount"),)),
        replace(one, transfers=one.transfers * 2),
    ]
    for other in changed:
        with pytest.raises(JournalIdReused):
            post([draft(), other], call=call())
    assert picture() == before
    fresh = draft()
    with pytest.raises(JournalIdReused):
        post([fresh, replace(fresh, text="b")], call=call())
    assert picture() == before


def test_totals_that_do_not_fit_are_refused() -> None:
    post([draft(amount_minor=MAX_MINOR) for _ in range(92)], call=call())
    before = picture()
    with pytest.raises(BadJournal):
        post([draft(amount_minor=MAX_MINOR)], call=call())
    assert picture() == before


@pytest.mark.parametrize("size", [1, 3])
def test_without_an_open_business_date_nothing_is_posted(size: int) -> None:
    from puhui.foundation.ledger.models import BusinessDate

    BusinessDate.objects.update(is_open=False)
    with pytest.raises(NoBusinessDate):
        post([draft() for _ in range(size)], call=call())
    assert picture()["journals"] == []
