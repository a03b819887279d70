"""Operations: hardship.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut
from puhui_client.transport import Group, part


class CountsOut(TypedDict):
    """Whom a measure would meet."""

    measure: str
    parties: int
    loans: int
    principal: MoneyOut


class HardshipAcceptIn(TypedDict):
    """The code that came by text message, for the plan as it was shown (`after_n`)."""

    code: str
    after_n: int


class HardshipAgreeIn(TypedDict):
    """Whether the second person agrees."""

    agree: bool


class HardshipMeasureOut(TypedDict):
    """A measure of relief of the policy folder."""

    id: str
    version: int
    regions: list[str]
    reason: str
    rest_from: str
    rest_until: str
    interest: str


class HelpDone(TypedDict):
    """The request after an act."""

    help_id: str
    loan_id: str
    state: HelpState


class HelpIn(TypedDict):
    """What happened, what can be paid each time, from when it is better. No proof."""

    reason: str
    can_pay: NotRequired[MoneyIn | None]
    better_on: NotRequired[str | None]
    words: NotRequired[str]


class HelpOut(TypedDict):
    """A request for help."""

    id: str
    loan_id: str
    reason: str
    can_pay: MoneyOut | None
    better_on: str | None
    asked_on: str
    state: HelpState
    change_id: str | None
    observed_until: str | None
    ended_on: str | None


HelpState: TypeAlias = 'Literal["asked", "offered", "agreed", "declined", "withdrawn"]'


class MeasureIn(TypedDict):
    """Which measure."""

    measure: str


class PlanIn(TypedDict):
    """A plan: one of the possible ones, or another that the engine allows."""

    kind: Literal["payment_holiday", "extension", "re_amortise", "restructure"]
    until: NotRequired[str | None]
    n: NotRequired[int]
    interest: NotRequired[Literal["accrues", "free"]]
    reason: str


class PlanOut(TypedDict):
    """A plan that is possible, and what it does."""

    kind: str
    until: str | None
    n: int
    fits: bool
    after_n: int
    next_due_on: str | None
    next_due: MoneyOut
    overdue: MoneyOut
    ends_on: str | None
    more_to_pay: MoneyOut


class ReliefDone(TypedDict):
    """The measure after an act."""

    relief_id: str
    state: ReliefState


class ReliefLineOut(TypedDict):
    """A loan that was met, or why not."""

    loan_id: str
    event_id: str | None
    why_not: str
    undone_event_id: str | None


class ReliefOut(TypedDict):
    """A measure that was proposed, and how far it came."""

    id: str
    measure: str
    version: int
    state: ReliefState
    expected_loans: int
    expected_principal: MoneyOut
    met: int
    left_out: int
    undone: int
    proposed_by_name: str
    confirmed_by_name: str
    proposed_on: str


ReliefState: TypeAlias = 'Literal["proposed", "applying", "applied", "undo_proposed", "undoing", "undone", "rejected"]'


class WordsIn(TypedDict):
    """Why not."""

    words: str


class HardshipOperations(Group):
    """Operations: hardship."""

    def list_help(self, loan_id: UUID | str) -> list[HelpOut]:
        """Requests for help. Newest first; a borrower sees their own. Scope `collections:read`."""
        answer: list[HelpOut] = self._transport.call("GET", f"/api/v1/collections/loans/{part(loan_id)}/help")
        return answer

    def new_help(self, loan_id: UUID | str, body: HelpIn, *, idempotency_key: str = "") -> HelpDone:
        """I cannot pay. Opens a case for a person; until it is answered nobody calls about the loan. Scope `collections:write`."""
        answer: HelpDone = self._transport.call(
            "POST", f"/api/v1/collections/loans/{part(loan_id)}/help", body=body, key=idempotency_key
        )
        return answer

    def list_plans(self, help_id: UUID | str) -> list[PlanOut]:
        """Plans that are possible. Computed by the engine on the loan as it stands, those that fit first. Scope `collections:read`."""
        answer: list[PlanOut] = self._transport.call("GET", f"/api/v1/collections/help/{part(help_id)}/plans")
        return answer

    def offer(self, help_id: UUID | str, body: PlanIn, *, idempotency_key: str = "") -> HelpDone:
        """Offer a plan. A second person confirms it where policy says so, then the borrower is asked. Scope `collections:write`."""
        answer: HelpDone = self._transport.call(
            "POST", f"/api/v1/collections/help/{part(help_id)}/offer", body=body, key=idempotency_key
        )
        return answer

    def decline(self, help_id: UUID | str, body: WordsIn, *, idempotency_key: str = "") -> HelpDone:
        """No plan is possible. The borrower reads why. Scope `collections:write`."""
        answer: HelpDone = self._transport.call(
            "POST", f"/api/v1/collections/help/{part(help_id)}/decline", body=body, key=idempotency_key
        )
        return answer

    def accept(self, help_id: UUID | str, body: HardshipAcceptIn, *, idempotency_key: str = "") -> HelpDone:
        """Agree to the plan. By the borrower, with the code. Scope `collections:write`."""
        answer: HelpDone = self._transport.call(
            "POST", f"/api/v1/collections/help/{part(help_id)}/accept", body=body, key=idempotency_key
        )
        return answer

    def refuse(self, help_id: UUID | str, *, idempotency_key: str = "") -> HelpDone:
        """Do not take the plan. By the borrower; staff look for another one. Scope `collections:write`."""
        answer: HelpDone = self._transport.call(
            "POST", f"/api/v1/collections/help/{part(help_id)}/refuse", key=idempotency_key
        )
        return answer

    def withdraw(self, help_id: UUID | str, *, idempotency_key: str = "") -> HelpDone:
        """No help is needed. By the borrower. Scope `collections:write`."""
        answer: HelpDone = self._transport.call(
            "POST", f"/api/v1/collections/help/{part(help_id)}/withdraw", key=idempotency_key
        )
        return answer

    def list_measures(self) -> list[HardshipMeasureOut]:
        """Measures of relief. Those of the policy folder. Scope `collections:read`."""
        answer: list[HardshipMeasureOut] = self._transport.call("GET", "/api/v1/collections/relief/measures")
        return answer

    def count_relief(self, *, measure: str) -> CountsOut:
        """Whom a measure would meet. Nothing is written. Scope `collections:read`."""
        answer: CountsOut = self._transport.call(
            "GET", "/api/v1/collections/relief/preview", query={"measure": measure}
        )
        return answer

    def list_relief(self, *, limit: int | None = None) -> list[ReliefOut]:
        """Relief that was proposed. Newest first. Staff only. Scope `collections:read`."""
        answer: list[ReliefOut] = self._transport.call("GET", "/api/v1/collections/relief", query={"limit": limit})
        return answer

    def new_relief(self, body: MeasureIn, *, idempotency_key: str = "") -> ReliefDone:
        """Propose relief. Another person confirms it. Scope `collections:write`."""
        answer: ReliefDone = self._transport.call("POST", "/api/v1/collections/relief", body=body, key=idempotency_key)
        return answer

    def read_relief(self, relief_id: UUID | str) -> ReliefOut:
        """One measure. How far it came. Staff only. Scope `collections:read`."""
        answer: ReliefOut = self._transport.call("GET", f"/api/v1/collections/relief/{part(relief_id)}")
        return answer

    def read_relief_lines(
        self, relief_id: UUID | str, *, limit: int | None = None, after: str | None = None
    ) -> list[ReliefLineOut]:
        """Its loans. Met or left out; give the last `loan_id` back as `after`. Scope `collections:read`."""
        answer: list[ReliefLineOut] = self._transport.call(
            "GET", f"/api/v1/collections/relief/{part(relief_id)}/loans", query={"limit": limit, "after": after}
        )
        return answer

    def decide(self, relief_id: UUID | str, body: HardshipAgreeIn, *, idempotency_key: str = "") -> ReliefDone:
        """Confirm or reject. Never by who proposed it (or its undoing). Scope `collections:write`."""
        answer: ReliefDone = self._transport.call(
            "POST", f"/api/v1/collections/relief/{part(relief_id)}/decide", body=body, key=idempotency_key
        )
        return answer

    def undo(self, relief_id: UUID | str, *, idempotency_key: str = "") -> ReliefDone:
        """Propose to undo. Another person confirms it. Scope `collections:write`."""
        answer: ReliefDone = self._transport.call(
            "POST", f"/api/v1/collections/relief/{part(relief_id)}/undo", key=idempotency_key
        )
        return answer
