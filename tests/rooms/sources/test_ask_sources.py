"""Sources are asked over real HTTP: side by side, once for a key, under consent, whatever goes wrong."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.rooms.origination.firm_at_the_door import staff
from tests.rooms.sources.world import FIRM_SOURCES, PERSON_SOURCES, Sources, open_door, sources

from puhui.flows.ask_sources import ask_sources
from puhui.foundation.consent.facade import consents_of, withdraw_consent
from puhui.foundation.sources.facade import (
    SourcesNotConnected,
    Standing,
    Status,
    UnknownSource,
    answers_page,
    known_answers,
    source_health,
)
from puhui.foundation.sources.models import SourceAnswer
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.errors import Forbidden, NotFound, Refusal
from puhui.kernel.ports import NO_SOURCES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> Iterator[Sources]:
    with sources() as made:
        yield made


def kept(party_id: UUID) -> dict[str, str]:
    return dict(SourceAnswer.objects.filter(party_id=party_id).values_list("source", "status"))


def test_every_source_of_a_firm_and_of_its_representative_answers(world: Sources) -> None:
    door = open_door()
    person_id = door.actor.party_id
    assert person_id is not None
    told = ask_sources(door.call(), party_ids=[door.firm_id, person_id], connector=world.http)
    assert {line.source for line in told.lines} == {*FIRM_SOURCES, *PERSON_SOURCES}
    assert {line.status for line in told.lines} <= {Status.OK, Status.ABSENT}
    assert {line.standing for line in told.lines} == {Standing.FRESH}
    assert told.cost_minor > 0
    assert set(kept(door.firm_id)) == set(FIRM_SOURCES)
    assert set(kept(person_id)) == set(PERSON_SOURCES)


def test_the_same_key_asks_and_pays_once(world: Sources) -> None:
    door = open_door()
    call = door.call("once")
    ask_sources(call, party_ids=[door.firm_id], connector=world.http, again=True)
    asked = dict(world.server.asked)
    again = ask_sources(call, party_ids=[door.firm_id], connector=world.http, again=True)
    assert world.server.asked == asked
    assert again.asked == 0
    assert {line.source for line in again.lines} == set(FIRM_SOURCES)
    assert SourceAnswer.objects.filter(party_id=door.firm_id).count() == len(FIRM_SOURCES)


def test_a_fresh_answer_is_not_asked_for_again_and_an_old_one_is(world: Sources) -> None:
    door = open_door()
    ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http)
    assert ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http).asked == 0
    door.at += timedelta(days=8)  # courts, the bureau and platforms are asked weekly
    told = ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http)
    asked = {line.source for line in told.lines if line.status}
    assert asked == {"judicial_records", "credit_bureau", "platform_trade"}


def test_without_a_consent_nothing_is_asked(world: Sources) -> None:
    door = open_door(consents=False)
    told = ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http)
    assert {line.standing for line in told.lines} == {Standing.NO_CONSENT}
    assert world.server.asked == {}
    assert kept(door.firm_id) == {}


def test_a_withdrawn_consent_stops_its_sources_only(world: Sources) -> None:
    door = open_door()
    line = next(c for c in consents_of(door.actor, party_id=door.firm_id) if c.purpose == "credit_report")
    withdraw_consent(door.call(), consent_id=line.consent_id)
    ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http)
    assert set(kept(door.firm_id)) == set(FIRM_SOURCES) - {"credit_bureau"}


@pytest.mark.parametrize(
    ("fault", "status", "reason"),
    [
        ("error", Status.DOWN, "HTTP 500"),
        ("refuse", Status.REFUSED, "HTTP 403"),
        ("garbage", Status.GARBAGE, "schema"),
        ("drift", Status.GARBAGE, "schema"),
        ("wrong_person", Status.GARBAGE, "subject"),
        ("endless", Status.DOWN, "answer too large"),
    ],
)
def test_what_goes_wrong_is_kept_as_what_it_is_and_is_never_used(
    world: Sources, fault: str, status: Status, reason: str
) -> None:
    door = open_door()
    world.server.set_fault("tax", fault)
    told = ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http)
    line = next(line for line in told.lines if line.source == "tax")
    assert (line.status, line.standing) == (status, Standing.UNKNOWN)
    assert line.reason.startswith(reason)
    row = SourceAnswer.objects.get(party_id=door.firm_id, source="tax")
    assert (row.content_sealed, row.content_hash) == ("", "")
    assert "tax" not in known_answers(party_id=door.firm_id, at=door.at)
    assert kept(door.firm_id)["judicial_records"] == Status.OK  # one fault touches nobody else


@pytest.mark.parametrize("fault", ["delay", "trickle"])
def test_a_slow_source_is_left_when_its_time_is_over(world: Sources, fault: str) -> None:
    door = open_door()
    world.server.set_fault("utility_bills", fault, ms=60_000 if fault == "delay" else 20)
    begun = time.monotonic()
    told = ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http, only=["utility_bills"])
    assert told.lines[0].status == Status.DOWN
    assert time.monotonic() - begun < 2 * 2.0 + 1.5  # two tries of two seconds, and the pause between


def test_a_cached_answer_serves_while_its_source_is_down_and_not_for_ever(world: Sources) -> None:
    door = open_door()
    ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http, only=["judicial_records"])
    world.server.set_fault("judicial_records", "error")
    for days, standing in ((20, Standing.CACHED), (70, Standing.UNKNOWN)):
        call = replace(door.call(), at=door.at + timedelta(days=days))
        told = ask_sources(call, party_ids=[door.firm_id], connector=world.http, only=["judicial_records"])
        assert (told.lines[0].status, told.lines[0].standing) == (Status.DOWN, standing)


def test_sources_are_asked_side_by_side(world: Sources) -> None:
    door = open_door()
    for source in FIRM_SOURCES:
        world.server.set_fault(source, "delay", ms=400)
    begun = time.monotonic()
    ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http)
    assert time.monotonic() - begun < 0.4 * len(FIRM_SOURCES) / 2  # one after another would take 2.8 s


def test_a_source_that_fails_in_a_row_rests(world: Sources) -> None:
    door = open_door()
    world.server.set_fault("tax", "error")
    for _ in range(4):
        ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http, only=["tax"])
    assert world.server.asked["tax"] == 5  # then the breaker is open
    row = SourceAnswer.objects.filter(source="tax").latest("id")
    assert (row.reason, row.attempts) == ("resting after failures in a row", 0)


def test_the_content_is_sealed_and_the_answers_are_append_only(world: Sources) -> None:
    door = open_door()
    ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http, only=["business_registration"])
    row = SourceAnswer.objects.get(source="business_registration")
    assert "registered_on" not in row.content_sealed
    with pytest.raises(Exception, match="append-only"):
        SourceAnswer.objects.filter(id=row.id).update(status=Status.ABSENT)
    with pytest.raises(Exception, match="append-only"):
        SourceAnswer.objects.filter(id=row.id).delete()


def test_health_counts_what_was_missing(world: Sources) -> None:
    door = open_door()
    world.server.set_fault("tax", "garbage")
    ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http)
    health = {h.source: h for h in source_health(SYSTEM, since=door.at - timedelta(days=1), until=door.at)}
    assert (health["tax"].asked, health["tax"].missing) == (1, 1)
    assert (health["judicial_records"].asked, health["judicial_records"].missing) == (1, 0)
    assert health["judicial_records"].cost_minor == 80
    assert health["person_income"].asked == 0


def test_refusals_change_nothing(world: Sources) -> None:
    door, other = open_door(), open_door()
    table: list[tuple[type[Refusal], dict[str, object]]] = [
        (SourcesNotConnected, {"connector": NO_SOURCES}),
        (UnknownSource, {"only": ["horoscope"]}),
        (NotFound, {"party_ids": [other.firm_id]}),
    ]
    for refusal, change in table:
        asked: dict[str, object] = {"party_ids": [door.firm_id], "connector": world.http, **change}
        with pytest.raises(refusal):
            ask_sources(door.call(), **asked)  # type: ignore[arg-type]
    call = replace(door.call(), actor=staff(Role.AUDITOR))
    with pytest.raises(Forbidden):
        ask_sources(call, party_ids=[door.firm_id], connector=world.http)
    with pytest.raises(NotFound):
        answers_page(other.actor, party_id=door.firm_id)
    assert SourceAnswer.objects.count() == 0
    assert world.server.asked == {}
