"""A seller with invoices, two buyers with limits, and the people of the lender: for tests."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from tests.rooms.lending.world import World
from tests.rooms.party.made_up import credit_code

from puhui.flows.trade.sell_invoices import quote_invoices, sell_invoices
from puhui.flows.trade.watch_receivables import watch_receivables
from puhui.foundation.documents.facade import FileContent, import_invoices
from puhui.foundation.ledger.facade import advance_business_date, business_date
from puhui.foundation.payments.models import PaymentOrder
from puhui.kernel.actors import Actor, Role
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.receivables.facade import (
    LimitSide,
    NewLimit,
    Pick,
    ReceivableView,
    SaleQuoted,
    acknowledge,
    fund_sale,
    grant_limit,
    receivable,
)

START = date(2026, 3, 2)
HEAD = "side,invoice_no,invoice_date,counterparty_id,amount,tax,void"


def open_orders() -> bool:
    return PaymentOrder.objects.filter(state__in=["requested", "sent"]).exists()


def staff(role: Role, name: str) -> Actor:
    return Actor(new_id(), frozenset({role}), name=name)


@dataclass
class Trade:
    """Buyers pay in 60 days; the seller sells with or without recourse at 9 percent."""

    recourse: bool = True
    start: date = START
    world: World = field(default_factory=lambda: World(start=START))
    risk: Actor = field(default_factory=lambda: staff(Role.RISK_OFFICER, "Ri"))
    operations: Actor = field(default_factory=lambda: staff(Role.OPERATIONS, "Op"))
    clerk: Actor = field(default_factory=lambda: staff(Role.OPERATIONS, "Cl"))
    finance: Actor = field(default_factory=lambda: staff(Role.FINANCE, "Fi"))
    seller: UUID = field(init=False)
    owner: Actor = field(init=False)
    buyers: list[tuple[UUID, Actor]] = field(init=False)

    def __post_init__(self) -> None:
        first = self.world.made
        self.seller, self.owner = self.world.firm()
        self.buyers = [self.world.firm() for _ in range(2)]
        issued = self.start - timedelta(days=10)
        lines = [
            f"out,{8000 + n},{issued},{credit_code(first + 2 + n % 2)},{amount}.00,{amount // 10}.00,false"
            for n, amount in enumerate((100_000, 40_000, 60_000, 20_000, 10_000))
        ]
        self.issue(lines)
        self.grant(self.seller, LimitSide.SELLER, "800000.00")
        for buyer, _ in self.buyers:
            self.grant(buyer, LimitSide.DEBTOR, "300000.00")

    def issue(self, lines: list[str], *, firm: UUID | None = None, by: Actor | None = None) -> None:
        """Invoices come into the store."""
        text = "\n".join([HEAD, *lines]) + "\n"
        import_invoices(
            self.world.call(by or self.owner),
            firm_id=firm or self.seller,
            file=FileContent.of_bytes(text.encode()),
            file_format="csv",
            name="invoices.csv",
            source="test",
        )

    def grant(self, party: UUID, side: LimitSide, limit: str, **changes: object) -> None:
        code = "factoring-with-recourse" if self.recourse else "factoring-without-recourse"
        is_seller = side == LimitSide.SELLER
        told: dict[str, object] = {
            "product_code": code if is_seller else "",
            "annual_rate_pct": Decimal(9 if is_seller else 0),
            "payment_days": 0 if is_seller else 60,
            "valid_until": date(2027, 12, 31),
            "reason": "known for years",
            "limit": Money.parse(limit),
        }
        asked = NewLimit(party_id=party, side=side, **{**told, **changes})  # type: ignore[arg-type]
        grant_limit(self.world.call(self.risk), asked=asked)

    def pick(self, n: int) -> Pick:
        return Pick(debtor_id=self.buyers[n % 2][0], invoice_no=str(8000 + n))

    def quoted(self, *numbers: int) -> SaleQuoted:
        return quote_invoices(
            self.world.call(self.owner), seller_id=self.seller, picks=tuple(self.pick(n) for n in numbers)
        )

    def sold(self, *numbers: int) -> tuple[UUID, tuple[UUID, ...]]:
        """Quoted and confirmed; the sale and its receivables."""
        quote = self.quoted(*numbers)
        done = sell_invoices(self.world.call(self.owner), sale_id=quote.sale_id, sheet_hash=quote.sheet_hash)
        return quote.sale_id, done.receivable_ids

    def funded(self, *numbers: int) -> tuple[UUID, ...]:
        """Sold, acknowledged by each buyer, and paid for."""
        sale_id, ids = self.sold(*numbers)
        for n, id_ in zip(numbers, ids, strict=True):
            acknowledge(self.world.call(self.buyers[n % 2][1]), receivable_id=id_)
        fund_sale(self.world.call(self.operations), sale_id=sale_id)
        self.world.work()
        return ids

    def seen(self, id_: UUID) -> ReceivableView:
        return receivable(self.risk, id_)

    def until(self, day: date) -> None:
        """Days pass: the step of the close that is about trade, and what the bank answers; the last one is whole."""
        while business_date() < day - timedelta(days=1):
            today = business_date()
            with transaction.atomic():
                watch_receivables(self.world.call(), day=today)
                advance_business_date(self.world.call(), from_date=today)
            self.world.clock.instant += timedelta(days=1)
            if open_orders():
                self.world.work()
        self.world.close_until(day)
