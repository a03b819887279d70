"""Gives loans the rate of their repricing day as a day is closed, and tells their borrowers after it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.catalogue.facade import benchmarks
from puhui.foundation.evidence.facade import emit, use_case
from puhui.kernel.actors import Call, Role
from puhui.products.lending.facade import Repriced, reprice_loans

REPRICED_TOPIC: Final = "loans.repriced"
TOLD_TOGETHER: Final = 50


def reprice_groups(call: Call, *, groups: Sequence[int], day: date) -> list[Repriced]:
    """Reprices what is due in these groups up to the business date, and asks for the notices."""
    repriced = reprice_loans(call, groups=groups, day=day, benchmarks=benchmarks())
    for start in range(0, len(repriced), TOLD_TOGETHER):
        told = [_told(one) for one in repriced[start : start + TOLD_TOGETHER]]
        emit(REPRICED_TOPIC, {"loans": told}, at=call.at)
    return repriced


@use_case("reprice_loans.tell_repriced", answers=int)
def tell_repriced(call: Call, *, loans: Sequence[Sequence[Any]]) -> int:
    """One notice for each loan: borrower, its new rate and that of the benchmark in percent, from which day on."""
    call.actor.require(Role.SYSTEM, verb="tell of a new rate")
    for borrower, rate, benchmark, on in loans:
        tell_borrower(
            call,
            borrower_id=UUID(borrower),
            kind="loan_repriced",
            rate=rate,
            benchmark=benchmark,
            on=date.fromisoformat(on),
            sms=False,
        )
    return len(loans)


def _told(one: Repriced) -> list[str]:
    rate, benchmark = (format(pct.normalize(), "f") for pct in (one.annual_rate_pct, one.benchmark_pct))
    return [str(one.borrower_id), rate, benchmark, one.on.isoformat()]
