"""A certificate of cover is kept with the loan of who brings it, and looked at before money is paid out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from puhui.foundation.catalogue.facade import product_version
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverWanted:
    """What a product asks of a cover and the loan has not; `least`: the sum that certificates insure together."""

    cover: str
    name: Text
    text: Text | None
    least: Money
    why: Text


NONE_KEPT: Final = Text(en="none is kept", zh="尚未登记")
TOO_SMALL: Final = Text(en="those that are kept insure less", zh="已登记凭证的保额不足")
NOT_TODAY: Final = Text(en="the one that is kept does not hold today", zh="已登记的凭证今日无效")


def cover_wanted(shown: LoanView, *, kept: Sequence[CertificateView] | None = None) -> CoverWanted | None:
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
    standing = any(one.withdrawn_on is None for one in fitting)
    why = TOO_SMALL if holding else NOT_TODAY if standing else NONE_KEPT
    name = asked.name or Text(en=asked.cover, zh=asked.cover)
    return CoverWanted(cover=asked.cover, name=name, text=asked.text, least=least, why=why)


def missing_cover(shown: LoanView, *, kept: Sequence[CertificateView] | None = None) -> CoverMissing | None:
    """The refusal to pay out a loan whose cover is missing; None when nothing is (see `cover_wanted`)."""
    wanted = cover_wanted(shown, kept=kept)
    if wanted is None:
        return None
    return CoverMissing(
        where="loan_id",
        cover=wanted.name.en,
        cover_zh=wanted.name.zh,
        least=wanted.least,
        why=wanted.why.en,
        why_zh=wanted.why.zh,
    )


def require_cover(shown: LoanView) -> None:
    """Refuses to pay out while the cover is missing that the product asks for."""
    if uncovered := missing_cover(shown):
        raise uncovered
