"""What crosses the wall about how loans were repaid."""

from datetime import date
from typing import NamedTuple


class LoanRepayment(NamedTuple):
    """How a loan was repaid up to a day; amounts in minor units. Dues and payments by their dates."""

    paid_out_on: date
    principal_minor: int
    owed_principal_minor: int
    dues: tuple[tuple[date, int], ...]
    payments: tuple[tuple[date, int], ...]
