"""Proves vouchers: parts add up, limits are what runs, the books hold what was bought, and chains hold."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from django.db.models import Exists, F, OuterRef, Sum
from django.db.models.functions import Coalesce

from puhui.finmath.discounts import earned_minor
from puhui.foundation.ledger.facade import Fault, control_total
from puhui.products.vouchers.contracts import (
    LENDER_ID,
    RUNNING,
    HoldingState,
    PurchaseState,
    VoucherState,
)
from puhui.products.vouchers.models import OPEN_PURCHASE, Holding, IncomeClock, Program, Purchase, Voucher, VoucherPart
from puhui.products.vouchers.queries.chains import fault_of

MOST = 100


def voucher_faults() -> list[Fault]:
    """Where parts, limits or books do not add up; one of the checks of the books. A few statements for all vouchers."""
    return [*_conserved(), *_parents(), *_limits(), *_books()]


def chain_faults(*, most: int | None = None) -> Iterator[Fault]:
    """Living parts whose chain does not hold: every link of every one is proved. For the command, not for each day."""
    living = Holding.objects.exclude(state=HoldingState.PAID).order_by("part_id").values_list("part_id", flat=True)
    for part_id in islice(living.iterator(chunk_size=500), most):
        if fault := fault_of(part_id):
            yield Fault("vouchers.chain", str(part_id), fault)


def _conserved() -> Iterator[Fault]:
    """The living parts of every voucher add up to it."""
    living = Holding.objects.order_by().values("voucher_id").annotate(sum=Sum("amount_minor"))
    sums = {row["voucher_id"]: row["sum"] for row in living.iterator(chunk_size=2000)}
    rows = Voucher.objects.exclude(state=VoucherState.REFUSED).order_by("id").values_list("id", "amount_minor")
    wrong = ((id_, amount) for id_, amount in rows.iterator(chunk_size=2000) if sums.get(id_, 0) != amount)
    for id_, amount in islice(wrong, MOST):
        yield Fault("vouchers.conserved", str(id_), f"issued {amount}, living parts {sums.get(id_, 0)}")


def _parents() -> Iterator[Fault]:
    """The parts that came of a part add up to it, and a part that was spent lives no more."""
    children = VoucherPart.objects.filter(parent__isnull=False).order_by().values("parent_id", "parent__amount_minor")
    wrong = children.annotate(sum=Sum("amount_minor")).exclude(sum=F("parent__amount_minor"))
    for row in wrong[:MOST]:
        yield Fault("vouchers.parts", str(row["parent_id"]), f"{row['parent__amount_minor']} became {row['sum']}")
    spent = Holding.objects.filter(Exists(VoucherPart.objects.filter(parent_id=OuterRef("part_id"))))
    for part_id in spent.values_list("part_id", flat=True)[:MOST]:
        yield Fault("vouchers.parts", str(part_id), "it was spent and lives still")


def _limits() -> Iterator[Fault]:
    """What is kept beside each limit is what runs."""
    used = Voucher.objects.filter(state__in=RUNNING).order_by().values_list("program_id").annotate(Sum("amount_minor"))
    bought = Purchase.objects.filter(state__in=OPEN_PURCHASE).order_by()
    sums, ours = dict(used), dict(bought.values_list("voucher__program_id").annotate(Sum("face_minor")))
    for row in Program.objects.order_by("id"):
        if (row.used_minor, row.bought_minor) != (sums.get(row.id, 0), ours.get(row.id, 0)):
            real = (sums.get(row.id, 0), ours.get(row.id, 0))
            yield Fault("vouchers.limit", str(row.id), f"kept {(row.used_minor, row.bought_minor)}, running {real}")


def _books() -> Iterator[Fault]:
    """The ledger holds the face of what we bought, the discount not yet earned, and what is due to holders."""
    clock = IncomeClock.objects.values_list("earned_until", flat=True).first()
    face = unearned = 0
    held = Purchase.objects.filter(state=PurchaseState.HELD)
    for minor, interest, starts_on, ends_on in held.values_list(
        "face_minor", "interest_minor", "settled_on", "ends_on"
    ).iterator(chunk_size=2000):
        face += minor
        unearned += interest - _earned(interest, starts_on, ends_on, clock)
    redeemed = Holding.objects.filter(voucher__state=VoucherState.REDEEMED).exclude(holder_id=LENDER_ID)
    due = redeemed.exclude(state=HoldingState.PAID).aggregate(sum=Coalesce(Sum("amount_minor"), 0))["sum"]
    for account, minor in (("vouchers.bought", face), ("vouchers.unearned", unearned), ("vouchers.payable", due)):
        if (books := control_total(account)) != minor:
            yield Fault(account, "CNY", f"ledger {books}, vouchers {minor}")


def _earned(interest: int, starts_on: date | None, ends_on: date, clock: date | None) -> int:
    on = clock or ends_on
    return earned_minor(interest, starts_on=starts_on or on, ends_on=ends_on, on=on)
