"""Changing a running loan, as people do it: proposed, seen by a second pair of eyes, accepted, booked, undone."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.lender import pay, proven
from tests.stories.changing import TODAY, Desk, staff

from puhui.flows.change_loan.accept_change import (
    accept_change,
    decline_change,
    record_consent,
    request_change_code,
)
from puhui.flows.change_loan.confirm_change import confirm_change, reject_change, withdraw_change
from puhui.flows.change_loan.preview import show_change
from puhui.flows.change_loan.propose_change import propose_change, undo_change
from puhui.foundation.access.facade import CodeExpired, CodeWrong
from puhui.foundation.casework.facade import FourEyes, cases_page
from puhui.foundation.ledger.facade import balance, business_date
from puhui.foundation.notices.facade import notices_of
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import (
    CHANGE_KINDS,
    CannotChangeLoan,
    CannotReverseEvent,
    ChangeAsked,
    ChangeNotOpen,
    ChangeState,
    ChangeWaits,
    LoanMovedOn,
    loan_change,
    loan_changes,
    loan_events,
)

pytestmark = pytest.mark.django_db
needs_waivers = pytest.mark.skipif("waiver" not in CHANGE_KINDS, reason="the books do not follow waivers yet")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def kinds_told(desk: Desk) -> list[str]:
    return [notice.kind for notice in notices_of(desk.customer, most=200)]


def test_a_small_fee_by_staff_needs_the_borrower_not_a_colleague(desk: Desk) -> None:
    moved = desk.propose("fee", amount=Money(100_00))
    assert moved.state == ChangeState.OFFERED  # it makes the loan dearer: only with the borrower's word
    assert desk.shown.outstanding.fees == 0


@needs_waivers
def test_a_small_waiver_is_booked_at_once_and_told(desk: Desk) -> None:
    before = desk.shown.overdue
    moved = desk.propose("waiver", amount=Money(1_00), component="penalty")
    assert moved.state == ChangeState.BOOKED
    assert desk.shown.overdue.penalty == before.penalty - 1_00
    assert kinds_told(desk)[0] == "loan_changed"
    assert loan_changes(SYSTEM, desk.loan_id)[0].event_id == moved.event_id
    assert proven()


def test_a_lower_rate_is_confirmed_by_a_second_person(desk: Desk) -> None:
    moved = desk.propose("rate_change", annual_rate_pct=Decimal(9))
    assert moved.state == ChangeState.PROPOSED
    [case] = cases_page(desk.officer, kind="loan_change", state="proposed")
    assert (case.subject, case.outcome) == (str(moved.change_id), "rate_change")
    assert desk.shown.annual_rate_pct == "12"
    done = confirm_change(desk.world.call(desk.officer), change_id=moved.change_id, note="agreed")
    assert done.state == ChangeState.BOOKED
    assert desk.shown.annual_rate_pct == "9"
    change = loan_change(desk.customer, moved.change_id)
    assert (change.proposed_by_name, change.confirmed_by_name) == ("Op", "Ri")
    assert cases_page(desk.officer, kind="loan_change", state="closed")[0].confirmed_by_name == "Ri"
    assert kinds_told(desk)[0] == "loan_changed"
    assert proven()


def test_an_extension_is_signed_by_the_borrower_with_a_code(desk: Desk) -> None:
    moved = desk.propose("extension", n=3)
    offered = confirm_change(desk.world.call(desk.officer), change_id=moved.change_id)
    assert offered.state == ChangeState.OFFERED
    assert kinds_told(desk)[0] == "loan_change_offered"
    seen = show_change(desk.customer, loan_id=desk.loan_id, asked=loan_change(desk.customer, moved.change_id).asked)
    request_change_code(desk.world.call(desk.customer), change_id=moved.change_id)
    code = desk.code()
    call = desk.world.call(desk.customer)
    done = accept_change(call, change_id=moved.change_id, code=code, after_n=seen.preview.after_n)
    assert done.state == ChangeState.BOOKED
    assert accept_change(call, change_id=moved.change_id, code=code, after_n=seen.preview.after_n) == done
    assert len(desk.shown.instalments) == 15
    proof = loan_change(desk.officer, moved.change_id).consent
    assert (proof["how"], proof["by"]) == ("one_time_code", str(desk.customer.party_id))
    assert len(proof["sha256"]) == 64
    assert proven()


def test_what_the_borrower_signed_is_undone_only_with_their_word(desk: Desk) -> None:
    moved = desk.propose("extension", n=3)
    confirm_change(desk.world.call(desk.officer), change_id=moved.change_id)
    done = record_consent(desk.world.call(desk.operations), change_id=moved.change_id, evidence="paper 17/2026")
    assert loan_change(desk.officer, moved.change_id).consent["evidence"] == "paper 17/2026"
    undoing = undo_change(
        desk.world.call(desk.operations), loan_id=desk.loan_id, event_id=done.event_id, reason="wrong loan"
    )
    confirmed = confirm_change(desk.world.call(desk.officer), change_id=undoing.change_id)
    assert confirmed.state == ChangeState.OFFERED
    declined = decline_change(desk.world.call(desk.customer), change_id=undoing.change_id)
    assert declined.state == ChangeState.REJECTED
    assert len(desk.shown.instalments) == 15


@needs_waivers
def test_a_booking_is_undone_by_another_event(desk: Desk) -> None:
    before = desk.shown.outstanding
    waived = desk.propose("waiver", amount=Money(1_00), component="penalty")
    undoing = undo_change(
        desk.world.call(desk.operations), loan_id=desk.loan_id, event_id=waived.event_id, reason="typed twice"
    )
    assert undoing.state == ChangeState.PROPOSED
    confirm_change(desk.world.call(desk.finance), change_id=undoing.change_id)
    assert desk.shown.outstanding == before
    assert [event.kind for event in loan_events(SYSTEM, desk.loan_id)[:2]] == ["reversal", "waiver"]
    assert kinds_told(desk)[0] == "loan_change_undone"
    assert proven()


def test_a_payment_by_staff_counts_from_its_day(desk: Desk) -> None:
    owed = desk.shown.overdue
    paid = Money(owed.principal + owed.interest)
    moved = desk.propose("payment", amount=paid, on=date(2026, 3, 31), reason="paid at the counter")
    bank = balance("bank.operating").minor
    confirm_change(desk.world.call(desk.finance), change_id=moved.change_id)
    assert desk.shown.days_past_due == 0
    assert balance("income.penalty").minor == 0
    assert balance("bank.operating").minor - bank == paid.minor
    assert kinds_told(desk)[0] == "repayment_received"
    assert proven()


def test_more_is_lent_when_the_bank_has_paid(desk: Desk) -> None:
    moved = desk.propose("disbursement", amount=Money(30_000_00))
    confirm_change(desk.world.call(desk.officer), change_id=moved.change_id)
    paying = record_consent(desk.world.call(desk.operations), change_id=moved.change_id, evidence="paper 18/2026")
    assert paying.state == ChangeState.PAYING
    principal = desk.shown.outstanding.principal
    desk.world.work()
    assert loan_change(SYSTEM, moved.change_id).state == ChangeState.BOOKED
    assert desk.shown.outstanding.principal == principal + 30_000_00
    assert proven()


def test_more_that_the_bank_refuses_to_pay_is_not_owed(desk: Desk) -> None:
    moved = desk.propose("disbursement", amount=Money(30_000_00))
    confirm_change(desk.world.call(desk.officer), change_id=moved.change_id)
    desk.world.bank.set_account(desk.firm, is_closed=True)
    record_consent(desk.world.call(desk.operations), change_id=moved.change_id, evidence="paper 18/2026")
    principal = desk.shown.outstanding.principal
    desk.world.work()
    assert loan_change(SYSTEM, moved.change_id).state == ChangeState.REJECTED
    assert desk.shown.outstanding.principal == principal
    assert cases_page(desk.operations, kind="failed_payment", state="open")
    assert proven()


def test_a_rejected_proposal_changes_nothing(desk: Desk) -> None:
    moved = desk.propose("rate_change", annual_rate_pct=Decimal(9))
    reject_change(desk.world.call(desk.officer), change_id=moved.change_id, note="not now")
    assert desk.shown.annual_rate_pct == "12"
    assert cases_page(desk.officer, kind="loan_change", state="open") == []
    again = desk.propose("rate_change", annual_rate_pct=Decimal(8))
    withdraw_change(desk.world.call(desk.operations), change_id=again.change_id)
    assert [c.state for c in loan_changes(SYSTEM, desk.loan_id)] == [ChangeState.REJECTED] * 2


@needs_waivers
def test_a_loan_that_moved_on_needs_a_new_preview(desk: Desk) -> None:
    moved = desk.propose("rate_change", annual_rate_pct=Decimal(9))
    desk.propose("waiver", amount=Money(1_00), component="penalty")
    before = footprint()
    with pytest.raises(LoanMovedOn):
        confirm_change(desk.world.call(desk.officer), change_id=moved.change_id)
    with pytest.raises(LoanMovedOn):
        desk.propose("waiver", amount=Money(1_00), after_n=1)
    assert footprint() == before


def test_a_proposal_that_a_payment_made_stale_gives_way_to_a_new_one(desk: Desk) -> None:
    stale = desk.propose("rate_change", annual_rate_pct=Decimal(9))
    with transaction.atomic():
        pay(desk.loan_id, 100_00)
    again = desk.propose("rate_change", annual_rate_pct=Decimal(8))
    assert loan_change(SYSTEM, stale.change_id).state == ChangeState.LAPSED
    assert [case.subject for case in cases_page(desk.officer, kind="loan_change", state="proposed")] == [
        str(again.change_id)
    ]
    with pytest.raises(ChangeNotOpen):
        confirm_change(desk.world.call(desk.officer), change_id=stale.change_id)
    assert confirm_change(desk.world.call(desk.officer), change_id=again.change_id).state == ChangeState.BOOKED
    assert desk.shown.annual_rate_pct == "8"
    assert proven()


def test_what_nobody_answers_lapses_with_the_days(desk: Desk) -> None:
    moved = desk.propose("rate_change", annual_rate_pct=Decimal(9))
    desk.world.close_until(TODAY + timedelta(days=6))
    assert loan_change(SYSTEM, moved.change_id).state == ChangeState.LAPSED
    assert cases_page(desk.officer, kind="loan_change", state="proposed") == []
    with pytest.raises(ChangeNotOpen):
        confirm_change(desk.world.call(desk.officer), change_id=moved.change_id)
    assert proven()


@needs_waivers
def test_the_same_request_twice_is_one_change(desk: Desk) -> None:
    call = desk.world.call(desk.operations)
    asked = ChangeAsked(kind="waiver", amount=Money(1_00), component="penalty")
    first = propose_change(call, loan_id=desk.loan_id, asked=asked, reason="goodwill")
    assert propose_change(call, loan_id=desk.loan_id, asked=asked, reason="goodwill") == first
    assert len(loan_changes(SYSTEM, desk.loan_id)) == 1


def test_a_change_above_the_legal_cap_is_shown_and_refused(desk: Desk) -> None:
    asked = ChangeAsked(kind="rate_change", annual_rate_pct=Decimal(60))
    shown = show_change(desk.operations, loan_id=desk.loan_id, asked=asked)
    assert not shown.keeps_the_cap
    assert shown.cap_pct == 24
    assert shown.needs_consent


def confirm(desk: Desk, by: Any, change_id: Any) -> object:
    return confirm_change(desk.world.call(by), change_id=change_id)


def waits(desk: Desk) -> Any:
    return loan_changes(SYSTEM, desk.loan_id)[0].id


def accept(desk: Desk, code: str) -> object:
    return accept_change(desk.world.call(desk.customer), change_id=waits(desk), code=code, after_n=1)


Act = Callable[[Desk], object]
LOWER = {"annual_rate_pct": Decimal(9)}
REFUSED: list[tuple[str, type[Refusal], Act]] = [
    ("a customer proposes", Forbidden, lambda d: d.propose("rate_change", by=d.customer, **LOWER)),
    ("the auditor proposes", Forbidden, lambda d: d.propose("rate_change", by=d.auditor, **LOWER)),
    ("finance proposes a rate", Forbidden, lambda d: d.propose("rate_change", by=d.finance, **LOWER)),
    ("without a reason", InvalidInput, lambda d: d.propose("rate_change", reason=" ", **LOWER)),
    ("a write-off past its own chain", CannotChangeLoan, lambda d: d.propose("write_off", by=d.officer)),
    ("above the cap", CannotChangeLoan, lambda d: d.propose("rate_change", annual_rate_pct=Decimal(60))),
    ("too far back", InvalidInput, lambda d: d.propose("rate_change", on=date(2026, 3, 1), **LOWER)),
    ("too far ahead", InvalidInput, lambda d: d.propose("rate_change", on=date(2027, 12, 1), **LOWER)),
    ("a second proposal", ChangeWaits, lambda d: d.propose("extension", n=2)),
    ("a kind that there is not", InvalidInput, lambda d: d.propose("gift")),
    ("undo what was not", CannotReverseEvent, lambda d: d.propose("reversal", of=new_id())),
    ("undo the payout", InvalidInput, lambda d: d.propose("reversal", of=loan_events(SYSTEM, d.loan_id)[-1].id)),
    ("the proposer confirms", Forbidden, lambda d: confirm(d, d.operations, waits(d))),
    ("the auditor confirms", Forbidden, lambda d: confirm(d, d.auditor, waits(d))),
    ("the customer confirms", Forbidden, lambda d: confirm(d, d.customer, waits(d))),
    ("confirm what there is not", NotFound, lambda d: confirm(d, d.officer, new_id())),
    ("accept what is not offered", NotFound, lambda d: accept(d, "123456")),
    ("a colleague withdraws", Forbidden, lambda d: withdraw_change(d.world.call(d.officer), change_id=waits(d))),
    (
        "staff accept for the borrower",
        Forbidden,
        lambda d: request_change_code(d.world.call(d.officer), change_id=waits(d)),
    ),
    (
        "a consent for what is not offered",
        ChangeNotOpen,
        lambda d: record_consent(d.world.call(d.operations), change_id=waits(d), evidence="paper"),
    ),
]


@pytest.mark.parametrize(("refusal", "act"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refusals_change_nothing(desk: Desk, refusal: type[Refusal], act: Act) -> None:
    desk.propose("rate_change", annual_rate_pct=Decimal("9.5"))
    before = footprint()
    with pytest.raises(refusal), transaction.atomic():
        act(desk)
    assert footprint() == before
    assert business_date() == TODAY


def test_four_eyes_hold_for_an_officer_who_proposed(desk: Desk) -> None:
    moved = desk.propose("rate_change", by=desk.officer, annual_rate_pct=Decimal(9))
    before = footprint()
    for act in (confirm_change, reject_change):
        with pytest.raises(FourEyes), transaction.atomic():
            act(desk.world.call(desk.officer), change_id=moved.change_id)
    assert footprint() == before
    confirm_change(desk.world.call(staff(Role.RISK_OFFICER)), change_id=moved.change_id)
    with pytest.raises(ChangeNotOpen), transaction.atomic():
        confirm_change(desk.world.call(staff(Role.RISK_OFFICER)), change_id=moved.change_id)


def test_codes_of_acceptance(desk: Desk) -> None:
    moved = desk.propose("extension", n=3)
    confirm_change(desk.world.call(desk.officer), change_id=moved.change_id)
    _, stranger = desk.world.firm()
    before = footprint()
    with pytest.raises(CodeExpired):
        accept_change(desk.world.call(desk.customer), change_id=moved.change_id, code="123456", after_n=1)
    with pytest.raises(NotFound):
        request_change_code(desk.world.call(stranger), change_id=moved.change_id)
    with pytest.raises(NotFound):
        decline_change(desk.world.call(stranger), change_id=moved.change_id)
    assert footprint() == before
    request_change_code(desk.world.call(desk.customer), change_id=moved.change_id)
    code = desk.code()
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    with pytest.raises(CodeWrong):
        accept_change(desk.world.call(desk.customer), change_id=moved.change_id, code=wrong, after_n=1)
    with pytest.raises(LoanMovedOn):  # the code was right, but what was shown is not how the loan stands
        accept_change(desk.world.call(desk.customer), change_id=moved.change_id, code=code, after_n=1)
    assert loan_change(SYSTEM, moved.change_id).state == ChangeState.OFFERED
