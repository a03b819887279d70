"""What crosses the wall of the lab: views of runs, signatures, and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

Verdict = Literal["approve", "reject"]
SIGNATURES_NEEDED = 2
MOST_FIRMS = 1_000_000
MOST_MONTHS = 60


class CannotSign(Refusal):
    """The run is not one that this person may sign now."""

    code = "cannot_sign_run"
    http_status = 409
    text = Text(en="This run cannot be signed: {reason}", zh="无法签署该次实验：{reason}")


class RunUnfinished(Refusal):
    """The run has no result yet."""

    code = "lab_run_unfinished"
    http_status = 409
    text = Text(en="This run has no result yet.", zh="该次实验尚无结果。")


class NobodyAsked(Refusal):
    """The portfolio is empty."""

    code = "lab_nobody_asked"
    text = Text(
        en="There is nobody in this portfolio: nobody was decided on in these days.",
        zh="该组合为空：所选日期内没有任何决策。",
    )


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run was written down, and waits for a worker."""

    run_id: UUID


@dataclass(frozen=True, slots=True)
class RunSigned:
    """A signature was added."""

    run_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class SignatureView:
    """What a member of the committee said."""

    by_id: UUID
    by_name: str
    at: datetime
    verdict: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A run with what became of it.

    `state`: waiting, running, failed, done (to be signed), approved, rejected. `result` is empty before it is done.
    """

    id: UUID
    title: str
    at: datetime
    by_id: UUID
    by_name: str
    inputs: Mapping[str, Any]
    inputs_hash: str
    state: str
    done: int
    total: int
    why_failed: str = ""
    finished_at: datetime | None = None
    result: Mapping[str, Any] | None = None
    result_hash: str = ""
    signatures: tuple[SignatureView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreApprovalDraft:
    """What a firm could be lent."""

    firm_id: UUID
    limit_minor: int
    term_months: int
    annual_rate_pct: Decimal
    band: str
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PreApprovalView:
    """A pre-approval that holds today: an indication, no obligation."""

    firm_id: UUID
    product_code: str
    limit_minor: int
    currency: str
    term_months: int
    annual_rate_pct: Decimal
    band: str
    until: date

    @property
    def limit_money(self) -> Money:
        """The limit as money."""
        return Money(self.limit_minor, self.currency)

    @property
    def rate_text(self) -> str:
        """The rate in percent a year, without zeros at its end."""
        return f"{self.annual_rate_pct.normalize():f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreApprovalPass:
    """One day's pass: how many were asked, offered something, or left aside because they borrow already.

    Of these, `measured` had other facts than the pass before, `changed` got a row of their own, and of `ended` firms
    what they had holds no more.
    """

    run_id: UUID
    on: date
    product_code: str
    policy_name: str
    asked: int
    offered: int
    borrowing: int
    one_by_one: int
    measured: int
    changed: int
    ended: int
    is_finished: bool
