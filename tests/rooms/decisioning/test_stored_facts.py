"""Decisions at once on the facts that are kept: what they agree with, what they leave behind, and what is refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.interfaces.workbench.institution import footprint
from tests.rooms.origination.firm_at_the_door import REQUEST, TODAY, Door, firm_at_the_door, staff
from tests.rooms.origination.person_at_the_door import REQUEST as OF_A_PERSON
from tests.rooms.origination.person_at_the_door import person_at_the_door, verify_income

from puhui.flows.decide_on_stored_facts import FactsNotFresh, StoredDecision, decide_on_stored_facts
from puhui.flows.measure_facts import refresh_facts
from puhui.foundation.catalogue.facade import NotEligible, OutsideProduct
from puhui.foundation.consent.facade import NoConsent, consents_of, withdraw_consent
from puhui.foundation.evidence.models import AuditEntry
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import Forbidden, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.origination.facade import offers_of
from puhui.risk.decisioning.facade import decision, decision_request, decisions_of_day, replay_decision
from puhui.risk.decisioning.models import DecisionRecord
from puhui.risk.facts.facade import mark_stale

pytestmark = pytest.mark.django_db
MANAGER = staff(Role.RELATIONSHIP_MANAGER)
MOST_STATEMENTS = 34


def measured(door: Door) -> Door:
    """The party and who represents it, as the job in the background measures them."""
    for n, party_id in enumerate({door.firm_id, door.actor.party_id or door.firm_id}):
        refresh_facts(Call(SYSTEM, f"measure-{n}-{new_id()}", door.at), party_id=party_id)
    return door


def decided(door: Door, *, key: str = "", **changes: object) -> StoredDecision:
    call = Call(MANAGER, key or f"stored-{new_id()}", door.at, "rest_api")
    return decide_on_stored_facts(call, party_id=door.firm_id, **{**REQUEST, **changes})  # type: ignore[arg-type]


def test_it_answers_as_an_application_does_and_is_kept_like_one() -> None:
    door = measured(firm_at_the_door())
    before = AuditEntry.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        told = decided(door, key="one")
    assert len(asked) <= MOST_STATEMENTS
    assert AuditEntry.objects.count() == before + 1
    assert decided(door, key="one") == told  # the same key is the same decision
    assert DecisionRecord.objects.count() == 1
    applied = door.applied()
    assert (told.outcome, applied.outcome) == ("approve", "approve")
    made = decision(SYSTEM, decision_id=applied.decision_id)
    assert (told.score, told.band, told.pd) == (made.score, made.band, made.pd)
    offers = offers_of(door.actor, applied.application_id)
    assert {(o.amount, o.term_months, o.annual_rate_pct) for o in told.offers} == {
        (o.amount, o.term_months, o.annual_rate_pct) for o in offers
    }
    assert replay_decision(SYSTEM, decision_id=told.decision_id).agrees
    request = decision_request(SYSTEM, decision_id=told.decision_id)
    assert told.facts > 20
    assert (
        request.facts["turnover_12m"] == decision_request(SYSTEM, decision_id=applied.decision_id).facts["turnover_12m"]
    )
    assert told.measured_on == TODAY
    assert [line.decision_id for line in decisions_of_day(SYSTEM, on=TODAY)] == [
        applied.decision_id
    ]  # nobody asked for money here


def test_a_refusal_has_its_reasons_and_a_person_their_own_policy() -> None:
    door = person_at_the_door(income="20000.00")
    verify_income(door, income="4000.00")
    request = {**OF_A_PERSON, "amount": Money.parse("20000.00")}
    told = decided(measured(door), **request)
    assert (told.outcome, told.reasons[0].code) == ("refer", "debts_take_much")
    assert told.offers == ()


Act = Callable[[Door], object]


def _withdrawn(door: Door) -> object:
    [consent, *_] = consents_of(door.actor, party_id=door.firm_id)
    withdraw_consent(door.call(), consent_id=consent.consent_id)
    return decided(door)


def _newer_known(door: Door) -> object:
    mark_stale(door.call(), party_id=door.firm_id)
    return decided(door)


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda d: decided(d, product_code="personal-instalment", purpose="household"), NotEligible),
        (lambda d: decided(d, amount=Money.parse("99999999.00")), OutsideProduct),
        (lambda d: decided(Door(d.actor, new_id(), "", at=d.at)), NotFound),
        (lambda d: decide_on_stored_facts(d.call(), party_id=d.firm_id, **REQUEST), Forbidden),
        (_withdrawn, NoConsent),
        (_newer_known, FactsNotFresh),
    ],
)
def test_refused_and_nothing_decided(act: Act, refusal: type[Refusal]) -> None:
    door = measured(firm_at_the_door())
    with pytest.raises(refusal):
        act(door)
    assert DecisionRecord.objects.count() == 0


def test_facts_that_nobody_measured_or_that_are_old_are_not_used() -> None:
    door = firm_at_the_door()
    before = footprint()
    with pytest.raises(FactsNotFresh):
        decided(door)
    door.at -= timedelta(days=40)
    measured(door)
    door.at += timedelta(days=40)
    with pytest.raises(FactsNotFresh):
        decided(door)
    assert before is not None
