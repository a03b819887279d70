"""A loan on an order: tied to it, paid out by milestones, each once."""

from collections.abc import Sequence
from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import within_reach
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import derived_id, new_id
from puhui.kernel.money import Money
from puhui.products.orders.actions.happening import expect, locked, moved, note
from puhui.products.orders.contracts import (
    Kind,
    MilestoneMoved,
    MilestonePlan,
    MilestoneState,
    OrderMoved,
    OrderState,
)
from puhui.products.orders.models import OrderMilestone, PurchaseOrder
from puhui.products.orders.refusals import OrderFourEyes, OrderNotInState, OrderPaysAlready
from puhui.products.orders.rules.orders import parts_of

STAFF = (Role.OPERATIONS, Role.RELATIONSHIP_MANAGER)


def tie_application(call: Call, *, order_id: UUID, application_id: UUID) -> OrderMoved:
    """The order stands behind this application; the flow has seen that no earlier one lives. A part of a flow."""
    row = locked(order_id)
    expect(row, OrderState.CONFIRMED)
    row.application_id = application_id
    note(call, row, Kind.APPLIED)
    return moved(row)


def tie_loan(
    call: Call, *, application_id: UUID, loan_id: UUID, principal: Money, plan: Sequence[MilestonePlan]
) -> OrderMoved:
    """The loan is signed: its principal is split over the milestones. A part of a flow."""
    found = PurchaseOrder.objects.filter(application_id=application_id).values_list("id", flat=True).first()
    if found is None:
        raise NotFound("order", where="application_id")
    row = locked(found)
    expect(row, OrderState.CONFIRMED)
    row.loan_id, row.state = loan_id, OrderState.FINANCED
    parts = parts_of(principal.minor, [one.share_pct for one in plan])
    OrderMilestone.objects.bulk_create(
        OrderMilestone(
            id=new_id(),
            order=row,
            n=n,
            code=one.code,
            text_en=one.text.en,
            text_zh=one.text.zh,
            amount_minor=minor,
            state=MilestoneState.WAITING if one.needs_paper else MilestoneState.SHOWN,
        )
        for n, (one, minor) in enumerate(zip(plan, parts, strict=True), start=1)
    )
    note(call, row, Kind.FINANCED, minor=principal.minor)
    return moved(row)


def tie_running_loan(call: Call, *, order_id: UUID, loan_id: UUID, principal: Money) -> OrderMoved:
    """What the buyer pays goes to a loan that is paid out otherwise; the flow knows that it fits. A part of a flow.

    One loan, one order: another one for the same loan is refused.
    """
    row = locked(order_id)
    expect(row, OrderState.CONFIRMED)
    if PurchaseOrder.objects.filter(loan_id=loan_id).exists():
        raise OrderPaysAlready(where="loan_id")
    row.loan_id, row.state = loan_id, OrderState.FINANCED
    note(call, row, Kind.FINANCED, minor=principal.minor)
    return moved(row)


@use_case("orders.show_milestone", answers=MilestoneMoved, subject="order_id")
def show_milestone(call: Call, *, order_id: UUID, code: str, evidence: str, sha256: str = "") -> MilestoneMoved:
    """The seller or staff show the proof of a milestone: a number, and the fingerprint of its paper."""
    call.actor.require(Role.CUSTOMER, *STAFF, verb="show a milestone")
    row, part = locked_milestone(order_id, code)
    if call.actor.is_customer and not within_reach(call.actor, party_id=row.seller_id):
        raise NotFound("order", where="order_id")
    expect(row, OrderState.FINANCED)
    if part.state != MilestoneState.WAITING:
        raise OrderNotInState(where="code", state=part.state)
    if len(sha256) not in (0, 64):
        raise InvalidInput("sha256", "64 hexadecimal digits in small letters, or nothing")
    part.state, part.sha256 = MilestoneState.SHOWN, sha256
    part.evidence = clean_text(evidence, where="evidence", least=3, most=300)
    part.shown_by, part.shown_by_name = call.actor.id, call.actor.name[:80]
    part.save()
    note(call, row, Kind.SHOWN, told=f"{code}: {part.evidence}")
    return milestone_moved(row, part)


def begin_milestone(call: Call, *, order_id: UUID, code: str) -> tuple[MilestoneMoved, UUID]:
    """Somebody else has looked at the proof: the part is on its way. Gives the id of its payment. A part of a flow."""
    row, part = locked_milestone(order_id, code)
    expect(row, OrderState.FINANCED)
    if part.state != MilestoneState.SHOWN:
        raise OrderNotInState(where="code", state=part.state)
    if part.shown_by == call.actor.id:
        raise OrderFourEyes(where="code")
    part.state, part.attempts = MilestoneState.PAYING, part.attempts + 1
    part.save(update_fields=["state", "attempts"])
    note(call, row, Kind.PAYOUT_ASKED, minor=part.amount_minor, told=code)
    return milestone_moved(row, part), derived_id(part.id, f"payout/{part.attempts}")


def end_milestone(call: Call, *, order_id: UUID, code: str, is_paid: bool) -> MilestoneMoved:
    """The bank has paid the part, or has not: then it can be asked for again. A part of a flow."""
    row, part = locked_milestone(order_id, code)
    if part.state != MilestoneState.PAYING:
        raise OrderNotInState(where="code", state=part.state)
    part.state = MilestoneState.PAID if is_paid else MilestoneState.SHOWN
    part.save(update_fields=["state"])
    note(call, row, Kind.PAID_OUT if is_paid else Kind.PAYOUT_REFUSED, minor=part.amount_minor, told=code)
    return milestone_moved(row, part)


def locked_milestone(order_id: UUID, code: str) -> tuple[PurchaseOrder, OrderMilestone]:
    """The milestone, under the lock of its order."""
    row = locked(order_id)
    part = OrderMilestone.objects.filter(order=row, code=code[:41]).first()
    if part is None:
        raise NotFound("milestone", where="code")
    return row, part


def milestone_moved(row: PurchaseOrder, part: OrderMilestone) -> MilestoneMoved:
    """The answer about a milestone."""
    return MilestoneMoved(row.id, part.code, MilestoneState(part.state), Money(part.amount_minor, row.currency))
