"""Closes a month, opens it again by two people, and posts what two people want in a closed one."""

from datetime import date
from uuid import UUID

from puhui.foundation.evidence.facade import seal_batch, use_case
from puhui.foundation.ledger.actions.post import post_into_closed_period
from puhui.foundation.ledger.contracts import (
    AccountRef,
    AdjustmentView,
    CannotClosePeriod,
    JournalDraft,
    PeriodFourEyes,
    PeriodView,
    TransferDraft,
)
from puhui.foundation.ledger.models import ClosedPeriod, PeriodAdjustment
from puhui.foundation.ledger.policy.chart import checked_key
from puhui.foundation.ledger.queries.balances import trial_balance
from puhui.foundation.ledger.queries.business_dates import business_date
from puhui.foundation.ledger.queries.periods import CHAIN, adjustment_view, period_view
from puhui.foundation.ledger.rules.periods import balance_as_json, last_day, month_of
from puhui.foundation.ledger.storage.stores import store
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.canonical import digest
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import derived_id, new_id
from puhui.kernel.money import Money

WHO = (Role.FINANCE, Role.SYSTEM)


@use_case("ledger.close_period", answers=PeriodView, subject="period")
def close_period(call: Call, *, period: str) -> PeriodView:
    """Closes a month that is over: its trial balance is stored and sealed. Closed again it changes nothing."""
    call.actor.require(*WHO, verb="close a period")
    month = month_of(period)
    store().lock_business_date()
    if business_date() <= last_day(month):
        raise CannotClosePeriod(where="period", period=period, reason="it is not over")
    standing = ClosedPeriod.objects.filter(month=month, reopened_at=None).first()
    if standing is not None:
        return period_view(standing)
    balance = balance_as_json(trial_balance(SYSTEM, on=last_day(month)))
    period_id = new_id()
    sealed = seal_batch(CHAIN, [(period_id, {"month": month, "balance": balance})], at=call.at)
    assert sealed is not None, "a batch is never empty"
    row = ClosedPeriod.objects.create(
        id=period_id,
        month=month,
        closed_by=call.actor.id,
        closed_by_name=call.actor.name[:80],
        closed_at=call.at,
        balance=balance,
        digest=digest(balance),
        batch=sealed.number,
    )
    return period_view(row)


@use_case("ledger.propose_reopening", answers=PeriodView, subject="period")
def propose_reopening(call: Call, *, period: str, reason: str) -> PeriodView:
    """Somebody in finance wants a month open again; a second person decides."""
    call.actor.require(Role.FINANCE, verb="reopen a period")
    row = _standing(period)
    row.reopen_reason = _reason(reason, most=300)
    row.reopen_by, row.reopen_by_name = call.actor.id, call.actor.name[:80]
    row.save(update_fields=["reopen_reason", "reopen_by", "reopen_by_name"])
    return period_view(row)


@use_case("ledger.confirm_reopening", answers=PeriodView, subject="period")
def confirm_reopening(call: Call, *, period: str) -> PeriodView:
    """The second person: the closing is reversed, and stays on record."""
    call.actor.require(Role.FINANCE, verb="reopen a period")
    row = _standing(period)
    if row.reopen_by is None:
        raise CannotClosePeriod(where="period", period=period, reason="nobody asked to open it again")
    if row.reopen_by == call.actor.id:
        raise PeriodFourEyes(where="period")
    content = {"month": row.month, "reopened": row.id, "reason": row.reopen_reason}
    seal_batch(CHAIN, [(new_id(), content)], at=call.at)
    row.reopened_by, row.reopened_at = call.actor.id, call.at
    row.save(update_fields=["reopened_by", "reopened_at"])
    return period_view(row)


@use_case("ledger.propose_adjustment", answers=AdjustmentView)
def propose_adjustment(
    call: Call, *, period: str, value_date: date, debit: str, credit: str, amount: Money, reason: str
) -> AdjustmentView:
    """Finance wants one transfer between accounts of the house valued in a closed month."""
    call.actor.require(Role.FINANCE, verb="adjust a closed period")
    row = _standing(period)
    if value_date.replace(day=1) != row.month:
        raise InvalidInput("value_date", f"lies outside of {period}")
    if amount.minor <= 0 or debit == credit:
        raise InvalidInput("amount", "an amount above zero between two accounts is needed")
    for code in (debit, credit):
        checked_key(AccountRef(code, None, amount.currency))
    made = PeriodAdjustment.objects.create(
        id=new_id(),
        period=row,
        value_date=value_date,
        debit=debit,
        credit=credit,
        amount_minor=amount.minor,
        currency=amount.currency,
        reason=_reason(reason, most=250),
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_at=call.at,
    )
    return adjustment_view(made)


@use_case("ledger.confirm_adjustment", answers=AdjustmentView, subject="adjustment_id")
def confirm_adjustment(call: Call, *, adjustment_id: UUID, agree: bool) -> AdjustmentView:
    """The second person: it is booked today with its value date, or declined."""
    call.actor.require(Role.FINANCE, verb="adjust a closed period")
    found = PeriodAdjustment.objects.select_for_update().filter(id=adjustment_id).first()
    if found is None:
        raise NotFound("adjustment", where="adjustment_id")
    if found.journal_id or found.declined:
        raise CannotClosePeriod(
            where="adjustment_id", period=str(found.period.month)[:7], reason="it was decided before"
        )
    if found.proposed_by == call.actor.id:
        raise PeriodFourEyes(where="adjustment_id")
    if not agree:
        found.declined = True
    else:
        _standing(f"{found.period.month:%Y-%m}")
        found.journal_id = derived_id(found.id, "posted")
        post_into_closed_period(_draft(found), call=call)
    found.confirmed_by = call.actor.id
    found.save(update_fields=["declined", "journal_id", "confirmed_by"])
    return adjustment_view(found)


def _draft(found: PeriodAdjustment) -> JournalDraft:
    debit, credit = AccountRef(found.debit, None, found.currency), AccountRef(found.credit, None, found.currency)
    return JournalDraft(
        id=derived_id(found.id, "posted"),
        kind="period_adjustment",
        value_date=found.value_date,
        transfers=(TransferDraft(debit, credit, found.amount_minor, "adjustment"),),
        source=f"period:{found.period.month:%Y-%m}",
        text=found.reason,
    )


def _standing(period: str) -> ClosedPeriod:
    month = month_of(period)
    row = ClosedPeriod.objects.select_for_update().filter(month=month, reopened_at=None).first()
    if row is None:
        raise CannotClosePeriod(where="period", period=period, reason="it is not closed")
    return row


def _reason(text: str, *, most: int) -> str:
    clean = text.strip()
    if not 4 <= len(clean) <= most or not clean.isprintable():
        raise InvalidInput("reason", f"4 to {most} printable characters are needed")
    return clean
