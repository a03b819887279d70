"""A village shop with bills: small words for the tests of bills."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.rooms.collections.late import COLLECTOR as OPERATOR
from tests.rooms.collections.late import FINANCE, MANAGER, RISK, SECOND_RISK, kept
from tests.rooms.lending.world import World
from tests.rooms.party.made_up import credit_code

from puhui.flows.discount_bill.check import check_bill
from puhui.flows.discount_bill.codes import request_bill_code
from puhui.flows.discount_bill.sell import BillSold, quote_of, sell_bill
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.kernel.actors import Actor
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

__all__ = ["FINANCE", "MANAGER", "OPERATOR", "RISK", "SECOND_RISK", "kept"]
DUE = date(2026, 2, 4)  # of a bill that is shown on the first day of the world
BANK = Firm(name="示例县农村商业银行", code="402491000018")


def firm(n: int) -> Firm:
    """A made-up firm; those of the world have the numbers from 1 on."""
    return Firm(name=f"示例商行{n}", code=credit_code(n))


def number(serial: int = 1, *, first: str = "1", day: str = "20260105") -> str:
    return f"{first}402491000018{day}{serial:08d}7"


@dataclass
class Desk:
    """A lender's world with three firms; the first shows the bills, and firms 90 to 92 stand before it in the chain."""

    world: World = field(default_factory=World)
    firms: list[tuple[UUID, Actor]] = field(default_factory=list)
    first: int = field(init=False)

    def __post_init__(self) -> None:
        self.first = self.world.made
        self.firms = [self.world.firm() for _ in range(3)]

    @property
    def shop(self) -> Actor:
        return self.firms[0][1]

    def limit(self, minor: int = 1_000_000_00, **changes: Any) -> UUID:
        told: dict[str, Any] = {
            "kind": BillKind.BANK,
            "acceptor": BANK,
            "limit": Money(minor),
            "annual_rate_pct": Decimal("2.4"),
            "valid_until": business_date() + timedelta(days=330),
            **changes,
        }
        limit_id = propose_limit(self.world.call(MANAGER), asked=NewLimit(**told)).limit_id
        decide_limit(self.world.call(RISK), limit_id=limit_id, agree=True)
        return limit_id

    def asked(self, serial: int = 1, **changes: Any) -> NewBill:
        """A bank's bill: drawn by firm 90 for firm 91, who endorsed it to firm 2, who endorsed it to the shop."""
        issued = business_date() - timedelta(days=26)
        told: dict[str, Any] = {
            "holder_id": self.firms[0][0],
            "number": number(serial, day=f"{issued:%Y%m%d}"),
            "kind": BillKind.BANK,
            "face": Money(100_000_00),
            "drawer": firm(90),
            "acceptor": BANK,
            "payee": firm(91),
            "issued_on": issued,
            "due_on": issued + timedelta(days=30),
            "endorsements": (
                EndorsementIn(giver=firm(91), taker=firm(self.first + 2), on=issued + timedelta(days=7)),
                EndorsementIn(giver=firm(self.first + 2), taker=firm(self.first + 1), on=issued + timedelta(days=15)),
            ),
            **changes,
        }
        return NewBill(**told)

    def quoted(self, serial: int = 1, **changes: Any) -> UUID:
        bill_id = submit_bill(self.world.call(self.shop), asked=self.asked(serial, **changes)).bill_id
        check_bill(self.world.call(OPERATOR), bill_id=bill_id, registry_reference=f"PJS-{serial}")
        return bill_id

    def code(self, bill_id: UUID, *, to_buy_back: bool = False) -> str:
        request_bill_code(self.world.call(self.shop), bill_id=bill_id, to_buy_back=to_buy_back)
        notice = Notice.objects.filter(kind="code_bill_back" if to_buy_back else "code_bill").latest("id")
        return re.findall(r"(?<!\d)\d{6}(?!\d)", message_for_delivery(notice.id).body)[0]

    def sold(self, bill_id: UUID, *, without_recourse: bool = False) -> BillSold:
        how = {"without_recourse": without_recourse}
        quote = quote_of(self.shop, bill_id, **how)
        call = self.world.call(self.shop)
        return sell_bill(call, bill_id=bill_id, sheet_hash=quote.sheet_hash, code=self.code(bill_id), **how)
