"""What stands behind one loan, for people and programs: things, guarantees, and how what is owed compares."""

from dataclasses import dataclass
from uuid import UUID

from puhui.flows.secure_loan.covers import missing_cover
from puhui.flows.secure_loan.debts import owed_now
from puhui.foundation.catalogue.facade import product_version
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Actor
from puhui.kernel.money import Money
from puhui.products.collateral.facade import (
    CertificateView,
    GuaranteeView,
    PledgeView,
    certificates_of,
    cover_of,
    guarantees_page,
    pledges_of,
    ratio_bps,
)
from puhui.products.lending.facade import loan


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanSecurity:
    """A loan and its security today. `ratio_bps`: owed over the value that counts; None without such a value."""

    loan_id: UUID
    owed: Money
    things: Money
    unperfected: Money
    guaranteed: Money
    ratio_bps: int | None
    pledges: tuple[PledgeView, ...]
    guarantees: tuple[GuaranteeView, ...]
    covers: tuple[CertificateView, ...]
    cover_asked: str
    is_cover_missing: bool

    @property
    def open_part(self) -> Money:
        """What is owed beyond the things that count; guarantees come on top of that."""
        return Money(max(self.owed.minor - self.things.minor, 0), self.owed.currency)


def security_of(actor: Actor, loan_id: UUID) -> LoanSecurity:
    """What stands behind a loan. Staff only."""
    shown = loan(actor, loan_id)
    pledges, guarantees = pledges_of(actor, loan_id), guarantees_page(actor, debt_id=loan_id, most=200)
    asked = product_version(shown.line.product_code, shown.product_version).insurance
    covers = certificates_of(actor, [loan_id])
    cover, owed = cover_of([loan_id], on=business_date())[loan_id], owed_now(shown)
    return LoanSecurity(
        loan_id=loan_id,
        owed=owed,
        things=Money(cover.things_minor, owed.currency),
        unperfected=Money(cover.unperfected_minor, owed.currency),
        guaranteed=Money(cover.guaranteed_minor, owed.currency),
        ratio_bps=ratio_bps(owed.minor, cover.things_minor),
        pledges=tuple(pledges),
        guarantees=tuple(guarantees),
        covers=tuple(covers),
        cover_asked=asked.cover if asked is not None else "",
        is_cover_missing=missing_cover(shown, kept=covers) is not None,
    )
