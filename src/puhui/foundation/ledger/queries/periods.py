"""Which months are closed, on which sums, and what was adjusted since."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from puhui.foundation.evidence.facade import chain_digest, seals
from puhui.foundation.ledger.contracts import AdjustmentView, Fault, PeriodView, TrialBalance
from puhui.foundation.ledger.models import ClosedPeriod, PeriodAdjustment
from puhui.foundation.ledger.queries.balances import trial_balance
from puhui.foundation.ledger.rules.periods import balance_as_json, last_day
from puhui.kernel.actors import READING_ROLES, SYSTEM, Actor
from puhui.kernel.canonical import digest
from puhui.kernel.money import Money

CHAIN = "periods"


def closed_months() -> frozenset[date]:
    """The first days of the months that are closed."""
    return frozenset(ClosedPeriod.objects.filter(reopened_at=None).values_list("month", flat=True))


def periods(actor: Actor, *, most: int = 60) -> list[PeriodView]:
    """Closings, newest month first; one that was reopened says so."""
    actor.require(*READING_ROLES, verb="read the books")
    return [period_view(row) for row in ClosedPeriod.objects.order_by("-month", "-closed_at", "-id")[: min(most, 240)]]


def adjustments(actor: Actor, *, most: int = 100) -> list[AdjustmentView]:
    """Postings into closed months, newest first."""
    actor.require(*READING_ROLES, verb="read the books")
    rows = PeriodAdjustment.objects.select_related("period").order_by("-proposed_at")[: min(most, 500)]
    return [adjustment_view(row) for row in rows]


def period_faults() -> list[Fault]:
    """Closings whose stored trial balance is not what the books say, or not what was sealed."""
    sealed = {seal.number: seal for seal in seals(CHAIN)}
    faults = []
    for row in ClosedPeriod.objects.order_by("month", "closed_at"):
        now: TrialBalance = trial_balance(SYSTEM, on=last_day(row.month))
        seal = sealed.get(row.batch)
        said = {"month": row.month, "balance": row.balance}
        why = ""
        if balance_as_json(now) != row.balance or digest(row.balance) != row.digest:
            why = "the stored trial balance is not that of the books"
        elif seal is None or chain_digest(seal.previous_digest, [said]) != seal.digest:
            why = "the closing is not what was sealed"
        if why:
            faults.append(Fault("ledger.period", f"{row.month:%Y-%m}", why))
    return faults


def period_view(row: ClosedPeriod) -> PeriodView:
    """The row as others see it."""
    return PeriodView(
        id=row.id,
        month=row.month,
        closed_by_name=row.closed_by_name,
        closed_at=row.closed_at,
        digest=row.digest,
        totals=_totals(row.balance),
        is_open_again=row.reopened_at is not None,
        reopen_reason=row.reopen_reason,
        reopen_by=row.reopen_by,
        reopen_by_name=row.reopen_by_name,
    )


def _totals(balance: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    return {
        currency: (str(Money(debit, currency)), str(Money(credit, currency)))
        for currency, (debit, credit) in balance["totals"].items()
    }


def adjustment_view(row: PeriodAdjustment) -> AdjustmentView:
    """The row as others see it."""
    return AdjustmentView(
        id=row.id,
        month=row.period.month,
        value_date=row.value_date,
        debit=row.debit,
        credit=row.credit,
        amount=Money(row.amount_minor, row.currency),
        reason=row.reason,
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        state="posted" if row.journal_id else "declined" if row.declined else "proposed",
        journal_id=row.journal_id,
    )
