"""States of loans that were read before: a loan is replayed once for a day and a last event, however long its life is.

Events are append-only, so the last one names the whole list, and its id is never given twice. Kept in the memory of the
process, without the allocation of each payment; nothing is ever invalidated, old entries fall out.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final
from uuid import UUID

from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.state import Allocation, LoanState
from puhui.finmath.loans.terms import LoanTerms
from puhui.products.lending.models import Loan, LoanEvent
from puhui.products.lending.queries.replays import engine_events, events_by_loan

_MOST: Final = 512  # of about 15 KB each
_NONE: Final[Mapping[str, Allocation]] = MappingProxyType({})


def state_on(row: Loan, terms: LoanTerms, *, as_of: date) -> LoanState:
    """The state of a loan as of a day, without `allocations`: one look-up of its last event, and what was kept."""
    last = LoanEvent.objects.filter(loan=row).order_by("-n").values_list("id", flat=True).first()
    return _replayed(row.id, last, terms, as_of)


@lru_cache(maxsize=_MOST)
def _replayed(loan_id: UUID, last: UUID | None, terms: LoanTerms, as_of: date) -> LoanState:
    events = engine_events(events_by_loan([loan_id])[loan_id]) if last else []
    return replace(replay(terms, events, as_of=as_of), allocations=_NONE)
