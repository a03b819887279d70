"""Operations: leases.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut
from puhui_client.transport import Group, part


class EarlyReturnOut(TypedDict):
    """What giving the thing back comes to today: `pay_off` less `worth`, and what is above goes to the lessee. `worth` falls from `first_worth` by equal parts a month to the residual at the end of the term."""

    pay_off: MoneyOut
    worth: MoneyOut
    to_pay: MoneyOut
    to_lessee: MoneyOut
    months: int
    term_months: int
    first_worth: MoneyOut
    from_on: str


class EquipmentIn(TypedDict):
    """What is to be let; the payee of the application sells it."""

    kind: str
    maker: str
    model: str
    serial: str
    price: MoneyIn
    insured_until: NotRequired[str | None]
    application_id: str


class LeaseAskedOut(TypedDict):
    """The application: submitted, offered and signed as every other one."""

    application_id: str


class LeaseEventOut(TypedDict):
    """One thing that happened."""

    n: int
    step: LeaseStep
    on: str
    amount: MoneyOut | None
    note: str
    by_name: str
    at: str


class LeaseIn(TypedDict):
    """A lease asked for in one act: the application, who sells, and the thing. The most of its price is financed."""

    kind: str
    maker: str
    model: str
    serial: str
    price: MoneyIn
    insured_until: NotRequired[str | None]
    firm_id: str
    product_code: NotRequired[str]
    term_months: int
    purpose: str
    payee_id: str


class LeaseLineOut(TypedDict):
    """A leased thing; `down_payment` goes from lessee to supplier, `residual` is in the last rent."""

    id: str
    lessee_id: str
    supplier_id: str
    application_id: str
    loan_id: str | None
    kind: str
    maker: str
    model: str
    serial: str
    price: MoneyOut
    down_payment: MoneyOut
    financed: MoneyOut
    residual: MoneyOut
    insured_until: str | None
    state: LeaseState
    accepted_on: str | None
    guaranteed: MoneyOut


class LeaseOut(TypedDict):
    """A leased thing with its life, and the last reading of each meter."""

    line: LeaseLineOut
    events: list[LeaseEventOut]
    meters: list[LeasesReadingOut]


LeaseState: TypeAlias = (
    'Literal["chosen", "delivered", "in_use", "bought", "returned", "taken_back", "sold", "cancelled"]'
)

LeaseStep: TypeAlias = (
    'Literal["choose", "cancel", "accept", "pay_out", "buy", "return", "take_back", "sell", "guarantee", "call"]'
)


class LeasesBackIn(TypedDict):
    """Why it comes back, and whether both agree."""

    note: NotRequired[str]
    by_agreement: bool


class LeasesKeptOut(TypedDict):
    """A reading that is kept."""

    lease_id: str
    reading_id: str


class LeasesMovedOut(TypedDict):
    """Where a step has led."""

    lease_id: str
    state: LeaseState


class LeasesReadingOut(TypedDict):
    """One reading."""

    meter: str
    value: str
    read_at: str
    source: str


class LeaseLineOutPage(TypedDict):
    """One page of LeaseLineOutPage."""

    items: list[LeaseLineOut]
    next: NotRequired[str | None]


class ReadingIn(TypedDict):
    """What a meter says, in its own unit, and who or what read it."""

    meter: str
    value: float | str
    read_at: str
    source: str


class ResidualGuaranteeIn(TypedDict):
    """Where the paper is that the supplier signed; the supplier's own people need none."""

    evidence: NotRequired[str]


class SaleIn(TypedDict):
    """What it was sold for."""

    amount: MoneyIn
    note: NotRequired[str]


class SerialIn(TypedDict):
    """The number on the plate of what was delivered."""

    serial: str


