"""Whether a loan has the security that its product asks for before money is paid out."""

from datetime import timedelta
from uuid import UUID

from puhui.flows.secure_loan.covers import missing_cover, require_cover
from puhui.flows.secure_loan.pledge import KIND
from puhui.foundation.casework.facade import open_case
from puhui.foundation.catalogue.facade import product_version
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.money import Money
from puhui.products.collateral.facade import SecurityMissing, collateral_policy, cover_of
from puhui.products.lending.facade import LoanView, loan


def missing_security(shown: LoanView) -> Money | None:
    """What is missing of the cover that the product asks for; None when nothing is, or nothing is asked for.

    Things count when their pledge is perfected; guarantees when the product says so.
    """
    asked = product_version(shown.line.product_code, shown.product_version).security
    if asked is None:
        return None
    cover = cover_of([shown.id], on=business_date())[shown.id]
    has = cover.things_minor + (cover.guaranteed_minor if asked.with_guarantees else 0)
    principal = shown.line.principal
    missing = -(-principal.minor * asked.cover_least_pct // 100) - has
    return Money(missing, principal.currency) if missing > 0 else None


def require_security(shown: LoanView) -> None:
    """Refuses to pay out a loan that is not secured, or not covered, as its product asks."""
    if missing := missing_security(shown):
        raise SecurityMissing(where="loan_id", missing=missing)
    require_cover(shown)


def waits_for_security(call: Call, *, loan_id: UUID) -> bool:
    """True for a loan that was signed and is not secured or covered yet: somebody sees to it, then operations pay."""
    shown = loan(SYSTEM, loan_id)
    missing, uncovered, today = missing_security(shown), missing_cover(shown), business_date()
    if missing is None and uncovered is None:
        return False
    wanted = [f"{missing.written} of security are missing: pledge, register"] if missing else []
    wanted += ["a certificate of cover is missing: keep it with the loan"] if uncovered else []
    open_case(
        call,
        kind=KIND,
        subject=str(loan_id),
        party_id=shown.borrower_id,
        due_on=today + timedelta(days=collateral_policy(today).case_days),
        reason=f"signed, and {'; '.join(wanted)}, then pay it out",
    )
    return True
