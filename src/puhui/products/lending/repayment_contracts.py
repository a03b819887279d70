"""What crosses the wall about how loans were repaid."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID


class LoanRepayment(NamedTuple):
    """How a loan was repaid up to a day; amounts in minor units. Dues and payments by their dates."""

    paid_out_on: date
    principal_minor: int
    owed_principal_minor: int
    dues: tuple[tuple[date, int], ...]
    payments: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class DueNow:
    """What a borrower has to pay on a loan by today, in minor units."""

    borrower_id: UUID
    loan_id: UUID
    due_minor: int


class EventBooked(NamedTuple):
    """One event of a loan, with the business date on which it was booked."""

    loan_id: UUID
    event_id: UUID
    kind: str
    booked_on: date
