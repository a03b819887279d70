"""What a loan still needs before money is paid out, for the borrower: a cover, security; with what was brought."""

from dataclasses import dataclass
from uuid import UUID

from puhui.flows.secure_loan.covers import CoverWanted, cover_wanted
from puhui.flows.secure_loan.required import missing_security
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Actor
from puhui.kernel.money import Money
from puhui.products.collateral.facade import CertificateView, certificates_of
from puhui.products.farms.facade import TrancheState, tranches_of
from puhui.products.lending.facade import LoanState, LoanView, loan


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforePayout:
    """What is missing of the security and the cover, and the certificates that are kept with the loan and count today.

    Nothing is missing of a loan whose money is paid out in whole.
    """

    loan_id: UUID
    security: Money | None
    cover: CoverWanted | None
    certificates: tuple[CertificateView, ...]

    @property
    def is_waiting(self) -> bool:
        """Whether money is held back until something is brought."""
        return self.security is not None or self.cover is not None


def before_payout(actor: Actor, loan_id: UUID) -> BeforePayout:
    """What a loan of the actor's needs before money is paid out; of others nothing is told."""
    shown, today = loan(actor, loan_id), business_date()
    kept = certificates_of(SYSTEM, [loan_id])
    counting = tuple(one for one in kept if one.holds_on(today))
    is_first = shown.state == LoanState.AWAITING_DISBURSEMENT
    cover = cover_wanted(shown, kept=kept) if is_first or _has_parts_to_come(shown) else None
    security = missing_security(shown) if is_first else None
    return BeforePayout(loan_id=loan_id, security=security, cover=cover, certificates=counting)


def _has_parts_to_come(shown: LoanView) -> bool:
    """Whether a part of a seasonal loan may still be asked for."""
    if shown.state != LoanState.ACTIVE:
        return False
    return any(part.state == TrancheState.WAITING and part.closes_on >= shown.as_of for part in tranches_of(shown.id))
