"""Applications: what is refused leaves nothing behind, others' ids are not there, a person can be asked for."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.rooms.origination.firm_at_the_door import (
    AT,
    REQUEST,
    TODAY,
    Door,
    firm_at_the_door,
    healthy_invoices,
    staff,
    stopped_invoices,
)

from puhui.flows.originate_loan.ask_for_person import ask_for_person
from puhui.flows.originate_loan.confirm_review import confirm_review
from puhui.flows.originate_loan.find_counter_offers import find_counter_offers
from puhui.flows.originate_loan.propose_review import propose_review
from puhui.flows.originate_loan.start_application import start_application
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.originate_loan.withdraw_application import withdraw_application
from puhui.foundation.casework.facade import FourEyes, case, cases_page
from puhui.foundation.casework.models import Case
from puhui.foundation.catalogue.facade import BreaksRule, NoSuchProduct, NotEligible, OutsideProduct
from puhui.foundation.consent.facade import NoConsent
from puhui.foundation.evidence.facade import KeyReused
from puhui.foundation.evidence.models import AuditEntry
from puhui.foundation.ledger.models import BusinessDate
from puhui.foundation.notices.facade import notices_of
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.models import Party
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.origination.facade import (
    AnotherApplication,
    NoSecondReview,
    OfferDraft,
    WrongState,
    application,
    applications_by_day,
    applications_page,
    offers_of,
)
from puhui.products.origination.models import Application, Contract, DisplayProof, Offer
from puhui.risk.decisioning.models import DecisionRecord

pytestmark = pytest.mark.django_db
ANNA = staff(Role.RISK_OFFICER, name="Anna")
BO = staff(Role.RISK_OFFICER, name="Bo")
TABLES = (Application, Offer, DisplayProof, Contract, Case, DecisionRecord, Notice, AuditEntry)


def everything() -> list[list[tuple[Any, ...]]]:
    """All that origination may have changed."""
    return [list(table.objects.order_by("pk").values_list()) for table in TABLES]


def by(actor: Actor) -> Call:
    return Call(actor, str(new_id()), AT)


def start(door: Door, actor: Actor | None = None, **changes: Any) -> UUID:
    call = by(actor) if actor else door.call()
    return start_application(call, **{"firm_id": door.firm_id, **REQUEST, **changes}).application_id


STARTS: list[tuple[str, dict[str, Any], type[Refusal]]] = [
    ("too little", {"amount": Money.parse("99900.00")}, OutsideProduct),
    ("too much", {"amount": Money.parse("1000100.00")}, OutsideProduct),
    ("negative", {"amount": Money.parse("-200000.00")}, OutsideProduct),
    ("off the step", {"amount": Money.parse("200000.01")}, OutsideProduct),
    ("dollars", {"amount": Money.parse("200000.00", "USD")}, OutsideProduct),
    ("a term there is not", {"term_months": 60}, OutsideProduct),
    ("a method there is not", {"method": "bullet"}, OutsideProduct),
    ("a purpose there is not", {"purpose": "x" * 10_000_000}, OutsideProduct),
    ("a product there is not", {"product_code": "y" * 1000}, NoSuchProduct),
    ("somebody else's firm", {"firm_id": new_id()}, NotFound),
    ("by an auditor", {"actor": staff(Role.AUDITOR)}, Forbidden),
    ("by a stranger", {"actor": Actor(new_id(), frozenset({Role.CUSTOMER}), new_id())}, NotFound),
]


@pytest.mark.parametrize(("changes", "refusal"), [(c, r) for _, c, r in STARTS], ids=[n for n, _, _ in STARTS])
def test_a_start_that_is_refused_leaves_nothing(changes: dict[str, Any], refusal: type[Refusal]) -> None:
    door = firm_at_the_door(invoices="")
    before = everything()
    with pytest.raises(refusal):
        start(door, **changes)
    assert everything() == before


def test_a_firm_that_is_too_young() -> None:
    door = firm_at_the_door(invoices="")
    Party.objects.filter(id=door.firm_id).update(founded_on=date(2026, 6, 1))
    with pytest.raises(NotEligible):
        start(door)


def test_a_product_that_broke_a_rule_meanwhile_is_not_lent() -> None:
    """From the end of 2027 a new loan costs at most four times the LPR, and this product may cost more."""
    door = firm_at_the_door(invoices="")
    BusinessDate.objects.update(business_date=date(2027, 12, 31))
    with pytest.raises(BreaksRule) as refused:
        start(door)
    assert refused.value.detail["rule"] == "cn.cost-of-credit/all_in_cost_cap_lpr_multiple"


def test_nothing_is_read_without_consent() -> None:
    door = firm_at_the_door(consent=False, invoices="")
    application_id = start(door)
    before = everything()
    with pytest.raises(NoConsent):
        submit_application(door.call(), application_id=application_id)
    assert everything() == before


def test_a_replayed_key_gives_the_same_answer_and_another_body_is_refused() -> None:
    door = firm_at_the_door()
    first = start_application(door.call("k1"), firm_id=door.firm_id, **REQUEST)
    assert start_application(door.call("k1"), firm_id=door.firm_id, **REQUEST) == first
    with pytest.raises(KeyReused):
        start_application(door.call("k1"), firm_id=door.firm_id, **{**REQUEST, "term_months": 6})
    decided = submit_application(door.call("k2"), application_id=first.application_id)
    assert submit_application(door.call("k2"), application_id=first.application_id) == decided
    assert Application.objects.count() == 1
    assert Offer.objects.count() == len(decided.offer_ids) == 3
    with pytest.raises(WrongState):
        submit_application(door.call("k3"), application_id=first.application_id)


def test_an_approval_brings_offers_and_a_notice() -> None:
    door = firm_at_the_door()
    decided = door.applied()
    seen = application(door.actor, decided.application_id)
    assert (decided.outcome, seen.state, seen.decided_on, seen.decision_id) == (
        "approve",
        "approved",
        TODAY,
        decided.decision_id,
    )
    offers = offers_of(door.actor, decided.application_id)
    assert [o.n for o in offers] == [1, 2, 3]
    assert all(o.all_in_cost_pct >= o.annual_rate_pct for o in offers)
    assert all(o.valid_until == date(2026, 12, 7) for o in offers)
    assert "3" in notices_of(door.actor)[0].body.en


def test_a_refusal_tells_its_reasons() -> None:
    door = firm_at_the_door(invoices=stopped_invoices())
    decided = door.applied()
    assert (decided.outcome, decided.offer_ids) == ("decline", ())
    seen = application(door.actor, decided.application_id)
    assert seen.state == "declined"
    assert "no_recent_sales" in {r.code for r in seen.reasons}
    notice = next(n for n in notices_of(door.actor) if n.kind == "adverse_notice")
    for reason in seen.reasons:
        assert reason.text.zh in notice.body.zh
        assert reason.text.en in notice.body.en


def test_one_application_under_way_for_a_firm() -> None:
    door = firm_at_the_door()
    door.applied()
    second = start(door)
    before = everything()
    with pytest.raises(AnotherApplication):
        submit_application(door.call(), application_id=second)
    assert everything() == before


def test_withdrawn_and_asked_again() -> None:
    door = firm_at_the_door()
    decided = door.applied()
    withdraw_application(door.call(), application_id=decided.application_id)
    assert {o.state for o in offers_of(door.actor, decided.application_id)} == {"lapsed"}
    assert door.applied().outcome == "approve"
    with pytest.raises(WrongState):
        withdraw_application(door.call(), application_id=decided.application_id)


def referred() -> tuple[Door, UUID, UUID]:
    door = firm_at_the_door(invoices="")
    decided = door.applied()
    assert decided.outcome == "refer"
    assert decided.case_id
    return door, decided.application_id, decided.case_id


def draft(**changes: Any) -> OfferDraft:
    terms = {
        "amount_minor": 10_000_000,
        "term_months": 6,
        "method": "equal_instalment",
        "annual_rate_pct": Decimal("9.5"),
    }
    return OfferDraft(**{**terms, **changes})


def test_two_people_approve_a_referred_application() -> None:
    door, application_id, case_id = referred()
    seen = cases_page(ANNA, kind="review")[0]
    assert (seen.id, seen.subject, seen.due_on) == (case_id, str(application_id), date(2026, 11, 26))
    propose_review(by(ANNA), case_id=case_id, outcome="approve", reason="Orders seen on site", offers=[draft()])
    assert application(door.actor, application_id).state == "referred"
    done = confirm_review(by(BO), case_id=case_id, agree=True)
    offer = offers_of(door.actor, application_id)[0]
    assert done.offer_ids == (offer.id,)
    assert (offer.amount, offer.annual_rate_pct) == (Money(10_000_000), Decimal("9.5"))
    seen_now = application(door.actor, application_id)
    assert (seen_now.state, seen_now.was_reviewed) == ("approved", True)


def test_two_people_decline_for_good() -> None:
    door, application_id, case_id = referred()
    propose_review(by(ANNA), case_id=case_id, outcome="decline", reason="No business to be seen")
    confirm_review(by(BO), case_id=case_id, agree=True)
    assert application(door.actor, application_id).state == "declined"
    assert "adverse_notice_final" in {n.kind for n in notices_of(door.actor)}
    with pytest.raises(NoSecondReview):
        ask_for_person(door.call(), application_id=application_id, reason="Please look again")


def test_no_agreement_sends_the_review_back() -> None:
    door, application_id, case_id = referred()
    propose_review(by(ANNA), case_id=case_id, outcome="decline", reason="Weak")
    answer = confirm_review(by(BO), case_id=case_id, agree=False, note="See the new contract.")
    assert (answer.outcome, answer.offer_ids) == ("", ())
    assert case(ANNA, case_id).state == "open"
    assert application(door.actor, application_id).state == "referred"


REVIEWS: list[tuple[str, Callable[[UUID, Door], object], type[Refusal]]] = [
    ("by a customer", lambda c, d: propose_review(d.call(), case_id=c, outcome="decline", reason="x"), Forbidden),
    (
        "above the price range",
        lambda c, _: propose_review(
            by(ANNA), case_id=c, outcome="approve", reason="x", offers=[draft(annual_rate_pct=Decimal(36))]
        ),
        OutsideProduct,
    ),
    (
        "above the amount",
        lambda c, _: propose_review(
            by(ANNA), case_id=c, outcome="approve", reason="x", offers=[draft(amount_minor=200_000_000)]
        ),
        OutsideProduct,
    ),
    (
        "four offers",
        lambda c, _: propose_review(by(ANNA), case_id=c, outcome="approve", reason="x", offers=[draft()] * 4),
        InvalidInput,
    ),
    ("another outcome", lambda c, _: propose_review(by(ANNA), case_id=c, outcome="maybe", reason="x"), InvalidInput),
    ("confirmed unproposed", lambda c, _: confirm_review(by(BO), case_id=c, agree=True), Refusal),
    ("no such case", lambda _, __: confirm_review(by(BO), case_id=new_id(), agree=True), NotFound),
]


@pytest.mark.parametrize(("act", "refusal"), [(a, r) for _, a, r in REVIEWS], ids=[n for n, _, _ in REVIEWS])
def test_a_review_that_is_refused_changes_nothing(act: Callable[[UUID, Door], object], refusal: type[Refusal]) -> None:
    door, _, case_id = referred()
    before = everything()
    with pytest.raises(refusal):
        act(case_id, door)
    assert everything() == before


def test_nobody_confirms_an_override_of_their_own() -> None:
    _, _, case_id = referred()
    propose_review(by(ANNA), case_id=case_id, outcome="approve", reason="I know them", offers=[draft()])
    before = everything()
    with pytest.raises(FourEyes):
        confirm_review(by(ANNA), case_id=case_id, agree=True)
    assert everything() == before


def test_a_declined_firm_asks_for_a_person_once() -> None:
    door = firm_at_the_door(invoices=stopped_invoices())
    application_id = door.applied().application_id
    asked = ask_for_person(door.call(), application_id=application_id, reason="We moved, sales begin again")
    seen = application(door.actor, application_id)
    assert (seen.state, seen.case_id) == ("referred", asked.case_id)
    assert ask_for_person(door.call(), application_id=application_id, reason="Still here").case_id == asked.case_id
    assert case(ANNA, asked.case_id).reason == "We moved, sales begin again"


@pytest.mark.parametrize("reason", ["", " ", "x" * 2001, "x" * 10_000_000, "a\x00b", "\ud800"])
def test_asking_needs_words(reason: str) -> None:
    door = firm_at_the_door(invoices=stopped_invoices())
    application_id = door.applied().application_id
    before = everything()
    with pytest.raises(InvalidInput):
        ask_for_person(door.call(), application_id=application_id, reason=reason)
    assert everything() == before


def test_withdrawing_closes_the_review() -> None:
    door, application_id, case_id = referred()
    withdraw_application(door.call(), application_id=application_id)
    assert case(ANNA, case_id).state == "closed"


def test_what_belongs_to_others_is_not_there() -> None:
    mine, other = firm_at_the_door(), firm_at_the_door(invoices="")
    decided = mine.applied()
    acts: list[Callable[[], object]] = [
        lambda: application(other.actor, decided.application_id),
        lambda: submit_application(other.call(), application_id=decided.application_id),
        lambda: ask_for_person(other.call(), application_id=decided.application_id, reason="x"),
        lambda: withdraw_application(other.call(), application_id=decided.application_id),
    ]
    for act in acts:
        before = everything()
        with pytest.raises(NotFound):
            act()
        assert everything() == before
    assert offers_of(other.actor, decided.application_id) == []
    assert applications_page(other.actor) == []
    assert applications_page(other.actor, firm_id=mine.firm_id) == []


def test_lists_and_counts_for_staff() -> None:
    door = firm_at_the_door()
    first = door.applied().application_id
    second = start(door)
    manager = staff(Role.RELATIONSHIP_MANAGER)
    assert [a.id for a in applications_page(manager)] == [second, first]
    assert [a.id for a in applications_page(manager, state="approved")] == [first]
    assert [a.id for a in applications_page(manager, before=second, most=1)] == [first]
    counts = {c.state: (c.count, c.amount_minor) for c in applications_by_day(manager, from_date=TODAY, to_date=TODAY)}
    assert counts == {"approved": (1, 20_000_000), "draft": (1, 20_000_000)}


def test_a_state_that_there_is_not() -> None:
    with pytest.raises(InvalidInput):
        applications_page(staff(Role.AUDITOR), state="\x00")


def test_a_relationship_manager_helps_a_firm_to_apply() -> None:
    door = firm_at_the_door()
    manager = staff(Role.RELATIONSHIP_MANAGER)
    application_id = start(door, actor=manager)
    assert submit_application(by(manager), application_id=application_id).outcome == "approve"


def test_a_referred_firm_is_told_what_would_get_a_yes_and_doing_it_does() -> None:
    door = firm_at_the_door(invoices=re.sub(r"buyer-\d+", "buyer-0", healthy_invoices()))
    decided = door.applied(amount=Money.parse("600000.00"))
    assert decided.outcome == "refer"
    [smaller] = find_counter_offers(door.actor, application_id=decided.application_id)
    assert (smaller.kind, smaller.amount_minor) == ("amount", 50_000_000)
    with pytest.raises(NotFound):
        find_counter_offers(firm_at_the_door().actor, application_id=decided.application_id)
    withdraw_application(door.call(), application_id=decided.application_id)
    assert find_counter_offers(door.actor, application_id=decided.application_id) == ()
    again = door.applied(amount=Money(smaller.amount_minor), term_months=smaller.term_months, method=smaller.method)
    assert again.outcome == "approve"
    assert {o.amount.minor for o in offers_of(door.actor, again.application_id)} == {50_000_000}
