"""Operations: payees.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import ApplicationsDecided, MoneyIn, MoneyOut
from puhui_client.transport import Group, part


class BasketIn(TypedDict):
    """What somebody buys: the things add up to the amount."""

    payee_id: str
    reference: str
    amount: MoneyIn
    items: list[ItemIn]
    return_url: str


class BasketMade(TypedDict):
    """Where the customer is sent to, until when."""

    basket_id: str
    expires_at: str
    pay_path: str


class BasketOut(TypedDict):
    """A basket: `state` is open, claimed, paid, declined, cancelled or expired."""

    id: str
    payee_id: str
    reference: str
    amount: MoneyOut
    state: str
    opened_at: str
    expires_at: str


class CallbackIn(TypedDict):
    """Where the shop's program listens (https); empty ends it."""

    address: str


class CallbackOut(TypedDict):
    """The address, and the secret with which messages to it are signed."""

    address: str
    secret: str


class ItemIn(TypedDict):
    """One thing in a basket."""

    name: str
    amount: MoneyIn


class MessageOut(TypedDict):
    """What the shop's program was told, and whether it took it; `subject_id` is the basket."""

    id: str
    subject_id: str
    kind: str
    body: dict[str, str]
    told_at: str
    delivered_at: str | None
    attempts: int
    last_error: str


class PayeeIn(TypedDict):
    """Who shall be paid for borrowers, and what speaks for it."""

    party_id: str
    kind: PayeeKind
    reason: str
    may_open_baskets: NotRequired[bool]
    returns_within_days: NotRequired[int]
    pays_interest_pct: NotRequired[int]


PayeeKind: TypeAlias = 'Literal["merchant", "hospital", "school", "landlord", "dealer", "supplier"]'


class PayeeMovedOut(TypedDict):
    """A payee after an act."""

    payee_id: str
    state: str


class PayeeOut(TypedDict):
    """A payee and what was agreed."""

    id: str
    kind: str
    name: str
    state: str
    may_open_baskets: bool
    returns_within_days: int
    pays_interest_pct: int


PayeeState: TypeAlias = 'Literal["proposed", "active", "declined", "suspended"]'


class PayeesDecisionIn(TypedDict):
    """Whether a payee is let in."""

    agree: bool


class ReturnIn(TypedDict):
    """What the payee gives back of a loan."""

    amount: MoneyIn


class ReturnOut(TypedDict):
    """The bank is asked to collect from the payee."""

    loan_id: str
    order_id: str
    amount: MoneyOut


class TakeUpIn(TypedDict):
    """Over how many months."""

    term_months: int


class PayeesOperations(Group):
    """Operations: payees."""

    def list_payees(self, *, kind: PayeeKind | None = None, state: PayeeState | None = None) -> list[PayeeOut]:
        """The register of payees. Customers see those that are let in. Scope `payees:read`."""
        answer: list[PayeeOut] = self._transport.call("GET", "/api/v1/payees", query={"kind": kind, "state": state})
        return answer

    def create_payee(self, body: PayeeIn, *, idempotency_key: str = "") -> PayeeMovedOut:
        """Propose a payee. A second person lets it in. Scope `payees:write`."""
        answer: PayeeMovedOut = self._transport.call("POST", "/api/v1/payees", body=body, key=idempotency_key)
        return answer

    def read_payee(self, payee_id: UUID | str) -> PayeeOut:
        """One payee. With what was agreed. Scope `payees:read`."""
        answer: PayeeOut = self._transport.call("GET", f"/api/v1/payees/{part(payee_id)}")
        return answer

    def decide(self, payee_id: UUID | str, body: PayeesDecisionIn, *, idempotency_key: str = "") -> PayeeMovedOut:
        """Let a payee in, or not. Never by the one who proposed. Scope `payees:write`."""
        answer: PayeeMovedOut = self._transport.call(
            "POST", f"/api/v1/payees/{part(payee_id)}/decide", body=body, key=idempotency_key
        )
        return answer

    def suspend(self, payee_id: UUID | str, *, idempotency_key: str = "") -> PayeeMovedOut:
        """Suspend a payee. Nobody is paid there from now on. Scope `payees:write`."""
        answer: PayeeMovedOut = self._transport.call(
            "POST", f"/api/v1/payees/{part(payee_id)}/suspend", key=idempotency_key
        )
        return answer

    def put_callback(self, payee_id: UUID | str, body: CallbackIn, *, idempotency_key: str = "") -> None:
        """Set where a shop is told. By the shop's own people; a new address has a new secret. Scope `payees:write`."""
        self._transport.call("PUT", f"/api/v1/payees/{part(payee_id)}/callback", body=body, key=idempotency_key)

    def read_callback(self, payee_id: UUID | str) -> CallbackOut:
        """Address and secret. For the shop's own people only. Each message carries `Puhui-Signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA256 of `SECONDS.BODY` with the secret. It is tried again until it is answered with a status from 200 to 299; the same `id` may come twice. Scope `payees:read`."""
        answer: CallbackOut = self._transport.call("GET", f"/api/v1/payees/{part(payee_id)}/callback")
        return answer

    def list_messages(self, payee_id: UUID | str) -> list[MessageOut]:
        """What a shop was told. Newest first; for the shop's own people and for staff. Scope `payees:read`."""
        answer: list[MessageOut] = self._transport.call("GET", f"/api/v1/payees/{part(payee_id)}/messages")
        return answer

    def again(self, message_id: UUID | str, *, idempotency_key: str = "") -> None:
        """Tell a shop again. The same message with the same id goes out once more. Scope `payees:write`."""
        self._transport.call("POST", f"/api/v1/payees/messages/{part(message_id)}/again", key=idempotency_key)

    def create_basket(self, body: BasketIn, *, idempotency_key: str = "") -> BasketMade:
        """Open a basket. By the shop; the same number for the same basket gives the same one. Scope `baskets:write`."""
        answer: BasketMade = self._transport.call("POST", "/api/v1/payees/baskets", body=body, key=idempotency_key)
        return answer

    def read_basket(self, basket_id: UUID | str) -> BasketOut:
        """What became of a basket. For its shop, and for the customer who took it up. Scope `baskets:read`."""
        answer: BasketOut = self._transport.call("GET", f"/api/v1/payees/baskets/{part(basket_id)}")
        return answer

    def cancel(self, basket_id: UUID | str, *, idempotency_key: str = "") -> None:
        """Take a basket back. By the shop; what is signed already is not undone by it. Scope `baskets:write`."""
        self._transport.call("POST", f"/api/v1/payees/baskets/{part(basket_id)}/cancel", key=idempotency_key)

    def take_up(self, basket_id: UUID | str, body: TakeUpIn, *, idempotency_key: str = "") -> ApplicationsDecided:
        """Pay in instalments. By the customer: an application over the very amount of the basket, decided on at once. Scope `baskets:write`."""
        answer: ApplicationsDecided = self._transport.call(
            "POST", f"/api/v1/payees/baskets/{part(basket_id)}/take-up", body=body, key=idempotency_key
        )
        return answer

    def give_back(self, loan_id: UUID | str, body: ReturnIn, *, idempotency_key: str = "") -> ReturnOut:
        """Goods come back. By the payee or operations: the loan is shortened, or ended, by what comes back. Scope `payees:write`."""
        answer: ReturnOut = self._transport.call(
            "POST", f"/api/v1/payees/loans/{part(loan_id)}/returns", body=body, key=idempotency_key
        )
        return answer
