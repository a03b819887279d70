"""Made-up trade: a workshop sells an invoice to the lender, a supplier is paid along a confirmed order."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from puhui.flows.simulation.lines.borrower import Borrower, Life, accept, firm_comes, sign, some_firm, submit, yuan
from puhui.flows.simulation.world import World
from puhui.flows.trade.finance_order import finance_order
from puhui.flows.trade.order_loans import pay_milestone
from puhui.flows.trade.sell_invoices import quote_invoices, sell_invoices
from puhui.flows.trade.take_order import answer_order, take_order
from puhui.flows.upload_invoices import upload_invoices
from puhui.foundation.documents.facade import FileContent
from puhui.foundation.ledger.facade import business_date
from puhui.products.orders.facade import NewOrder, show_milestone
from puhui.products.receivables.facade import LimitSide, NewLimit, Pick, acknowledge, fund_sale, grant_limit

WORKSHOP, BUYER = "19900009821", "19900009822"
SUPPLIER: Final = "19900009823"
INVOICE: Final = "90000001"


def invoice_is_sold(world: World) -> Life:
    """110,000 yuan that a buyer owes: the buyer acknowledges the notice, and the advance is paid."""
    workshop = firm_comes(world, WORKSHOP, some_firm(world, turn=7), is_borrower=False)
    buyer = firm_comes(world, BUYER, some_firm(world, turn=8), is_borrower=False)
    _invoice(workshop, some_firm(world, turn=8).identity.uscc)
    _limit(world, workshop, side=LimitSide.SELLER, limit="800000.00")
    _limit(world, buyer, side=LimitSide.DEBTOR, limit="300000.00")
    yield 1
    pick = Pick(debtor_id=buyer.party_id, invoice_no=INVOICE)
    quote = quote_invoices(workshop.call(), seller_id=workshop.party_id, picks=(pick,))
    done = sell_invoices(workshop.call(), sale_id=quote.sale_id, sheet_hash=quote.sheet_hash)
    acknowledge(buyer.call(), receivable_id=done.receivable_ids[0])
    fund_sale(world.call(world.staff["operations"]), sale_id=quote.sale_id)
    world.count("line: receivables sold")


def supplier_is_paid_by_order(world: World) -> Life:
    """70 percent of a confirmed order, paid out in parts: at the confirmation, and when the material is bought."""
    supplier = firm_comes(world, SUPPLIER, some_firm(world, turn=9))
    buyer = some_firm(world, turn=10).identity
    told = NewOrder(
        seller_id=supplier.party_id,
        buyer_id=supplier.party_id,  # replaced by the firm with the code below
        number=f"PO-{world.seed}",
        amount=yuan("200000.00"),
        ordered_on=business_date(),
        deliver_by=business_date() + timedelta(days=60),
        pay_by=business_date() + timedelta(days=80),
    )
    made = take_order(supplier.call(), told=told, buyer_uscc=buyer.uscc, buyer_name=buyer.firm_name)
    for name in ("operations", "manager"):
        answer_order(world.call(world.staff[name]), order_id=made.order_id, agree=True, evidence="买方确认函（示例）")
    yield 1
    started = finance_order(supplier.call(), order_id=made.order_id, amount=yuan("100000.00"), term_months=3)
    if not submit(supplier, started.application_id):
        world.count("line ended: order-finance")
        return
    sign(supplier, accept(supplier, started.application_id))
    world.count("line: orders financed")
    yield 2
    show_milestone(supplier.call(), order_id=made.order_id, code="material", evidence="采购发票 0412（示例）")
    pay_milestone(world.call(world.staff["operations"]), order_id=made.order_id, code="material")
    world.count("line: milestones paid")


def _invoice(workshop: Borrower, buyer_uscc: str) -> None:
    dated = business_date() - timedelta(days=10)
    line = f"out,{INVOICE},{dated},{buyer_uscc},100000.00,10000.00,false"
    file = FileContent.of_bytes(f"side,invoice_no,invoice_date,counterparty_id,amount,tax,void\n{line}\n".encode())
    workshop.consents("credit_assessment")
    upload_invoices(workshop.call(), firm_id=workshop.party_id, name="invoice.csv", file=file, file_format="csv")


def _limit(world: World, party: Borrower, *, side: LimitSide, limit: str) -> None:
    is_seller = side == LimitSide.SELLER
    asked = NewLimit(
        party_id=party.party_id,
        side=side,
        limit=yuan(limit),
        valid_until=business_date() + timedelta(days=330),
        reason="示例额度",
        product_code="factoring-with-recourse" if is_seller else "",
        annual_rate_pct=Decimal(9 if is_seller else 0),
        payment_days=0 if is_seller else 60,
    )
    grant_limit(world.call(world.staff["risk"]), asked=asked)
