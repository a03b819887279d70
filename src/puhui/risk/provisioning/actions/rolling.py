"""Month ends: writes down in which band of days past due late loans stand, and how loans moved within the month."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import new_id
from puhui.risk.provisioning.models import MonthEndBand, RollCount
from puhui.risk.provisioning.rules.migration import CLOSED, DEFAULT, state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLoan:
    """A loan that is late at a month's end. `is_new`: paid out within the month, so that it moved from nowhere."""

    loan_id: UUID
    product_code: str
    days_past_due: int
    principal_minor: int
    is_new: bool


class ProductMonth(Protocol):
    """Loans of a product that were paid out before a month began: open at its end, and closed within it."""

    @property
    def open_loans(self) -> int:
        """How many are open at its end."""

    @property
    def open_principal_minor(self) -> int:
        """What these owe."""

    @property
    def closed_loans(self) -> int:
        """How many were closed within it."""


def record_month_end(
    call: Call,
    *,
    month: date,
    month_before: date,
    late: Collection[LateLoan],
    still_open: Collection[UUID],
    products: Mapping[str, ProductMonth],
) -> int:
    """Keeps the bands of a month (named by its first day) and counts the moves since the month before.

    `still_open`: which of the loans that were late a month before are open. Without a month before, nothing moved.
    """
    call.actor.require(Role.SYSTEM, verb="record a month's end")
    if RollCount.objects.filter(month=month).exists() or MonthEndBand.objects.filter(month=month).exists():
        return 0
    now = {loan.loan_id: loan for loan in late}
    MonthEndBand.objects.bulk_create([_band(month, loan) for loan in late], batch_size=500)
    counts = _Counts()
    before = list(MonthEndBand.objects.filter(month=month_before))
    for row in before:
        loan, is_open = now.get(row.loan_id), row.loan_id in still_open
        to = state_of(loan.days_past_due) if loan else 0 if is_open else CLOSED
        counts.add(row.product_code, row.state, to, principal=row.principal_minor)
    known = {row.loan_id for row in before}
    for loan in late:
        if loan.loan_id not in known and not loan.is_new:
            counts.add(loan.product_code, 0, state_of(loan.days_past_due), principal=loan.principal_minor)
    _add_rest(counts, products, late)
    RollCount.objects.bulk_create(counts.rows(month))
    return len(late)


class _Counts:
    """Moves, while they are counted."""

    def __init__(self) -> None:
        self.moves: dict[tuple[str, int, int], list[int]] = {}

    def add(self, product: str, from_: int, to: int, *, principal: int, loans: int = 1) -> None:
        kept = self.moves.setdefault((product, from_, to), [0, 0])
        kept[0] += loans
        kept[1] += principal

    def loans(self, product: str, *, from_: int | None = None, to: int | None = None) -> int:
        return sum(
            loans
            for (name, came, went), (loans, _) in self.moves.items()
            if name == product and from_ in (None, came) and to in (None, went)
        )

    def rows(self, month: date) -> list[RollCount]:
        return [
            RollCount(
                id=new_id(),
                month=month,
                product_code=product,
                from_state=from_,
                to_state=to,
                loans=loans,
                principal_minor=principal,
            )
            for (product, from_, to), (loans, principal) in sorted(self.moves.items())
            if loans > 0
        ]


def _add_rest(counts: _Counts, products: Mapping[str, ProductMonth], late: Collection[LateLoan]) -> None:
    """Loans that were in time and are so, or are repaid: known in sum only, not one by one."""
    for product, month in products.items():
        old_late = [loan for loan in late if loan.product_code == product and not loan.is_new]
        came_back = counts.loans(product, to=0)
        repaid = max(month.closed_loans - counts.loans(product, to=CLOSED), 0)
        in_time = max(month.open_loans - len(old_late) - came_back, 0)
        principal = max(month.open_principal_minor - sum(loan.principal_minor for loan in old_late), 0)
        counts.add(product, 0, 0, loans=in_time, principal=principal)
        counts.add(product, 0, CLOSED, loans=repaid, principal=0)


def _band(month: date, loan: LateLoan) -> MonthEndBand:
    return MonthEndBand(
        id=new_id(),
        month=month,
        loan_id=loan.loan_id,
        product_code=loan.product_code,
        state=min(state_of(loan.days_past_due), DEFAULT),
        principal_minor=loan.principal_minor,
    )
