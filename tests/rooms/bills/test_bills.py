"""Bills are checked, taken once, discounted, presented, and paid by somebody; what does not hold is refused whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.rooms.bills.portfolio import BANK, DUE, FINANCE, MANAGER, OPERATOR, RISK, Desk, firm, kept, number
from tests.rooms.party.made_up import credit_code

from puhui.flows.discount_bill.check import check_bill, refuse_bill
from puhui.flows.discount_bill.codes import request_bill_code
from puhui.flows.discount_bill.present import claim_bill_recourse, note_letter_answer, present_bill
from puhui.flows.discount_bill.sell import quote_of, sell_bill
from puhui.foundation.access.facade import CodeExpired, CodeWrong
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.catalogue.facade import OutsideProduct
from puhui.foundation.ledger.facade import business_date, check_books, control_total
from puhui.foundation.party.facade import BadUscc
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.bills.facade import (
    BadBillNumber,
    BillKind,
    BillNotInState,
    BillState,
    BillTaken,
    BillTerm,
    CannotRecourse,
    ChainNotContinuous,
    EndorsementIn,
    Firm,
    LimitFourEyes,
    LimitFull,
    NewLimit,
    NoLimit,
    NotTheHolder,
    NotToBePassedOn,
    NotYetDue,
    QuoteOver,
    bill,
    bills_page,
    block_limit,
    decide_limit,
    exposures,
    limits_page,
    propose_limit,
    submit_bill,
)

pytestmark = pytest.mark.django_db
Act = Callable[[], object]


def all_refused(rows: list[tuple[type[Refusal], Act]]) -> None:
    """Each act is refused so, and nothing has changed."""
    before = kept()
    for place, (refusal, act) in enumerate(rows):
        with pytest.raises(refusal):
            act()
        assert kept() == before, (place, refusal)


def test_refused_limits_and_bills_change_nothing() -> None:
    desk = Desk()
    world, shop, other = desk.world, desk.shop, desk.firms[1][1]
    good = NewLimit(
        kind=BillKind.BANK,
        acceptor=BANK,
        limit=Money(150_000_00),
        annual_rate_pct=Decimal("2.4"),
        valid_until=date(2026, 12, 31),
    )

    def proposes(actor: Any = MANAGER, **changes: Any) -> Act:
        return lambda: propose_limit(world.call(actor), asked=replace(good, **changes))

    def shows(actor: Any = shop, **changes: Any) -> Act:
        return lambda: submit_bill(world.call(actor), asked=desk.asked(7, **changes))

    mine = propose_limit(world.call(RISK), asked=good).limit_id
    gap = (EndorsementIn(giver=firm(92), taker=firm(1), on=date(2026, 1, 12)),)
    last = (EndorsementIn(giver=firm(91), taker=firm(1), on=date(2026, 1, 12), is_last=True),)
    all_refused(
        [
            (Forbidden, proposes(OPERATOR)),
            (InvalidInput, proposes(limit=Money(0))),
            (InvalidInput, proposes(limit=Money(1, "USD"))),
            (InvalidInput, proposes(annual_rate_pct=Decimal("Infinity"))),
            (OutsideProduct, proposes(annual_rate_pct=Decimal("6.5"))),
            (InvalidInput, proposes(acceptor=Firm(name="Bank", code="12345"))),
            (BadUscc, proposes(kind=BillKind.COMMERCIAL)),
            (InvalidInput, proposes(valid_until=business_date())),
            (LimitFourEyes, lambda: decide_limit(world.call(RISK), limit_id=mine, agree=True)),
            (Forbidden, lambda: decide_limit(world.call(MANAGER), limit_id=mine, agree=True)),
            (BillNotInState, lambda: block_limit(world.call(RISK), limit_id=mine)),
            (NotFound, lambda: decide_limit(world.call(RISK), limit_id=new_id(), agree=True)),
            (Forbidden, lambda: limits_page(shop)),
            (Forbidden, shows(FINANCE)),
            (NotFound, shows(other)),
            (InvalidInput, shows(face=Money(0))),
            (InvalidInput, shows(face=Money(-1))),
            (InvalidInput, shows(face=Money(10**17 + 1))),
            (InvalidInput, shows(face=Money(1_00, "USD"))),
            (InvalidInput, shows(issued_on=business_date() + timedelta(days=1))),
            (BillTerm, shows(due_on=business_date())),
            (BillTerm, shows(due_on=date(2026, 7, 6))),
            (BadBillNumber, shows(number="12")),
            (BadBillNumber, shows(number=number(first="2"))),
            (BadBillNumber, shows(number=number(day="20260106"))),
            (BadUscc, shows(drawer=Firm(name="Nobody", code="not-a-code"))),
            (InvalidInput, shows(payee=Firm(name="", code=credit_code(91)))),
            (ChainNotContinuous, shows(endorsements=gap)),
            (NotTheHolder, shows(endorsements=())),
            (NotToBePassedOn, shows(endorsements=last)),
            (NotToBePassedOn, shows(is_last=True)),
            (InvalidInput, shows(endorsements=gap * 201)),
            (InvalidInput, shows(acceptor=firm(90))),
        ]
    )
    first = submit_bill(world.call(shop), asked=desk.asked(1)).bill_id
    all_refused(
        [
            (BillTaken, lambda: submit_bill(world.call(shop), asked=desk.asked(1))),
            (BillTaken, lambda: submit_bill(world.call(MANAGER), asked=desk.asked(1, number=" ".join(number(1))))),
            (NoLimit, lambda: check_bill(world.call(OPERATOR), bill_id=first, registry_reference="PJS-1")),
            (Forbidden, lambda: check_bill(world.call(MANAGER), bill_id=first, registry_reference="PJS-1")),
            (BillNotInState, lambda: quote_of(shop, first)),
            (NotFound, lambda: bill(other, first)),
            (NotFound, lambda: refuse_bill(world.call(other), bill_id=first, reason="not mine")),
        ]
    )
    desk.limit(150_000_00)
    check_bill(world.call(OPERATOR), bill_id=first, registry_reference="PJS-1")
    second = submit_bill(world.call(shop), asked=desk.asked(2)).bill_id
    code, sheet = desk.code(first), quote_of(shop, first).sheet_hash
    all_refused(
        [
            (LimitFull, lambda: check_bill(world.call(OPERATOR), bill_id=second, registry_reference="PJS-2")),
            (NotFound, lambda: request_bill_code(world.call(other), bill_id=first)),
            (Forbidden, lambda: sell_bill(world.call(OPERATOR), bill_id=first, sheet_hash=sheet, code=code)),
            (NotFound, lambda: sell_bill(world.call(other), bill_id=first, sheet_hash=sheet, code=code)),
            (Conflict, lambda: sell_bill(world.call(shop), bill_id=first, sheet_hash="0" * 64, code=code)),
            (BillNotInState, lambda: present_bill(world.call(OPERATOR), bill_id=first)),
            (BillNotInState, lambda: claim_bill_recourse(world.call(OPERATOR), bill_id=first)),
        ]
    )
    with pytest.raises(CodeWrong):
        sell_bill(world.call(shop), bill_id=first, sheet_hash=sheet, code="x" * 6)
    assert bill(shop, first).state == BillState.QUOTED
    assert refuse_bill(world.call(OPERATOR), bill_id=second, reason="not at the registry").state == "declined"
    third = submit_bill(world.call(shop), asked=desk.asked(2)).bill_id  # a bill that was not taken may be shown again
    assert len(bills_page(shop)) == 3
    assert refuse_bill(world.call(shop), bill_id=third, reason="I keep it").state == BillState.DECLINED


def test_a_quote_lapses_and_a_bill_that_the_bank_cannot_pay_stays_with_its_holder() -> None:
    desk = Desk()
    world = desk.world
    limit_id = desk.limit()
    bill_id = desk.quoted(due_on=date(2026, 3, 31))
    world.bank.set_account(desk.firms[0][0], is_closed=True)
    desk.sold(bill_id)
    world.work()
    shown = bill(desk.shop, bill_id)
    assert (shown.state, shown.interest) == (BillState.QUOTED, Money(0))
    assert check_books() == []
    world.bank.set_account(desk.firms[0][0], is_closed=False)
    code, sheet = desk.code(bill_id), quote_of(desk.shop, bill_id).sheet_hash
    world.close()
    with pytest.raises(Conflict):  # another day, another sheet
        sell_bill(world.call(desk.shop), bill_id=bill_id, sheet_hash=sheet, code=code)
    world.close()
    assert bill(desk.shop, bill_id).state == BillState.SUBMITTED
    [limit] = limits_page(RISK)
    assert (limit.id, limit.used) == (limit_id, Money(0))
    with pytest.raises(BillNotInState):
        sell_bill(world.call(desk.shop), bill_id=bill_id, sheet_hash=sheet, code=code)
    check_bill(world.call(OPERATOR), bill_id=bill_id, registry_reference="PJS-9")
    sheet = quote_of(desk.shop, bill_id).sheet_hash
    with pytest.raises(CodeExpired):
        sell_bill(world.call(desk.shop), bill_id=bill_id, sheet_hash=sheet, code=code)
    desk.sold(bill_id)
    world.work()
    assert bill(desk.shop, bill_id).state == BillState.HELD
    assert check_books() == []
    assert QuoteOver.http_status == 409


def test_a_bill_that_is_paid_and_one_for_which_those_before_us_pay() -> None:
    """100,000.00 at 2.4 % for four days: 26.67. One bank pays; an enterprise does not, and recourse goes back."""
    desk = Desk()
    world, shop, (holder, _), (before, _) = desk.world, desk.shop, desk.firms[0], desk.firms[1]
    desk.limit()
    enterprise = desk.firms[2]
    trade = desk.limit(200_000_00, kind=BillKind.COMMERCIAL, acceptor=firm(3), annual_rate_pct=Decimal("4.5"))
    paid = desk.quoted(1)
    unpaid = desk.quoted(2, kind=BillKind.COMMERCIAL, acceptor=firm(3), number=number(2, first="2"))
    desk.sold(paid)
    desk.sold(unpaid)
    assert check_books() == []
    world.work()
    shown = bill(shop, paid)
    assert (shown.state, shown.days, shown.interest, shown.proceeds) == (
        BillState.HELD,
        4,
        Money(26_67),
        Money(99_973_33),
    )
    assert bill(shop, unpaid).interest == Money(50_00)
    assert control_total("bills.bought") == 200_000_00
    assert control_total("bills.unearned") == 76_67
    seen = exposures([holder, enterprise[0], before], on=business_date())
    assert (seen[enterprise[0]].owed_minor, seen[holder].contingent_minor) == (100_000_00, 200_000_00)
    assert before not in seen
    all_refused([(NotYetDue, lambda: present_bill(world.call(OPERATOR), bill_id=paid))])

    world.close()
    assert control_total("income.discount") == 6_66 + 12_50
    assert check_books() == []
    world.bank.set_account(trade, is_empty=True)  # the enterprise has no money; orders name it by its limit
    world.close_until(DUE)
    assert bill(shop, paid).state == BillState.PAID
    assert bill(shop, unpaid).state == BillState.DISHONOURED
    assert control_total("bills.bought") == 100_000_00
    assert check_books() == []
    assert "was not paid" in cases_page(OPERATOR, kind="trade_paper")[0].reason

    all_refused(
        [
            (CannotRecourse, lambda: claim_bill_recourse(world.call(RISK), bill_id=unpaid, debtor_code=credit_code(2))),
            (CannotRecourse, lambda: claim_bill_recourse(world.call(RISK), bill_id=unpaid, debtor_code="nobody")),
            (CannotRecourse, lambda: note_letter_answer(world.call(RISK), bill_id=unpaid, note="no answer")),
            (Forbidden, lambda: claim_bill_recourse(world.call(FINANCE), bill_id=unpaid)),
        ]
    )
    world.bank.set_account(holder, is_empty=True)
    claim_bill_recourse(world.call(OPERATOR), bill_id=unpaid)  # the shop, who sold it
    all_refused(
        [
            (Conflict, lambda: claim_bill_recourse(world.call(OPERATOR), bill_id=unpaid)),
            (Conflict, lambda: present_bill(world.call(OPERATOR), bill_id=unpaid)),
            (Conflict, lambda: note_letter_answer(world.call(OPERATOR), bill_id=unpaid, note="no answer")),
        ]
    )
    world.work()
    assert bill(shop, unpaid).recourse[0].outcome == "refused"
    claim_bill_recourse(world.call(OPERATOR), bill_id=unpaid)  # the firm before it
    world.work()
    done = bill(shop, unpaid)
    assert done.state == BillState.RECOVERED
    assert [(one.debtor.code, one.outcome) for one in done.recourse] == [
        (credit_code(1), "refused"),
        (credit_code(2), "paid"),
    ]
    assert control_total("bills.bought") == control_total("bills.unearned") == 0
    assert control_total("income.discount") == 76_67
    assert check_books() == []
    assert {one.used for one in limits_page(RISK)} == {Money(0)}
    assert bills_page(SYSTEM, state=BillState.RECOVERED)[0].id == unpaid
    all_refused([(BillNotInState, lambda: claim_bill_recourse(world.call(OPERATOR), bill_id=unpaid))])
