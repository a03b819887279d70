"""Proves bills: limits are what is taken, and the books hold what was bought."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Max, Min, RowRange, Sum, Window

from puhui.finmath.discounts import earned_minor
from puhui.foundation.ledger.facade import Fault, control_total
from puhui.products.bills.contracts import LEFT, OURS, TAKEN, BillState
from puhui.products.bills.models import AcceptorLimit, Bill, IncomeClock
from puhui.products.bills.queries.rediscounts import borne_of, owed_rediscounts


def bill_faults() -> list[Fault]:
    """Where limits or books do not add up; one of the checks of the books. A few statements for all bills."""
    return [*_limits(), *_parts(), *_books()]


def _limits() -> Iterator[Fault]:
    taken = Bill.objects.filter(state__in=TAKEN).order_by().values_list("limit_id").annotate(Sum("face_minor"))
    sums = dict(taken)
    for row in AcceptorLimit.objects.order_by("id"):
        if row.used_minor != sums.get(row.id, 0):
            yield Fault("bills.limit", str(row.id), f"kept {row.used_minor}, taken {sums.get(row.id, 0)}")


def _parts() -> Iterator[Fault]:
    """What stands in the place of a bill adds up to it, and no cent of a bill was taken twice."""
    made = Bill.objects.filter(parent__isnull=False).order_by().values("parent_id")
    sums = {
        one["parent_id"]: one for one in made.annotate(face=Sum("face_minor"), first=Min("first"), last=Max("last"))
    }
    gone = Bill.objects.filter(state__in=(BillState.DIVIDED, BillState.PASSED_ON))
    for id_, *kept in gone.values_list("id", "face_minor", "first", "last").iterator(chunk_size=2000):
        stands = sums.get(id_, {"face": 0, "first": 0, "last": 0})
        if kept != [stands["face"], stands["first"], stands["last"]]:
            yield Fault("bills.parts", str(id_), f"was {kept}, its parts are {stands}")
    before = Window(
        Max("last"),
        partition_by=F("number"),
        order_by=["first", "id"],
        frame=RowRange(start=None, end=-1),
    )
    living = Bill.objects.exclude(state__in=LEFT).annotate(taken=before).filter(taken__gte=F("first"))
    for number, first, taken in living.values_list("number", "first", "taken")[:100]:
        yield Fault("bills.once", number, f"cents up to {taken} and from {first} are both taken")


def _books() -> Iterator[Fault]:
    """The ledger holds what we bought, set aside and owe for rediscounts: face, and discount not yet earned."""
    clock = IncomeClock.objects.values_list("earned_until", flat=True).first()
    face = unearned = 0
    rows = Bill.objects.filter(state__in=OURS).values_list("face_minor", "interest_minor", "settled_on", "ends_on")
    for minor, interest, settled_on, ends_on in rows.iterator(chunk_size=2000):
        face += minor
        unearned += interest - _earned(interest, settled_on, ends_on, clock)
    owed = unborne = 0
    for one in owed_rediscounts().iterator(chunk_size=2000):
        owed += one.bill.face_minor
        unborne += one.interest_minor - borne_of(one, on=clock or one.bill.ends_on)
    for account, minor in (
        ("bills.bought", face),
        ("bills.unearned", unearned),
        ("bills.allowance", Bill.objects.aggregate(all=Sum("allowance_minor"))["all"] or 0),
        ("bills.rediscounted", owed),
        ("bills.rediscount_unborne", unborne),
    ):
        if (books := control_total(account)) != minor:
            yield Fault(account, "CNY", f"ledger {books}, bills {minor}")


def _earned(interest: int, settled_on: date | None, ends_on: date, clock: date | None) -> int:
    on = clock or ends_on
    return earned_minor(interest, starts_on=settled_on or on, ends_on=ends_on, on=on)
