"""Relief for a region: previewed, between two people, in bounded batches, each loan once, undone the same way."""

from datetime import date
from uuid import UUID

import pytest
from tests.rooms.collections.late import COLLECTOR, FINANCE, RISK, kept
from tests.rooms.lending.lender import proven
from tests.rooms.lending.world import World
from tests.rooms.party.made_up import credit_code

from puhui.flows.collections import relief as relief_flow
from puhui.flows.collections.relief import confirm_relief, preview_relief, propose_relief, undo_relief, work_on_relief
from puhui.foundation.party.facade import register_organisation
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.products.collections import policy_files
from puhui.products.collections.facade import (
    ReliefFourEyes,
    ReliefNotOpen,
    ReliefState,
    relief,
    relief_lines,
    reliefs,
)
from puhui.products.lending.facade import loan, loan_events

pytestmark = pytest.mark.django_db
FLOOD = "relief.sample-flood"


@pytest.fixture
def flooded(db: None, monkeypatch: pytest.MonkeyPatch) -> tuple[World, list[UUID]]:
    """Three firms in the region with a loan each, one of them too short to rest, and one firm elsewhere."""
    world = World()
    sample = policy_files.relief_measures()[FLOOD]
    moved = sample.model_copy(update={"rest_from": date(2026, 3, 1), "rest_until": date(2026, 6, 1)})
    monkeypatch.setattr(policy_files, "policies_in", lambda model, folder: (moved,))
    monkeypatch.setattr(relief_flow, "LOANS_AT_ONCE", 2)
    monkeypatch.setattr(relief_flow, "PARTIES_AT_ONCE", 2)
    loans = []
    for n, (region, months) in enumerate([("CN-XX", 12), ("CN-XX", 12), ("CN-XX", 2), ("CN-YY", 12)]):
        firm = register_organisation(world.call(), name=f"商行{n}", uscc=credit_code(700 + n), region=region)
        loans.append(world.borrowed(firm, n=months))
    return world, loans


def test_previewed_confirmed_applied_and_undone(flooded: tuple[World, list[UUID]]) -> None:
    world, loans = flooded
    counts = preview_relief(RISK, measure=FLOOD)
    assert (counts.parties, counts.loans, counts.principal.minor) == (3, 3, 360_000_00)
    before = [loan(SYSTEM, loan_id).instalments for loan_id in loans]
    moved = propose_relief(world.call(COLLECTOR), measure=FLOOD)
    world.work()
    assert [loan(SYSTEM, loan_id).instalments for loan_id in loans] == before
    confirm_relief(world.call(RISK), relief_id=moved.relief_id, agree=True)
    world.work()
    done = relief(SYSTEM, relief_id=moved.relief_id)
    assert (done.state, done.met, done.left_out, done.expected_loans) == (ReliefState.APPLIED, 2, 1, 3)
    for loan_id in loans[:2]:
        resting = [
            i.total for i in loan(SYSTEM, loan_id).instalments if date(2026, 3, 1) <= i.due_date < date(2026, 6, 1)
        ]
        assert resting == [0, 0, 0]
    assert loan(SYSTEM, loans[3]).instalments == before[3]
    assert [line.why_not for line in relief_lines(SYSTEM, relief_id=moved.relief_id) if line.event_id is None] != [""]
    undo_relief(world.call(COLLECTOR), relief_id=moved.relief_id)
    confirm_relief(world.call(FINANCE), relief_id=moved.relief_id, agree=True)
    world.work()
    assert relief(SYSTEM, relief_id=moved.relief_id).state == ReliefState.UNDONE
    assert [loan(SYSTEM, loan_id).instalments for loan_id in loans] == before
    assert loan_events(SYSTEM, loans[0])[0].kind == "reversal"
    assert reliefs(SYSTEM)[0].undone == 2
    assert proven()


def test_a_loan_is_met_once_though_a_batch_comes_twice(flooded: tuple[World, list[UUID]]) -> None:
    world, loans = flooded
    moved = propose_relief(world.call(COLLECTOR), measure=FLOOD)
    confirm_relief(world.call(RISK), relief_id=moved.relief_id, agree=True)
    call = world.call()
    first = work_on_relief(call, relief_id=moved.relief_id, state="applying")
    assert work_on_relief(call, relief_id=moved.relief_id, state="applying") == first
    world.work()
    assert [e.kind for e in loan_events(SYSTEM, loans[0])].count("payment_holiday") == 1


def test_refused_and_nothing_changed(flooded: tuple[World, list[UUID]]) -> None:
    world, _ = flooded
    _, customer = world.firm()
    moved = propose_relief(world.call(RISK), measure=FLOOD)
    before = kept()
    rows = [
        (Forbidden, lambda: preview_relief(customer, measure=FLOOD)),
        (InvalidInput, lambda: preview_relief(RISK, measure="relief.nothing")),
        (ReliefNotOpen, lambda: propose_relief(world.call(COLLECTOR), measure=FLOOD)),
        (Forbidden, lambda: propose_relief(world.call(FINANCE), measure=FLOOD)),
        (ReliefFourEyes, lambda: confirm_relief(world.call(RISK), relief_id=moved.relief_id, agree=True)),
        (Forbidden, lambda: confirm_relief(world.call(COLLECTOR), relief_id=moved.relief_id, agree=True)),
        (NotFound, lambda: confirm_relief(world.call(RISK), relief_id=new_id(), agree=True)),
        (ReliefNotOpen, lambda: undo_relief(world.call(RISK), relief_id=moved.relief_id)),
        (Forbidden, lambda: work_on_relief(world.call(RISK), relief_id=moved.relief_id, state="applying")),
        (ReliefNotOpen, lambda: work_on_relief(world.call(), relief_id=moved.relief_id, state="applying")),
        (Forbidden, lambda: reliefs(customer)),
    ]
    for refusal, act in rows:
        with pytest.raises(refusal):
            act()
        assert kept() == before
    confirm_relief(world.call(FINANCE), relief_id=moved.relief_id, agree=False)
    assert relief(SYSTEM, relief_id=moved.relief_id).state == ReliefState.REJECTED
