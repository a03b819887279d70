"""What is true of wishes: which of them hold on a day. Plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from puhui.conduct.protection.contracts import ActPolicy, NewPayee
from puhui.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of one's own as it was wished: in the order of wishing, from which day on it holds."""

    amount_minor: int
    holds_from: date


def starts_on(amount_minor: int, *, now_minor: int | None, on: date, wait_days: int) -> date:
    """A lower limit holds at once; a higher one, or one for who had none above it, after the days of thinking.

    Whoever has no limit yet is bound by any: it holds at once.
    """
    lower = now_minor is None or amount_minor <= now_minor
    return on if lower else on + timedelta(days=wait_days)


def limit_on(wishes: Iterable[Limit], *, on: date) -> Limit | None:
    """The limit that holds: of those that have begun, the one that was wished last."""
    return next((one for one in reversed(list(wishes)) if one.holds_from <= on), None)


def limit_to_come(wishes: Iterable[Limit], *, on: date) -> Limit | None:
    """The one that was wished last of all, when its day is still to come."""
    last = next(reversed(list(wishes)), None)
    return last if last is not None and last.holds_from > on else None


def reasons_to_wait(
    amount_minor: int,
    *,
    earlier: Sequence[int],
    kind: ActPolicy,
    think_from_minor: int | None,
    is_night: bool,
    is_new_phone: bool,
) -> tuple[str, ...]:
    """Why an act waits until its person has thought again; empty: it is not unusual. Amounts in minor units.

    `earlier`: what moved by acts of the same kind. `think_from_minor`: the person's own wish. `is_night`: it is night
    for somebody who needs more care then. `is_new_phone`: the person changed their number a short time ago.
    """
    is_large = (
        amount_minor >= kind.least_minor
        and len(earlier) >= kind.least_earlier
        and amount_minor >= kind.times * max(earlier)
    )
    found = {
        "own_wish": think_from_minor is not None and amount_minor >= think_from_minor,
        "much_larger": is_large,
        "night": is_night,
        "new_phone": is_new_phone,
    }
    return tuple(name for name, holds in found.items() if holds)


def hours_for_new_payee(
    amount_minor: int, *, kind: str, today_minor: int, is_known: bool, is_old: bool, policy: NewPayee
) -> int:
    """How many hours money to a payee waits; 0: it does not. Amounts in minor units.

    `is_known`: it was paid for this borrower on an earlier day. `today_minor`: what else of today goes to it, so that a
    large amount does not pass in small ones. `is_old`: who borrows is of the age from which it waits longer.
    """
    least = Money.parse(policy.old_least if is_old else policy.least).minor
    if is_known or kind not in policy.kinds or amount_minor + today_minor < least:
        return 0
    return policy.old_hours if is_old else policy.hours
