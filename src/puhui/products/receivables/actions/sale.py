"""A seller asks what some invoices bring, sees the full cost, and confirms: the receivables are assigned, each once."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from puhui.foundation.catalogue.facade import Product, check_all_in_cost, fee_minor, product_version
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import region_of, require_party
from puhui.kernel.actors import Call, Role
from puhui.kernel.canonical import digest
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.money import Money
from puhui.products.receivables.actions.happening import note_many
from puhui.products.receivables.actions.limits import locked_limits, use_limit
from puhui.products.receivables.contracts import (
    InvoiceSeen,
    Kind,
    LimitSide,
    Pick,
    SaleConfirmed,
    SaleQuoted,
    SaleState,
    State,
)
from puhui.products.receivables.models import Receivable, Sale, TradeLimit
from puhui.products.receivables.policy_files import ReceivablesPolicy, receivables_policy
from puhui.products.receivables.queries.book import open_of_seller
from puhui.products.receivables.queries.sale import sale_row, sellable
from puhui.products.receivables.refusals import AlreadyAssigned, NotInState, NotSellable, SheetChanged, TooConcentrated
from puhui.products.receivables.rules.eligibility import fingerprint_of, number_key, share_pct
from puhui.products.receivables.rules.price import Price, price_of
from puhui.products.receivables.rules.sheet import sheet_of

SELLERS = (Role.CUSTOMER, Role.RELATIONSHIP_MANAGER)


def quote_sale(
    call: Call, *, seller_id: UUID, picks: Sequence[Pick], related: Collection[UUID], financed: Collection[UUID]
) -> SaleQuoted:
    """Prices invoices at the seller's rate and shows what everything costs. Nothing is bound. A part of a flow.

    `related`: the seller and whoever belongs to it; `financed`: buyers whose payment is promised for an order already.
    """
    call.actor.require(*SELLERS, verb="sell invoices")
    require_party(call.actor, party_id=seller_id)
    today = business_date()
    policy = receivables_policy(today)
    if not 1 <= len(picks) <= policy.most_in_a_sale or len(set(picks)) != len(picks):
        raise InvalidInput("picks", f"1 to {policy.most_in_a_sale} invoices, each once")
    limit, _ = locked_limits(seller_id, {one.debtor_id for one in picks})
    product = product_version(limit.product_code, limit.product_version)
    invoices = _picked(seller_id, picks, product=product, related=related, financed=financed)
    lines = [(one, _price(one, limit=limit, product=product, on=today)) for one in invoices]
    return _keep(call, seller_id, limit=limit, product=product, lines=lines, policy=policy, on=today)


@use_case("receivables.confirm_sale", answers=SaleConfirmed, subject="sale_id")
def confirm_sale(call: Call, *, sale_id: UUID, sheet_hash: str) -> SaleConfirmed:
    """The seller confirms what was shown: within the limits, and each receivable once, however many try at once."""
    call.actor.require(*SELLERS, verb="sell invoices")
    sale_row(call.actor, sale_id)
    sale = Sale.objects.select_for_update().get(id=sale_id)
    today = business_date()
    if sale.state != SaleState.QUOTED:
        raise NotInState(where="sale_id", state=sale.state)
    if sheet_hash != sale.sheet_hash or today > sale.valid_until:
        raise SheetChanged(where="sheet_hash")
    rows = [_receivable(sale, line) for line in sale.lines]
    _take_limits(sale.seller_id, rows)
    _keep_once(rows)
    sale.state, sale.confirmed_at, sale.confirmed_by = SaleState.CONFIRMED, call.at, call.actor.id
    sale.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    note_many(call, rows=rows, kind=Kind.ASSIGNED, amounts=[row.face_minor for row in rows])
    return SaleConfirmed(sale.id, tuple(row.id for row in rows))


def _picked(
    seller_id: UUID,
    picks: Sequence[Pick],
    *,
    product: Product,
    related: Collection[UUID],
    financed: Collection[UUID],
) -> list[InvoiceSeen]:
    listed = sellable(
        seller_id=seller_id, product=product, related=related, financed=financed, only={p.invoice_no for p in picks}
    )
    known = {(one.invoice.debtor_id, one.invoice.invoice_no): one for one in listed}
    found = []
    for pick in picks:
        one = known.get((pick.debtor_id, pick.invoice_no))
        if one is None:
            raise InvalidInput("picks", f"the seller has no invoice {pick.invoice_no[:30]} to this debtor")
        if one.why:
            raise NotSellable(where=pick.invoice_no, number=pick.invoice_no, why=one.why.en, why_zh=one.why.zh)
        found.append(one.invoice)
    return found


def _price(invoice: InvoiceSeen, *, limit: TradeLimit, product: Product, on: date) -> Price:
    assert product.trade is not None
    fee = sum(fee_minor(rule, amount=invoice.face) for rule in product.fees)
    return price_of(
        invoice.face.minor,
        annual_rate_pct=limit.annual_rate_pct,
        fee=fee,
        advance_pct=product.trade.advance_pct,
        days=(invoice.due_on - on).days,
    )


def _keep(
    call: Call,
    seller_id: UUID,
    *,
    limit: TradeLimit,
    product: Product,
    lines: list[tuple[InvoiceSeen, Price]],
    policy: ReceivablesPolicy,
    on: date,
) -> SaleQuoted:
    assert product.trade is not None
    recourse = product.trade.recourse
    sheet = sheet_of(lines, on=on, annual_rate_pct=limit.annual_rate_pct, with_recourse=recourse, lender=product.lender)
    cost = sheet["all_in_cost_pct"]
    check_all_in_cost(Decimal(cost), what=f"sale under {product.code}", on=on, of=product, region=region_of(seller_id))
    until = min(on + timedelta(days=policy.quote_days), min(one.due_on for one, _ in lines) - timedelta(days=1))
    sale_id = new_id()
    row = Sale.objects.create(
        id=sale_id,
        bucket=bucket_of(seller_id),
        seller_id=seller_id,
        state=SaleState.QUOTED,
        product_code=product.code,
        product_version=product.version,
        currency=product.currency,
        with_recourse=recourse,
        notice=product.trade.notice,
        annual_rate_pct=limit.annual_rate_pct,
        lines=[_line(invoice, price) for invoice, price in lines],
        sheet=sheet,
        sheet_hash=digest(sheet),
        made_on=on,
        valid_until=until,
    )
    return SaleQuoted(sale_id=row.id, sheet=sheet, sheet_hash=row.sheet_hash, valid_until=until)


def _line(invoice: InvoiceSeen, price: Price) -> dict[str, object]:
    """A line as the sale keeps it: what the receivable is made from when it is confirmed."""
    return {
        "debtor_id": str(invoice.debtor_id),
        "invoice_no": invoice.invoice_no,
        "invoice_date": invoice.invoice_date.isoformat(),
        "due_on": invoice.due_on.isoformat(),
        "face": price.face,
        "fee": price.fee,
        "discount": price.discount,
        "advance": price.advance,
        "reserve": price.reserve,
    }


def _receivable(sale: Sale, line: dict[str, str | int]) -> Receivable:
    invoice = InvoiceSeen(
        debtor_id=UUID(str(line["debtor_id"])),
        invoice_no=str(line["invoice_no"]),
        invoice_date=date.fromisoformat(str(line["invoice_date"])),
        due_on=date.fromisoformat(str(line["due_on"])),
        face=Money(int(line["face"]), sale.currency),
        is_void=False,
    )
    id_ = new_id()
    return Receivable(
        id=id_,
        bucket=bucket_of(id_),
        sale=sale,
        seller_id=sale.seller_id,
        debtor_id=invoice.debtor_id,
        invoice_no=invoice.invoice_no,
        number_key=number_key(invoice.invoice_no),
        invoice_date=invoice.invoice_date,
        due_on=invoice.due_on,
        fingerprint=fingerprint_of(invoice),
        currency=sale.currency,
        state=State.ASSIGNED,
        with_recourse=sale.with_recourse,
        notice=sale.notice,
        annual_rate_pct=sale.annual_rate_pct,
        face_minor=invoice.face.minor,
        outstanding_minor=invoice.face.minor,
        advance_minor=int(line["advance"]),
        reserve_minor=int(line["reserve"]),
        discount_minor=int(line["discount"]),
        fee_minor=int(line["fee"]),
    )


def _take_limits(seller_id: UUID, rows: Sequence[Receivable]) -> None:
    """Under the locks: the seller's limit, each debtor's, and how much would hang on one debtor."""
    by_debtor: dict[UUID, int] = {}
    for row in rows:
        by_debtor[row.debtor_id] = by_debtor.get(row.debtor_id, 0) + row.face_minor
    seller, debtors = locked_limits(seller_id, set(by_debtor))
    _check_concentration(seller_id, by_debtor, currency=seller.currency)
    use_limit(seller, minor=sum(by_debtor.values()), side=LimitSide.SELLER)
    for debtor_id, minor in sorted(by_debtor.items()):
        use_limit(debtors[debtor_id], minor=minor, side=LimitSide.DEBTOR)


def _check_concentration(seller_id: UUID, added: dict[UUID, int], *, currency: str) -> None:
    policy = receivables_policy(business_date())
    held = open_of_seller(seller_id)
    after = {debtor: held.get(debtor, 0) + added.get(debtor, 0) for debtor in held.keys() | added.keys()}
    total = sum(after.values())
    if total < Money.parse(policy.concentration_from, currency).minor:
        return
    share = max(share_pct(after[debtor], total) for debtor in added)
    if share > policy.concentration_pct:
        raise TooConcentrated(where="picks", share=share, most=policy.concentration_pct)


def _keep_once(rows: Sequence[Receivable]) -> None:
    """Who comes first has it; two at once are decided by the constraint."""
    taken = Receivable.objects.filter(fingerprint__in=[row.fingerprint for row in rows]).first()
    if taken is not None:
        raise AlreadyAssigned(where="picks", number=taken.invoice_no)
    try:
        with transaction.atomic():
            Receivable.objects.bulk_create(rows)
    except IntegrityError as problem:
        raise AlreadyAssigned(where="picks", number=rows[0].invoice_no) from problem
