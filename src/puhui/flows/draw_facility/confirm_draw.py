"""The holder confirms a draw with a one-time code: the bank is asked to pay it out, in the same act."""

from uuid import UUID

from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.draw_facility.answers import DrawAsked, DrawCodeSent
from puhui.flows.draw_facility.holders import require_holder
from puhui.flows.draw_facility.quote import basis_of_draw, product_of_facility, quote_draw
from puhui.flows.protect_person.before_lending import check_before_drawing, reading_seconds
from puhui.flows.protect_person.second_thoughts import Act, think_again
from puhui.foundation.access.facade import Sealed, check_code, counts_wrong_codes, limit_rate, make_code, sealed
from puhui.foundation.catalogue.facade import benchmark_name
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import send_code_notice
from puhui.foundation.party.facade import hold_debtors, home_date, phone_of
from puhui.foundation.payments.facade import Hold, Purpose, request_payment
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.ids import derived_id
from puhui.products.facilities.facade import (
    DrawNotOpen,
    DrawState,
    DrawView,
    FacilityView,
    confirm_draw,
    draw,
    facility,
)
from puhui.products.lending.facade import open_loan
from puhui.products.origination.facade import ProofMissing, seconds_read, sheet_digest

PURPOSE = "draw_facility"
NOTE = "facility/"


@use_case("draw_facility.request_draw_code", answers=DrawCodeSent, subject="draw_id")
def request_draw_code(call: Call, *, draw_id: UUID) -> DrawCodeSent:
    """Sends a new code to the phone of the person who draws; an earlier one ends."""
    kept = draw(call.actor, draw_id)
    require_holder(call.actor, facility(call.actor, kept.facility_id), verb="draw on a limit")
    if kept.state != DrawState.RESERVED:
        raise DrawNotOpen(where="draw_id", state=kept.state)
    limit_rate(f"draw_code/{draw_id}", most=6, seconds=600, at=call.at)
    signer = call.actor.party_id or kept.holder_id
    code = make_code(call, purpose=PURPOSE, subject=_code_subject(draw_id, signer))
    send_code_notice(call, phone=phone_of(signer), code=code, purpose=PURPOSE)
    return DrawCodeSent(draw_id)


def confirm_and_pay(call: Call, *, draw_id: UUID, code: str | Sealed, seconds_shown: int | None = None) -> DrawAsked:
    """Checks the reading and the code, and asks the bank to pay. The code is sealed first, and leaves no trace."""
    given = code if isinstance(code, Sealed) else sealed(code, where="code")
    return _confirm(call, draw_id=draw_id, code=given, seconds_shown=seconds_shown)


@counts_wrong_codes
@use_case("draw_facility.confirm", answers=DrawAsked, subject="draw_id")
def _confirm(call: Call, *, draw_id: UUID, code: Sealed, seconds_shown: int | None) -> DrawAsked:
    kept = draw(call.actor, draw_id)
    require_holder(call.actor, facility(call.actor, kept.facility_id), verb="draw on a limit")
    hold_debtors(kept.holder_id)
    signer = call.actor.party_id or kept.holder_id
    if kept.shown_to != signer or sheet_digest(kept.sheet) != kept.sheet_hash:
        raise ProofMissing(where="draw_id")
    if kept.sheet["assumed_payout_on"] != business_date().isoformat():
        raise DrawNotOpen(where="draw_id", state="out of time")  # its days and costs were those of another day
    shown = facility(call.actor, kept.facility_id)
    product = product_of_facility(shown)
    check_before_drawing(kept.holder_id, product=product, amount=kept.amount, on=home_date(call.at))
    least = reading_seconds(kept.holder_id, on=business_date())
    seconds = seconds_read(shown_at=kept.shown_at, now=call.at, claimed=seconds_shown, least=least)
    check_code(call, purpose=PURPOSE, subject=_code_subject(draw_id, signer), code=code)
    loan_id = shown.loan_id or _open(call, kept, shown=shown)
    confirm_draw(call, draw_id=draw_id, seconds_measured=seconds, loan_id=loan_id)
    hold = think_again(call, act=Act(Purpose.DISBURSEMENT, kept.holder_id, kept.amount))
    if shown.loan_id:
        order_id = _pay_from_line(call, kept, loan_id=loan_id, hold=hold)
    else:
        order_id = _pay_loan(call, loan_id, hold=hold)
    return DrawAsked(draw_id, shown.id, loan_id, order_id)


def _open(call: Call, kept: DrawView, *, shown: FacilityView) -> UUID:
    """The loan that this draw becomes, on the terms of its sheet; the draw is its contract under the framework one."""
    product = product_of_facility(shown)
    quote = quote_draw(shown, amount=kept.amount, term_months=kept.term_months, on=business_date())
    benchmark = benchmark_name(product.jurisdiction, product.price.benchmark)
    return open_loan(
        call,
        borrower_id=shown.holder_id,
        product_code=product.code,
        product_version=product.version,
        contract_id=kept.id,
        terms=quote.terms,
        rate_basis=basis_of_draw(shown, product, benchmark=benchmark),
    )


def _pay_from_line(call: Call, kept: DrawView, *, loan_id: UUID, hold: Hold | None) -> UUID:
    return request_payment(
        call,
        direction="pay_out",
        amount=kept.amount,
        party_id=kept.holder_id,
        purpose=Purpose.DISBURSEMENT,
        subject_id=loan_id,
        requested_on=business_date(),
        order_id=derived_id(kept.id, "pay out"),
        note=f"{NOTE}{kept.id}",
        hold=hold,
    )


def _pay_loan(call: Call, loan_id: UUID, *, hold: Hold | None) -> UUID:
    system = Call(SYSTEM, f"{call.key[:150]}/pay out", call.at, call.channel)
    asked = request_disbursement(system, loan_id=loan_id, hold=hold)
    assert asked.order_id is not None  # a draw that is a loan of its own is never a line
    return asked.order_id


def _code_subject(draw_id: UUID, signer: UUID) -> str:
    return f"{draw_id}/{signer}"
