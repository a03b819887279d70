"""How less of a receivable is open; when nothing is, the reserve is released and limits are free again."""

from uuid import UUID

from puhui.foundation.ledger.facade import JournalDraft, business_date, post, post_pending, void_pending
from puhui.foundation.payments.facade import OrderView, Purpose, request_payment
from puhui.kernel.actors import Call
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.receivables.actions.happening import draft_of, locked, note_one
from puhui.products.receivables.actions.limits import give_back
from puhui.products.receivables.contracts import Kind, State
from puhui.products.receivables.models import Receivable
from puhui.products.receivables.rules.closing import Closing, closing_of
from puhui.products.receivables.rules.price import earned_minor, late_charge_minor


def less_open(
    call: Call,
    row: Receivable,
    *,
    minor: int,
    kind: Kind,
    ends_as: State,
    order_id: UUID | None = None,
    note: str = "",
    told: int = 0,
) -> None:
    """So much of it is no longer open, and why; with the last fen it ends. Saves the row."""
    row.outstanding_minor -= minor
    note_one(call, row, kind, minor=told or minor, order_id=order_id, note=note)
    give_back(seller_id=row.seller_id, debtor_id=row.debtor_id, minor=minor)
    if row.outstanding_minor == 0 and row.closed_on is None:
        _close(call, row, ends_as)


def _close(call: Call, row: Receivable, state: State) -> None:
    """Ends it: the discount not earned goes back to the seller, charges and claims come off, the rest is paid out."""
    today = business_date()
    row.state, row.closed_on = state, today
    lower_allowance(call, row, to=0)
    ended = closing(row)
    amounts = {name: getattr(ended, name) for name in ("rebate", "late_charge", "offset", "released")}
    if any(amounts.values()):
        post([draft_of(row, "receivable_closed", amounts=amounts, what="closed")], call=call)
    row.reserve_left_minor, row.claim_left_minor = 0, ended.claim_left
    note_one(call, row, Kind.RELEASED, minor=ended.released)
    if ended.released:
        pay_reserve(call, row, minor=ended.released)


def closing(row: Receivable) -> Closing:
    """What becomes of the reserve today."""
    today = business_date()
    assert row.funded_on is not None
    earned = earned_minor(row.discount_minor, funded_on=row.funded_on, due_on=row.due_on, on=today)
    late = late_charge_minor(row.advance_minor, annual_rate_pct=row.annual_rate_pct, due_on=row.due_on, on=today)
    return closing_of(
        reserve_left=row.reserve_left_minor,
        unearned=row.discount_minor - earned,
        late_charge=late if row.with_recourse else 0,
        claim_left=row.claim_left_minor,
    )


def lower_allowance(call: Call, row: Receivable, *, to: int) -> None:
    """What was set aside and is not needed any more."""
    if row.allowance_minor > to:
        post([provided(row, to=to, what=f"provided/{business_date()}/{row.happened_n}")], call=call)


def provided(row: Receivable, *, to: int, what: str) -> JournalDraft:
    """The journal that moves what is set aside for one receivable to an amount; the row is moved and not saved."""
    step = to - row.allowance_minor
    row.allowance_minor = to
    return draft_of(row, "receivable_provided", amounts={"raised": max(step, 0), "lowered": max(-step, 0)}, what=what)


def pay_reserve(call: Call, row: Receivable, *, minor: int, attempt: int = 0) -> None:
    """Asks the bank to pay the seller what was released."""
    order_id = derived_id(row.id, f"reserve/{attempt}")
    post([draft_of(row, "reserve_requested", amounts={"released": minor}, what=f"reserved/{order_id}")], call=call)
    request_payment(
        call,
        direction="pay_out",
        amount=Money(minor, row.currency),
        party_id=row.seller_id,
        purpose=Purpose.RESERVE,
        subject_id=row.id,
        requested_on=business_date(),
        order_id=order_id,
        note="reserve of an invoice",
    )


def settle_reserve(call: Call, *, order: OrderView) -> None:
    """The bank has paid the seller."""
    row = locked(order.subject_id)
    post_pending([derived_id(row.id, f"reserved/{order.id}")], call=call)
    amounts = {"released": order.amount.minor}
    post([draft_of(row, "reserve_settled", amounts=amounts, what=f"reserve paid/{order.id}")], call=call)


def refuse_reserve(call: Call, *, order: OrderView) -> None:
    """The bank could not pay the seller: it is still owed."""
    void_pending([derived_id(order.subject_id, f"reserved/{order.id}")], call=call)
