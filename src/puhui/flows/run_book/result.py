"""What came of a year: approvals, rates, what was expected and what the simulation brought, counted from the loans."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from puhui.flows.run_book.plan import PAID_BEFORE_DEFAULT
from puhui.flows.run_book.year import BookLoan, BookPlan, BookYear, leaving_share, rate_of
from puhui.kernel.actors import SYSTEM
from puhui.kernel.money import Money
from puhui.products.lending.facade import loan
from puhui.risk.decisioning.facade import replay_decisions


def book_result(plan: BookPlan, year: BookYear) -> dict[str, Any]:
    """The figures, ready for JSON: amounts as text in yuan, rates in percent a year."""
    outcomes = Counter(d.outcome for d in year.decided)
    taken = {b.decided.application_id: b for b in year.loans}
    disbursed = sum(b.decided.amount_minor for b in year.loans)
    replays = [result.agrees for result in replay_decisions(SYSTEM)]
    return {
        "firms": len(year.decided),
        "invoices_imported": year.imported.rows_new,
        "invoices_known_before": year.imported.rows_known,
        "invoices_refused": year.imported.rows_refused,
        "business_date": plan.on.isoformat(),
        "ended_on": year.ended_on.isoformat(),
        "approved": outcomes["approve"],
        "referred": outcomes["refer"],
        "declined": outcomes["decline"],
        "offers_made": len(year.offered),
        "offers_accepted": len(year.loans),
        "budget": _yuan(plan.budget_minor),
        "disbursed": _yuan(disbursed),
        "smallest_loan": _yuan(min((b.decided.amount_minor for b in year.loans), default=0)),
        "largest_loan": _yuan(max((b.decided.amount_minor for b in year.loans), default=0)),
        "average_rate_pct": _average_rate([(rate_of(b.decided), b.decided.amount_minor) for b in year.loans]),
        "average_offered_rate_pct": _average_rate([(rate_of(d), d.amount_minor) for d in year.offered]),
        "lgd_pct": f"{plan.lgd * 100:g}",
        "expected": _expected(plan, year),
        "expected_of_accepted": _expected_of(plan, year.loans),
        "simulated": _simulated(plan, year.loans),
        "decisions_replayed": len(replays),
        "decisions_agree": sum(replays),
        "applications": [
            {
                "firm_id": d.customer.firm_id,
                "outcome": d.outcome,
                "score": d.score,
                "pd": str(d.pd),
                "amount": _yuan(d.amount_minor),
                "annual_rate_pct": "" if d.annual_rate_pct is None else f"{d.annual_rate_pct.normalize():f}",
                "accepted": d.application_id in taken,
                "failed_in_month": taken[d.application_id].fails_in if d.application_id in taken else 0,
                "reasons": list(d.reasons),
            }
            for d in year.decided
        ],
    }


def _expected(plan: BookPlan, year: BookYear) -> dict[str, str]:
    """Over the offers made, before it was known who stays."""
    interest = loss = paid_out = 0.0
    for one in year.offered:
        stays = (1 - leaving_share(plan, one)) * one.amount_minor
        gain, lost = _gain_and_loss(rate_of(one), pd=float(one.pd), lgd=plan.lgd)
        interest, loss, paid_out = interest + stays * gain, loss + stays * lost, paid_out + stays
    return {**_result(interest, loss), "disbursed": _yuan(round(paid_out))}


def _expected_of(plan: BookPlan, loans: Sequence[BookLoan]) -> dict[str, str]:
    """Over the loans that were taken, before it was known who fails."""
    interest = loss = failures = 0.0
    for one in loans:
        gain, lost = _gain_and_loss(rate_of(one.decided), pd=float(one.decided.pd), lgd=plan.lgd)
        interest += one.decided.amount_minor * gain
        loss += one.decided.amount_minor * lost
        failures += float(one.decided.pd)
    return {**_result(interest, loss), "failures": f"{failures:.1f}"}


def _gain_and_loss(rate: float, *, pd: float, lgd: float) -> tuple[float, float]:
    return (1 - pd) * rate + pd * rate * PAID_BEFORE_DEFAULT, pd * lgd


def _simulated(plan: BookPlan, loans: Sequence[BookLoan]) -> dict[str, Any]:
    """From the loans as they stand in the books at the end: interest paid, principal not repaid and its loss."""
    interest = unpaid = repaid = failed = closed = 0
    for one in loans:
        shown = loan(SYSTEM, one.loan_id)
        interest += shown.settled.interest + shown.settled.penalty
        repaid += shown.settled.principal
        unpaid += shown.outstanding.principal
        failed += one.fails_in > 0
        closed += shown.line.closed_on is not None
    loss = round(unpaid * plan.lgd)
    return {
        **_result(interest, loss),
        "principal_repaid": _yuan(repaid),
        "principal_unpaid": _yuan(unpaid),
        "failures": failed,
        "loans_repaid": closed,
    }


def _result(interest: float, loss: float) -> dict[str, str]:
    return {"interest": _yuan(round(interest)), "loss": _yuan(round(loss)), "margin": _yuan(round(interest - loss))}


def _average_rate(rates: Sequence[tuple[float, int]]) -> str:
    whole = sum(amount for _, amount in rates)
    return f"{Decimal(str(sum(r * a for r, a in rates) / whole * 100)):.4f}" if whole else "0"


def _yuan(minor: int) -> str:
    return str(Money(minor))
