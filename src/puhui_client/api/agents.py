"""Operations: agents.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import FarmerIn, FarmerOut, MoneyIn, PlotIn
from puhui_client.transport import Group, part


class AgentsConfirmIn(TypedDict):
    """The code that the customer types, and the consents that they give with it."""

    code: str
    consents: NotRequired[list[str]]


class AgentsWaitingOut(TypedDict):
    """What waits: a plot or a fact, as it was told."""

    id: str
    kind: str
    told: dict[str, Any]


class BroughtPaperOut(TypedDict):
    """The paper's id."""

    paper_id: str


class ConfirmedOut(TypedDict):
    """What was decided."""

    application_id: str
    outcome: str


class OpenIn(TypedDict):
    """The number, and the code that the customer reads out."""

    phone: str
    code: str


class PhoneIn(TypedDict):
    """The customer's own number."""

    phone: str


class PreparedIn(TypedDict):
    """What the customer would like to borrow."""

    product_code: str
    amount: MoneyIn
    term_months: int
    method: str
    purpose: str


class PreparedOut(TypedDict):
    """A draft; only the customer's code submits it."""

    application_id: str


class StatementCodeIn(TypedDict):
    """The code that the customer types."""

    code: str


class StatementsOut(TypedDict):
    """How much was kept."""

    visit_id: str
    plots: int
    facts: int


class ToldFactIn(TypedDict):
    """What the customer says of the farm."""

    name: str
    value: float | str


class VisitAskedOut(TypedDict):
    """A code is on its way, to a known number or not."""

    sent: bool


class VisitEnded(TypedDict):
    """A visit that is over."""

    visit_id: str


class VisitOut(TypedDict):
    """A visit, and until when."""

    visit_id: str
    until_at: str


class WaitsOut(TypedDict):
    """It waits for the customer's code."""

    statement_id: str


class AgentsOperations(Group):
    """Operations: agents."""

    def ask(self, body: PhoneIn, *, idempotency_key: str = "") -> VisitAskedOut:
        """Ask a customer to let you help. A code goes to the customer's phone. Scope `service_points:write`."""
        answer: VisitAskedOut = self._transport.call(
            "POST", "/api/v1/agent/visits/code", body=body, key=idempotency_key
        )
        return answer

    def begin(self, body: OpenIn, *, idempotency_key: str = "") -> VisitOut:
        """Begin a visit. With the code that the customer reads out. Scope `service_points:write`."""
        answer: VisitOut = self._transport.call("POST", "/api/v1/agent/visits", body=body, key=idempotency_key)
        return answer

    def end(self, visit_id: UUID | str, *, idempotency_key: str = "") -> VisitEnded:
        """End a visit. Nothing of the customer is seen any more. Scope `service_points:write`."""
        answer: VisitEnded = self._transport.call(
            "DELETE", f"/api/v1/agent/visits/{part(visit_id)}", key=idempotency_key
        )
        return answer

    def farmer(self, visit_id: UUID | str, body: FarmerIn, *, idempotency_key: str = "") -> FarmerOut:
        """Who the customer is. Person, household and village. Scope `service_points:write`."""
        answer: FarmerOut = self._transport.call(
            "POST", f"/api/v1/agent/visits/{part(visit_id)}/farmer", body=body, key=idempotency_key
        )
        return answer

    def plot(self, visit_id: UUID | str, body: PlotIn, *, idempotency_key: str = "") -> WaitsOut:
        """A plot of the customer. As the customer states it; it waits for their code. Scope `service_points:write`."""
        answer: WaitsOut = self._transport.call(
            "POST", f"/api/v1/agent/visits/{part(visit_id)}/plots", body=body, key=idempotency_key
        )
        return answer

    def fact(self, visit_id: UUID | str, body: ToldFactIn, *, idempotency_key: str = "") -> WaitsOut:
        """A fact of the farm. As the customer states it, new or to correct the one before; it waits for their code. Scope `service_points:write`."""
        answer: WaitsOut = self._transport.call(
            "POST", f"/api/v1/agent/visits/{part(visit_id)}/facts", body=body, key=idempotency_key
        )
        return answer

    def statements(self, visit_id: UUID | str) -> list[AgentsWaitingOut]:
        """What waits for a code. Plots and facts of the helper's own visit, while it lasts. Scope `service_points:read`."""
        answer: list[AgentsWaitingOut] = self._transport.call(
            "GET", f"/api/v1/agent/visits/{part(visit_id)}/statements"
        )
        return answer

    def drop(self, visit_id: UUID | str, statement_id: UUID | str, *, idempotency_key: str = "") -> WaitsOut:
        """Drop one. What was filled in wrongly. Scope `service_points:write`."""
        answer: WaitsOut = self._transport.call(
            "DELETE", f"/api/v1/agent/visits/{part(visit_id)}/statements/{part(statement_id)}", key=idempotency_key
        )
        return answer

    def send_statement_code(self, visit_id: UUID | str, *, idempotency_key: str = "") -> VisitEnded:
        """Send the customer the code that keeps them. To the customer's own phone, for just what waits now. Scope `service_points:write`."""
        answer: VisitEnded = self._transport.call(
            "POST", f"/api/v1/agent/visits/{part(visit_id)}/statements/code", key=idempotency_key
        )
        return answer

    def confirm_told(self, visit_id: UUID | str, body: StatementCodeIn, *, idempotency_key: str = "") -> StatementsOut:
        """The customer confirms them. With their own code: they are the customer's word, and the audit names both. Scope `service_points:write`."""
        answer: StatementsOut = self._transport.call(
            "POST", f"/api/v1/agent/visits/{part(visit_id)}/statements/confirm", body=body, key=idempotency_key
        )
        return answer

    def prepare(self, visit_id: UUID | str, body: PreparedIn, *, idempotency_key: str = "") -> PreparedOut:
        """Prepare. A draft, up to the helper's limit. Scope `service_points:write`."""
        answer: PreparedOut = self._transport.call(
            "POST", f"/api/v1/agent/visits/{part(visit_id)}/applications", body=body, key=idempotency_key
        )
        return answer

    def send_brought(
        self, visit_id: UUID | str, application_id: UUID | str, kind: str, file: bytes, *, idempotency_key: str = ""
    ) -> BroughtPaperOut:
        """Send a paper that the customer brought. A photo (JPEG, PNG) or a PDF, kept with what was prepared; the helper never sees it again. Scope `service_points:write`."""
        answer: BroughtPaperOut = self._transport.call(
            "POST",
            f"/api/v1/agent/visits/{part(visit_id)}/applications/{part(application_id)}/papers/{part(kind)}",
            files={"file": file},
            form={},
            key=idempotency_key,
        )
        return answer

    def send_code(self, visit_id: UUID | str, application_id: UUID | str, *, idempotency_key: str = "") -> PreparedOut:
        """Send the customer the code that confirms. To the customer's own phone. Scope `service_points:write`."""
        answer: PreparedOut = self._transport.call(
            "POST",
            f"/api/v1/agent/visits/{part(visit_id)}/applications/{part(application_id)}/code",
            key=idempotency_key,
        )
        return answer

    def confirm(
        self, visit_id: UUID | str, application_id: UUID | str, body: AgentsConfirmIn, *, idempotency_key: str = ""
    ) -> ConfirmedOut:
        """The customer confirms. With their own code: the act is theirs, and the audit names both. Scope `service_points:write`."""
        answer: ConfirmedOut = self._transport.call(
            "POST",
            f"/api/v1/agent/visits/{part(visit_id)}/applications/{part(application_id)}/confirm",
            body=body,
            key=idempotency_key,
        )
        return answer
