"""The loan calculator's JSON: a document of terms and events in, schedule and amounts owed out (`puhui schedule`)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from puhui.finmath.effective_rate import effective_annual_rate
from puhui.finmath.loans.documents.events_json import events_as_json, read_events
from puhui.finmath.loans.documents.fields import Fields
from puhui.finmath.loans.documents.rate_json import changes_as_json, rate_as_json, read_rate
from puhui.finmath.loans.documents.terms_json import KEYS, read_terms, terms_as_json
from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.repricing import rate_changes
from puhui.finmath.loans.state import Components, InstalmentState, LoanState
from puhui.finmath.loans.terms import LoanTerms
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money

_HAPPENINGS: Final = frozenset(
    {"payment", "pay_off", "fee", "waiver", "refund", "reversal", "write_off", "recovery", "sale"}
)

_FROM_BORROWER: Final = frozenset({"payment", "pay_off", "recovery"})


def schedule_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one document; refuses what is unknown, of another type or out of bounds, by name.

    Without `as_of` the day is that of the last payment, fee or waiver, else that of the disbursement: a plan with a
    change of rate in it is then a plan, with every due met on its day.
    """
    fields = Fields(document)
    fields.only(KEYS | {"rate", "events", "as_of"})
    rate = read_rate(fields)
    terms = read_terms(fields, rate=rate)
    changes = rate_changes(rate, start=terms.disbursement_date) if rate else []
    events = read_events(
        fields, currency=terms.currency, not_before=terms.disbursement_date, allocation=terms.allocation
    )
    latest = max([terms.disbursement_date, *(event.on for event in events if event.kind in _HAPPENINGS)])
    as_of = fields.day("as_of", latest.isoformat())
    answer = _answer(terms, events, replay(terms, [*changes, *events], as_of=as_of))
    if rate:
        answer["terms"]["rate"] = rate_as_json(rate)
        answer["rate_changes"] = changes_as_json(changes)
    return answer


def _answer(terms: LoanTerms, events: Sequence[LoanEvent], state: LoanState) -> dict[str, Any]:
    def money(minor: int) -> str:
        return str(Money(minor, terms.currency))

    def components(amounts: Components) -> dict[str, str]:
        parts = {name: money(minor) for name, minor in amounts._asdict().items()}
        return parts | {"total": money(amounts.total)}

    lines = state.instalments
    principal, interest = sum(line.principal for line in lines), sum(line.interest for line in lines)
    fees = sum(line.fees for line in lines) + terms.fee_minor("at_disbursement")
    echo = terms_as_json(terms)
    echo["events"] = events_as_json(events, currency=terms.currency)
    echo["as_of"] = state.as_of.isoformat()
    return {
        "instalments": [_line(line, terms.currency) for line in lines],
        "totals": {
            "principal": money(principal),
            "interest": money(interest),
            "fees": money(fees),
            "total": money(principal + interest + fees),
        },
        "apr_pct": _apr_pct(terms, events, state),
        "outstanding": components(state.outstanding),
        "overdue": components(state.overdue),
        "days_past_due": state.days_past_due,
        "unapplied": money(state.unapplied_minor),
        "capitalised": money(state.capitalised_minor),
        "claim": components(state.claim),
        "recovered": money(state.recovered_minor),
        "is_closed": state.is_closed,
        "terms": echo,
    }


def _line(line: InstalmentState, currency: str) -> dict[str, Any]:
    amounts = {
        "principal": line.principal,
        "interest": line.interest,
        "fees": line.fees,
        "total": line.total,
        "balance": line.balance,
        "paid": line.paid,
        "prepaid": line.prepaid,
    }
    if line.forgone:
        amounts["forgone"] = line.forgone
    texts = {name: str(Money(minor, currency)) for name, minor in amounts.items()}
    return {"n": line.n, "due_date": line.due_date.isoformat(), **texts}


def true_cash_flows(terms: LoanTerms, events: Sequence[LoanEvent], state: LoanState) -> list[tuple[date, int]]:
    """What moves between lender and borrower: what was paid out, fees, payments, and what is still to be paid.

    What fell due before the day of the state and is unpaid is taken as paid on that day.
    """
    flows = [(day, -minor) for day, minor in terms.paid_out]
    flows.append((terms.disbursement_date, terms.fee_minor("at_disbursement")))
    for event in events:
        if event.kind == "disbursement":
            flows.append((event.on, -event.amount_minor))
        elif event.kind in _FROM_BORROWER and event.id in state.allocations:
            flows.append((event.on, state.allocations[event.id].applied.total))
    flows += [(max(line.due_date, state.as_of), line.unpaid.total) for line in state.instalments if line.unpaid.total]
    flows.append((state.as_of, state.outstanding.penalty + state.outstanding.compound))
    return flows


def _apr_pct(terms: LoanTerms, events: Sequence[LoanEvent], state: LoanState) -> str | None:
    """The rate of the true cash flows, in percent to six decimals; none where no rate explains them."""
    try:
        rate = effective_annual_rate(true_cash_flows(terms, events, state))
    except InvalidInput:
        return None
    return format(rate.quantize(Decimal("0.000001")), "f")
