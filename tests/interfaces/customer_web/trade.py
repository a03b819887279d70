"""A customer with a voucher and a bill, so that the pages of paper have something to show."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.bills.portfolio import BANK, number
from tests.rooms.bills.portfolio import firm as named
from tests.rooms.collections.late import COLLECTOR as OPERATOR
from tests.rooms.collections.late import MANAGER, RISK
from tests.rooms.party.made_up import credit_code

from puhui.flows.discount_bill.check import check_bill
from puhui.flows.pay_by_voucher.issue import issue_to_supplier
from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import parties_of, register_organisation
from puhui.kernel.actors import Actor, Call
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
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
from puhui.products.vouchers.facade import NewProgram, NewVoucher, decide_program, propose_program

CORE, OTHER = 7001, 7002  # the numbers of the made-up core enterprise, and of a firm that is paid


@dataclass(frozen=True)
class Trader:
    """A signed-in customer, their firm, a voucher that is offered to it, and a bill that may be sold."""

    visitor: Visitor
    firm_id: UUID
    voucher_id: UUID
    bill_id: UUID


def call(world: World, actor: Actor) -> Call:
    return Call(actor, f"trade/{new_id()}", world.clock.now())


def trader(world: World, firm: MadeUpFirm, *, phone: str) -> Trader:
    """Registers the firm, opens a program and a limit, offers it a voucher, and checks a bill of it."""
    visitor = Visitor(world, phone=phone)
    visitor.sign_in().register(firm)
    firm_id = parties_of(visitor.actor)[-1]
    core = register_organisation(world.system_call(), name="Core Works Co.", uscc=credit_code(CORE))
    register_organisation(world.system_call(), name="Bolt Supply Co.", uscc=credit_code(OTHER))
    return Trader(visitor, firm_id, _offered(world, core, firm_id), _quoted(world, visitor, firm, firm_id))


def _offered(world: World, core: UUID, firm_id: UUID) -> UUID:
    today = business_date()
    asked = NewProgram(
        issuer_id=core,
        limit=Money(100_000_00),
        buying_limit=Money(50_000_00),
        annual_rate_pct=Decimal("3.6"),
        valid_until=today + timedelta(days=330),
    )
    program = propose_program(call(world, MANAGER), asked=asked).program_id
    decide_program(call(world, RISK), program_id=program, agree=True)
    promised = NewVoucher(
        issuer_id=core,
        supplier_id=firm_id,
        amount=Money(8_000_00),
        due_on=today + timedelta(days=90),
        payable="PO-77",
    )
    return issue_to_supplier(call(world, OPERATOR), asked=promised).voucher_id


def _quoted(world: World, visitor: Visitor, firm: MadeUpFirm, firm_id: UUID) -> UUID:
    issued = business_date() - timedelta(days=26)
    limit = NewLimit(
        kind=BillKind.BANK,
        acceptor=Firm(name="County Bank", code=BANK.code),
        limit=Money(500_000_00),
        annual_rate_pct=Decimal("2.4"),
        valid_until=business_date() + timedelta(days=330),
    )
    limit_id = propose_limit(call(world, MANAGER), asked=limit).limit_id
    decide_limit(call(world, RISK), limit_id=limit_id, agree=True)
    mine = Firm(name="Mine", code=firm.identity.uscc)
    shown = NewBill(
        holder_id=firm_id,
        number=number(1, day=f"{issued:%Y%m%d}"),
        kind=BillKind.BANK,
        face=Money(100_000_00),
        drawer=named(90),
        acceptor=limit.acceptor,
        payee=named(91),
        issued_on=issued,
        due_on=issued + timedelta(days=90),
        endorsements=(EndorsementIn(giver=named(91), taker=mine, on=issued),),
    )
    bill_id = submit_bill(call(world, visitor.actor), asked=shown).bill_id
    check_bill(call(world, OPERATOR), bill_id=bill_id, registry_reference="PJS-1")
    return bill_id
