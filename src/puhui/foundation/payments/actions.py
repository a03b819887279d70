"""What can be done with payments: ask for them, note that they were sent, record what the bank answered."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from puhui.foundation.evidence.facade import emit
from puhui.foundation.payments.contracts import (
    OPEN_STATES,
    AnswerWithoutOrder,
    BadPayment,
    Direction,
    Hold,
    NotHeld,
    OrderReused,
    OrderState,
    OrderView,
    PaymentRequest,
    Purpose,
    RecordedAnswer,
)
from puhui.foundation.payments.models import PaymentOrder, ReceivedAnswer
from puhui.foundation.payments.queries import order_view
from puhui.kernel.actors import Call
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.money import Money
from puhui.kernel.ports import PaymentAnswer

TOPIC = "payment.requested"
_SENT_TOGETHER = 200


def request_payments(call: Call, *, requests: Sequence[PaymentRequest]) -> list[UUID]:
    """Asks for orders, all in one statement; they are sent after commit.

    An order that was asked for before is left as it is; the same id for another payment is refused.
    """
    rows = [_row(call, request) for request in requests]
    known = PaymentOrder.objects.in_bulk([row.id for row in rows])
    for row in rows:
        if row.id in known and not _same(row, known[row.id]):
            raise OrderReused(where=str(row.id))
    new = [row for row in rows if row.id not in known]
    PaymentOrder.objects.bulk_create(new)
    send_again(call, order_ids=[row.id for row in new if row.held_until is None])
    for row in new:
        if row.held_until is not None:
            emit(TOPIC, {"order_ids": [str(row.id)]}, at=call.at, due_at=row.held_until)
    return [row.id for row in rows]


def send_again(call: Call, *, order_ids: Sequence[UUID]) -> None:
    """Hands orders to the bank after commit, however often: it knows them by their ids."""
    for start in range(0, len(order_ids), _SENT_TOGETHER):
        ids = [str(order_id) for order_id in order_ids[start : start + _SENT_TOGETHER]]
        emit(TOPIC, {"order_ids": ids}, at=call.at)


def request_payment(
    call: Call,
    *,
    direction: Direction,
    amount: Money,
    party_id: UUID,
    purpose: Purpose,
    subject_id: UUID,
    requested_on: date,
    order_id: UUID | None = None,
    note: str = "",
    hold: Hold | None = None,
) -> UUID:
    """Asks for one order and gives its id; a held one is sent when its hold is over."""
    request = PaymentRequest(
        id=order_id or new_id(),
        direction=direction,
        amount=amount,
        party_id=party_id,
        purpose=purpose,
        subject_id=subject_id,
        requested_on=requested_on,
        note=note,
        hold=hold,
    )
    return request_payments(call, requests=[request])[0]


def note_sent(order_ids: Sequence[UUID]) -> int:
    """Notes that a bank took the orders over."""
    waiting = PaymentOrder.objects.filter(id__in=order_ids, state=OrderState.REQUESTED)
    return waiting.update(state=OrderState.SENT)


def record_answer(call: Call, *, answer: PaymentAnswer) -> RecordedAnswer:
    """Records what the bank said of one order; an order that we never made is refused."""
    return record_answers(call, answers=[answer])[0]


def record_answers(call: Call, *, answers: Sequence[PaymentAnswer]) -> list[RecordedAnswer]:
    """Records what the bank said, in a few statements for any number of answers.

    The first answer decides its order; a repeat is told apart from an answer that contradicts the first.
    """
    ids = sorted({answer.order_id for answer in answers})
    orders = {o.id: o for o in PaymentOrder.objects.select_for_update().filter(id__in=ids).order_by("id")}
    said = set(ReceivedAnswer.objects.filter(order_id__in=ids).values_list("order_id", "outcome"))
    fresh: list[ReceivedAnswer] = []
    decided: list[PaymentOrder] = []
    found: list[RecordedAnswer] = []
    for answer in answers:
        order = orders.get(answer.order_id)
        if order is None:
            raise AnswerWithoutOrder(where=str(answer.order_id))
        is_repeat = (order.id, answer.outcome) in said
        is_new = not is_repeat and order.state in OPEN_STATES
        if not is_repeat:
            said.add((order.id, answer.outcome))
            fresh.append(_answer_row(call, order, answer))
        if is_new:
            decided.append(_decided(order, answer))
        found.append(RecordedAnswer(order_view(order), is_new=is_new, contradicts=not is_repeat and not is_new))
    ReceivedAnswer.objects.bulk_create(fresh)
    _write_decisions(decided)
    return found


def _answer_row(call: Call, order: PaymentOrder, answer: PaymentAnswer) -> ReceivedAnswer:
    return ReceivedAnswer(
        id=new_id(),
        order=order,
        outcome=answer.outcome,
        reason=answer.reason[:200],
        bank_reference=answer.bank_reference[:80],
        answered_at=answer.answered_at,
        received_at=call.at,
    )


def _decided(order: PaymentOrder, answer: PaymentAnswer) -> PaymentOrder:
    order.state = OrderState(answer.outcome)
    order.reason, order.bank_reference = answer.reason[:200], answer.bank_reference[:80]
    order.answered_at = answer.answered_at
    return order


def _write_decisions(orders: Sequence[PaymentOrder]) -> None:
    """One statement: the rows are there, so the insert half of the upsert never happens."""
    fields = ["state", "reason", "bank_reference", "answered_at"]
    PaymentOrder.objects.bulk_create(orders, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def take_held_order(order_id: UUID, *, at: datetime) -> OrderView:
    """Locks an order that is still held; refuses one whose time is over."""
    row = PaymentOrder.objects.select_for_update().filter(id=order_id).first()
    if row is None or row.state != OrderState.REQUESTED or row.held_until is None or row.held_until <= at:
        raise NotHeld(where="order_id")
    return order_view(row)


def note_missed(order_ids: Sequence[UUID], *, on: date) -> None:
    """Notes that the answer to these orders was missed, so that staff are told once."""
    PaymentOrder.objects.filter(id__in=order_ids, missed_on=None).update(missed_on=on)


def suspend_order(order_id: UUID, *, on: date) -> None:
    """Notes that the bank has collected, and that the money stands in suspense."""
    PaymentOrder.objects.filter(id=order_id, state=OrderState.SETTLED).update(suspended_on=on)


def take_from_suspense(order_id: UUID) -> OrderView:
    """Locks an order whose money stands in suspense and notes that it leaves; refuses any other."""
    row = PaymentOrder.objects.select_for_update().filter(id=order_id, suspended_on__isnull=False).first()
    if row is None:
        raise NotFound("payment order in suspense", where="order_id")
    row.suspended_on = None
    row.save(update_fields=["suspended_on"])
    return order_view(row)


def _row(call: Call, request: PaymentRequest) -> PaymentOrder:
    if request.amount.minor <= 0:
        raise BadPayment(where="amount")
    return PaymentOrder(
        id=request.id,
        bucket=bucket_of(request.subject_id),
        direction=request.direction,
        amount_minor=request.amount.minor,
        currency=request.amount.currency,
        party_id=request.party_id,
        purpose=request.purpose,
        subject_id=request.subject_id,
        note=request.note,
        state=OrderState.REQUESTED,
        requested_on=request.requested_on,
        requested_at=call.at,
        reason="",
        bank_reference="",
        held_until=request.hold.until if request.hold else None,
        held_why=list(request.hold.why) if request.hold else [],
    )


def _same(one: PaymentOrder, other: PaymentOrder) -> bool:
    names = ("direction", "amount_minor", "currency", "party_id", "purpose", "subject_id", "requested_on", "note")
    return all(getattr(one, name) == getattr(other, name) for name in names)
