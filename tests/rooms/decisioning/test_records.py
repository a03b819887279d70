"""Recorded decisions: append-only, seen only by those they concern, replayed bit for bit whatever the files say now."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, transaction
from tests.unit.decisioning.shipped import request, shipped_policy

from puhui.interfaces.command_line.decision import command
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, NotFound
from puhui.kernel.ids import new_id
from puhui.risk.decisioning import policy_files
from puhui.risk.decisioning.facade import (
    Decision,
    NoPolicyInForce,
    decide_and_record,
    decide_now,
    decision,
    decision_ids,
    decision_request,
    decisions_of,
    replay_decision,
)
from puhui.risk.decisioning.models import DecisionMaterial, DecisionRecord
from puhui.risk.decisioning.records import answer_text

AT = datetime(2026, 11, 1, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def call() -> Call:
    return Call(SYSTEM, "k", AT)


def recorded(**changes: Any) -> Decision:
    asked = request(application_id=new_id(), **changes)
    return decide_and_record(call(), request=asked)


def test_a_decision_is_kept_with_all_that_it_was_made_from() -> None:
    firm_id = new_id()
    made = recorded(firm_id=firm_id)
    row = DecisionRecord.objects.get()
    assert row.id == made.decision_id
    assert (row.firm_id, row.outcome, row.score) == (firm_id, "approve", made.score)
    assert DecisionMaterial.objects.count() == 2
    recorded()
    assert DecisionMaterial.objects.count() == 2
    read = decision(SYSTEM, decision_id=row.id)
    assert answer_text(read) == row.answer
    assert decision_request(SYSTEM, decision_id=row.id).facts == request().facts
    assert [d.decision_id for d in decisions_of(SYSTEM, application_id=row.application_id)] == [row.id]


def test_deciding_now_gives_the_same_and_keeps_nothing() -> None:
    asked = request(application_id=UUID(int=9))
    assert answer_text(decide_now(asked)) == answer_text(decide_and_record(call(), request=asked))
    assert DecisionRecord.objects.count() == 1


@pytest.mark.parametrize("facts", [{}, {"turnover_12m": None}, {"months_since_last_sale": 9}, {"buyers_12m": 1}])
def test_replays_agree_bit_for_bit(facts: dict[str, Any]) -> None:
    made = recorded(facts=facts, firm_id=new_id(), applicant={"months_since_founding": 40, "kind": "organisation"})
    assert made.decision_id is not None
    result = replay_decision(SYSTEM, decision_id=made.decision_id)
    assert (result.agrees, result.differences) == (True, ())


def test_a_replay_does_not_look_at_todays_files(monkeypatch: pytest.MonkeyPatch) -> None:
    made = recorded()
    changed = replace(shipped_policy(), least_minor=10**12)
    monkeypatch.setattr(policy_files, "_policies", lambda overlay: (changed,))
    assert decide_now(request()).outcome == "decline"
    assert made.decision_id is not None
    assert replay_decision(SYSTEM, decision_id=made.decision_id).agrees


def _forged(**changes: Any) -> UUID:
    """A second record with something changed, as somebody with the database in hand might write it."""
    recorded()
    row = DecisionRecord.objects.get()
    row.id = new_id()
    for name, value in changes.items():
        setattr(row, name, value(getattr(row, name)))
    row.save(force_insert=True)
    return row.id


@pytest.mark.parametrize(
    ("field", "change", "difference"),
    [
        ("answer", lambda text: text.replace('"outcome":"approve"', '"outcome":"decline"'), "answer"),
        ("request", lambda text: text.replace('"buyers_12m":40', '"buyers_12m":1'), "request_hash"),
        ("policy_hash", lambda _: "0" * 64, "policy"),
        ("scorecard_hash", lambda _: "0" * 64, "scorecard"),
    ],
)
def test_a_forged_record_is_told(field: str, change: Any, difference: str) -> None:
    result = replay_decision(SYSTEM, decision_id=_forged(**{field: change}))
    assert not result.agrees
    assert any(line.startswith(difference) for line in result.differences)


@pytest.mark.parametrize("table", ["decisioning_decisionrecord", "decisioning_decisionmaterial"])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_a_change(table: str, verb: str) -> None:
    recorded()
    rows = DecisionRecord.objects if table.endswith("record") else DecisionMaterial.objects
    before = list(rows.order_by("pk").values())
    changed = {"outcome": "decline"} if table.endswith("record") else {"name": "x"}
    act = (lambda: rows.update(**changed)) if verb == "update" else rows.all().delete
    with pytest.raises(DatabaseError), transaction.atomic():
        act()
    assert list(rows.order_by("pk").values()) == before


def test_a_customer_sees_only_decisions_on_firms_they_act_for() -> None:
    made = recorded(firm_id=new_id())
    stranger = Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=new_id())
    assert made.decision_id is not None
    with pytest.raises(NotFound):
        decision(stranger, decision_id=made.decision_id)
    with pytest.raises(NotFound):
        decision_request(stranger, decision_id=made.decision_id)
    with pytest.raises(Forbidden):
        replay_decision(stranger, decision_id=made.decision_id)
    assert isinstance(made.application_id, UUID)
    assert decisions_of(stranger, application_id=made.application_id) == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"product_code": "gold-plated"}, NoPolicyInForce), ({"as_of": date(1999, 1, 1)}, NoPolicyInForce)],
)
def test_a_refused_request_leaves_nothing_behind(changes: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        recorded(**changes)
    assert DecisionRecord.objects.count() == 0
    assert DecisionMaterial.objects.count() == 0


def test_the_command_replays_all_and_exits_1_on_a_difference() -> None:
    recorded()
    runner = CliRunner()
    assert runner.invoke(command, ["replay", "--all", "--json"]).exit_code == 0
    first = next(decision_ids())
    assert runner.invoke(command, ["replay", str(first)]).stdout == "1 decisions replayed, 1 agree bit for bit.\n"
    row = DecisionRecord.objects.get()
    row.id, row.answer = new_id(), row.answer.replace('"score":', '"score":1')
    row.save(force_insert=True)
    result = runner.invoke(command, ["replay", "--all", "--json"])
    assert result.exit_code == 1
    assert '"replayed": 2, "agree": 1' in result.stdout
    assert runner.invoke(command, ["replay", str(new_id()), "--json"]).exit_code == 1
    assert runner.invoke(command, ["replay"]).exit_code == 2
