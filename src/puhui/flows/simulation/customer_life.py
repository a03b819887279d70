"""What one made-up customer does, from the first visit on: every step is a real flow.

A life is a generator: each `yield` waits for so many business days. All choices follow from the seed and the
company code.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from puhui.flows.give_consent import give_consent
from puhui.flows.originate_loan.accept_offer import accept_offer
from puhui.flows.originate_loan.answers import ApplicationDecided
from puhui.flows.originate_loan.ask_for_person import ask_for_person
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.show_offer import show_offer
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.originate_loan.start_application import start_application
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.receive_repayment import repay_loan
from puhui.flows.register_firm import register_firm
from puhui.flows.request_sign_in_code import request_sign_in_code
from puhui.flows.retry_disbursement import retry_disbursement
from puhui.flows.sign_in_customer import sign_in_customer
from puhui.flows.simulation.offices import look_after
from puhui.flows.simulation.population import MadeUpFirm
from puhui.flows.simulation.profiles import profile_of
from puhui.flows.simulation.reviews import review_case
from puhui.flows.simulation.seeds import chance
from puhui.flows.simulation.world import World
from puhui.flows.upload_invoices import upload_invoices
from puhui.foundation.access.facade import VISITOR
from puhui.foundation.casework.facade import open_case_of
from puhui.foundation.documents.facade import FileContent
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.lending.facade import LoanState, loan
from puhui.products.origination.facade import OfferView, application, offers_of

T = TypeVar("T")
LEAST_MINOR, MOST_MINOR, STEP_MINOR = 10_000_000, 100_000_000, 1_000_000
METHODS = ("equal_instalment", "equal_instalment", "equal_principal", "interest_only")
PURPOSES = ("stock", "stock", "suppliers", "wages", "rent_energy")
TERMS = (3, 6, 6, 12, 12)


@dataclass(slots=True)
class Customer:
    """A made-up firm in the hands of its representative."""

    world: World
    firm: MadeUpFirm
    actor: Actor | None = None
    firm_id: UUID | None = None

    def luck(self, what: str) -> float:
        """0..1, the same for the same firm and question."""
        return chance(self.world.seed, self.firm.identity.uscc, what)


def customer_life(customer: Customer) -> Iterator[int]:
    """From the first visit to the last repayment, or to where it ends before."""
    actor = _arrive(customer)
    yield int(customer.luck("before applying") * 2)
    decided = _apply(customer, actor)
    if decided is None:
        return
    asked = _ask_again(customer, actor, decided)
    if decided.outcome != "approve" and not asked:
        return
    for _ in range(12):
        if application(actor, decided.application_id).state in {"approved", "declined"}:
            break
        yield 1
    offer = _choose(customer, actor, decided.application_id)
    if offer is None:
        return
    yield int(customer.luck("thinking") * 4)
    contract_id = _accept(customer, actor, offer)
    if contract_id is None or customer.luck("never signs") < 0.03:
        return
    yield int(customer.luck("before signing") * 2)
    loan_id = _sign(customer, actor, contract_id)
    yield 1
    yield from _payout(customer, actor, loan_id)
    yield from _repay(customer, actor, loan_id)


def _arrive(customer: Customer) -> Actor:
    """Signs in, registers the firm, consents, and uploads the invoices."""
    world, who = customer.world, customer.firm.identity
    language = "en" if customer.luck("language") < 0.05 else "zh-hans"
    request_sign_in_code(world.call(VISITOR), phone=who.phone, language=language)
    world.outside.work()
    code = world.outside.code_sent_to(who.phone)
    signed_in = sign_in_customer(world.call(VISITOR), phone=who.phone, code=code, language=language)
    actor = Actor(signed_in.user_id, frozenset({Role.CUSTOMER}), party_id=signed_in.party_id)
    registered = register_firm(
        world.call(actor),
        firm_name=who.firm_name,
        uscc=who.uscc,
        representative_name=who.representative,
        resident_id=who.resident_id,
        region=who.region,
        industry=who.industry.code,
        founded_on=customer.firm.founded_on,
    )
    look_after(world, registered.firm_id, known_by=who.uscc)
    give_consent(world.call(actor), party_id=registered.firm_id, purpose="credit_assessment")
    if customer.luck("lets others be asked") < 0.8:
        for party_id, purpose, scope in (
            (registered.firm_id, "firm_records", ()),
            (registered.firm_id, "credit_report", ("credit_bureau",)),
            (signed_in.party_id, "personal_records", ()),
            (signed_in.party_id, "credit_report", ("person_credit",)),
        ):
            give_consent(world.call(actor), party_id=party_id, purpose=purpose, scope=scope)
    upload_invoices(
        world.call(actor),
        firm_id=registered.firm_id,
        name="invoices.csv",
        file=FileContent.of_bytes(customer.firm.invoices_csv()),
        file_format="csv",
    )
    customer.actor, customer.firm_id = actor, registered.firm_id
    world.count("customers")
    return actor


def _apply(customer: Customer, actor: Actor) -> ApplicationDecided | None:
    """Asks for a part of a year's turnover, and gets an answer at once."""
    world = customer.world
    assert customer.firm_id is not None
    try:
        started = start_application(
            world.call(actor),
            firm_id=customer.firm_id,
            product_code="working-capital",
            amount=Money(_wanted_minor(customer)),
            term_months=_one_of(TERMS, customer.luck("term")),
            method=_one_of(METHODS, customer.luck("method")),
            purpose=_one_of(PURPOSES, customer.luck("purpose")),
        )
        world.count("applications")
        if customer.luck("stays a draft") < 0.02:
            return None
        decided = submit_application(
            world.call(actor), application_id=started.application_id, sources=world.outside.sources
        )
    except Refusal as refusal:
        world.count(f"refused: {refusal.code}")
        return None
    world.count(f"decision: {decided.outcome}")
    return decided


