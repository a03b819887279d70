"""Operations: papers.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyOut
from puhui_client.transport import Group, part


class IssueIn(TypedDict):
    """Which paper, in which language."""

    kind: Literal["schedule", "statement", "pay_off"]
    language: NotRequired[Literal["zh-hans", "en"]]


class IssuedOut(TypedDict):
    """The paper as it is kept with the borrower's files."""

    file_id: str
    sha256: str


class PapersStatementOut(TypedDict):
    """For each component: opening + charged - settled = closing."""

    loan_id: str
    from_date: str
    to_date: str
    opening: dict[str, MoneyOut]
    charged: dict[str, MoneyOut]
    settled: dict[str, MoneyOut]
    closing: dict[str, MoneyOut]
    held_opening: MoneyOut
    held_closing: MoneyOut
    lines: list[StatementLine]


class StatementLine(TypedDict):
    """What happened; `settled` is how its money was split, `held` what it left unapplied."""

    on: str
    booked_on: str
    kind: str
    amount: MoneyOut
    settled: dict[str, MoneyOut]
    held: MoneyOut
    principal_after: MoneyOut


class PapersOperations(Group):
    """Operations: papers."""

    def read_statement(
        self, loan_id: UUID | str, *, from_date: str | None = None, to_date: str | None = None
    ) -> PapersStatementOut:
        """Statement of a loan. Between two days, both included; presets: from the first day, to today. Scope `loans:read`."""
        answer: PapersStatementOut = self._transport.call(
            "GET", f"/api/v1/loans/{part(loan_id)}/statement", query={"from_date": from_date, "to_date": to_date}
        )
        return answer

    def read_paper(
        self,
        loan_id: UUID | str,
        kind: Literal["schedule", "statement", "pay_off"],
        *,
        from_date: str | None = None,
        to_date: str | None = None,
        format: Literal["pdf", "csv"] | None = None,
        language: Literal["zh-hans", "en"] | None = None,
    ) -> bytes:
        """A paper of a loan as a file. PDF or CSV; the same paper has the same bytes, and `X-Content-SHA256` is their hash. Scope `loans:read`."""
        answer: bytes = self._transport.call(
            "GET",
            f"/api/v1/loans/{part(loan_id)}/papers/{part(kind)}",
            query={"from_date": from_date, "to_date": to_date, "format": format, "language": language},
        )
        return answer

    def issue(self, loan_id: UUID | str, body: IssueIn, *, idempotency_key: str = "") -> IssuedOut:
        """Issue a paper and keep it. Prints the paper and keeps it, sealed, with the borrower's files. Scope `loans:write`."""
        answer: IssuedOut = self._transport.call(
            "POST", f"/api/v1/loans/{part(loan_id)}/papers", body=body, key=idempotency_key
        )
        return answer
