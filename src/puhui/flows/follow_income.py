"""Instalments that follow an income: when verified income falls, a longer plan is offered, for the borrower to answer.

The contract says how (`[income_link]` of its product): no more than a share of a month's income, never less than a part
of the planned instalment. Nothing changes before the borrower has compared both plans and accepted.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from puhui.finmath.all_in_cost import schedule_of
from puhui.flows.change_loan.finish import offer_change
from puhui.flows.change_loan.policy import change_policy_on
from puhui.flows.change_loan.preview import show_change
from puhui.flows.link_income import recent_income
from puhui.foundation.catalogue.facade import IncomeLinkBlock, product_version, products_on
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.money import Money
from puhui.products.lending.facade import (
    ChangeAsked,
    ChangeState,
    LoanState,
    LoanView,
    keep_change,
    loan,
    loan_changes,
    loans_page,
    preview_change,
)
from puhui.products.origination.facade import worst_case

AGAIN_AFTER: Final = timedelta(days=90)  # whoever said no, or nothing, is not asked again for so long; our own choice
REASON: Final = "verified income has fallen: instalments follow it, as the contract says"


def offer_lower_instalments(call: Call, *, on: date) -> int:
    """Looks at every running loan whose instalments follow an income; gives to how many a longer plan is offered.

    Twice is once: an open offer, or one of the last months, is in the way of another.
    """
    step = replace(call, actor=SYSTEM)
    return sum(_offer(step.step(f"follow income/{on}/{loan_id}"), loan_id=loan_id, on=on) for loan_id in _linked(on))


@use_case("follow_income.offer", answers=int, subject="loan_id")
def _offer(call: Call, *, loan_id: UUID, on: date) -> int:
    shown = loan(SYSTEM, loan_id)
    block = product_version(shown.line.product_code, shown.product_version).income_link
    income = recent_income(shown.borrower_id, at=call.at)
    if block is None or income is None or shown.days_past_due or _was_asked(loan_id, on=on):
        return 0
    n = longer_by(shown, block=block, income=income)
    if not n:
        return 0
    change = show_change(SYSTEM, loan_id=loan_id, asked=ChangeAsked(kind="extension", n=n))
    if change.breaks is not None:
        return 0
    kept = keep_change(
        call,
        previewed=change.preview,
        reason=REASON,
        state=ChangeState.OFFERED,
        needs_second=False,
        needs_consent=True,
        open_until=on + timedelta(days=change_policy_on(on).consent_days),
    )
    offer_change(call, kept, borrower_id=shown.borrower_id)
    return 1


def longer_by(shown: LoanView, *, block: IncomeLinkBlock, income: Money) -> int:
    """By how many instalments a loan is made longer so that the next one fits the income; 0 when it fits, or cannot.

    The shortest that fits; where none does, the one with the lowest instalment that the contract allows.
    """
    planned = schedule_of(shown.terms)[0].total
    fits = max(int(income.minor * block.share_pct // 100), -int(-planned * block.least_due_pct // 100))
    if shown.line.next_due.minor <= fits:
        return 0
    low, high = 0, worst_case(shown.terms, least_due_pct=block.least_due_pct).months - len(shown.instalments)
    if high <= 0:
        return 0
    while low + 1 < high:  # `low` does not fit; `high` does, or is the most there is
        middle = (low + high) // 2
        low, high = (low, middle) if _next_due(shown.id, longer=middle) <= fits else (middle, high)
    return high


def _next_due(loan_id: UUID, *, longer: int) -> int:
    return preview_change(SYSTEM, loan_id=loan_id, asked=ChangeAsked(kind="extension", n=longer)).after.next_due_minor


def _was_asked(loan_id: UUID, *, on: date) -> bool:
    """Whether a change waits, or such an offer was made within the last months."""
    changes = loan_changes(SYSTEM, loan_id)
    return any(one.is_open or (one.reason == REASON and one.proposed_on > on - AGAIN_AFTER) for one in changes)


def _linked(on: date) -> Iterator[UUID]:
    """The running loans of products whose instalments follow an income."""
    codes = [one.code for one in products_on(on) if one.income_link is not None]
    after: str | None = None
    while codes:
        found = loans_page(SYSTEM, state=LoanState.ACTIVE, product_codes=codes, after=after, most=200)
        yield from [line.id for line in found.loans]
        after = found.next_cursor
        if after is None:
            return
