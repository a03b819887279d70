"""Orders as a day is closed: buyers who were to pay by this day and have not become cases, and are told."""

from datetime import date

from puhui.flows.trade.telling import refer, tell
from puhui.kernel.actors import Call
from puhui.products.orders.facade import late_orders, note_late


def watch_orders(call: Call, *, day: date) -> int:
    """Looks at the orders whose day this is; each is told once."""
    late = [one for one in late_orders(pay_by=day) if one.expected.minor]
    for one in late:
        note_late(call, order_id=one.id)
        for party in (one.seller_id, one.buyer_id):
            tell(
                call,
                party_id=party,
                kind="buyer_late",
                number=one.number,
                amount=one.expected,
                due_on=str(one.pay_by),
            )
    refer(
        call,
        subjects=[(one.id, one.seller_id) for one in late],
        reason="the buyer of a financed order has not paid by the day: talk to the buyer and the seller",
    )
    return len(late)
