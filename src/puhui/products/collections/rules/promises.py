"""What may be promised, and whether it was kept."""

from datetime import date, timedelta

from puhui.kernel.money import Money
from puhui.products.collections.contracts import BadPromise, NothingLate, PromiseState


def check_promise(
    *, amount: Money, due_on: date, late: Money, today: date, most_days_ahead: int, least_share_pct: int
) -> None:
    """Refuses a promise that is about nothing, too small, too large or too far away."""
    if late.minor <= 0:
        raise NothingLate(where="loan_id")
    least = max(1, -(-late.minor * least_share_pct // 100))
    last = today + timedelta(days=most_days_ahead)
    fits = amount.currency == late.currency and least <= amount.minor <= late.minor
    if not fits or not today <= due_on <= last:
        raise BadPromise(
            where="amount" if not fits else "due_on",
            least=Money(least, late.currency),
            most=late,
            first=today,
            last=last,
        )


def judged(*, promised_minor: int, paid_minor: int) -> PromiseState:
    """Kept when all of it was paid by its day, partly when some was, broken when nothing was."""
    if paid_minor >= promised_minor:
        return PromiseState.KEPT
    return PromiseState.PARTLY if paid_minor > 0 else PromiseState.BROKEN
