"""What is true of a lease: which step leads where, how much of a price may be financed, what a meter may say."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Final

from puhui.kernel.money import Money
from puhui.products.leasing.contracts import LeaseState, LeaseStep
from puhui.products.leasing.refusals import LeaseStepRefused, WrongPrice

_S = LeaseState
STEPS: Final[Mapping[LeaseStep, tuple[tuple[LeaseState, ...], LeaseState]]] = {
    LeaseStep.CANCEL: ((_S.CHOSEN, _S.DELIVERED), _S.CANCELLED),
    LeaseStep.ACCEPT: ((_S.CHOSEN,), _S.DELIVERED),
    LeaseStep.PAY_OUT: ((_S.DELIVERED,), _S.IN_USE),
    LeaseStep.BUY: ((_S.IN_USE,), _S.BOUGHT),
    LeaseStep.RETURN: ((_S.IN_USE,), _S.RETURNED),
    LeaseStep.TAKE_BACK: ((_S.IN_USE,), _S.TAKEN_BACK),
    LeaseStep.SELL: ((_S.RETURNED, _S.TAKEN_BACK), _S.SOLD),
}
"""From which states a step is taken, and where it leads."""


def state_after(state: LeaseState, step: LeaseStep) -> LeaseState:
    """Where the step leads; refuses one that does not begin there."""
    begins, ends = STEPS[step]
    if state not in begins:
        raise LeaseStepRefused(where="state", state=state.value)
    return ends


def most_financed(price: Money, *, down_payment_pct: Decimal) -> Money:
    """The price less the down payment that the product asks for, the down payment rounded up to the minor unit."""
    down = int((price.minor * down_payment_pct / 100).to_integral_value(ROUND_CEILING))
    return Money(price.minor - down, price.currency)


def check_financed(price: Money, *, asked: Money, down_payment_pct: Decimal) -> None:
    """Refuses to finance more than the product allows of the price, and in another currency."""
    most = most_financed(price, down_payment_pct=down_payment_pct)
    if asked.currency != price.currency or asked.minor > most.minor:
        raise WrongPrice(where="price", price=price, most=most, share=f"{down_payment_pct.normalize():f}", asked=asked)


def residual_of(financed: Money, *, residual_pct: Decimal) -> Money:
    """What the rents leave for the last one, of what is financed; rounded down to the minor unit."""
    return Money(int(financed.minor * residual_pct // 100), financed.currency)


def share_of(whole: Money, *, pct: Decimal) -> Money:
    """A share of an amount, rounded down to the minor unit."""
    return Money(int(whole.minor * pct // 100), whole.currency)


def returned_worth(first: Money, *, residual: Money, months: int, term_months: int) -> Money:
    """What a thing is taken back for after whole months of its term: from `first` down to the residual in equal parts.

    Rounded up to the minor unit, which is in the lessee's favour; never below the residual.
    """
    gone = min(max(months, 0), term_months)
    fall = max(first.minor - residual.minor, 0) * gone // term_months
    return Money(max(first.minor - fall, residual.minor), first.currency)


def return_price(pay_off: Money, *, worth: Money) -> tuple[Money, Money]:
    """What the lessee still pays when the thing is taken back for its worth, and what they get: one of them nothing."""
    left = pay_off.minor - worth.minor
    return Money(max(left, 0), pay_off.currency), Money(max(-left, 0), pay_off.currency)


def guarantee_called(guaranteed: Money, *, residual: Money, sold_for: Money, owed: Money) -> Money:
    """What a guarantor of the residual pays: what the sale lacks to it, within the guarantee and what is still owed."""
    lacking = max(residual.minor - sold_for.minor, 0)
    left = max(owed.minor - sold_for.minor, 0)
    return Money(min(guaranteed.minor, lacking, left), guaranteed.currency)


def plate(text: str) -> str:
    """A number as it is compared: without spaces and dashes, in capitals."""
    return "".join(char for char in text.upper() if char.isalnum())
