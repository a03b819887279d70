"""Customers of a run book: each signs in, registers its firm, consents, applies, reads, accepts and signs, for real."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from puhui.flows.give_consent import give_consent
from puhui.flows.originate_loan.accept_offer import accept_offer
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.show_offer import show_offer
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.originate_loan.start_application import start_application
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.originate_loan.withdraw_application import withdraw_application
from puhui.flows.register_firm import register_firm
from puhui.flows.request_sign_in_code import request_sign_in_code
from puhui.flows.sign_in_customer import sign_in_customer
from puhui.flows.simulation.identities import Identity
from puhui.flows.simulation.world import World
from puhui.foundation.access.facade import VISITOR
from puhui.kernel.actors import Actor, Role
from puhui.kernel.money import Money
from puhui.products.origination.facade import offer
from puhui.risk.decisioning.facade import decision

PRODUCT, METHOD, PURPOSE, TERM_MONTHS = "working-capital", "interest_only", "stock", 12


@dataclass(frozen=True, slots=True)
class Customer:
    """A firm of the book that signed in."""

    firm_id: str
    firm: UUID
    actor: Actor
    phone: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of an application."""

    customer: Customer
    application_id: UUID
    outcome: str
    offer_id: UUID | None
    amount_minor: int
    annual_rate_pct: Decimal | None
    score: int
    pd: Decimal
    reasons: tuple[str, ...]


def welcome(who: Identity, *, firm_id: str, world: World) -> Customer:
    """Signs a customer in by a code on the phone, registers the firm, and takes the consents."""
    request_sign_in_code(world.call(VISITOR), phone=who.phone)
    world.outside.work()
    signed = sign_in_customer(
        world.call(VISITOR),
        phone=who.phone,
        code=world.outside.code_sent_to(who.phone),
    )
    actor = Actor(signed.user_id, frozenset({Role.CUSTOMER}), signed.party_id, firm_id)
    registered = register_firm(
        world.call(actor),
        firm_name=f"{who.firm_name}（{firm_id}）",
        uscc=who.uscc,
        representative_name=who.representative,
        resident_id=who.resident_id,
    )
    give_consent(
        world.call(actor),
        party_id=registered.firm_id,
        purpose="credit_assessment",
    )
    return Customer(firm_id, registered.firm_id, actor, who.phone)


def apply(customer: Customer, *, amount: Money, world: World) -> Decided:
    """Asks for the amount for a year, and is decided on."""
    started = start_application(
        world.call(customer.actor),
        firm_id=customer.firm,
        product_code=PRODUCT,
        amount=amount,
        term_months=TERM_MONTHS,
        method=METHOD,
        purpose=PURPOSE,
    )
    decided = submit_application(world.call(customer.actor), application_id=started.application_id)
    assert decided.decision_id is not None
    made = decision(customer.actor, decision_id=decided.decision_id)
    first = offer(customer.actor, decided.offer_ids[0]) if decided.offer_ids else None
    return Decided(
        customer=customer,
        application_id=started.application_id,
        outcome=decided.outcome,
        offer_id=first.id if first else None,
        amount_minor=first.amount.minor if first else 0,
        annual_rate_pct=first.annual_rate_pct if first else None,
        score=made.score,
        pd=made.pd,
        reasons=tuple(reason.code for reason in made.reasons),
    )


def take(decided: Decided, *, world: World) -> UUID:
    """Reads the cost sheet, accepts the offer, signs with the code from the phone; answers the loan."""
    customer = decided.customer
    assert decided.offer_id is not None
    shown = show_offer(world.call(customer.actor), offer_id=decided.offer_id, language="zh-hans")
    world.pass_seconds(shown.minimum_seconds)
    accepted = accept_offer(
        world.call(customer.actor),
        offer_id=decided.offer_id,
        proof_id=shown.proof_id,
        seconds_shown=shown.minimum_seconds + 1,
    )
    request_signing_code(world.call(customer.actor), contract_id=accepted.contract_id)
    world.outside.work()
    signed = sign_contract(
        world.call(customer.actor),
        contract_id=accepted.contract_id,
        code=world.outside.code_sent_to(customer.phone),
    )
    assert signed.loan_id is not None  # the product that is asked for here is no limit
    return signed.loan_id


def leave(decided: Decided, *, world: World) -> None:
    """The customer does not take the offer."""
    withdraw_application(world.call(decided.customer.actor), application_id=decided.application_id)
