"""Asks the payers of subsidies for their parts, and books what they pay."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import JournalDraft, business_date, draft_from_template, post
from puhui.kernel.actors import Call
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import PaymentIn, book_payments
from puhui.products.subsidies.facade import ClaimFiled, ClaimView, PassedOn, claim, file_claim, take_payment


@use_case("subsidise_loans.file_subsidy_claim", answers=ClaimFiled, subject="claim_id")
def file_subsidy_claim(call: Call, *, scheme: str, payer: str, until: date) -> ClaimFiled:
    """Files all parts of a payer up to a day that no claim asks for yet."""
    return file_claim(call, scheme=scheme, payer=payer, until=until)


@use_case("subsidise_loans.receive_subsidy", answers=ClaimView, subject="claim_id")
def receive_subsidy(call: Call, *, claim_id: UUID, paid: Money, reference: str) -> ClaimView:
    """The payer's money came: the claim is settled, and what borrowers had paid ahead goes to their loans.

    On a loan that is over it is held for the borrower, and is paid out as any money held is.
    """
    passed_on = take_payment(call, claim_id=claim_id, paid=paid, reference=reference)
    received = _draft("subsidy_received", claim_id, claim_id=claim_id, amount=paid, bucket=0)
    post([received, *_drafts(claim_id, passed_on)], call=call)
    payments = [
        PaymentIn(
            loan_id=one.loan_id,
            order_id=derived_id(claim_id, f"passed on/{one.loan_id}"),
            amount=one.amount,
            on=business_date(),
        )
        for one in passed_on
    ]
    if payments:
        book_payments(call, payments=payments)
    return claim(call.actor, claim_id)


def _drafts(claim_id: UUID, passed_on: Sequence[PassedOn]) -> list[JournalDraft]:
    return [
        _draft("subsidy_passed_on", one.loan_id, claim_id=claim_id, amount=one.amount, bucket=one.bucket)
        for one in passed_on
    ]


def _draft(template: str, of: UUID, *, claim_id: UUID, amount: Money, bucket: int) -> JournalDraft:
    return draft_from_template(
        template,
        id=derived_id(claim_id, f"{template}/{of}"),
        amounts={"subsidy": amount.minor},
        owners={},
        bucket=bucket,
        value_date=business_date(),
        source=f"subsidy claim:{claim_id}",
        currency=amount.currency,
    )
