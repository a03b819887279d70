"""Risk of the book: provisions, graded loans, the grade of one loan, and grades set by two people."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field, field_validator

from puhui.flows.override_grade import override_grade
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, MoneyOut, Page, Strict
from puhui.kernel.dates import EARLIEST, LATEST
from puhui.products.lending.facade import PortfolioLine, loan, portfolio_days
from puhui.risk.decisioning.facade import behaviour_of
from puhui.risk.provisioning.facade import (
    ProvisionLine,
    decide_override,
    end_override,
    grade_history,
    grade_of,
    graded_as,
    last_provided,
    overrides,
    provisions,
)

router = Router()
GradeNumber = Annotated[int | None, Query(None, ge=1, le=5, description="1 normal to 5 loss")]


class ProvisionOut(Schema):
    """Loans of one product, currency, grade and stage with both provisions."""

    product_code: str
    grade: int
    stage: int
    loans: int
    principal: MoneyOut
    exposure: MoneyOut
    statutory: MoneyOut
    expected_loss: MoneyOut


class Provisions(Schema):
    """What is set aside at the end of a business date; none before the first close."""

    on: date | None
    lines: list[ProvisionOut]


class BookLine(Schema):
    """Open loans of one product, class and band of days past due (by its lower bound); interest earned and not paid."""

    product_code: str
    grade: int
    days_band: int
    loans: int
    principal: MoneyOut
    interest: MoneyOut
    penalty: MoneyOut


class Book(Schema):
    """The book at the end of a business date; no lines for a day that was not closed."""

    on: date | None
    lines: list[BookLine]


class GradeOut(Schema):
    """How a loan is graded: 1 normal, 2 attention, 3 substandard, 4 doubtful, 5 loss; stages 1 to 3."""

    loan_id: UUID
    grade: int
    stage: int
    is_non_accrual: bool
    reasons: list[str]
    since: date | None
    clean_since: date | None
    observed_from: date | None


class ChangeOut(Schema):
    """One change of a grade."""

    on: date
    from_grade: int
    to_grade: int
    from_stage: int
    to_stage: int
    is_non_accrual: bool
    reasons: list[str]
    rulebook: str
    by_name: str
    at: datetime


class OverrideOut(Schema):
    """A grade that people asked for or set."""

    id: UUID
    grade: int
    until: date
    reason: str
    state: str
    proposed_by_name: str
    decided_by_name: str
    proposed_at: datetime


class LoanGradeOut(GradeOut):
    """The grade of one loan with its history, newest first."""

    history: list[ChangeOut]
    overrides: list[OverrideOut]


class BehaviourOut(Schema):
    """A behaviour score: the probability is of default within twelve months, as a share."""

    on: date
    score: int
    pd: str
    model: str
    facts: dict[str, int | str | None]

    @field_validator("pd", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> str:
        return f"{value:.6f}" if isinstance(value, Decimal) else str(value)


class OverrideIn(Strict):
    """A worse grade than the rules ask for, until a day."""

    grade: Annotated[int, Field(ge=2, le=5)]
    until: date
    reason: Annotated[str, Field(min_length=3, max_length=500)]


class DecisionIn(Strict):
    """Whether the second person agrees."""

    agree: bool


class OverrideMovedOut(Schema):
    """An override after the act."""

    override_id: UUID
    state: str


@router.get("/provisions", response={200: Provisions, **REFUSALS}, summary="Statutory provision and expected loss")
def read_provisions(request: HttpRequest, on: Annotated[date | None, Query(None, ge=EARLIEST, le=LATEST)]) -> object:
    """By product, grade and stage at the end of a business date, preset the last one closed; staff only."""
    actor = actor_from(request)
    day = on or last_provided(actor)
    return {"on": day, "lines": [_line(line) for line in provisions(actor, on=day)] if day else []}


@router.get("/book", response={200: Book, **REFUSALS}, summary="The book at the end of a business date")
def read_book(
    request: HttpRequest,
    on: Annotated[date | None, Query(None, ge=EARLIEST, le=LATEST)],
    currency: Annotated[str, Query("CNY", pattern="^[A-Z]{3}$")],
) -> object:
    """By product, class and days past due, as it was kept when the day was closed; the last such day without `on`."""
    actor = actor_from(request)
    day = on or last_provided(actor)
    lines = portfolio_days(actor, on=[day], currency=currency) if day else []
    return {"on": day, "lines": [_book_line(line, currency) for line in lines]}


@router.get("/grades", response={200: Page[GradeOut], **REFUSALS}, summary="Loans that are not plain normal")
def list_grades(
    request: HttpRequest,
    limit: Limit,
    after: After,
    grade: GradeNumber,
    stage: Annotated[int | None, Query(None, ge=1, le=3)],
) -> object:
    """In the order of their ids; staff only."""
    found = graded_as(actor_from(request), grade=grade, stage=stage, after=after, most=limit)
    return {"items": found, "next": found[-1].loan_id if len(found) == limit else None}


@router.get("/loans/{uuid:loan_id}/grade", response={200: LoanGradeOut, **REFUSALS}, summary="The grade of a loan")
def read_grade(request: HttpRequest, loan_id: UUID) -> object:
    """With its history and the grades that people set; staff only."""
    actor = actor_from(request)
    now = grade_of(actor, loan(actor, loan_id).id)
    told = {name: getattr(now, name) for name in GradeOut.model_fields}
    return told | {"history": grade_history(actor, loan_id), "overrides": overrides(actor, loan_id=loan_id)}


@router.get(
    "/loans/{uuid:loan_id}/behaviour", response={200: list[BehaviourOut], **REFUSALS}, summary="How a loan is repaid"
)
def read_behaviour(request: HttpRequest, loan_id: UUID) -> object:
    """Its behaviour scores, newest first, each with the facts that it was made from; staff only."""
    actor = actor_from(request)
    return behaviour_of(actor, loan(actor, loan_id).id)


@router.post(
    "/loans/{uuid:loan_id}/overrides", response={200: OverrideMovedOut, **REFUSALS}, summary="Propose a worse grade"
)
def propose(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: OverrideIn) -> object:
    """Another colleague must confirm it; the next day close applies it."""
    call = call_from(request, key)
    return override_grade(call, loan_id=loan_id, grade=body.grade, until=body.until, reason=body.reason)


@router.post(
    "/overrides/{uuid:override_id}/decision",
    response={200: OverrideMovedOut, **REFUSALS},
    summary="Confirm or decline a grade",
)
def decide(request: HttpRequest, override_id: UUID, key: IdempotencyKey, body: DecisionIn) -> object:
    """Never by the one who proposed it."""
    return decide_override(call_from(request, key), override_id=override_id, agree=body.agree)


@router.post(
    "/overrides/{uuid:override_id}/end",
    response={200: OverrideMovedOut, **REFUSALS},
    summary="End a grade set by people",
)
def end(request: HttpRequest, override_id: UUID, key: IdempotencyKey) -> object:
    """Before its day; never by the one who proposed it."""
    return end_override(call_from(request, key), override_id=override_id)


def _book_line(line: PortfolioLine, currency: str) -> dict[str, object]:
    amounts = ("principal", "interest", "penalty")
    told = {name: MoneyOut.of(getattr(line, f"{name}_minor"), currency) for name in amounts}
    return {**line._asdict(), **told}


def _line(line: ProvisionLine) -> dict[str, object]:
    amounts = {
        "principal": line.principal_minor,
        "exposure": line.exposure_minor,
        "statutory": line.statutory_minor,
        "expected_loss": line.expected_loss_minor,
    }
    return {
        "product_code": line.product_code,
        "grade": int(line.grade),
        "stage": line.stage,
        "loans": line.loans,
        **{name: MoneyOut.of(minor, line.currency) for name, minor in amounts.items()},
    }
