"""Proves bills: limits are what is taken, and the books hold what was bought."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Sum

from puhui.finmath.discounts import earned_minor
from puhui.foundation.ledger.facade import Fault, control_total
from puhui.products.bills.contracts import OURS, TAKEN
from puhui.products.bills.models import AcceptorLimit, Bill, IncomeClock


def bill_faults() -> list[Fault]:
    """Where limits or books do not add up; one of the checks of the books. A few statements for all bills."""
    return [*_limits(), *_books()]


def _limits() -> Iterator[Fault]:
    taken = Bill.objects.filter(state__in=TAKEN).order_by().values_list("limit_id").annotate(Sum("face_minor"))
    sums = dict(taken)
    for row in AcceptorLimit.objects.order_by("id"):
        if row.used_minor != sums.get(row.id, 0):
            yield Fault("bills.limit", str(row.id), f"kept {row.used_minor}, taken {sums.get(row.id, 0)}")


def _books() -> Iterator[Fault]:
    """The ledger holds the face of what we bought, and the discount not yet earned."""
    clock = IncomeClock.objects.values_list("earned_until", flat=True).first()
    face = unearned = 0
    rows = Bill.objects.filter(state__in=OURS).values_list("face_minor", "interest_minor", "settled_on", "ends_on")
    for minor, interest, settled_on, ends_on in rows.iterator(chunk_size=2000):
        face += minor
        unearned += interest - _earned(interest, settled_on, ends_on, clock)
    for account, minor in (("bills.bought", face), ("bills.unearned", unearned)):
        if (books := control_total(account)) != minor:
            yield Fault(account, "CNY", f"ledger {books}, bills {minor}")


def _earned(interest: int, settled_on: date | None, ends_on: date, clock: date | None) -> int:
    on = clock or ends_on
    return earned_minor(interest, starts_on=settled_on or on, ends_on=ends_on, on=on)
