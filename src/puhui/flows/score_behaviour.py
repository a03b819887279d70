"""Scores running loans by their own repayment, in batches; and makes the table that such a model is trained on."""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.dates import add_months
from puhui.products.lending.facade import (
    LoanRepayment,
    borrowers_changed,
    loan_repayments,
    running_loan_ids,
    running_loans_of,
)
from puhui.risk.decisioning.facade import RepaymentHistory, behaviour_facts, score_behaviour, worst_days_late

BATCH = 500
DEFAULT_DAYS = 90
OUTCOME_MONTHS = 12
Told = Callable[[int], None]
Row = dict[str, object]


def score_running_loans(call: Call, *, on: date, told: Told | None = None) -> int:
    """Scores every running loan as of a day, each batch in a transaction of its own; gives how many are new."""
    scored = 0
    for loan_ids in _batches(on):
        scored += _score(call.step(f"behaviour/{on}/{loan_ids[0]}"), loan_ids, on=on)
        if told:
            told(len(loan_ids))
    return scored


def score_changed_loans(call: Call, *, on: date) -> int:
    """The same for those running loans alone whose borrower's record a day changed: work goes with what happened."""
    scored, after = 0, None
    while borrowers := list(borrowers_changed(on=on, after=after, most=BATCH)):
        loan_ids = [one.loan_id for one in running_loans_of(borrowers)]
        scored += _score(call.step(f"behaviour changed/{on}/{borrowers[0]}"), loan_ids, on=on) if loan_ids else 0
        after = borrowers[-1]
    return scored


def _score(call: Call, loan_ids: list[UUID], *, on: date) -> int:
    found = loan_repayments(loan_ids=loan_ids, on=on)
    histories = {loan_id: _history(repayment) for loan_id, repayment in found.items()}
    return score_behaviour(call, histories=histories, on=on)


def behaviour_table(first: date | None, *, last: date | None = None) -> Iterator[Row]:
    """One row a loan and month from `first` on: the facts as they were known, and whether it came to default after.

    `default` is 1 when a due was more than 90 days late within the twelve months after; a month is looked at only when
    these are over by `last`, and a loan that is in default already is left out.
    """
    end = last or business_date()
    month = first or end
    while add_months(month, OUTCOME_MONTHS) <= end:
        until = add_months(month, OUTCOME_MONTHS)
        for loan_ids in _batches(month):
            later = loan_repayments(loan_ids=loan_ids, on=until)
            for loan_id, repayment in loan_repayments(loan_ids=loan_ids, on=month).items():
                facts = behaviour_facts(_history(repayment), on=month)
                if int(facts["days_past_due"] or 0) <= DEFAULT_DAYS:
                    yield {"on": month, "loan_id": loan_id, **facts, "default": _defaulted(later[loan_id], until)}
        month = add_months(month, 1)


def _defaulted(repayment: LoanRepayment, until: date) -> int:
    recent = add_months(until, -OUTCOME_MONTHS)
    return int(worst_days_late(_history(repayment), on=until, since=recent) > DEFAULT_DAYS)


def _batches(on: date) -> Iterator[list[UUID]]:
    after: UUID | None = None
    while loan_ids := running_loan_ids(on=on, after=after, most=BATCH):
        yield loan_ids
        after = loan_ids[-1]


def _history(repayment: LoanRepayment) -> RepaymentHistory:
    return RepaymentHistory(**repayment._asdict())
