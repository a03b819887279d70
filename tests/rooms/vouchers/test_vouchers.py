"""Vouchers are issued within a limit, divided, passed on, sold and paid; what does not hold is refused whole."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.rooms.lending.world import World
from tests.rooms.party.made_up import credit_code
from tests.rooms.vouchers.chain_of_supply import DUE, FINANCE, MANAGER, OPERATOR, RISK, Chain, kept

from puhui.flows.pay_by_voucher.issue import issue_to_supplier
from puhui.flows.pay_by_voucher.pass_on import pass_on_voucher
from puhui.flows.pay_by_voucher.recourse import claim_recourse
from puhui.flows.pay_by_voucher.redeem import collect_from_issuer, pay_holder_again, release_part
from puhui.flows.pay_by_voucher.sell import quote_voucher, sell_voucher
from puhui.foundation.access.facade import CodeExpired, CodeWrong
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.catalogue.facade import NoSuchProduct, OutsideProduct
from puhui.foundation.ledger.facade import business_date, check_books, control_total
from puhui.foundation.payments.facade import orders_about
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.vouchers.facade import (
    BeyondPart,
    HoldingState,
    NewProgram,
    NoProgram,
    NoRecourse,
    NotYetDue,
    PartNotFree,
    PayableTaken,
    ProgramFourEyes,
    ProgramFull,
    ProgramNotInState,
    PurchaseState,
    TermNeedsReason,
    TermTooLong,
    ToItself,
    VoucherNotInState,
    VoucherState,
    answer_voucher,
    chain,
    chain_faults,
    decide_program,
    end_program,
    exposures,
    holding,
    holdings_page,
    pledge_part,
    program,
    programs_page,
    propose_program,
    purchase,
    purchases_page,
    split_part,
    voucher,
    vouchers_page,
)

pytestmark = pytest.mark.django_db


def refused(refusal: type[Refusal], act: object, *, before: str = "") -> None:
    """The act is refused so, and nothing has changed."""
    before = before or kept()
    with pytest.raises(refusal):
        act()  # type: ignore[operator]
    assert kept() == before, refusal


def test_a_program_is_opened_by_two_people() -> None:
    told = Chain()
    world, core = told.world, told.core[0]
    asked = NewProgram(
        issuer_id=core,
        limit=Money(100_00),
        buying_limit=Money(50_00),
        annual_rate_pct=Decimal("3.6"),
        valid_until=date(2026, 12, 31),
    )
    rows = [
        (Forbidden, OPERATOR, {}),
        (InvalidInput, MANAGER, {"limit": Money(0)}),
        (InvalidInput, MANAGER, {"limit": Money(-1)}),
        (InvalidInput, MANAGER, {"limit": Money(10**17 + 1)}),
        (InvalidInput, MANAGER, {"limit": Money(100_00, "USD"), "buying_limit": Money(0, "USD")}),
        (InvalidInput, MANAGER, {"buying_limit": Money(100_01)}),
        (InvalidInput, MANAGER, {"annual_rate_pct": Decimal("NaN")}),
        (InvalidInput, MANAGER, {"annual_rate_pct": Decimal(0)}),
        (InvalidInput, MANAGER, {"valid_until": business_date()}),
        (InvalidInput, MANAGER, {"product": "working-capital"}),
        (OutsideProduct, MANAGER, {"annual_rate_pct": Decimal("10.5")}),
        (NoSuchProduct, MANAGER, {"product": "no-such-thing"}),
        (NotFound, MANAGER, {"issuer_id": new_id()}),
    ]
    before = kept()
    for refusal, actor, changes in rows:
        told_ = {name: getattr(asked, name) for name in asked.__dataclass_fields__}
        wrong = NewProgram(**{**told_, **changes})
        refused(refusal, lambda a=actor, w=wrong: propose_program(world.call(a), asked=w), before=before)
    program_id = propose_program(world.call(RISK), asked=asked).program_id
    refused(ProgramFourEyes, lambda: decide_program(world.call(RISK), program_id=program_id, agree=True))
    refused(Forbidden, lambda: decide_program(world.call(MANAGER), program_id=program_id, agree=True))
    refused(NoProgram, lambda: issue_to_supplier(world.call(told.core[1]), asked=told.asked(50_00)))
    second = told.opened()
    decided = [one.state for one in programs_page(told.core[1])]
    assert decided == ["open", "proposed"]
    end_program(world.call(RISK), program_id=second)
    refused(ProgramNotInState, lambda: end_program(world.call(RISK), program_id=second))
    refused(NoProgram, lambda: issue_to_supplier(world.call(told.core[1]), asked=told.asked(50_00)))
    assert programs_page(told.firms[1][1]) == []
    refused(NotFound, lambda: program(told.firms[1][1], second))


def test_refused_vouchers_and_moves_change_nothing() -> None:
    told = Chain()
    world, (core, boss), (first, seller) = told.world, told.core, told.firms[1]
    told.opened(limit=1_000_00, buying=400_00)
    third = told.firms[2]
    part = told.issued(900_00)
    rows = [
        (ProgramFull, boss, told.asked(100_01)),
        (PayableTaken, boss, told.asked(50_00, payable="ht-2026- 0001")),
        (TermTooLong, boss, told.asked(50_00, due_on=business_date())),
        (TermTooLong, boss, told.asked(50_00, due_on=date(2027, 2, 1), reason="a long season")),
        (TermNeedsReason, boss, told.asked(50_00, due_on=date(2026, 8, 1))),
        (ToItself, boss, told.asked(50_00, supplier_id=core)),
        (InvalidInput, boss, told.asked(50_00, supplier_id=new_id())),
        (InvalidInput, boss, told.asked(0)),
        (InvalidInput, boss, told.asked(-100)),
        (InvalidInput, boss, told.asked(99)),
        (InvalidInput, boss, told.asked(10**17 + 1)),
        (InvalidInput, boss, told.asked(50_00, amount=Money(50_00, "USD"))),
        (NotFound, seller, told.asked(50_00)),
        (Forbidden, FINANCE, told.asked(50_00)),
    ]
    before = kept()
    for refusal, actor, asked in rows:
        refused(refusal, lambda a=actor, v=asked: issue_to_supplier(world.call(a), asked=v), before=before)
    voucher_id = holding(seller, part).voucher.id
    code = told.code(seller, part)
    tax = credit_code(3)

    def passes(actor: object = seller, to: str = tax, minor: int = 100_00, given: str = code) -> object:
        call = world.call(actor)  # type: ignore[arg-type]
        return lambda: pass_on_voucher(call, part_id=part, to_uscc=to, amount=Money(minor), code=given)

    before = kept()
    for refusal, act in (
        (VoucherNotInState, lambda: answer_voucher(world.call(seller), voucher_id=voucher_id, accept=False)),
        (BeyondPart, passes(minor=900_01)),
        (InvalidInput, passes(minor=0)),
        (InvalidInput, passes(minor=-5)),
        (InvalidInput, passes(minor=899_50)),
        (ToItself, passes(to=credit_code(2))),
        (ToItself, passes(to=credit_code(1))),
        (InvalidInput, passes(to=credit_code(77))),
        (NotFound, passes(actor=third[1])),
        (Forbidden, passes(actor=OPERATOR)),
        (BeyondPart, lambda: split_part(world.call(seller), part_id=part, amounts=[Money(500_00), Money(400_01)])),
        (InvalidInput, lambda: split_part(world.call(seller), part_id=part, amounts=[Money(900_00)])),
        (InvalidInput, lambda: split_part(world.call(seller), part_id=part, amounts=[])),
        (InvalidInput, lambda: split_part(world.call(seller), part_id=part, amounts=[Money(1_00)] * 101)),
        (NotFound, lambda: split_part(world.call(third[1]), part_id=part, amounts=[Money(1_00)])),
        (NotFound, lambda: split_part(world.call(seller), part_id=new_id(), amounts=[Money(1_00)])),
        (NotYetDue, lambda: collect_from_issuer(world.call(OPERATOR), voucher_id=voucher_id)),
        (Forbidden, lambda: collect_from_issuer(world.call(boss), voucher_id=voucher_id)),
        (NotFound, lambda: claim_recourse(world.call(OPERATOR), purchase_id=new_id())),
        (NotFound, lambda: voucher(third[1], voucher_id)),
        (NotFound, lambda: holding(third[1], part)),
        (NotFound, lambda: chain(third[1], part)),
        (NotFound, lambda: quote_voucher(third[1], part_id=part)),
        (InvalidInput, lambda: quote_voucher(seller, part_id=part, amount=Money(900_01))),
        (PartNotFree, lambda: release_part(world.call(OPERATOR), part_id=part)),
    ):
        refused(refusal, act, before=before)
    quote = quote_voucher(seller, part_id=part, amount=Money(400_01))

    def sells(given: str, sheet: str = quote.sheet_hash) -> object:
        call = world.call(seller)
        return lambda: sell_voucher(call, part_id=part, amount=Money(400_01), sheet_hash=sheet, code=given)

    refused(ProgramFull, sells(code))
    refused(Conflict, sells(code, sheet="0" * 64))
    less = quote_voucher(seller, part_id=part, amount=Money(400_00)).sheet_hash
    with pytest.raises(CodeWrong):
        sell_voucher(world.call(seller), part_id=part, amount=Money(400_00), sheet_hash=less, code="x" * 6)
    assert not purchases_page(SYSTEM)
    pledge_part(world.call(OPERATOR), part_id=part, pledged_for="loan 2026-77")
    refused(PartNotFree, passes())
    refused(PartNotFree, sells(code))
    refused(PartNotFree, lambda: split_part(world.call(seller), part_id=part, amounts=[Money(1_00)]))
    refused(PartNotFree, lambda: pledge_part(world.call(OPERATOR), part_id=part, pledged_for="loan 2026-78"))
    release_part(world.call(OPERATOR), part_id=part)
    passes()()  # type: ignore[operator]
    refused(PartNotFree, passes())
    refused(PartNotFree, lambda: split_part(world.call(seller), part_id=part, amounts=[Money(1_00)]))
    rest = next(one for one in holdings_page(seller) if one.amount == Money(800_00))
    refused(
        CodeExpired,
        lambda: pass_on_voucher(world.call(seller), part_id=rest.part_id, to_uscc=tax, amount=Money(1_00), code=code),
    )
    assert not check_books()
    assert [one.amount.minor for one in holdings_page(SYSTEM, voucher_id=voucher_id)] == [800_00, 100_00]
    assert first != core


def test_a_voucher_from_issue_to_payment_with_everything_that_can_happen() -> None:
    """Divided and sold before the day; a pledge, a bank that refuses, and an issuer without money; paid in the end."""
    told = Chain()
    world, (core, boss), (first, seller), (second, taker) = told.world, told.core, told.firms[1], told.firms[2]
    program_id = told.opened()
    part = told.issued(1_000_00)
    voucher_id = holding(seller, part).voucher.id
    declined = issue_to_supplier(world.call(boss), asked=told.asked(500_00)).voucher_id
    assert program(boss, program_id).used == Money(1_500_00)
    assert answer_voucher(world.call(seller), voucher_id=declined, accept=False).state == VoucherState.REFUSED
    assert program(boss, program_id).used == Money(1_000_00)
    [a, b, c] = split_part(world.call(seller), part_id=part, amounts=[Money(300_00), Money(200_00)]).made
    pledge_part(world.call(OPERATOR), part_id=b, pledged_for="loan 2026-77")
    passed = told.passed(a, 100_00, giver=1, taker=2).made[0]
    assert [link.depth for link in chain(taker, passed)[0]] == [0, 1, 2]
    assert chain(taker, passed)[1] == ""

    world.bank.set_account(first, is_closed=True)  # the bank cannot pay the seller: the part comes back
    lost = told.sold(c, 500_00, seller=1)
    world.work()
    assert purchase(seller, lost.purchase_id).state == PurchaseState.CANCELLED
    back = next(one for one in holdings_page(seller) if one.amount == Money(500_00))
    assert chain(seller, back.part_id)[0][-1].kind == "returned"
    assert program(SYSTEM, program_id).bought == Money(0)
    world.bank.set_account(first, is_closed=False)

    sold = told.sold(back.part_id, 400_00, seller=1)
    assert check_books() == []
    world.work()
    bought = purchase(seller, sold.purchase_id)
    assert (bought.state, bought.settled_on) == (PurchaseState.HELD, business_date())
    assert bought.interest == Money(16)  # 400.00 x 3.6 % x 4 days / 360
    assert control_total("vouchers.bought") == 400_00
    assert control_total("vouchers.unearned") == 16
    assert exposures([core, first], on=business_date())[core].owed_minor == 400_00
    assert exposures([core, first], on=business_date())[first].contingent_minor == 400_00
    refused(NoRecourse, lambda: claim_recourse(world.call(OPERATOR), purchase_id=sold.purchase_id))

    world.close()
    world.close()
    assert control_total("income.discount") == 8
    assert check_books() == []
    world.bank.set_account(core, is_empty=True)
    world.close_until(DUE)
    assert voucher(boss, voucher_id).state == VoucherState.OVERDUE
    assert "was not paid" in cases_page(OPERATOR, kind="trade_paper")[0].reason
    refused(PartNotFree, lambda: split_part(world.call(seller), part_id=back.part_id, amounts=[Money(1_00)]))
    assert exposures([core], on=business_date())[core].owed_minor == 400_00

    claim_recourse(world.call(OPERATOR), purchase_id=sold.purchase_id)
    refused(Conflict, lambda: collect_from_issuer(world.call(OPERATOR), voucher_id=voucher_id))
    world.work()
    assert purchase(seller, sold.purchase_id).state == PurchaseState.RECOVERED
    assert control_total("vouchers.bought") == control_total("vouchers.unearned") == 0
    assert control_total("income.discount") == 16
    assert check_books() == []

    world.bank.set_account(core, is_empty=False)
    world.bank.set_account(second, is_closed=True)  # one holder cannot be paid at first
    collect_from_issuer(world.call(OPERATOR), voucher_id=voucher_id)
    world.work()
    assert voucher(boss, voucher_id).state == VoucherState.REDEEMED
    states = {one.part_id: one.state for one in holdings_page(SYSTEM, voucher_id=voucher_id)}
    assert (states[passed], states[b]) == (HoldingState.DUE, HoldingState.PLEDGED)
    assert control_total("vouchers.payable") == 100_00 + 200_00
    assert check_books() == []
    world.bank.set_account(second, is_closed=False)
    pay_holder_again(world.call(FINANCE), part_id=passed)
    refused(Conflict, lambda: pay_holder_again(world.call(FINANCE), part_id=passed))
    release_part(world.call(OPERATOR), part_id=b)
    world.work()
    assert {one.state for one in holdings_page(SYSTEM, voucher_id=voucher_id)} == {HoldingState.PAID}
    assert control_total("vouchers.payable") == 0
    assert program(boss, program_id).used == Money(0)
    assert (check_books(), list(chain_faults())) == ([], [])
    refused(VoucherNotInState, lambda: collect_from_issuer(world.call(OPERATOR), voucher_id=voucher_id))
    assert {order.state for order in orders_about([b, passed])} == {"settled", "refused"}
    assert len(vouchers_page(seller, state=VoucherState.REDEEMED)) == 1
    assert len(purchases_page(seller, voucher_id=voucher_id)) == 2


def test_offers_that_nobody_takes_lapse() -> None:
    told = Chain(world=World())
    told.opened(limit=1_000_00, buying=0)
    told.world.close()
    issued = issue_to_supplier(told.world.call(told.core[1]), asked=told.asked(900_00, due_on=date(2026, 3, 31)))
    told.world.close_until(business_date() + timedelta(days=12))
    assert voucher(told.core[1], issued.voucher_id).state == VoucherState.REFUSED
    assert program(told.core[1], told.programs[0]).used == Money(0)
