"""A closed month stays as it was: late value dates move to today and say so; what goes in takes two people."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.lender import call, open_lender, pay, proven, running_loan
from tests.rooms.lending.lender import pass_days_to as pass_days

from puhui.foundation.ledger.facade import (
    AccountRef,
    CannotClosePeriod,
    JournalDraft,
    JournalIdReused,
    PeriodFourEyes,
    TransferDraft,
    UnknownLedgerAccount,
    adjustments,
    advance_business_date,
    business_date,
    close_period,
    confirm_adjustment,
    confirm_reopening,
    journal,
    period_faults,
    periods,
    post,
    propose_adjustment,
    propose_reopening,
    reverse,
)
from puhui.foundation.ledger.models import ClosedPeriod
from puhui.interfaces.command_line.ledger import command
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money

pytestmark = pytest.mark.django_db
FINANCE = Actor(new_id(), frozenset({Role.FINANCE}), name="Fin")
OTHER = Actor(new_id(), frozenset({Role.FINANCE}), name="Anz")
JANUARY = "2026-01"


def draft(value_date: date, *, id_: UUID | None = None, minor: int = 100) -> JournalDraft:
    transfer = TransferDraft(AccountRef("bank.operating"), AccountRef("equity.capital"), minor)
    return JournalDraft(
        id=id_ or new_id(), kind="test", value_date=value_date, transfers=(transfer,), source="test", text="paid in"
    )


def february() -> None:
    open_lender(date(2026, 1, 30))
    for day in (30, 31):
        advance_business_date(call(), from_date=date(2026, 1, day))


def closed(actor: Actor = FINANCE) -> None:
    february()
    close_period(call(actor), period=JANUARY)


def test_a_month_is_closed_once_on_its_trial_balance() -> None:
    closed()
    [found] = periods(SYSTEM)
    assert found.totals == {"CNY": ("100000000.00", "100000000.00")}
    again = close_period(call(FINANCE), period=JANUARY)
    assert again.id == found.id
    assert ClosedPeriod.objects.count() == 1
    assert period_faults() == []


def test_what_would_be_valued_in_it_is_valued_today_and_says_so() -> None:
    closed()
    late = draft(date(2026, 1, 30))
    post([late, draft(date(2026, 2, 1))], call=call())
    kept = journal(SYSTEM, late.id)
    assert (kept.value_date, kept.business_date) == (date(2026, 2, 1), date(2026, 2, 1))
    assert kept.text == "paid in [value date 2026-01-30]"


def test_repeats_are_the_same_journal_before_and_after_the_close() -> None:
    february()
    early, late = draft(date(2026, 1, 30)), draft(date(2026, 1, 31))
    post([early], call=call())
    close_period(call(FINANCE), period=JANUARY)
    assert not post([early], call=call())[0].is_new
    assert post([late], call=call())[0].is_new
    advance_business_date(call(), from_date=business_date())
    assert [p.is_new for p in post([late, early], call=call())] == [False, False]
    with pytest.raises(JournalIdReused):
        post([draft(date(2026, 1, 31), id_=late.id, minor=101)], call=call())
    assert journal(SYSTEM, early.id).value_date == date(2026, 1, 30)


def test_a_reversal_of_what_was_booked_in_it_is_valued_today() -> None:
    february()
    early = draft(date(2026, 1, 30))
    post([early], call=call())
    close_period(call(FINANCE), period=JANUARY)
    undone = reverse(early.id, new_id=new_id(), call=call())
    assert journal(SYSTEM, undone.id).value_date == date(2026, 2, 1)
    assert period_faults() == []


def test_a_payment_with_a_value_date_in_it_counts_from_there_for_the_loan() -> None:
    open_lender()
    loan_id = running_loan()
    pass_days(date(2026, 3, 2))
    close_period(call(FINANCE), period="2026-02")
    booked = pay(loan_id, 11_000_00, on=date(2026, 2, 20))
    for journal_id in booked.journal_ids:
        kept = journal(SYSTEM, journal_id)
        assert kept.value_date == date(2026, 3, 2)
        assert "[value date 2026-02-20]" in kept.text
    assert proven()
    assert period_faults() == []


def test_an_adjustment_takes_two_people_and_keeps_its_value_date() -> None:
    closed()
    asked = propose_adjustment(
        call(FINANCE),
        period=JANUARY,
        value_date=date(2026, 1, 31),
        debit="loss.expense",
        credit="bank.operating",
        amount=Money(50_00),
        reason="bank charges of January",
    )
    with pytest.raises(PeriodFourEyes):
        confirm_adjustment(call(FINANCE), adjustment_id=asked.id, agree=True)
    done = confirm_adjustment(call(OTHER), adjustment_id=asked.id, agree=True)
    assert done.journal_id
    kept = journal(SYSTEM, done.journal_id)
    assert (kept.value_date, kept.business_date) == (date(2026, 1, 31), date(2026, 2, 1))
    with pytest.raises(CannotClosePeriod):
        confirm_adjustment(call(OTHER), adjustment_id=asked.id, agree=True)
    assert [one.state for one in adjustments(SYSTEM)] == ["posted"]
    assert period_faults() == []


def test_a_month_opens_again_by_two_people_and_can_be_closed_again() -> None:
    closed()
    with pytest.raises(CannotClosePeriod):
        confirm_reopening(call(OTHER), period=JANUARY)
    propose_reopening(call(FINANCE), period=JANUARY, reason="audit found a gap")
    with pytest.raises(PeriodFourEyes):
        confirm_reopening(call(FINANCE), period=JANUARY)
    assert confirm_reopening(call(OTHER), period=JANUARY).is_open_again
    late = draft(date(2026, 1, 30))
    post([late], call=call())
    assert journal(SYSTEM, late.id).value_date == date(2026, 1, 30)
    assert not close_period(call(OTHER), period=JANUARY).is_open_again
    assert [one.is_open_again for one in periods(SYSTEM)] == [False, True]
    assert period_faults() == []


def test_a_changed_balance_shows() -> None:
    closed()
    row = ClosedPeriod.objects.get()
    row.balance["totals"]["CNY"][0] += 1
    row.save()
    assert [fault.where for fault in period_faults()] == [JANUARY]


def test_refusals_change_nothing() -> None:
    closed()
    before = footprint()
    auditor = call(Actor(new_id(), frozenset({Role.AUDITOR})))
    good: dict[str, Any] = {
        "period": JANUARY,
        "value_date": date(2026, 1, 31),
        "debit": "loss.expense",
        "credit": "bank.operating",
        "amount": Money(1),
        "reason": "bank charges",
    }
    acts: list[tuple[type[Refusal], Any]] = [
        (Forbidden, lambda: close_period(auditor, period=JANUARY)),
        (Forbidden, lambda: propose_reopening(auditor, period=JANUARY, reason="please")),
        (Forbidden, lambda: propose_adjustment(auditor, **good)),
        (CannotClosePeriod, lambda: close_period(call(FINANCE), period="2026-02")),
        (InvalidInput, lambda: close_period(call(FINANCE), period="January")),
        (InvalidInput, lambda: close_period(call(FINANCE), period="2026-13")),
        (CannotClosePeriod, lambda: propose_reopening(call(FINANCE), period="2025-12", reason="please")),
        (InvalidInput, lambda: propose_reopening(call(FINANCE), period=JANUARY, reason="x")),
        (InvalidInput, lambda: propose_adjustment(call(FINANCE), **{**good, "value_date": date(2026, 2, 1)})),
        (InvalidInput, lambda: propose_adjustment(call(FINANCE), **{**good, "amount": Money(0)})),
        (InvalidInput, lambda: propose_adjustment(call(FINANCE), **{**good, "credit": "loss.expense"})),
        (UnknownLedgerAccount, lambda: propose_adjustment(call(FINANCE), **{**good, "debit": "loan.principal"})),
        (CannotClosePeriod, lambda: propose_adjustment(call(FINANCE), **{**good, "period": "2025-12"})),
        (NotFound, lambda: confirm_adjustment(call(FINANCE), adjustment_id=new_id(), agree=True)),
    ]
    for refusal, act in acts:
        with pytest.raises(refusal):
            act()
    assert footprint() == before


def test_the_command() -> None:
    february()
    done = CliRunner().invoke(command, ["close-period", JANUARY, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["totals"] == {"CNY": {"debit": "100000000.00", "credit": "100000000.00"}}
    refused = CliRunner().invoke(command, ["close-period", "2026-02", "--json"])
    assert (refused.exit_code, json.loads(refused.output)["error"]["code"]) == (1, "cannot_close_period")
