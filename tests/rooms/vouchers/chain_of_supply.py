"""A core enterprise, its suppliers and their vouchers: small words for the tests of vouchers."""

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

from puhui.flows.pay_by_voucher.codes import request_voucher_code
from puhui.flows.pay_by_voucher.issue import issue_to_supplier
from puhui.flows.pay_by_voucher.pass_on import pass_on_voucher
from puhui.flows.pay_by_voucher.sell import VoucherSold, quote_voucher, sell_voucher
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.kernel.actors import Actor
from puhui.kernel.money import Money
from puhui.products.vouchers.facade import (
    NewProgram,
    NewVoucher,
    PartMoved,
    answer_voucher,
    decide_program,
    holdings_page,
    propose_program,
)

__all__ = ["FINANCE", "MANAGER", "OPERATOR", "RISK", "SECOND_RISK", "kept"]
DUE = date(2026, 2, 4)


@dataclass
class Chain:
    """A lender's world with a core enterprise that has a program, and three suppliers one behind the other."""

    world: World = field(default_factory=World)
    firms: list[tuple[UUID, Actor]] = field(default_factory=list)
    programs: list[UUID] = field(default_factory=list)
    payables: int = 0
    first: int = field(init=False)

    def __post_init__(self) -> None:
        self.first = self.world.made
        self.firms = [self.world.firm() for _ in range(4)]

    @property
    def core(self) -> tuple[UUID, Actor]:
        return self.firms[0]

    def opened(self, *, limit: int = 10_000_000_00, buying: int = 5_000_000_00, **changes: Any) -> UUID:
        """The program of the core enterprise: proposed by one, agreed by another."""
        told: dict[str, Any] = {
            "issuer_id": self.core[0],
            "limit": Money(limit),
            "buying_limit": Money(buying),
            "annual_rate_pct": Decimal("3.6"),
            "valid_until": business_date() + timedelta(days=330),
            **changes,
        }
        program_id = propose_program(self.world.call(MANAGER), asked=NewProgram(**told)).program_id
        decide_program(self.world.call(RISK), program_id=program_id, agree=True)
        self.programs.append(program_id)
        return program_id

    def asked(self, minor: int, **changes: Any) -> NewVoucher:
        self.payables += 1
        told: dict[str, Any] = {
            "issuer_id": self.core[0],
            "supplier_id": self.firms[1][0],
            "amount": Money(minor),
            "due_on": business_date() + timedelta(days=4),
            "payable": f"HT-2026-{self.payables:04d}",
            **changes,
        }
        return NewVoucher(**told)

    def issued(self, minor: int, **changes: Any) -> UUID:
        """A voucher that the first supplier has taken; gives its first part."""
        voucher_id = issue_to_supplier(self.world.call(self.core[1]), asked=self.asked(minor, **changes)).voucher_id
        answer_voucher(self.world.call(self.firms[1][1]), voucher_id=voucher_id, accept=True)
        return holdings_page(self.firms[1][1], voucher_id=voucher_id)[0].part_id

    def code(self, actor: Actor, part_id: UUID) -> str:
        request_voucher_code(self.world.call(actor), part_id=part_id)
        notice = Notice.objects.filter(kind="code_voucher").latest("id")
        return re.findall(r"(?<!\d)\d{6}(?!\d)", message_for_delivery(notice.id).body)[0]

    def passed(self, part_id: UUID, minor: int, *, giver: int, taker: int) -> PartMoved:
        """One firm passes an amount of a part on to another."""
        actor = self.firms[giver][1]
        return pass_on_voucher(
            self.world.call(actor),
            part_id=part_id,
            to_uscc=credit_code(self.first + taker + 1),
            amount=Money(minor),
            code=self.code(actor, part_id),
        )

    def sold(self, part_id: UUID, minor: int, *, seller: int) -> VoucherSold:
        actor = self.firms[seller][1]
        quote = quote_voucher(actor, part_id=part_id, amount=Money(minor))
        return sell_voucher(
            self.world.call(actor),
            part_id=part_id,
            amount=Money(minor),
            sheet_hash=quote.sheet_hash,
            code=self.code(actor, part_id),
        )
