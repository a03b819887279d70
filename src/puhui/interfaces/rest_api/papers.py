"""Statements and papers of loans for programs."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from puhui.finmath.loans.state import Components
from puhui.flows.print_papers import issue_paper, print_loan_paper
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, MoneyOut, Strict
from puhui.kernel.dates import EARLIEST, LATEST
from puhui.products.lending.facade import loan_statement

router = Router()
Day = Annotated[date | None, Query(None, ge=EARLIEST, le=LATEST)]
Kind = Literal["schedule", "statement", "pay_off"]
Language = Literal["zh-hans", "en"]


class StatementLine(Schema):
    """What happened; `settled` is how its money was split, `held` what it left unapplied."""

    on: date
    booked_on: date
    kind: str
    amount: MoneyOut
    settled: dict[str, MoneyOut]
    held: MoneyOut
    principal_after: MoneyOut


class StatementOut(Schema):
    """For each component: opening + charged - settled = closing."""

    loan_id: UUID
    from_date: date
    to_date: date
    opening: dict[str, MoneyOut]
    charged: dict[str, MoneyOut]
    settled: dict[str, MoneyOut]
    closing: dict[str, MoneyOut]
    held_opening: MoneyOut
    held_closing: MoneyOut
    lines: list[StatementLine]


class IssueIn(Strict):
    """Which paper, in which language."""

    kind: Kind
    language: Language = "zh-hans"


class IssuedOut(Schema):
    """The paper as it is kept with the borrower's files."""

    file_id: UUID
    sha256: str


@router.get("/{uuid:loan_id}/statement", response={200: StatementOut, **REFUSALS}, summary="Statement of a loan")
def read_statement(request: HttpRequest, loan_id: UUID, from_date: Day, to_date: Day) -> object:
    """Between two days, both included; presets: from the first day, to today."""
    found = loan_statement(actor_from(request), loan_id, from_date=from_date, to_date=to_date)

    def parts(amounts: Components) -> dict[str, MoneyOut]:
        named = {name: MoneyOut.of(minor, found.currency) for name, minor in amounts._asdict().items()}
        return named | {"total": MoneyOut.of(amounts.total, found.currency)}

    lines = [
        StatementLine(
            on=line.on,
            booked_on=line.booked_on,
            kind=line.kind,
            amount=MoneyOut.of(line.amount_minor, found.currency),
            settled=parts(line.settled),
            held=MoneyOut.of(line.held_minor, found.currency),
            principal_after=MoneyOut.of(line.principal_after_minor, found.currency),
        )
        for line in found.lines
    ]
    return StatementOut(
        loan_id=found.loan_id,
        from_date=found.from_date,
        to_date=found.to_date,
        opening=parts(found.opening),
        charged=parts(found.charged),
        settled=parts(found.settled),
        closing=parts(found.closing),
        held_opening=MoneyOut.of(found.held_opening_minor, found.currency),
        held_closing=MoneyOut.of(found.held_closing_minor, found.currency),
        lines=lines,
    )


@router.get("/{uuid:loan_id}/papers/{kind}", response=REFUSALS, summary="A paper of a loan as a file")
def read_paper(
    request: HttpRequest,
    loan_id: UUID,
    *,
    kind: Kind,
    from_date: Day,
    to_date: Day,
    form: Annotated[Literal["pdf", "csv"], Query("pdf", alias="format")] = "pdf",
    language: Annotated[Language, Query("zh-hans")] = "zh-hans",
) -> HttpResponse:
    """PDF or CSV; the same paper has the same bytes, and `X-Content-SHA256` is their hash."""
    printed = print_loan_paper(
        actor_from(request),
        loan_id=loan_id,
        kind=kind,
        form=form,
        language=language,
        from_date=from_date,
        to_date=to_date,
    )
    response = HttpResponse(printed.content, content_type=printed.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{printed.name}"'
    response.headers["X-Content-SHA256"] = printed.sha256
    return response


@router.post("/{uuid:loan_id}/papers", response={200: IssuedOut, **REFUSALS}, summary="Issue a paper and keep it")
def issue(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: IssueIn) -> object:
    """Prints the paper and keeps it, sealed, with the borrower's files."""
    return issue_paper(call_from(request, key), loan_id=loan_id, kind=body.kind, language=body.language)
