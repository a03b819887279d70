"""The chain to a write-off: conditions of the rulebook, different people, no second word; refusals change nothing."""

from datetime import date

import pytest
from tests.rooms.collections.late import (
    COLLECTOR,
    COMPLIANCE,
    FINANCE,
    MANAGER,
    RISK,
    SECOND_RISK,
    clock_at,
    kept,
    late_world,
)

from puhui.flows.collections.contact import record_contact
from puhui.flows.collections.write_off import (
    KIND,
    approve_write_off,
    book_write_off,
    propose_write_off,
    reject_write_off,
    written_off,
)
from puhui.foundation.casework.facade import cases_page
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.products.collections.facade import (
    AnotherApprover,
    CannotWriteOff,
    WriteOffNotOpen,
    WriteOffState,
    write_off,
    write_off_of_loan,
)
from puhui.products.collections.policy_files import pursuit_rules
from puhui.products.collections.rules.write_offs import approvals_needed, check_pursuit
from puhui.products.lending.facade import CHANGE_KINDS, loan

pytestmark = pytest.mark.django_db
LATE_ON = date(2026, 2, 12)
AFTER = WriteOffState.BOOKED if KIND in CHANGE_KINDS else WriteOffState.APPROVED
PROOF = "business register: struck off on 2026-02-01, file 17"


@pytest.mark.parametrize(
    ("days", "minor", "contacts", "fault"),
    [
        (365, 10_000_000_00, 6, ""),
        (364, 1, 6, "write_off_overdue_days_least [M]"),
        (365, 10_000_000_01, 6, "write_off_pursued_amount_most [U]"),
        (365, 1, 5, "write_off_contacts_least [U]"),
    ],
)
def test_what_the_rulebook_asks_of_a_pursued_claim(days: int, minor: int, contacts: int, fault: str) -> None:
    rules = pursuit_rules(LATE_ON)
    if not fault:
        check_pursuit(days_past_due=days, amount_minor=minor, contacts=contacts, rules=rules)
        return
    with pytest.raises(CannotWriteOff) as refused:
        check_pursuit(days_past_due=days, amount_minor=minor, contacts=contacts, rules=rules)
    assert fault in refused.value.message.en
    assert fault in refused.value.message.zh


def test_people_needed_by_amount() -> None:
    rows = [(100, 1), (1000, 2)]
    assert [approvals_needed(amount_minor=minor, rows=rows) for minor in (1, 100, 101, 1000, 9999)] == [1, 1, 2, 2, 2]


def test_two_other_people_approve_a_large_one(db: None) -> None:
    world, firm, _, loan_id = late_world(until=LATE_ON)
    clock_at(world, "10:00")
    record_contact(world.call(COLLECTOR), loan_id=loan_id, channel="visit", outcome="no_answer")
    moved = propose_write_off(world.call(COLLECTOR), loan_id=loan_id, reason="bankrupt", evidence=PROOF)
    found = write_off(FINANCE, write_off_id=moved.write_off_id)
    assert (found.state, found.approvals_needed, found.days_past_due) == (WriteOffState.PROPOSED, 2, 5)
    assert found.amount.minor == loan(SYSTEM, loan_id).outstanding.total == sum(found.parts.values())
    assert found.efforts["by_channel"] == {"visit": 1}
    assert found.efforts["first_on"] == found.efforts["last_on"] == "2026-02-12"
    assert found.efforts["reminders"] == 1
    assert [c.kind for c in cases_page(SYSTEM, kind="write_off")] == ["write_off"]
    first = approve_write_off(world.call(RISK), write_off_id=moved.write_off_id, note="seen")
    assert (first.state, first.approvals) == (WriteOffState.PROPOSED, 1)
    before = kept()
    for actor, refusal in ((RISK, AnotherApprover), (COLLECTOR, Forbidden), (COMPLIANCE, Forbidden)):
        with pytest.raises(refusal):
            approve_write_off(world.call(actor), write_off_id=moved.write_off_id)
        assert kept() == before
    second = approve_write_off(world.call(FINANCE), write_off_id=moved.write_off_id)
    assert second.state == AFTER
    assert [row.recovered.minor for row in written_off(FINANCE)] == [0]
    with pytest.raises(WriteOffNotOpen):
        approve_write_off(world.call(SECOND_RISK), write_off_id=moved.write_off_id)
    assert firm == found.party_id


def test_who_proposed_may_not_approve_and_one_no_is_enough(db: None) -> None:
    world, _, _, loan_id = late_world(until=LATE_ON)
    moved = propose_write_off(world.call(RISK), loan_id=loan_id, reason="died", evidence=PROOF)
    before = kept()
    with pytest.raises(AnotherApprover):
        approve_write_off(world.call(RISK), write_off_id=moved.write_off_id)
    with pytest.raises(WriteOffNotOpen):
        propose_write_off(world.call(COLLECTOR), loan_id=loan_id, reason="died", evidence=PROOF)
    with pytest.raises(WriteOffNotOpen):
        book_write_off(world.call(FINANCE), write_off_id=moved.write_off_id)
    assert kept() == before
    reject_write_off(world.call(SECOND_RISK), write_off_id=moved.write_off_id)
    assert [c.outcome for c in cases_page(SYSTEM, kind="write_off")] == ["rejected"]
    again = propose_write_off(world.call(COLLECTOR), loan_id=loan_id, reason="died", evidence=PROOF)
    latest = write_off_of_loan(SYSTEM, loan_id=loan_id)
    assert latest is not None
    assert latest.id == again.write_off_id


def test_refused_and_nothing_changed(db: None) -> None:
    world, _, customer, loan_id = late_world(until=LATE_ON)
    before = kept()
    rows = [
        (CannotWriteOff, COLLECTOR, loan_id, "pursued", PROOF),
        (InvalidInput, COLLECTOR, loan_id, "boredom", PROOF),
        (InvalidInput, COLLECTOR, loan_id, "bankrupt", "no proof"),
        (Forbidden, MANAGER, loan_id, "bankrupt", PROOF),
        (Forbidden, customer, loan_id, "bankrupt", PROOF),
        (NotFound, COLLECTOR, new_id(), "bankrupt", PROOF),
    ]
    for refusal, actor, asked, reason, evidence in rows:
        with pytest.raises(refusal):
            propose_write_off(world.call(actor), loan_id=asked, reason=reason, evidence=evidence)
        assert kept() == before
    with pytest.raises(Forbidden):
        written_off(customer)
