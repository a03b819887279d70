"""Months as accounting periods, and a trial balance as it is stored and signed."""

from datetime import date, timedelta
from typing import Any

from puhui.foundation.ledger.contracts import TrialBalance
from puhui.kernel.dates import add_months, parse_date
from puhui.kernel.errors import InvalidInput


def month_of(text: str) -> date:
    """The first day of a month written as 2026-10."""
    if len(text) != 7:
        raise InvalidInput("period", 'a period is a month such as "2026-10"')
    return parse_date(f"{text}-01", where="period")


def last_day(month: date) -> date:
    """The last day of the month that begins on `month`."""
    return add_months(month, 1) - timedelta(days=1)


def balance_as_json(balance: TrialBalance) -> dict[str, Any]:
    """Accounts and totals in minor units."""
    return {
        "on": balance.on.isoformat(),
        "lines": [
            [line.code, line.currency, line.debit_minor, line.credit_minor]
            for line in sorted(balance.lines, key=lambda line: (line.code, line.currency))
            if line.debit_minor or line.credit_minor
        ],
        "totals": {currency: list(sums) for currency, sums in sorted(balance.totals.items())},
    }
