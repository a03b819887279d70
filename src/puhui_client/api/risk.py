"""Operations: risk.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyOut
from puhui_client.transport import Group, part


class BehaviourOut(TypedDict):
    """A behaviour score: the probability is of default within twelve months, as a share."""

    on: str
    score: int
    pd: str
    model: str
    facts: dict[str, int | str | None]


class Book(TypedDict):
    """The book at the end of a business date; no lines for a day that was not closed."""

    on: str | None
    lines: list[BookLine]


class BookLine(TypedDict):
    """Open loans of one product, class and band of days past due (by its lower bound); interest earned and not paid."""

    product_code: str
    grade: int
    days_band: int
    loans: int
    principal: MoneyOut
    interest: MoneyOut
    penalty: MoneyOut


class GradeOut(TypedDict):
    """How a loan is graded: 1 normal, 2 attention, 3 substandard, 4 doubtful, 5 loss; stages 1 to 3."""

    loan_id: str
    grade: int
    stage: int
    is_non_accrual: bool
    reasons: list[str]
    since: str | None
    clean_since: str | None
    observed_from: str | None


class LoanGradeOut(TypedDict):
    """The grade of one loan with its history, newest first."""

    loan_id: str
    grade: int
    stage: int
    is_non_accrual: bool
    reasons: list[str]
    since: str | None
    clean_since: str | None
    observed_from: str | None
    history: list[RiskChangeOut]
    overrides: list[OverrideOut]


class OverrideIn(TypedDict):
    """A worse grade than the rules ask for, until a day."""

    grade: int
    until: str
    reason: str


class OverrideMovedOut(TypedDict):
    """An override after the act."""

    override_id: str
    state: str


class OverrideOut(TypedDict):
    """A grade that people asked for or set."""

    id: str
    grade: int
    until: str
    reason: str
    state: str
    proposed_by_name: str
    decided_by_name: str
    proposed_at: str


class GradeOutPage(TypedDict):
    """One page of GradeOutPage."""

    items: list[GradeOut]
    next: NotRequired[str | None]


class ProvisionOut(TypedDict):
    """Loans of one product, currency, grade and stage with both provisions."""

    product_code: str
    grade: int
    stage: int
    loans: int
    principal: MoneyOut
    exposure: MoneyOut
    statutory: MoneyOut
    expected_loss: MoneyOut


class Provisions(TypedDict):
    """What is set aside at the end of a business date; none before the first close."""

    on: str | None
    lines: list[ProvisionOut]


class RiskChangeOut(TypedDict):
    """One change of a grade."""

    on: str
    from_grade: int
    to_grade: int
    from_stage: int
    to_stage: int
    is_non_accrual: bool
    reasons: list[str]
    rulebook: str
    by_name: str
    at: str


class RiskDecisionIn(TypedDict):
    """Whether the second person agrees."""

    agree: bool


class RiskOperations(Group):
    """Operations: risk."""

    def read_provisions(self, *, on: str | None = None) -> Provisions:
        """Statutory provision and expected loss. By product, grade and stage at the end of a business date, preset the last one closed; staff only. Scope `risk:read`."""
        answer: Provisions = self._transport.call("GET", "/api/v1/risk/provisions", query={"on": on})
        return answer

    def read_book(self, *, on: str | None = None, currency: str | None = None) -> Book:
        """The book at the end of a business date. By product, class and days past due, as it was kept when the day was closed; the last such day without `on`. Scope `risk:read`."""
        answer: Book = self._transport.call("GET", "/api/v1/risk/book", query={"on": on, "currency": currency})
        return answer

    def list_grades(
        self, *, limit: int | None = None, after: str | None = None, grade: int | None = None, stage: int | None = None
    ) -> GradeOutPage:
        """Loans that are not plain normal. In the order of their ids; staff only. Scope `risk:read`."""
        answer: GradeOutPage = self._transport.call(
            "GET", "/api/v1/risk/grades", query={"limit": limit, "after": after, "grade": grade, "stage": stage}
        )
        return answer

    def read_grade(self, loan_id: UUID | str) -> LoanGradeOut:
        """The grade of a loan. With its history and the grades that people set; staff only. Scope `risk:read`."""
        answer: LoanGradeOut = self._transport.call("GET", f"/api/v1/risk/loans/{part(loan_id)}/grade")
        return answer

    def read_behaviour(self, loan_id: UUID | str) -> list[BehaviourOut]:
        """How a loan is repaid. Its behaviour scores, newest first, each with the facts that it was made from; staff only. Scope `risk:read`."""
        answer: list[BehaviourOut] = self._transport.call("GET", f"/api/v1/risk/loans/{part(loan_id)}/behaviour")
        return answer

    def propose(self, loan_id: UUID | str, body: OverrideIn, *, idempotency_key: str = "") -> OverrideMovedOut:
        """Propose a worse grade. Another colleague must confirm it; the next day close applies it. Scope `risk:write`."""
        answer: OverrideMovedOut = self._transport.call(
            "POST", f"/api/v1/risk/loans/{part(loan_id)}/overrides", body=body, key=idempotency_key
        )
        return answer

    def decide(self, override_id: UUID | str, body: RiskDecisionIn, *, idempotency_key: str = "") -> OverrideMovedOut:
        """Confirm or decline a grade. Never by the one who proposed it. Scope `risk:write`."""
        answer: OverrideMovedOut = self._transport.call(
            "POST", f"/api/v1/risk/overrides/{part(override_id)}/decision", body=body, key=idempotency_key
        )
        return answer

    def end(self, override_id: UUID | str, *, idempotency_key: str = "") -> OverrideMovedOut:
        """End a grade set by people. Before its day; never by the one who proposed it. Scope `risk:write`."""
        answer: OverrideMovedOut = self._transport.call(
            "POST", f"/api/v1/risk/overrides/{part(override_id)}/end", key=idempotency_key
        )
        return answer
