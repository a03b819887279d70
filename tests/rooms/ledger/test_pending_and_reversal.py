"""Two steps: reserve, then post, void or expire, once; and undoing by a mirror, once."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from tests.rooms.ledger.books import (
    BANK,
    DAY,
    EQUITY,
    INCOME,
    call,
    draft,
    from_template,
    open_books,
    picture,
    principal,
)

from puhui.foundation.ledger.facade import (
    CannotResolve,
    CannotReverse,
    JournalDraft,
    TransferDraft,
    advance_business_date,
    available,
    balance,
    expire_pending,
    journal,
    post,
    post_pending,
    reverse,
    void_pending,
)
from puhui.foundation.ledger.models import LedgerAccount
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _books() -> None:
    open_books()


def pending(amount_minor: int = 100, *, expires_on: date | None = None) -> UUID:
    one = draft(principal(), BANK, amount_minor, pending=True, expires_on=expires_on)
    post([one], call=call())
    return one.id


def test_pending_moves_no_balance_until_it_is_posted() -> None:
    one = from_template("disbursement_requested", {"principal": 100})
    assert post([one], call=call())[0].state == "pending"
    assert balance(principal()).minor == 0
    account = LedgerAccount.objects.get(code="loan.principal")
    assert (account.debits_pending_minor, account.debits_posted_minor, account.entries) == (100, 0, 0)
    answer = post_pending([one.id], call=call())
    assert [(a.state, a.is_new) for a in answer] == [("posted", True)]
    assert balance(principal()).minor == 100
    account.refresh_from_db()
    assert (account.debits_pending_minor, account.debits_posted_minor, account.entries) == (0, 100, 1)
    assert post([one], call=call())[0].state == "posted"


def test_void_gives_back_what_was_reserved() -> None:
    post([draft(principal(), BANK, 100)], call=call())
    back = draft(BANK, principal(), 60, pending=True)
    post([back], call=call())
    assert available(principal()).minor == 40
    void_pending([back.id], call=call())
    assert available(principal()).minor == balance(principal()).minor == 100
    assert journal(SYSTEM, back.id).state == "voided"


@pytest.mark.parametrize("resolve", [post_pending, void_pending])
def test_resolving_again_the_same_way_changes_nothing(resolve: Callable[..., list[object]]) -> None:
    id_ = pending()
    resolve([id_, id_], call=call())
    before = picture()
    assert resolve([id_], call=call())[0].is_new is False  # type: ignore[attr-defined]
    assert picture() == before


def test_what_expires_is_given_back_when_its_day_is_over() -> None:
    late, later, never = pending(expires_on=DAY), pending(expires_on=date(2026, 11, 24)), pending()
    assert expire_pending(call=call()) == []
    advance_business_date(call(), from_date=DAY)
    with pytest.raises(CannotResolve):
        post_pending([late], call=call())
    assert [(a.id, a.state) for a in expire_pending(call=call())] == [(late, "expired")]
    assert expire_pending(call=call()) == []
    assert [journal(SYSTEM, id_).state for id_ in (late, later, never)] == ["expired", "pending", "pending"]
    with pytest.raises(CannotResolve):
        post_pending([late], call=call())


def test_resolving_is_all_or_nothing_and_refusals_change_nothing() -> None:
    good, voided = pending(), pending()
    void_pending([voided], call=call())
    posted = draft()
    post([posted], call=call())
    before = picture()
    for refusal, act, bad in [
        (CannotResolve, post_pending, voided),
        (CannotResolve, post_pending, posted.id),
        (CannotResolve, void_pending, posted.id),
        (NotFound, post_pending, new_id()),
        (NotFound, void_pending, new_id()),
    ]:
        with pytest.raises(refusal):
            act([good, bad], call=call())
        assert picture() == before
    post_pending([good], call=call())
    with pytest.raises(CannotResolve):
        void_pending([good], call=call())


def test_resolving_nothing_is_nothing() -> None:
    assert post_pending([], call=call()) == []


def test_a_reversal_restores_the_balances_and_says_so() -> None:
    one = JournalDraft(
        id=new_id(),
        kind="test",
        value_date=date(2026, 11, 20),
        source="loan:1",
        transfers=(TransferDraft(principal(), BANK, 100, "principal"), TransferDraft(BANK, principal(), 30, "back")),
    )
    post([one], call=call())
    undo = new_id()
    assert reverse(one.id, new_id=undo, call=call(), text="booked twice").is_new
    assert balance(principal()).minor == balance(BANK).minor == 0
    assert journal(SYSTEM, one.id).reversed_by == undo
    mirror = journal(SYSTEM, undo)
    assert (mirror.reverses, mirror.kind, mirror.value_date, mirror.text) == (
        one.id,
        "reversal",
        date(2026, 11, 20),
        "booked twice",
    )
    assert [(t.debit, t.credit, t.amount.minor) for t in mirror.transfers] == [
        (principal(), BANK, 30),
        (BANK, principal(), 100),
    ]
    before = picture()
    assert not reverse(one.id, new_id=undo, call=call(), text="booked twice").is_new
    assert picture() == before


def test_refused_reversals_change_nothing() -> None:
    one, reversed_, waiting, voided = draft(), draft(), draft(pending=True), draft(pending=True)
    post([one, reversed_, waiting, voided], call=call())
    undo = new_id()
    reverse(reversed_.id, new_id=undo, call=call())
    void_pending([voided.id], call=call())
    post([lent := draft(principal(), BANK, 10), draft(BANK, principal(), 5)], call=call())
    before = picture()
    for target, refusal in [
        (undo, CannotReverse),
        (reversed_.id, CannotReverse),
        (waiting.id, CannotReverse),
        (voided.id, CannotReverse),
        (new_id(), NotFound),
    ]:
        with pytest.raises(refusal):
            reverse(target, new_id=new_id(), call=call())
        assert picture() == before
    with pytest.raises(Exception, match="balance") as bound:
        reverse(lent.id, new_id=new_id(), call=call())
    assert bound.value.code == "ledger_bound_exceeded"  # type: ignore[attr-defined]
    assert picture() == before


def test_a_pending_journal_that_was_posted_can_be_reversed() -> None:
    one = draft(EQUITY, INCOME, pending=True)
    post([one], call=call())
    post_pending([one.id], call=call())
    reverse(one.id, new_id=new_id(), call=call())
    assert balance(INCOME).minor == 0
