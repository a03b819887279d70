"""What is left to claim of loans: of those that run, of those written off, and nothing of those repaid."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from puhui.products.lending.contracts import LoanState
from puhui.products.lending.models import Loan, LoanPosition
from puhui.products.lending.queries.replays import chunks
from puhui.products.lending.rules.departures import departed_from_json


class Claim(NamedTuple):
    """A loan: where it is in its life, who owes it, and what was written off and has not been recovered since."""

    state: LoanState
    borrower_id: UUID
    currency: str
    written_off_minor: int


def claims_of(loan_ids: Collection[UUID]) -> dict[UUID, Claim]:
    """What is left to claim of these loans. For flows: no rights are looked at."""
    found: dict[UUID, Claim] = {}
    for chunk in chunks(list(loan_ids)):
        departed = dict(LoanPosition.objects.filter(loan_id__in=chunk).values_list("loan_id", "departed"))
        rows = Loan.objects.filter(id__in=chunk).values_list("id", "state", "borrower_id", "currency")
        for id_, state, borrower_id, currency in rows:
            gone = departed_from_json(departed.get(id_) or {})
            left = max(sum(gone.written_off) - gone.recovered, 0)
            found[id_] = Claim(LoanState(state), borrower_id, currency, left)
    return found
