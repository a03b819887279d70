"""Facts from answers: as of an instant, never from the future, with lineage, kept when they differ."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.rooms.sources.world import Sources, open_door, sources

from puhui.flows.ask_sources import ask_sources
from puhui.flows.measure_facts import refresh_facts
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.foundation.consent.facade import consents_of, withdraw_consent
from puhui.foundation.sources.facade import Standing, readings_of
from puhui.foundation.sources.models import SourceAnswer
from puhui.kernel.actors import SYSTEM
from puhui.risk.decisioning.facade import decision_request, replay_decision
from puhui.risk.facts.facade import facts_of, is_stale, source_facts
from puhui.risk.facts.models import FactRecord

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> Iterator[Sources]:
    with sources() as made:
        yield made


def test_a_fact_names_the_answer_it_was_measured_from(world: Sources) -> None:
    door = open_door()
    ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http)
    facts = source_facts(party_id=door.firm_id, at=door.at, subject="organisation")
    answer = SourceAnswer.objects.get(party_id=door.firm_id, source="business_registration")
    fact = facts["registered_months"]
    assert (fact.answer_ids, fact.standing, fact.definition) == (
        (answer.id,),
        Standing.FRESH,
        "registered_months@firms.1",
    )
    assert isinstance(fact.value, int)
    assert fact.value > 0
    assert facts["bank_in_12m"].standing == "unknown"  # nobody brought a statement


def test_before_the_answer_was_known_the_fact_is_unknown(world: Sources) -> None:
    door = open_door()
    ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http)
    before = source_facts(party_id=door.firm_id, at=door.at - timedelta(seconds=1), subject="organisation")
    assert {fact.value for fact in before.values()} == {None}
    assert {fact.answer_ids for fact in before.values()} == {()}


def test_new_answers_make_facts_stale_and_measuring_twice_keeps_once(world: Sources) -> None:
    door = open_door()
    ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http)
    assert is_stale(door.firm_id)
    first = refresh_facts(replace(door.call(), actor=SYSTEM), party_id=door.firm_id)
    assert first.changed > 30
    assert not is_stale(door.firm_id)
    assert refresh_facts(replace(door.call(), actor=SYSTEM), party_id=door.firm_id).changed == 0
    kept = {fact.name: fact for fact in facts_of(door.actor, party_id=door.firm_id)}
    assert kept["turnover_12m"].value is not None
    assert not kept["turnover_12m"].is_stale
    with pytest.raises(Exception, match="append-only"):
        FactRecord.objects.filter(party_id=door.firm_id).update(value="0")


def test_a_decision_takes_what_the_sources_said_and_replays(world: Sources) -> None:
    door = open_door()
    decided = submit_application(door.call(), application_id=door.apply(), sources=world.http)
    assert decided.decision_id is not None
    request = decision_request(door.actor, decision_id=decided.decision_id)
    assert request.facts["registered_months"] is not None
    assert request.facts["person_phone_months"] is not None
    assert request.applicant["sources_missing"] == 0
    assert replay_decision(SYSTEM, decision_id=decided.decision_id).agrees
    looked = readings_of(door.actor, party_id=door.firm_id)
    assert [line.purpose for line in looked] == [f"decision {decided.application_id}"]
    assert "judicial_records" in looked[0].sources


def test_the_same_submission_asks_once(world: Sources) -> None:
    door = open_door()
    application_id, call = door.apply(), door.call("submit")
    first = submit_application(call, application_id=application_id, sources=world.http)
    asked = dict(world.server.asked)
    assert submit_application(call, application_id=application_id, sources=world.http) == first
    assert world.server.asked == asked


def test_a_decision_goes_on_when_every_source_is_down(world: Sources) -> None:
    door = open_door()
    for source in world.server_sources:
        world.server.set_fault(source, "error")
    decided = submit_application(door.call(), application_id=door.apply(), sources=world.http)
    assert decided.decision_id is not None
    request = decision_request(door.actor, decision_id=decided.decision_id)
    assert request.facts["dishonest_debtor"] is None
    assert request.applicant["sources_missing"] == len(world.server_sources)
    assert request.facts["turnover_12m"] is not None


def test_what_a_withdrawn_consent_covered_is_used_no_more(world: Sources) -> None:
    door = open_door()
    ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http)
    refresh_facts(replace(door.call(), actor=SYSTEM), party_id=door.firm_id)
    for line in consents_of(door.actor, party_id=door.firm_id):
        if line.purpose == "firm_records":
            withdraw_consent(door.call(), consent_id=line.consent_id)
    refresh_facts(replace(door.call(), actor=SYSTEM), party_id=door.firm_id)
    assert value_of(door.firm_id, "registered_months") is None
    assert value_of(door.firm_id, "bureau_known") is not None


def value_of(party_id: UUID, name: str) -> str | None:
    return next(fact.value for fact in facts_of(SYSTEM, party_id=party_id) if fact.name == name)
