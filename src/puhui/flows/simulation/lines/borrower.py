"""A made-up customer of any line: signs in, says who they are, applies and signs, through the real flows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count, islice
from typing import Any, Final
from uuid import UUID

from puhui.flows.give_consent import give_consent
from puhui.flows.originate_loan.accept_offer import accept_offer
from puhui.flows.originate_loan.answers import ContractSigned
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.show_offer import show_offer
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.originate_loan.start_application import start_application
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.register_firm import register_firm
from puhui.flows.request_sign_in_code import request_sign_in_code
from puhui.flows.sign_in_customer import sign_in_customer
from puhui.flows.simulation.identities import Identity, identity_of
from puhui.flows.simulation.offices import look_after
from puhui.flows.simulation.papers import send_required
from puhui.flows.simulation.persons import MadeUpPerson, person_at
from puhui.flows.simulation.population import MadeUpFirm
from puhui.flows.simulation.profiles import history_months, profile_of
from puhui.flows.simulation.reviews import review_case
from puhui.flows.simulation.source_answers import answer_of, person_quality
from puhui.flows.simulation.world import World
from puhui.flows.upload_invoices import upload_invoices
from puhui.foundation.access.facade import VISITOR
from puhui.foundation.documents.facade import FileContent
from puhui.foundation.party.facade import complete_person
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.dates import month_start
from puhui.kernel.money import Money
from puhui.products.origination.facade import application, offers_of

FIRST_FIRM: Final = 9_000  # numbers of the population that no demonstration of a few thousand customers reaches
GOOD: Final = 1.0  # standard deviations of quality: the stories told here are of those who do well
LEAST_YEAR_YUAN: Final = 2_000_000


@dataclass(slots=True)
class Borrower:
    """Somebody who signed in; `party_id` is the firm they act for, or they themselves."""

    world: World
    phone: str
    actor: Actor
    party_id: UUID

    def call(self) -> Call:
        """A call of theirs, now."""
        return self.world.call(self.actor)

    def code(self) -> str:
        """The one-time code that reached their phone last."""
        self.world.outside.work()
        return self.world.outside.code_sent_to(self.phone)

    def consents(self, *purposes: str, scope: tuple[str, ...] = ()) -> None:
        """Allows each of the purposes."""
        for purpose in purposes:
            give_consent(self.call(), party_id=self.party_id, purpose=purpose, scope=scope)


def signed_in(world: World, phone: str) -> Borrower:
    """The first visit: a code to the phone, and nothing else is known yet."""
    request_sign_in_code(world.call(VISITOR), phone=phone, language="zh-hans")
    world.outside.work()
    code = world.outside.code_sent_to(phone)
    came = sign_in_customer(world.call(VISITOR), phone=phone, code=code, language="zh-hans")
    actor = Actor(came.user_id, frozenset({Role.CUSTOMER}), party_id=came.party_id)
    return Borrower(world, phone, actor, came.party_id)


def some_person(world: World, *, turn: int, born_after: date = date.min, born_before: date = date.max) -> MadeUpPerson:
    """The person of the population whose turn it is, among those of that age who do well and owe nobody."""
    fitting = (
        person
        for person in (person_at(seed=world.seed, number=number) for number in count())
        if born_after < _born(person) < born_before and _owes_nobody(person.resident_id)
    )
    return next(islice(fitting, turn, None))


def _born(person: MadeUpPerson) -> date:
    return datetime.strptime(person.resident_id[6:14], "%Y%m%d").date()  # noqa: DTZ007 - a day, no instant


def _owes_nobody(resident_id: str) -> bool:
    """Does well, and no lender is known to the bureau (whose made-up loans all begin before this day)."""
    if person_quality(resident_id) < GOOD:
        return False
    known = answer_of("person_credit", identifiers={"resident_id": resident_id}, on=date(2027, 1, 1), people={})
    return not (known or {}).get("loans")


def person_comes(world: World, phone: str, who: MadeUpPerson) -> Borrower:
    """Signs in and says who they are."""
    came = signed_in(world, phone)
    complete_person(came.call(), party_id=came.party_id, name=who.name, resident_id=who.resident_id)
    return came


def some_firm(world: World, *, turn: int, region: str = "", is_young: bool = False) -> MadeUpFirm:
    """The firm of the population whose turn it is, among those that do well; a young one began within the year."""
    fitting = (
        who
        for who in (identity_of(seed=world.seed, number=number) for number in count(FIRST_FIRM))
        if _does_well(who, is_young=is_young)
    )
    who = next(islice(fitting, turn, None))
    placed = replace(who, region=region or who.region)
    return MadeUpFirm("", placed, as_of=world.clock.now().date(), rating="A", defaults=False)


def _does_well(who: Identity, *, is_young: bool) -> bool:
    profile, months = profile_of(who.uscc), history_months(who.uscc)
    yuan = profile.sales_a_month * profile.ticket_yuan * 12
    return profile.quality > GOOD and yuan > LEAST_YEAR_YUAN and (7 <= months < 12 if is_young else months >= 24)


def firm_comes(world: World, phone: str, firm: MadeUpFirm, *, is_borrower: bool = True) -> Borrower:
    """The representative signs in, registers the firm, allows the assessment and brings the invoices."""
    came, who = signed_in(world, phone), firm.identity
    came.party_id = register_firm(
        came.call(),
        firm_name=who.firm_name,
        uscc=who.uscc,
        representative_name=who.representative,
        resident_id=who.resident_id,
        region=who.region,
        industry=who.industry.code,
        founded_on=_founded(firm),
    ).firm_id
    look_after(world, came.party_id, known_by=who.uscc)
    if is_borrower:
        came.consents("credit_assessment")
        file = FileContent.of_bytes(firm.invoices_csv())
        upload_invoices(came.call(), firm_id=came.party_id, name="invoices.csv", file=file, file_format="csv")
    return came


def _founded(firm: MadeUpFirm) -> date:
    """A firm with less than a year of invoices was founded in the month of the first one."""
    months = history_months(firm.identity.uscc)
    number = firm.as_of.year * 12 + firm.as_of.month - 1 - months + 1
    return month_start(number) if months < 12 else firm.founded_on


def apply(came: Borrower, **asked: Any) -> UUID:
    """A draft of an application in their name."""
    return start_application(came.call(), firm_id=came.party_id, **asked).application_id


def submit(came: Borrower, application_id: UUID) -> bool:
    """Sends required papers and submits it; a referred one is reviewed at once by two. Whether there is an offer."""
    world = came.world
    send_required(came.call, application_id=application_id)
    decided = submit_application(came.call(), application_id=application_id, sources=world.outside.sources)
    world.count(f"decision: {decided.outcome}")
    if decided.case_id is not None:
        review_case(world, case_id=decided.case_id, was=decided.outcome, mood=0.0)
    return bool(application(came.actor, application_id).state == "approved")


def accept(came: Borrower, application_id: UUID, *, term_months: int | None = None) -> UUID:
    """Reads the cost sheet of the first offer (of that term) as long as it must be on the screen; the contract."""
    offers = [o for o in offers_of(came.actor, application_id) if term_months in {None, o.term_months}]
    shown = show_offer(came.call(), offer_id=offers[0].id, language="zh-hans")
    seconds = shown.minimum_seconds + 5
    came.world.pass_seconds(seconds)
    accepted = accept_offer(came.call(), offer_id=offers[0].id, proof_id=shown.proof_id, seconds_shown=seconds)
    return accepted.contract_id


def sign(came: Borrower, contract_id: UUID) -> ContractSigned:
    """Signs with a code."""
    request_signing_code(came.call(), contract_id=contract_id)
    return sign_contract(came.call(), contract_id=contract_id, code=came.code())


def borrow(came: Borrower, **asked: Any) -> ContractSigned | None:
    """From the application to the signature on one day; None when the lender says no."""
    application_id = apply(came, **asked)
    if not submit(came, application_id):
        came.world.count(f"line ended: {asked['product_code']}")
        return None
    return sign(came, accept(came, application_id))


def yuan(amount: str) -> Money:
    """An amount of yuan."""
    return Money.parse(amount)


Life = Iterator[int]
