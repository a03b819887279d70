"""Pays the advance: what was notified is bought from the moment the bank has paid."""

from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date, post, post_pending, void_pending
from puhui.foundation.payments.facade import OrderView, Purpose, request_payment
from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import derived_id, new_id
from puhui.kernel.money import Money
from puhui.products.receivables.actions.happening import draft_of, note_many
from puhui.products.receivables.contracts import FundingAsked, Kind, SaleState, State
from puhui.products.receivables.models import Funding, Receivable, Sale
from puhui.products.receivables.queries.sale import sale_row
from puhui.products.receivables.refusals import NoticeMissing, NotInState

PAYERS = (Role.OPERATIONS, Role.SYSTEM)


@use_case("receivables.fund_sale", answers=FundingAsked, subject="sale_id")
def fund_sale(call: Call, *, sale_id: UUID) -> FundingAsked:
    """Asks the bank to pay the advance of those receivables of a sale whose debtors know of it as the product asks."""
    call.actor.require(*PAYERS, verb="pay an advance")
    sale = sale_row(call.actor, sale_id)
    if sale.state != SaleState.CONFIRMED:
        raise NotInState(where="sale_id", state=sale.state)
    Sale.objects.select_for_update().get(id=sale_id)
    rows = [row for row in _waiting(sale) if _is_told(row)]
    if not rows:
        raise _nothing(sale)
    return _ask(call, sale, rows)


def settle_funding(call: Call, *, order: OrderView) -> list[Receivable]:
    """The bank has paid: the receivables are ours, their discount is earned from today on."""
    rows = _funding(order)
    post_pending([derived_id(row.id, f"buying/{order.id}") for row in rows], call=call)
    post(
        [
            draft_of(row, "advance_settled", amounts={"advance": row.advance_minor}, what=f"paid/{order.id}")
            for row in rows
        ],
        call=call,
    )
    for row in rows:
        row.state, row.funded_on, row.reserve_left_minor = State.FUNDED, business_date(), row.reserve_minor
    Receivable.objects.bulk_update(rows, ["state", "funded_on", "reserve_left_minor"])
    note_many(call, rows=rows, kind=Kind.FUNDED, amounts=[row.advance_minor for row in rows], order_id=order.id)
    return rows


def refuse_funding(call: Call, *, order: OrderView) -> list[Receivable]:
    """The bank could not pay: nothing was bought yet, and the receivables wait again."""
    rows = _funding(order)
    void_pending([derived_id(row.id, f"buying/{order.id}") for row in rows], call=call)
    for row in rows:
        row.state, row.funding = State.ASSIGNED, None
    Receivable.objects.bulk_update(rows, ["state", "funding"])
    note_many(call, rows=rows, kind=Kind.FUNDING_REFUSED, order_id=order.id, note=order.reason)
    return rows


def _ask(call: Call, sale: Sale, rows: list[Receivable]) -> FundingAsked:
    order_id, advance = new_id(), sum(row.advance_minor for row in rows)
    funding = Funding.objects.create(id=order_id, sale=sale, advance_minor=advance, asked_on=business_date())
    post(
        [draft_of(row, "receivable_buying", amounts=_parts(row), what=f"buying/{order_id}") for row in rows], call=call
    )
    for row in rows:
        row.state, row.funding = State.FUNDING, funding
    Receivable.objects.bulk_update(rows, ["state", "funding"])
    note_many(call, rows=rows, kind=Kind.FUNDING_ASKED, amounts=[r.advance_minor for r in rows], order_id=order_id)
    amount = Money(advance, sale.currency)
    request_payment(
        call,
        direction="pay_out",
        amount=amount,
        party_id=sale.seller_id,
        purpose=Purpose.ADVANCE,
        subject_id=sale.id,
        requested_on=business_date(),
        order_id=order_id,
        note="advance on invoices",
    )
    return FundingAsked(sale.id, order_id, amount, tuple(row.id for row in rows))


def _parts(row: Receivable) -> dict[str, int]:
    return {
        "advance": row.advance_minor,
        "reserve": row.reserve_minor,
        "discount": row.discount_minor,
        "fee": row.fee_minor,
    }


def _waiting(sale: Sale) -> list[Receivable]:
    return list(Receivable.objects.select_for_update().filter(sale=sale, state=State.ASSIGNED).order_by("id"))


def _is_told(row: Receivable) -> bool:
    """Whether the debtor knows as the product asks. A receivable that is due already is no longer paid for."""
    told = {"required": row.acknowledged_on, "optional": row.notified_on, "none": row.invoice_date}[row.notice]
    return told is not None and row.due_on > business_date()


def _nothing(sale: Sale) -> NoticeMissing | NotInState:
    waiting = Receivable.objects.filter(sale=sale, state=State.ASSIGNED)
    if not waiting.exists():
        return NotInState(where="sale_id", state="paid for or ended")
    what = ("acknowledged", "确认") if waiting.filter(notified_on__isnull=False).exists() else ("been told of", "收到")
    return NoticeMissing(where="sale_id", what=what[0], what_zh=what[1])


def _funding(order: OrderView) -> list[Receivable]:
    return list(Receivable.objects.select_for_update().filter(funding_id=order.id, state=State.FUNDING).order_by("id"))
