"""The training table sees what was known at each decision, and a planted leak of any kind does not get through."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.rooms.origination.firm_at_the_door import Door, healthy_invoices
from tests.rooms.sources.world import Sources, open_door, sources

from puhui.flows.ask_sources import ask_sources
from puhui.flows.extract_facts import PastDecision, extract_facts
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.foundation.documents.facade import FileContent, import_invoices
from puhui.foundation.party.facade import home_date
from puhui.foundation.sources.facade import Heard, KnownAnswer, Standing, Status, known_answers, store_answers
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.errors import Forbidden
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.facade import decision_request
from puhui.risk.facts.facade import definition_of, fact_names, fact_rules
from puhui.risk.facts.rules.measuring import Future, facts_from_answers

pytestmark = pytest.mark.django_db(transaction=True)
CLEAN = {"dishonest_debtor": False, "cases": []}
DISHONEST = {"dishonest_debtor": True, "cases": []}


@pytest.fixture
def world() -> Iterator[Sources]:
    with sources() as made:
        yield made


def row_of(door: Door, *, after: timedelta = timedelta(0)) -> dict[str, object]:
    decision = PastDecision(door.firm_id, door.at + after, {"default": "1"})
    (row,) = extract_facts(SYSTEM, decisions=[decision])
    assert row.decision.beside == {"default": "1"}
    return dict(row.facts)


def plant(door: Door, content: dict[str, object], *, after: timedelta) -> UUID:
    """An answer that came in so long after the decision, though the source dates it before."""
    call = replace(door.call(), at=door.at + after)
    heard = Heard(source="judicial_records", status=Status.OK, as_of=home_date(door.at), content=content)
    return store_answers(call, party_id=door.firm_id, request_id=new_id(), heard=[heard])[0]


def test_an_answer_that_came_after_the_decision_is_not_seen() -> None:
    door = open_door()
    plant(door, CLEAN, after=-timedelta(days=3))
    plant(door, DISHONEST, after=timedelta(seconds=1))  # the leak: dated before, known after
    assert row_of(door)["dishonest_debtor"] == 0
    assert row_of(door, after=timedelta(seconds=2))["dishonest_debtor"] == 1


def test_the_only_answer_came_later_and_the_fact_is_unknown_not_zero() -> None:
    door = open_door()
    plant(door, CLEAN, after=timedelta(days=1))
    assert row_of(door)["dishonest_debtor"] is None


def test_offering_an_answer_of_the_future_is_an_error_and_never_a_value() -> None:
    door = open_door()
    answer_id = plant(door, DISHONEST, after=timedelta(days=1))
    later = known_answers(party_id=door.firm_id, at=door.at + timedelta(days=2))
    assert isinstance(later["judicial_records"], KnownAnswer)
    assert later["judicial_records"].standing == Standing.FRESH
    on = home_date(door.at)
    with pytest.raises(Future) as caught:
        facts_from_answers(later, rules=fact_rules(on=on), at=door.at, version=lambda name: definition_of(name, on=on))
    assert caught.value.answer_id == answer_id


def test_invoices_that_were_imported_after_the_decision_are_not_seen() -> None:
    door = open_door()
    before = row_of(door)
    call = replace(door.call(), at=door.at + timedelta(days=2))
    text = healthy_invoices().replace("out,9", "out,8").replace("buyer-", "late-buyer-")
    file = FileContent.of_bytes(text.encode())
    import_invoices(call, firm_id=door.firm_id, file=file, file_format="csv", name="late.csv", source="test")
    assert row_of(door) == before
    assert row_of(door, after=timedelta(days=3))["buyers_12m"] == 2 * int(str(before["buyers_12m"]))


def test_the_table_equals_what_the_decision_was_made_on(world: Sources) -> None:
    door = open_door()
    decided = submit_application(door.call(), application_id=door.apply(), sources=world.http)
    assert decided.decision_id is not None
    request = decision_request(door.actor, decision_id=decided.decision_id)
    ask_sources(
        replace(door.call(), at=door.at + timedelta(days=9)), party_ids=[door.firm_id], connector=world.http, again=True
    )
    row = row_of(door)
    used = {name: value for name, value in request.facts.items() if name in fact_names()}
    assert len(used) == len(fact_names())
    assert {name: row[name] for name in used} == used


def test_only_who_may_extracts() -> None:
    door = open_door()
    with pytest.raises(Forbidden):
        list(extract_facts(door.actor, decisions=[PastDecision(door.firm_id, door.at)]))
    officer = replace(door.actor, roles=frozenset({Role.RISK_OFFICER}), party_id=None)
    assert len(list(extract_facts(officer, decisions=[PastDecision(door.firm_id, door.at)] * 3))) == 3
