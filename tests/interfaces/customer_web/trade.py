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
from tests.rooms.party.made_up import credit_code, phone

from puhui.flows.discount_bill.check import check_bill
from puhui.flows.farm.groups import begin_meeting
from puhui.flows.pay_by_voucher.issue import issue_to_supplier
from puhui.flows.simulation.population import MadeUpFirm
from puhui.flows.trade.take_order import take_order
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import (
    NewRelation,
    RelationState,
    confirm_relation,
    make_group,
    parties_of,
    record_relation,
    register_organisation,
    register_person,
)
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
from puhui.products.orders.facade import NewOrder, OrderLine, OrderMoved
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


def ordered(call: Call, *, seller_id: UUID, buyer_id: UUID) -> OrderMoved:
    """The seller tells an order of the buyer."""
    today = business_date()
    told = NewOrder(
        seller_id=seller_id,
        buyer_id=buyer_id,
        number="PO-117",
        amount=Money(200_000_00),
        ordered_on=today,
        deliver_by=today + timedelta(days=60),
        pay_by=today + timedelta(days=80),
        lines=(OrderLine(what="cloth", quantity="4,000 m", amount=Money(200_000_00)),),
    )
    return take_order(call, told=told)


def in_group(world: World, person_id: UUID | None) -> tuple[UUID, UUID]:
    """A joint-liability group of three households, this person's among them, which is meeting."""
    assert person_id
    others = [register_person(world.system_call(), phone=phone(n)) for n in (93, 94)]
    group_id = make_group(call(world, MANAGER), kind="joint_liability_group", code="JLG-7", name="East group")
    for member in (person_id, *others):
        home = make_group(call(world, MANAGER), kind="household")
        for kind, where, standing in (("household_member", home, "head"), ("group_member", group_id, "member")):
            told = NewRelation(
                kind=kind,
                subject_id=member,
                group_id=where,
                standing=standing,
                since_on=business_date(),
                evidence="paper",
            )
            moved = record_relation(call(world, MANAGER), relation=told)
            if moved.state == RelationState.ASKED:
                confirm_relation(call(world, OPERATOR), relation_id=moved.relation_id, evidence="signed form")
    return group_id, begin_meeting(call(world, MANAGER), group_id=group_id, place="village hall").meeting_id


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
    limit = NewLimit(
        kind=BillKind.BANK,
        acceptor=Firm(name="County Bank", code=BANK.code),
        limit=Money(500_000_00),
        annual_rate_pct=Decimal("2.4"),
        valid_until=business_date() + timedelta(days=330),
    )
    limit_id = propose_limit(call(world, MANAGER), asked=limit).limit_id
    decide_limit(call(world, RISK), limit_id=limit_id, agree=True)
    return quoted_bill(world, visitor, firm, firm_id=firm_id)


def held_bill(world: World, told: Trader, firm: MadeUpFirm, *, phone: str) -> UUID:
    """One more bill of theirs, that they sold to us."""
    bill_id = quoted_bill(world, told.visitor, firm, firm_id=told.firm_id, serial=2)
    told.visitor.open(f"/bills/{bill_id}/").send("sheet_hash").send("code", code=world.code_for(phone))
    world.deliver()
    return bill_id


def quoted_bill(world: World, visitor: Visitor, firm: MadeUpFirm, *, firm_id: UUID, serial: int = 1) -> UUID:
    """A bill of theirs that was checked."""
    issued = business_date() - timedelta(days=26)
    mine = Firm(name="Mine", code=firm.identity.uscc)
    shown = NewBill(
        holder_id=firm_id,
        number=number(serial, day=f"{issued:%Y%m%d}"),
        kind=BillKind.BANK,
        face=Money(100_000_00),
        drawer=named(90),
        acceptor=Firm(name="County Bank", code=BANK.code),
        payee=named(91),
        issued_on=issued,
        due_on=issued + timedelta(days=90),
        endorsements=(EndorsementIn(giver=named(91), taker=mine, on=issued),),
    )
    bill_id = submit_bill(call(world, visitor.actor), asked=shown).bill_id
    check_bill(call(world, OPERATOR), bill_id=bill_id, registry_reference="PJS-1")
    return bill_id