class LeasesOperations(Group):
    """Operations: leases."""

    def list_leases(
        self,
        *,
        limit: int | None = None,
        after: str | None = None,
        lessee_id: str | None = None,
        state: LeaseState | None = None,
    ) -> LeaseLineOutPage:
        """Leased things. Newest first; customers see what they lease. Scope `leases:read`."""
        answer: LeaseLineOutPage = self._transport.call(
            "GET", "/api/v1/leases", query={"limit": limit, "after": after, "lessee_id": lessee_id, "state": state}
        )
        return answer

    def choose(self, body: EquipmentIn, *, idempotency_key: str = "") -> LeasesMovedOut:
        """Choose equipment. Before the application is submitted; another choice takes the place of the first. Scope `leases:write`."""
        answer: LeasesMovedOut = self._transport.call("POST", "/api/v1/leases", body=body, key=idempotency_key)
        return answer

    def ask(self, body: LeaseIn, *, idempotency_key: str = "") -> LeaseAskedOut:
        """Ask for a lease. Application and equipment in one act; what the page does. Scope `leases:write`."""
        answer: LeaseAskedOut = self._transport.call(
            "POST", "/api/v1/leases/applications", body=body, key=idempotency_key
        )
        return answer

    def read_early_return(self, lease_id: UUID | str) -> EarlyReturnOut:
        """Giving it back today. The published price; `409` where the lease has none. Scope `leases:read`."""
        answer: EarlyReturnOut = self._transport.call("GET", f"/api/v1/leases/{part(lease_id)}/early-return")
        return answer

    def guarantee(
        self, lease_id: UUID | str, body: ResidualGuaranteeIn, *, idempotency_key: str = ""
    ) -> LeasesMovedOut:
        """Guarantee the residual. By the supplier's own people, or by operations on its paper; before delivery, once. Scope `leases:write`."""
        answer: LeasesMovedOut = self._transport.call(
            "POST", f"/api/v1/leases/{part(lease_id)}/guarantee", body=body, key=idempotency_key
        )
        return answer

    def read_lease(self, lease_id: UUID | str) -> LeaseOut:
        """One leased thing. With what happened to it, and its meters. Scope `leases:read`."""
        answer: LeaseOut = self._transport.call("GET", f"/api/v1/leases/{part(lease_id)}")
        return answer

    def accept(self, lease_id: UUID | str, body: SerialIn, *, idempotency_key: str = "") -> LeasesMovedOut:
        """Accept delivery. By the lessee; the supplier is paid. Scope `leases:write`."""
        answer: LeasesMovedOut = self._transport.call(
            "POST", f"/api/v1/leases/{part(lease_id)}/accept", body=body, key=idempotency_key
        )
        return answer

    def read_meter(self, lease_id: UUID | str, meter: str, *, limit: int | None = None) -> list[LeasesReadingOut]:
        """A meter. Newest first. Scope `leases:read`."""
        answer: list[LeasesReadingOut] = self._transport.call(
            "GET", f"/api/v1/leases/{part(lease_id)}/readings/{part(meter)}", query={"limit": limit}
        )
        return answer

    def record(self, lease_id: UUID | str, body: ReadingIn, *, idempotency_key: str = "") -> LeasesKeptOut:
        """Record a reading. Of a thing in use; a meter never runs back. Scope `leases:write`."""
        answer: LeasesKeptOut = self._transport.call(
            "POST", f"/api/v1/leases/{part(lease_id)}/readings", body=body, key=idempotency_key
        )
        return answer

    def take_back(self, lease_id: UUID | str, body: LeasesBackIn, *, idempotency_key: str = "") -> LeasesMovedOut:
        """Take equipment back. By operations; what is owed stays owed until it is sold. Scope `leases:write`."""
        answer: LeasesMovedOut = self._transport.call(
            "POST", f"/api/v1/leases/{part(lease_id)}/back", body=body, key=idempotency_key
        )
        return answer

    def sell(self, lease_id: UUID | str, body: SaleIn, *, idempotency_key: str = "") -> LeasesMovedOut:
        """Note a sale. By operations; what is above the debt is the lessee's. Scope `leases:write`."""
        answer: LeasesMovedOut = self._transport.call(
            "POST", f"/api/v1/leases/{part(lease_id)}/sale", body=body, key=idempotency_key
        )
        return answer
