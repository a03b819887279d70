"""The firm signs with its one-time code: the loan is opened and its payout asked for, in the same act."""

from datetime import date
from uuid import UUID

from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.farm.backing import use_village_line
from puhui.flows.farm.groups import require_group
from puhui.flows.farm.household_signs import require_household
from puhui.flows.farm.seasons import plan_season
from puhui.flows.keep_prices import keep_agreed_price
from puhui.flows.lease_equipment.required import waits_for_delivery
from puhui.flows.originate_loan.answers import ContractSigned
from puhui.flows.originate_loan.grant_facility import draws_are_loans, grant_by_contract, is_limit
from puhui.flows.originate_loan.request_signing_code import PURPOSE, code_subject
from puhui.flows.originate_loan.standing import check_headroom, product_of, rate_basis_of, require_signer
from puhui.flows.originate_loan.telling import tell_of_signature
from puhui.flows.pay_payee.checking import check_payee_of
from puhui.flows.protect_person.before_lending import check_before_lending
from puhui.flows.protect_person.second_thoughts import hold_payout
from puhui.flows.secure_loan.required import waits_for_security
from puhui.flows.send_papers import require_papers
from puhui.flows.subsidise_loans.entitle import grant_at_signing, grant_of_shop
from puhui.flows.trade.order_loans import begin_on_order
from puhui.foundation.access.facade import Sealed, check_code, counts_wrong_codes, sealed
from puhui.foundation.catalogue.facade import check_all_in_cost
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import PartyKind, hold_debtors, home_date, party_card, region_of
from puhui.kernel.actors import Call
from puhui.products.lending.facade import moved_to, open_loan
from puhui.products.origination.facade import (
    ApplicationView,
    ContractView,
    OfferExpired,
    OfferView,
    application,
    attach_loan,
    contract,
    mark_signed,
    move_application,
    offer,
)
from puhui.products.payees.facade import link_loan, require_running


def sign_contract(call: Call, *, contract_id: UUID, code: str | Sealed) -> ContractSigned:
    """Checks the code, binds the firm, opens the loan from the very terms of the sheet, and asks for the payout.

    The code is sealed before the use case, so that no trace of it is kept with the answer.
    """
    given = code if isinstance(code, Sealed) else sealed(code, where="code")
    return _sign(call, contract_id=contract_id, code=given)


@counts_wrong_codes
@use_case("originate_loan.sign_contract", answers=ContractSigned, subject="contract_id")
def _sign(call: Call, *, contract_id: UUID, code: Sealed) -> ContractSigned:
    prepared = contract(call.actor, contract_id)
    require_signer(call.actor, firm_id=prepared.firm_id, verb="sign a contract")
    hold_debtors(prepared.firm_id)
    asked = application(call.actor, prepared.application_id)
    agreed, on = offer(call.actor, prepared.offer_id), business_date()
    _check_still_allowed(asked, agreed, on=on)
    check_payee_of(asked)
    require_papers(asked, before="contract")
    is_person = party_card(call.actor, party_id=asked.firm_id).kind == PartyKind.PERSON
    check_headroom(asked=asked, amount=agreed.amount, is_person=is_person)  # others of the house may have signed since
    if is_person:  # a wish since the application counts
        check_before_lending(asked.firm_id, product=product_of(asked), amount=agreed.amount, on=home_date(call.at))
    require_running(call, application_id=asked.id)
    require_household(prepared, product_of(asked))
    require_group(product_of(asked), party_id=asked.firm_id)
    signer = call.actor.party_id or prepared.firm_id
    check_code(call, purpose=PURPOSE, subject=code_subject(contract_id, signer), code=code)
    move_application(asked.id, "sign")
    mark_signed(call, contract_id=contract_id)
    product, loan_id, facility_id = product_of(asked), None, None
    if not draws_are_loans(product):
        loan_id = _open(call, prepared, asked=asked, agreed=agreed, on=on)
    if is_limit(product, agreed):
        facility_id = grant_by_contract(
            call, prepared, asked=asked, agreed=agreed, product=product, loan_id=loan_id, on=on
        )
    tell_of_signature(call, asked=asked, agreed=agreed)
    if loan_id and not _waits(call, application_id=asked.id, loan_id=loan_id):
        old_from_age = product.conduct.contact_person_from_age if product.conduct else None
        who = {"loan_id": loan_id, "borrower_id": asked.firm_id}
        hold = hold_payout(call, amount=agreed.amount, old_from_age=old_from_age, **who)
        request_disbursement(call, loan_id=loan_id, hold=hold)
    if loan_id and product.form == "order":
        begin_on_order(call, application_id=asked.id, loan_id=loan_id, product=product)
    return ContractSigned(contract_id, loan_id, facility_id)


def _waits(call: Call, *, application_id: UUID, loan_id: UUID) -> bool:
    """True when money is not asked for yet: leased equipment is not delivered, or security is missing."""
    if waits_for_delivery(call, application_id=application_id, loan_id=loan_id):
        return True
    return waits_for_security(call, loan_id=loan_id)


def _check_still_allowed(asked: ApplicationView, agreed: OfferView, *, on: date) -> None:
    """Refuses an offer whose day has passed, and one above a cap that came into force meanwhile."""
    if on > agreed.valid_until:
        raise OfferExpired(where="contract_id", until=agreed.valid_until)
    product = product_of(asked)
    check_all_in_cost(
        agreed.all_in_cost_pct,
        what=f"offer {agreed.n} of {product.code}",
        on=on,
        of=product,
        region=region_of(asked.firm_id),
    )


def _open(call: Call, prepared: ContractView, *, asked: ApplicationView, agreed: OfferView, on: date) -> UUID:
    loan_id = open_loan(
        call,
        borrower_id=asked.firm_id,
        product_code=asked.product_code,
        product_version=asked.product_version,
        contract_id=prepared.id,
        terms=moved_to(agreed.loan_terms, on),
        rate_basis=rate_basis_of(product_of(asked), agreed),
    )
    attach_loan(contract_id=prepared.id, loan_id=loan_id)
    keep_agreed_price(loan_id=loan_id, agreed=agreed)
    grant_at_signing(
        call,
        product=product_of(asked),
        loan_id=loan_id,
        borrower_id=asked.firm_id,
        purpose=asked.purpose,
        amount_minor=agreed.amount.minor,
        rate_pct=agreed.annual_rate_pct,
        on=on,
    )
    grant_of_shop(
        call,
        application_id=asked.id,
        product=product_of(asked),
        loan_id=loan_id,
        borrower_id=asked.firm_id,
        amount_minor=agreed.amount.minor,
        rate_pct=agreed.annual_rate_pct,
        on=on,
    )
    link_loan(application_id=asked.id, loan_id=loan_id, amount=agreed.amount)
    who = {"party_id": asked.firm_id, "loan_id": loan_id}
    use_village_line(call, product_of(asked), amount=agreed.amount, **who)
    plan_season(product_of(asked), crop=asked.purpose, on=on, amount=agreed.amount, **who)
    return loan_id
