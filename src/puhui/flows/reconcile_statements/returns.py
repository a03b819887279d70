"""What the bank says of money that we sent back to who it came from."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from puhui.foundation.ledger.facade import (
    JournalDraft,
    business_date,
    draft_from_template,
    post,
    post_pending,
    void_pending,
)
from puhui.foundation.payments.facade import LineState, OrderView, lock_line, move_lines
from puhui.kernel.actors import Call
from puhui.kernel.ids import derived_id


def settle_return(call: Call, *, order: OrderView) -> None:
    """The bank has sent it back."""
    row = lock_line(order.subject_id, states=[LineState.RETURNING], act="returned")
    post_pending([derived_id(order.id, "reserved")], call=call)
    post(
        [suspense_draft("return_settled", row, {"returned": row.amount_minor}, derived_id(order.id, "settled"))],
        call=call,
    )
    move_lines([row.id], state=LineState.RETURNED)


def refuse_return(call: Call, *, order: OrderView) -> None:
    """The bank would not: the money is in suspense again."""
    row = lock_line(order.subject_id, states=[LineState.RETURNING], act="suspended")
    void_pending([derived_id(order.id, "reserved")], call=call)
    move_lines([row.id], state=LineState.SUSPENDED)


def suspense_draft(name: str, row: Any, amounts: Mapping[str, int], journal_id: UUID) -> JournalDraft:
    """A journal about the money of a line: on its value date, or today when it goes back."""
    return draft_from_template(
        name,
        id=journal_id,
        amounts=amounts,
        owners={},
        bucket=row.bucket,
        value_date=business_date() if name.startswith("return") else row.value_on,
        source=f"statement:{row.id}",
        currency=row.currency,
    )
