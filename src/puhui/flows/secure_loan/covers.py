"""A certificate of cover is kept with the loan of who brings it, and looked at before money is paid out."""

from collections.abc import Sequence
from uuid import UUID

from puhui.foundation.catalogue.facade import product_version
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.collateral.facade import (
    CertificateKept,
    CertificateView,
    CoverMissing,
    NewCertificate,
    certificates_of,
    keep_certificate,
)
from puhui.products.lending.facade import LoanState, LoanView, loan

OVER = (LoanState.CLOSED, LoanState.CANCELLED)


@use_case("secure_loan.keep_cover", answers=CertificateKept, subject="loan_id")
def keep_cover(
    call: Call, *, loan_id: UUID, asked: NewCertificate, name: str = "", content: bytes = b""
) -> CertificateKept:
    """Keeps a certificate with a loan, and its paper where one is brought."""
    shown = loan(call.actor, loan_id)
    if shown.state in OVER:
        raise InvalidInput("loan_id", "this loan is over")
    if asked.insured.currency != shown.line.principal.currency:
        raise InvalidInput("insured.currency", f"the loan is in {shown.line.principal.currency}")
    owner = shown.borrower_id
    return keep_certificate(call, debt_id=loan_id, owner_id=owner, asked=asked, name=name, content=content)


def missing_cover(shown: LoanView, *, kept: Sequence[CertificateView] | None = None) -> CoverMissing | None:
    """What is missing of the cover that the product asks for; None when nothing is, or nothing is asked for.

    `kept`: the certificates of the loan, where they were read already.
    """
    asked = product_version(shown.line.product_code, shown.product_version).insurance
    if asked is None or not asked.required:
        return None
    principal, today = shown.line.principal, business_date()
    least = Money(-(-principal.minor * asked.insured_least_pct // 100), principal.currency)
    known = certificates_of(SYSTEM, [shown.id]) if kept is None else kept
    fitting = [one for one in known if one.cover == asked.cover]
    holding = [one for one in fitting if one.holds_on(today)]
    if sum(one.insured.minor for one in holding) >= least.minor and holding:
        return None
    if holding:
        why = "those that are kept insure less", "已登记凭证的保额不足"
    elif any(one.withdrawn_on is None for one in fitting):
        why = "the one that is kept does not hold today", "已登记的凭证今日无效"
    else:
        why = "none is kept", "尚未登记"
    return CoverMissing(
        where="loan_id", cover=asked.cover, least=str(least), currency=least.currency, why=why[0], why_zh=why[1]
    )
