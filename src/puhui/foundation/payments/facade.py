"""What other rooms may call."""

from puhui.foundation.payments.actions import (
    TOPIC,
    note_missed,
    note_sent,
    record_answer,
    record_answers,
    request_payment,
    request_payments,
)
from puhui.foundation.payments.contracts import (
    OPEN_STATES,
    AnswerWithoutOrder,
    BadPayment,
    Direction,
    OrderReused,
    OrderState,
    OrderView,
    PaymentRequest,
    Purpose,
    RecordedAnswer,
)
from puhui.foundation.payments.queries import (
    failed_orders_page,
    open_amounts,
    order,
    orders_about,
    orders_for_bank,
    orders_page,
    unanswered_orders,
)

__all__ = [
    "OPEN_STATES",
    "TOPIC",
    "AnswerWithoutOrder",
    "BadPayment",
    "Direction",
    "OrderReused",
    "OrderState",
    "OrderView",
    "PaymentRequest",
    "Purpose",
    "RecordedAnswer",
    "failed_orders_page",
    "note_missed",
    "note_sent",
    "open_amounts",
    "order",
    "orders_about",
    "orders_for_bank",
    "orders_page",
    "record_answer",
    "record_answers",
    "request_payment",
    "request_payments",
    "unanswered_orders",
]
