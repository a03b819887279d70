"""A person borrows for themselves: what is decided from what they state and what sources say, and what is refused."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from tests.rooms.collections.late import kept
from tests.rooms.origination.firm_at_the_door import Door, firm_at_the_door
from tests.rooms.origination.person_at_the_door import REQUEST, person_at_the_door, state_income, verify_income

from puhui.flows.declare_income import declare_income
from puhui.flows.originate_loan.start_application import start_application
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.foundation.catalogue.facade import NotEligible
from puhui.foundation.consent.facade import NoConsent, consents_of, withdraw_consent
from puhui.foundation.party.facade import NotIdentified, party_card
from puhui.foundation.party.models import Party
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import InvalidInput, NotFound, Refusal
from puhui.kernel.money import Money
from puhui.products.origination.facade import (
    application,
    applications_page,
    offers_of,
)
from puhui.risk.decisioning.facade import decisions_of, replay_decision

pytestmark = pytest.mark.django_db


def asked(door: Door, amount: str = "8000.00", **changes: object) -> str:
    """What comes of an application over an amount, with the codes of its reasons."""
    request = {**REQUEST, "amount": Money.parse(amount), **changes}
    application_id = start_application(door.call(), firm_id=door.firm_id, **request).application_id
    decided = submit_application(door.call(), application_id=application_id)
    made = decisions_of(door.actor, application_id=application_id, most=1)[0]
    assert made.decision_id
    assert replay_decision(SYSTEM, decision_id=made.decision_id).agrees
    reasons = ",".join(r.code for r in application(door.actor, application_id).reasons)
    return f"{decided.outcome} {reasons}".strip()


@pytest.mark.parametrize(
    ("income", "verified", "amount", "outcome"),
    [
        ("7000.00", "", "8000.00", "approve"),  # a small amount on the person's own word
        ("7000.00", "", "12000.00", "refer income_not_verified"),
        ("", "", "8000.00", "refer income_unknown"),
        ("7000.00", "7000.00", "30000.00", "approve"),  # the same person, once a source has told
        ("20000.00", "4000.00", "20000.00", "refer debts_take_much"),  # what a source tells counts, not what was said
        ("7000.00", "7000.00", "100000.00", "decline debts_take_too_much"),
        ("0.00", "", "5000.00", "decline no_income"),
    ],
)
def test_what_is_decided(income: str, verified: str, amount: str, outcome: str) -> None:
    door = person_at_the_door(income=income)
    if verified:
        verify_income(door, income=verified)
    assert asked(door, amount) == outcome


def test_debts_elsewhere_count_as_the_higher_of_what_is_said_and_told() -> None:
    door = person_at_the_door(income="8000.00", due="100.00")
    verify_income(door, income="8000.00", due="4200.00")
    assert asked(door, "8000.00").startswith("decline debts_take_too_much")


def test_an_old_person_is_decided_on_like_a_young_one() -> None:
    old, young = person_at_the_door(born="19480307"), person_at_the_door(born="19980307")
    for door in (old, young):
        verify_income(door)
        assert asked(door, "20000.00") == "approve"
    first, second = (decisions_of(door.actor, application_id=_last(door), most=1)[0] for door in (old, young))
    assert (first.score, first.offers) == (second.score, second.offers)


def test_a_better_statement_replaces_the_one_before() -> None:
    door = person_at_the_door(income="2000.00", living="1900.00")
    assert asked(door, "8000.00").startswith("decline")
    state_income(door, income="7000.00")
    assert asked(door, "8000.00") == "approve"


def _last(door: Door) -> UUID:
    return applications_page(door.actor, most=1)[0].id


Act = Callable[[Door], object]


def _declared(door: Door, **changes: object) -> object:
    money = Money.parse("100.00")
    said = {"income": money, "living_cost": money, "monthly_due": money, **changes}
    return declare_income(door.call(), party_id=door.firm_id, **said)  # type: ignore[arg-type]


def _forget_identity(door: Door) -> None:
    Party.objects.filter(id=door.firm_id).update(identifier_index=None)


def _withdraw_consent(door: Door) -> None:
    for line in consents_of(door.actor, party_id=door.firm_id):
        withdraw_consent(door.call(), consent_id=line.consent_id)


@pytest.mark.parametrize(
    ("born", "before", "act", "refusal"),
    [
        ("20090307", None, asked, NotEligible),
        ("19900307", _forget_identity, asked, NotIdentified),
        ("19900307", _withdraw_consent, asked, NoConsent),
        ("19900307", None, lambda d: asked(d, product_code="working-capital", purpose="stock"), Refusal),
        ("19900307", None, lambda d: asked(d, "200100.00"), Refusal),
        ("19900307", _withdraw_consent, _declared, NoConsent),
        ("19900307", None, lambda d: _declared(d, income=Money.parse("1000000.01")), InvalidInput),
        ("19900307", None, lambda d: _declared(d, monthly_due=Money(-1)), InvalidInput),
        ("19900307", None, lambda d: _declared(d, income=Money(100, "USD")), InvalidInput),
        ("19900307", None, lambda d: _declared(d, work_since_on=date(2030, 1, 1)), InvalidInput),
    ],
)
def test_refused_and_nothing_changed(
    born: str, before: Callable[[Door], None] | None, act: Act, refusal: type[Refusal]
) -> None:
    door = person_at_the_door(born=born)
    if before:
        before(door)
    if act is asked and refusal is NoConsent:
        request = {**REQUEST, "product_code": "personal-instalment"}
        made = start_application(door.call(), firm_id=door.firm_id, **request).application_id
        kept_before = kept()
        with pytest.raises(refusal):
            submit_application(door.call(), application_id=made)
    else:
        kept_before = kept()
        with pytest.raises(refusal):
            act(door)
    assert kept() == kept_before


def test_another_person_is_not_there() -> None:
    door, other = person_at_the_door(), person_at_the_door()
    for act in (
        lambda: start_application(other.call(), firm_id=door.firm_id, **REQUEST),
        lambda: _declared(Door(other.actor, door.firm_id, "")),
        lambda: party_card(other.actor, party_id=door.firm_id),
    ):
        before = kept()
        with pytest.raises(NotFound):
            act()
        assert kept() == before


def test_a_firm_states_no_income_and_takes_no_personal_loan() -> None:
    firm = firm_at_the_door()
    for act, refusal in ((lambda: _declared(firm), NotFound), (lambda: asked(firm), NotEligible)):
        before = kept()
        with pytest.raises(refusal):
            act()
        assert kept() == before


def test_prices_follow_risk_within_the_product() -> None:
    door = person_at_the_door()
    asked(door)
    dear = offers_of(door.actor, _last(door))
    other = person_at_the_door()
    verify_income(other)
    asked(other)
    cheap = offers_of(other.actor, _last(other))
    assert Decimal(4) <= min(o.annual_rate_pct for o in cheap) < min(o.annual_rate_pct for o in dear) <= Decimal(15)
