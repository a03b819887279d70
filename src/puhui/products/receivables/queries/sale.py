"""Which invoices a seller can sell, and the sales there were. Rights are looked at in the same statement."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID

from puhui.foundation.catalogue.facade import Product, product_version
from puhui.foundation.documents.facade import SalesInvoice, sales_invoices
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import identities_of, party_ids_for, require_party
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.receivables.contracts import InvoiceSeen, LimitSide, LimitView, SaleState, SaleView, Sellable
from puhui.products.receivables.models import Receivable, Sale, TradeLimit
from puhui.products.receivables.policy_files import receivables_policy
from puhui.products.receivables.rules.eligibility import (
    FINANCED,
    LOOKS_SOLD,
    SOLD,
    fault_of,
    fingerprint_of,
    number_key,
)

MOST_DEBTORS = 200
MOST_INVOICES = 200


def sellable_of(
    actor: Actor, *, seller_id: UUID, related: Collection[UUID], financed: Collection[UUID]
) -> list[Sellable]:
    """The invoices of a seller to debtors with a limit, newest first, each with what is against selling it."""
    require_party(actor, party_id=seller_id)
    limit = TradeLimit.objects.filter(party_id=seller_id, side=LimitSide.SELLER).first()
    if limit is None or limit.valid_until < business_date():
        return []
    product = product_version(limit.product_code, limit.product_version)
    return sellable(seller_id=seller_id, product=product, related=related, financed=financed)


def sellable(
    *,
    seller_id: UUID,
    product: Product,
    related: Collection[UUID],
    financed: Collection[UUID],
    only: Collection[str] = (),
) -> list[Sellable]:
    """The same for actions, of the invoices with these numbers only when some are named."""
    today = business_date()
    policy, terms = receivables_policy(today), product.trade
    assert terms is not None
    debtors = _debtors()
    found = sales_invoices(
        firm_id=seller_id,
        counterparties=debtors,
        since=today - timedelta(days=policy.oldest_days + 30),
        numbers=only,
        most=MOST_INVOICES,
    )
    seen = [_seen(one, debtors[one.counterparty_id]) for one in found]
    conditions = policy.conditions(most_days=terms.longest_days)
    sold, numbers = _sold(seen)
    result = []
    for one in seen:
        why = fault_of(one, conditions=conditions, related=related, on=today)
        if one.debtor_id in financed:
            why = why or FINANCED
        if (one.debtor_id, number_key(one.invoice_no)) in numbers:
            why = SOLD if fingerprint_of(one) in sold else why or LOOKS_SOLD
        result.append(Sellable(one, why))
    return result


def sale_row(actor: Actor, sale_id: UUID) -> Sale:
    """The sale, if the actor may know of it."""
    found = Sale.objects.filter(id=sale_id)
    if not actor.reads_all:
        found = found.filter(seller_id__in=party_ids_for(actor))
    row = found.first()
    if row is None:
        raise NotFound("sale", where="sale_id")
    return row


def sale(actor: Actor, sale_id: UUID) -> SaleView:
    """One sale with its cost sheet."""
    return _view(sale_row(actor, sale_id))


def sales_page(
    actor: Actor, *, seller_id: UUID | None = None, before: UUID | None = None, most: int = 50
) -> list[SaleView]:
    """Sales that were confirmed, newest first: staff see all, sellers their own."""
    found = Sale.objects.filter(state=SaleState.CONFIRMED).order_by("-id")
    if not actor.reads_all:
        found = found.filter(seller_id__in=party_ids_for(actor))
    if seller_id:
        found = found.filter(seller_id=seller_id)
    if before:
        found = found.filter(id__lt=before)
    return [_view(row) for row in found[: min(most, 200)]]


def limits_page(
    actor: Actor, *, party_id: UUID | None = None, before: UUID | None = None, most: int = 50
) -> list[LimitView]:
    """Limits, newest first: staff see all, sellers and debtors their own."""
    found = TradeLimit.objects.order_by("-id")
    if not actor.reads_all:
        found = found.filter(party_id__in=party_ids_for(actor))
    if party_id:
        found = found.filter(party_id=party_id)
    if before:
        found = found.filter(id__lt=before)
    return [_limit(row) for row in found[: min(most, 200)]]


def _debtors() -> dict[str, tuple[UUID, int]]:
    """Debtors with a limit in force, by their public code: who they are, and in how many days they pay."""
    rows = TradeLimit.objects.filter(side=LimitSide.DEBTOR, valid_until__gte=business_date()).order_by("id")
    kept = list(rows.values_list("party_id", "payment_days")[:MOST_DEBTORS])
    codes = identities_of([party_id for party_id, _ in kept])
    return {codes[party_id].identifier: (party_id, days) for party_id, days in kept if party_id in codes}


def _seen(one: SalesInvoice, debtor: tuple[UUID, int]) -> InvoiceSeen:
    debtor_id, days = debtor
    return InvoiceSeen(
        debtor_id=debtor_id,
        invoice_no=one.invoice_no,
        invoice_date=one.invoice_date,
        due_on=one.invoice_date + timedelta(days=days),
        face=Money(one.amount_minor + one.tax_minor),
        is_void=one.is_void,
    )


def _sold(seen: Iterable[InvoiceSeen]) -> tuple[set[str], set[tuple[UUID, str]]]:
    """Fingerprints that were sold, and numbers that were sold to one of these debtors by anybody."""
    keys = {(one.debtor_id, number_key(one.invoice_no)) for one in seen}
    rows = Receivable.objects.filter(
        debtor_id__in={debtor for debtor, _ in keys}, number_key__in={number for _, number in keys}
    )
    found = list(rows.values_list("fingerprint", "debtor_id", "number_key"))
    return {row[0] for row in found}, {(row[1], row[2]) for row in found} & keys


def _view(row: Sale) -> SaleView:
    return SaleView(
        id=row.id,
        seller_id=row.seller_id,
        state=SaleState(row.state),
        product_code=row.product_code,
        product_version=row.product_version,
        sheet=row.sheet,
        sheet_hash=row.sheet_hash,
        made_on=row.made_on,
        valid_until=row.valid_until,
    )


def _limit(row: TradeLimit) -> LimitView:
    return LimitView(
        id=row.id,
        party_id=row.party_id,
        side=LimitSide(row.side),
        limit=Money(row.limit_minor, row.currency),
        used=Money(row.used_minor, row.currency),
        valid_until=row.valid_until,
        product_code=row.product_code,
        product_version=row.product_version,
        annual_rate_pct=row.annual_rate_pct,
        payment_days=row.payment_days,
        granted_by_name=row.granted_by_name,
    )
