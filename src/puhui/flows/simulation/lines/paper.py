"""Made-up paper of trade: a voucher of a core enterprise that is passed on and sold, and a bank's bill discounted."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from puhui.flows.discount_bill.check import check_bill
from puhui.flows.discount_bill.codes import request_bill_code
from puhui.flows.discount_bill.sell import quote_of, sell_bill
from puhui.flows.pay_by_voucher.codes import request_voucher_code
from puhui.flows.pay_by_voucher.issue import issue_to_supplier
from puhui.flows.pay_by_voucher.pass_on import pass_on_voucher
from puhui.flows.pay_by_voucher.sell import quote_voucher, sell_voucher
from puhui.flows.simulation.identities import identity_of
from puhui.flows.simulation.lines.borrower import FIRST_FIRM, Borrower, Life, firm_comes, some_firm, yuan
from puhui.flows.simulation.world import World
from puhui.foundation.ledger.facade import business_date
from puhui.products.bills.facade import (
    BillKind,
    EndorsementIn,
    Firm,
    NewBill,
    NewLimit,
    decide_limit,
    propose_limit,
    submit_bill,
)
from puhui.products.vouchers.facade import (
    NewProgram,
    NewVoucher,
    answer_voucher,
    decide_program,
    holdings_page,
    propose_program,
)

CORE: Final = "19900009811"
SUPPLIERS: Final = ("19900009812", "19900009813")
SHOP: Final = "19900009814"
BANK: Final = Firm(name="示例县农村商业银行", code="402491000018")
FIRST_TURN: Final = 3


def voucher_goes_round(world: World) -> Life:
    """The core enterprise owes 100,000 yuan by voucher; the supplier passes 40,000 on, and that one sells 15,000."""
    manager, risk = world.staff["manager"], world.staff["risk"]
    core, first, second = (
        firm_comes(world, phone, some_firm(world, turn=FIRST_TURN + n), is_borrower=False)
        for n, phone in enumerate((CORE, *SUPPLIERS))
    )
    told = NewProgram(
        issuer_id=core.party_id,
        limit=yuan("5000000.00"),
        buying_limit=yuan("2000000.00"),
        annual_rate_pct=Decimal("3.6"),
        valid_until=business_date() + timedelta(days=330),
    )
    program_id = propose_program(world.call(manager), asked=told).program_id
    decide_program(world.call(risk), program_id=program_id, agree=True)
    yield 1
    asked = NewVoucher(
        issuer_id=core.party_id,
        supplier_id=first.party_id,
        amount=yuan("100000.00"),
        due_on=_working_day(business_date() + timedelta(days=50)),
        payable=f"示例合同-{world.seed}",
    )
    voucher_id = issue_to_supplier(core.call(), asked=asked).voucher_id
    answer_voucher(first.call(), voucher_id=voucher_id, accept=True)
    world.count("line: vouchers issued")
    yield 1
    part_id = holdings_page(first.actor, voucher_id=voucher_id)[0].part_id
    taker = some_firm(world, turn=FIRST_TURN + 2).identity.uscc
    code = _voucher_code(first, part_id)
    passed = pass_on_voucher(first.call(), part_id=part_id, to_uscc=taker, amount=yuan("40000.00"), code=code)
    world.count("line: vouchers passed on")
    yield 1
    _sell_voucher(second, passed.made[0], amount="15000.00")
    world.count("line: vouchers sold")


def _sell_voucher(seller: Borrower, part_id: UUID, *, amount: str) -> None:
    quote = quote_voucher(seller.actor, part_id=part_id, amount=yuan(amount))
    code = _voucher_code(seller, part_id)
    sell_voucher(seller.call(), part_id=part_id, amount=yuan(amount), sheet_hash=quote.sheet_hash, code=code)


def _voucher_code(holder: Borrower, part_id: UUID) -> str:
    request_voucher_code(holder.call(), part_id=part_id)
    return holder.code()


def bill_is_discounted(world: World) -> Life:
    """A shop was paid with a bank's bill that came through two hands, and sells it before its day."""
    firm = some_firm(world, turn=FIRST_TURN + 3)
    shop = firm_comes(world, SHOP, firm, is_borrower=False)
    limit = NewLimit(
        kind=BillKind.BANK,
        acceptor=BANK,
        limit=yuan("1000000.00"),
        annual_rate_pct=Decimal("2.4"),
        valid_until=business_date() + timedelta(days=330),
    )
    limit_id = propose_limit(world.call(world.staff["manager"]), asked=limit).limit_id
    decide_limit(world.call(world.staff["risk"]), limit_id=limit_id, agree=True)
    holder = Firm(name=firm.identity.firm_name, code=firm.identity.uscc)
    bill_id = submit_bill(shop.call(), asked=_bill(world, shop, holder=holder)).bill_id
    check_bill(world.call(world.staff["operations"]), bill_id=bill_id, registry_reference=f"示例-{world.seed}")
    yield 1
    request_bill_code(shop.call(), bill_id=bill_id)
    sell_bill(shop.call(), bill_id=bill_id, sheet_hash=quote_of(shop.actor, bill_id).sheet_hash, code=shop.code())
    world.count("line: bills discounted")


def _bill(world: World, shop: Borrower, *, holder: Firm) -> NewBill:
    issued = business_date() - timedelta(days=26)
    drawer, payee, between = (_elsewhere(world, n=n) for n in range(3))
    return NewBill(
        holder_id=shop.party_id,
        number=f"1{BANK.code}{issued:%Y%m%d}{world.seed % 10**8:08d}7",
        kind=BillKind.BANK,
        face=yuan("100000.00"),
        drawer=drawer,
        acceptor=BANK,
        payee=payee,
        issued_on=issued,
        due_on=issued + timedelta(days=90),
        endorsements=(
            EndorsementIn(giver=payee, taker=between, on=issued + timedelta(days=7)),
            EndorsementIn(giver=between, taker=holder, on=issued + timedelta(days=15)),
        ),
    )


def _elsewhere(world: World, *, n: int) -> Firm:
    """A firm of the population that is no customer here: counted down from below those of these lines."""
    who = identity_of(seed=world.seed, number=FIRST_FIRM - 1 - n)
    return Firm(name=who.firm_name, code=who.uscc)


def _working_day(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
