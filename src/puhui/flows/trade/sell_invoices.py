"""A seller looks at what can be sold, sees the full cost, confirms; debtors are told in the same act."""

from collections.abc import Sequence
from uuid import UUID

from puhui.flows.originate_loan.audience import require_audience
from puhui.flows.trade.telling import tell
from puhui.foundation.catalogue.facade import product_version
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import group_of
from puhui.kernel.actors import Actor, Call
from puhui.products.orders.facade import financed_buyers
from puhui.products.receivables.facade import (
    Moved,
    Pick,
    SaleConfirmed,
    SaleQuoted,
    Sellable,
    confirm_sale,
    dispute,
    notify_debtor,
    parties_in,
    quote_sale,
    receivable,
    sale,
    sellable_of,
)


def invoices_to_sell(actor: Actor, *, seller_id: UUID) -> list[Sellable]:
    """The invoices of a seller to debtors with a limit, each with what is against selling it."""
    return sellable_of(actor, seller_id=seller_id, related=group_of(seller_id), financed=financed_buyers(seller_id))


@use_case("trade.quote_invoices", answers=SaleQuoted, subject="seller_id")
def quote_invoices(call: Call, *, seller_id: UUID, picks: Sequence[Pick]) -> SaleQuoted:
    """What these invoices bring, and what that costs."""
    quoted = quote_sale(
        call, seller_id=seller_id, picks=picks, related=group_of(seller_id), financed=financed_buyers(seller_id)
    )
    of = sale(call.actor, quoted.sale_id)
    require_audience(product_version(of.product_code, of.product_version), party_id=seller_id, on=business_date())
    return quoted


@use_case("trade.sell_invoices", answers=SaleConfirmed, subject="sale_id")
def sell_invoices(call: Call, *, sale_id: UUID, sheet_hash: str) -> SaleConfirmed:
    """The seller confirms the sheet: the receivables are assigned and their debtors are told."""
    sold = confirm_sale(call, sale_id=sale_id, sheet_hash=sheet_hash)
    for receivable_id in sold.receivable_ids:
        notify_debtor(call, receivable_id=receivable_id)
    return sold


@use_case("trade.dispute_invoice", answers=Moved, subject="receivable_id")
def dispute_invoice(call: Call, *, receivable_id: UUID, reason: str) -> Moved:
    """The debtor disputes an invoice; the seller is told until when it must be solved."""
    moved = dispute(call, receivable_id=receivable_id, reason=reason)
    seller_id, _, number = parties_in([receivable_id])[receivable_id]
    until = receivable(call.actor, receivable_id).dispute_until
    tell(call, party_id=seller_id, kind="receivable_disputed", number=number, until=str(until))
    return moved