def _wanted_minor(customer: Customer) -> int:
    profile = profile_of(customer.firm.identity.uscc)
    year_minor = profile.ticket_yuan * profile.sales_a_month * 12 * 100
    wanted = int(year_minor * (0.08 + 0.22 * customer.luck("amount")))
    return max(LEAST_MINOR, min(MOST_MINOR, wanted // STEP_MINOR * STEP_MINOR))


def _ask_again(customer: Customer, actor: Actor, decided: ApplicationDecided) -> bool:
    """A referred application is reviewed by staff soon, or still waits; a declined firm may ask for a person."""
    world = customer.world
    case_id = decided.case_id
    if decided.outcome == "decline":
        if customer.luck("asks for a person") > 0.15:
            return False
        words = "请人工复核：近期有新订单。"
        case_id = ask_for_person(world.call(actor), application_id=decided.application_id, reason=words).case_id
        world.count("asked for a person")
    if case_id is None:
        return decided.outcome == "approve"
    if customer.luck("left open") < 0.15:
        world.count("cases left open")
        return False
    review_case(world, case_id=case_id, was=decided.outcome, mood=customer.luck("review"))
    return True


def _choose(customer: Customer, actor: Actor, application_id: UUID) -> OfferView | None:
    """The cheapest offer, if its rate is not too high for this firm."""
    open_offers = [o for o in offers_of(actor, application_id) if o.state == "open"]
    if not open_offers:
        return None
    best = min(open_offers, key=lambda o: (o.annual_rate_pct, -o.amount.minor, o.n))
    if not customer.firm.takes_offer(annual_rate_pct=float(best.annual_rate_pct)):
        customer.world.count("left for the price")
        return None
    return best


def _accept(customer: Customer, actor: Actor, offer: OfferView) -> UUID | None:
    """Reads the cost sheet as long as it must stay on the screen, and accepts."""
    world = customer.world
    shown = show_offer(world.call(actor), offer_id=offer.id, language="zh-hans")
    if customer.luck("only looks") < 0.03:
        world.count("offers only looked at")
        return None
    world.pass_seconds(shown.minimum_seconds + 5)
    accepted = accept_offer(
        world.call(actor), offer_id=offer.id, proof_id=shown.proof_id, seconds_shown=shown.minimum_seconds + 5
    )
    world.count("offers accepted")
    return accepted.contract_id


def _sign(customer: Customer, actor: Actor, contract_id: UUID) -> UUID:
    world = customer.world
    assert customer.firm_id is not None
    if customer.luck("account closed") < 0.03:
        world.outside.set_account(customer.firm_id, is_closed=True)
    request_signing_code(world.call(actor), contract_id=contract_id)
    world.outside.work()
    code = world.outside.code_sent_to(customer.firm.identity.phone)
    signed = sign_contract(world.call(actor), contract_id=contract_id, code=code)
    world.count("contracts signed")
    assert signed.loan_id is not None  # the product that is asked for here is no limit
    return signed.loan_id


def _payout(customer: Customer, actor: Actor, loan_id: UUID) -> Iterator[int]:
    """Waits for the money; operations try a refused payout again, or have not come to it yet."""
    world = customer.world
    assert customer.firm_id is not None
    operations = world.staff["operations"]
    if loan(actor, loan_id).state == LoanState.AWAITING_DISBURSEMENT:
        world.count("payouts refused")
        if customer.luck("payout waits") < 0.4:
            yield 10_000
        yield 1
        world.outside.set_account(customer.firm_id)
        waiting = open_case_of(operations, kind="failed_payment", subject=str(loan_id))
        if waiting is not None:
            retry_disbursement(world.call(operations), case_id=waiting.id)
        yield 1
    world.count("loans paid out")


def _repay(customer: Customer, actor: Actor, loan_id: UUID) -> Iterator[int]:
    """The mandate collects what is due; some cannot pay for a while, some never again, some pay early."""
    world = customer.world
    assert customer.firm_id is not None
    if customer.firm.defaults:
        yield 20 + int(customer.luck("fails after") * 90)
        world.outside.set_account(customer.firm_id, is_empty=True)
        world.count("customers in default")
    elif customer.luck("late") < 0.15:
        yield 25 + int(customer.luck("late after") * 60)
        world.outside.set_account(customer.firm_id, is_empty=True)
        yield 10 + int(customer.luck("late for") * 35)
        world.outside.set_account(customer.firm_id)
        world.count("customers late for a while")
    elif customer.luck("early") < 0.20:
        yield 30 + int(customer.luck("early after") * 60)
        _repay_early(customer, actor, loan_id)


def _repay_early(customer: Customer, actor: Actor, loan_id: UUID) -> None:
    """Repays all, or a part, before it is due."""
    world = customer.world
    state = loan(actor, loan_id)
    if state.state != LoanState.ACTIVE:
        return
    try:
        if customer.luck("repays all") < 0.5:
            repay_loan(world.call(actor), loan_id=loan_id, pay_off=True)
        else:
            part = Money(max(state.outstanding.principal // 3 // STEP_MINOR * STEP_MINOR, 100_000))
            effect = "lower_instalment" if customer.luck("effect") < 0.5 else "shorten_term"
            repay_loan(world.call(actor), loan_id=loan_id, amount=part, effect=effect)
    except Refusal as refusal:
        world.count(f"refused: {refusal.code}")
        return
    world.count("repaid early")


def _one_of(choices: Sequence[T], luck: float) -> T:
    return choices[int(luck * len(choices))]


def arrival_day(first: date, last: date, *, number: int, size: int) -> date:
    """Customers arrive evenly, a little faster towards the end."""
    days = (last - first).days
    return first + timedelta(days=round(days * ((number + 0.5) / size) ** 0.85))
