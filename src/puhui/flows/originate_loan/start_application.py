"""A firm, or a person for themselves, says what they would like to borrow."""

from typing import Final
from uuid import UUID

from puhui.flows.farm.seasons import check_season
from puhui.flows.originate_loan.answers import ApplicationStarted
from puhui.flows.originate_loan.audience import require_audience
from puhui.flows.originate_loan.standing import product_of, require_firm, require_of_age
from puhui.flows.pay_payee.checking import check_named
from puhui.flows.protect_person.before_lending import check_method_for_age
from puhui.foundation.casework.facade import clean_text
from puhui.foundation.catalogue.facade import (
    OutsideProduct,
    Product,
    check_product,
    check_request,
    pin_product,
    product,
)
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import PartyKind, home_date, party_card
from puhui.foundation.regions.facade import require_licensed
from puhui.kernel.actors import Call, Role
from puhui.kernel.money import Money
from puhui.products.origination.facade import add_application, application, change_draft
from puhui.products.payees.facade import name_payee

CHANGED: Final = ("loan", "facility")  # a lease is over its thing, a checkout over its basket
PAPER: Final = ("voucher", "bill", "order", "factoring")  # begun with a paper of trade, not by an application alone


@use_case("originate_loan.start_application", answers=ApplicationStarted, subject="application_id")
def start_application(
    call: Call,
    *,
    firm_id: UUID,
    product_code: str,
    amount: Money,
    term_months: int,
    method: str,
    purpose: str,
    payee_id: UUID | None = None,
    payee_reference: str = "",
) -> ApplicationStarted:
    """Writes a draft under the product version in force; refuses what the product or the rulebook does not allow.

    `payee_id`: who is paid, where the product pays a payee (`payee_reference`: the number of the payee's bill).
    """
    require_firm(call.actor, firm_id=firm_id, verb="apply for a loan", also=(Role.AGENT,))
    offered = product(product_code, on=business_date())
    if offered.form in PAPER:
        raise OutsideProduct(where="product_code", allowed="paper to be sold", given="an application for a loan")
    check_named(offered, payee_id=payee_id)
    started = start_under(
        call,
        firm_id=firm_id,
        offered=offered,
        amount=amount,
        term_months=term_months,
        method=method,
        purpose=purpose,
    )
    if payee_id is not None:
        reference = clean_text(payee_reference, where="payee_reference", least=0, most=60)
        name_payee(call, application_id=started.application_id, payee_id=payee_id, reference=reference, amount=amount)
    return started


def start_under(
    call: Call, *, firm_id: UUID, offered: Product, amount: Money, term_months: int, method: str, purpose: str
) -> ApplicationStarted:
    """The same under a product that the caller has chosen. A part of a use case."""
    require_firm(call.actor, firm_id=firm_id, verb="apply for a loan", also=(Role.AGENT,))
    on = business_date()
    _check_terms(offered, party_id=firm_id, amount=amount, term_months=term_months, method=method, purpose=purpose)
    applicant = party_card(call.actor, party_id=firm_id)
    require_licensed(applicant.region, on=on)
    require_audience(offered, party_id=firm_id, on=on)
    if applicant.kind == PartyKind.PERSON:
        require_of_age(call.actor, party_id=firm_id, on=home_date(call.at))
        check_method_for_age(firm_id, product=offered, method=method, on=home_date(call.at))
    pin_product(offered, at=call.at)
    application_id = add_application(
        call,
        firm_id=firm_id,
        product=offered,
        amount=amount,
        term_months=term_months,
        method=method,
        purpose=purpose,
        on=on,
    )
    return ApplicationStarted(application_id)


@use_case("originate_loan.change_application", answers=ApplicationStarted, subject="application_id")
def change_application(
    call: Call, *, application_id: UUID, amount: Money, term_months: int, method: str, purpose: str
) -> ApplicationStarted:
    """Writes a draft anew under the product version that it was begun under; refuses what that does not allow."""
    asked = application(call.actor, application_id)
    require_firm(call.actor, firm_id=asked.firm_id, verb="change an application")
    offered = product_of(asked)
    check_named(offered, payee_id=None)
    if offered.form not in CHANGED:
        raise OutsideProduct(where="application_id", allowed="a loan or a limit", given=offered.form)
    _check_terms(
        offered, party_id=asked.firm_id, amount=amount, term_months=term_months, method=method, purpose=purpose
    )
    if party_card(call.actor, party_id=asked.firm_id).kind == PartyKind.PERSON:
        check_method_for_age(asked.firm_id, product=offered, method=method, on=home_date(call.at))
    change_draft(asked.id, amount=amount, term_months=term_months, method=method, purpose=purpose)
    return ApplicationStarted(asked.id)


def _check_terms(
    offered: Product, *, party_id: UUID, amount: Money, term_months: int, method: str, purpose: str
) -> None:
    on = business_date()
    check_product(offered, on=on)
    check_season(offered, crop=purpose, party_id=party_id, on=on)
    check_request(offered, amount=amount, term_months=term_months, method=method, purpose=purpose)
