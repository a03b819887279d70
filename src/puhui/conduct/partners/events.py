"""The events that programs of partners and shops can listen to: a closed list, each with the shape of its facts."""

from dataclasses import dataclass
from typing import Any, Final

from puhui.kernel.texts import Text

_ID: Final = {"type": "string", "format": "uuid"}
_AMOUNT: Final = {"amount": {"type": "string"}, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}}
_BASKET: Final = {"basket_id": _ID, "reference": {"type": "string"}, **_AMOUNT}
_APPLICATION: Final = {"application_id": _ID, "party_id": _ID}


@dataclass(frozen=True, slots=True)
class EventKind:
    """One kind of event; `needs`: the scope of a customer's sharing without which a partner is not told of it."""

    code: str
    text: Text
    facts: dict[str, Any]
    needs: str = ""

    @property
    def schema(self) -> dict[str, Any]:
        """JSON Schema of the message: what every message has, and the facts of this kind."""
        every = {"id": _ID, "kind": {"const": self.code}, "at": {"type": "string", "format": "date-time"}}
        properties = {**every, **self.facts}
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": properties,
            "required": sorted(properties),
            "additionalProperties": False,
        }


EVENTS: Final[dict[str, EventKind]] = {
    kind.code: kind
    for kind in (
        EventKind("basket.approved", Text(en="A basket was approved", zh="购物分期订单已批准"), _BASKET),
        EventKind("basket.refused", Text(en="A basket was refused", zh="购物分期订单未获批准"), _BASKET),
        EventKind("basket.paid", Text(en="A basket was paid", zh="购物分期订单已付款"), _BASKET),
        EventKind(
            "application.approved",
            Text(en="An application of a customer who shares was approved", zh="共享客户的申请已批准"),
            _APPLICATION,
            needs="applications:read",
        ),
        EventKind(
            "application.refused",
            Text(en="An application of a customer who shares was refused", zh="共享客户的申请未获批准"),
            _APPLICATION,
            needs="applications:read",
        ),
        EventKind(
            "loan.disbursed",
            Text(en="A loan of a customer who shares was paid out", zh="共享客户的贷款已发放"),
            {"loan_id": _ID, "party_id": _ID, **_AMOUNT},
            needs="loans:read",
        ),
        EventKind(
            "sharing.given",
            Text(en="A customer began to share", zh="客户开始共享"),
            {"sharing_id": _ID, "party_id": _ID, "scopes": {"type": "array", "items": {"type": "string"}}},
        ),
        EventKind(
            "sharing.ended",
            Text(en="A customer ended what they shared", zh="客户停止共享"),
            {"sharing_id": _ID, "party_id": _ID, "scopes": {"type": "array", "items": {"type": "string"}}},
        ),
    )
}
SHOP_EVENTS: Final = ("basket.approved", "basket.paid", "basket.refused")
