"""What crosses the wall about the book as it was kept at the end of a business date."""

from datetime import date
from typing import NamedTuple


class PortfolioLine(NamedTuple):
    """The open loans of one currency at the end of a business date, all groups together, of one class and band.

    `days_band` is of days past due, named by its lower bound. Amounts in minor units; interest is earned and not paid.
    """

    on: date
    product_code: str
    grade: int
    days_band: int
    loans: int
    principal_minor: int
    interest_minor: int
    penalty_minor: int
