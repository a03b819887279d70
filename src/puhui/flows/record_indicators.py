"""Writes down what the institution knows of itself at the end of a business day."""

from datetime import date, timedelta

from puhui.conduct.indicators.facade import record_day
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.products.lending.facade import portfolio_totals
from puhui.products.origination.facade import outcomes_on
from puhui.risk.provisioning.facade import provisions, quality

CURRENCY = "CNY"


@use_case("record_indicators", answers=int, subject="on")
def record_indicators(call: Call, *, on: date) -> int:
    """The figures of a business date; run when it is accrued and before the next one opens.

    What fell due on the day and was not paid is late by then, so the book is read as of the start of the next day.
    Written once: a second run changes nothing. Gives how many figures are new.
    """
    book = portfolio_totals(call.actor, on=on + timedelta(days=1))
    asked = outcomes_on(call.actor, on=on)
    values = {
        "applications_submitted": asked.submitted,
        "applications_approved": asked.approved,
        "applications_referred": asked.referred,
        "applications_declined": asked.declined,
        "loans_active": book.loans_active,
        "principal_minor": book.principal_minor,
        "overdue_minor": book.overdue_minor,
        "loans_overdue": book.loans_overdue,
        "par30_minor": book.par30_minor,
    }
    return record_day(call, on=on, values=values | _quality(call, on))


def _quality(call: Call, on: date) -> dict[str, int]:
    """How good the book is, as it was graded and provided for in the same close; ratios only where they have a base."""
    found = quality(line for line in provisions(call.actor, on=on) if line.currency == CURRENCY)
    figures = {
        "npl_minor": found.non_performing_minor,
        "allowance_minor": found.allowance_minor,
        "npl_ratio_bps": found.npl_ratio_bps,
        "coverage_ratio_bps": found.coverage_ratio_bps,
        "provision_ratio_bps": found.provision_ratio_bps,
    }
    return {name: value for name, value in figures.items() if value is not None}
