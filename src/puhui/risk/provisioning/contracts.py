"""What crosses the wall of provisioning: grades, what grading is given and answers, provisions, and refusals."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import NamedTuple
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class Grade(IntEnum):
    """The five classes of loans by risk, better ones first."""

    NORMAL = 1
    ATTENTION = 2
    SUBSTANDARD = 3
    DOUBTFUL = 4
    LOSS = 5

    @property
    def is_non_performing(self) -> bool:
        """Substandard, doubtful and loss together are the non-performing loans."""
        return self >= Grade.SUBSTANDARD


class Basis(StrEnum):
    """By which measure a provision is reckoned."""

    STATUTORY = "statutory"
    EXPECTED_LOSS = "expected_loss"


class Reason(StrEnum):
    """Why a loan is graded, staged or kept from accruing as it is."""

    IN_TIME = "in_time"
    DAYS_PAST_DUE = "days_past_due"
    ARREARS_NOT_ALL_PAID = "arrears_not_all_paid"
    UPGRADE_PROBATION = "upgrade_probation"
    RESTRUCTURED = "restructured"
    CROSS_DEFAULT = "cross_default"
    OTHER_DEBT_NON_PERFORMING = "other_debt_non_performing"
    OVERRIDE = "override"
    STAGE_PROBATION = "stage_probation"
    ACCRUAL_PROBATION = "accrual_probation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was known of a loan's grade before: the start from which it is graded anew.

    `clean_since`: the start of the first day on which nothing of it was late; None while something is.
    `observed_from`: the first due date after a restructuring, or a later day on which it was not met.
    """

    own_grade: Grade = Grade.NORMAL
    cross_grade: Grade = Grade.NORMAL
    stage: int = 1
    stage_since: date | None = None
    is_non_accrual: bool = False
    clean_since: date | None = None
    observed_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanFacts:
    """What a loan is graded by, at the start of a day. Ages are days past due of the oldest unpaid part; 0: none.

    `cured_periods_on` and `observed_periods_on`: when so many repayment periods as the rulebook asks for have passed
    since the loan came clean, or since its observation began; None where the months decide alone.
    """

    principal_age: int
    interest_age: int
    is_restructured: bool = False
    override: Grade | None = None
    cured_periods_on: date | None = None
    observed_periods_on: date | None = None

    @property
    def age(self) -> int:
        """Days past due of the loan: of whichever part is later."""
        return max(self.principal_age, self.interest_age)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """How a loan is graded, why, and what is to be known of it next time."""

    grade: Grade
    standing: Standing
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedLoan:
    """A loan to be graded: who owes how much, the facts of the day, and what lending keeps of its grade now."""

    loan_id: UUID
    borrower_id: UUID
    product_code: str
    currency: str
    principal_minor: int
    facts: LoanFacts
    next_due_on: date | None = None
    paid_out_on: date | None = None
    kept: tuple[int, int, bool] = (1, 1, False)


class KeptGrade(NamedTuple):
    """A loan's grade as it is kept: what grading starts from, the final grade and why."""

    standing: Standing
    grade: Grade
    reasons: tuple[str, ...]
    is_ended: bool


@dataclass(frozen=True, slots=True)
class NewGrade:
    """What the cache of lending is told of a loan."""

    loan_id: UUID
    grade: Grade
    stage: int
    is_non_accrual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Open loans of one group, product, currency, grade and stage that are alike, summed in minor units.

    `covered_minor`: how much of their exposure things cover that are pledged for them, after haircuts.
    """

    group: int
    product_code: str
    currency: str
    grade: Grade
    stage: int
    days_band: int
    months: int
    loans: int
    principal_minor: int
    interest_minor: int = 0
    covered_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeView:
    """How a loan is graded now. Who owes it is not said of a loan that was always normal."""

    loan_id: UUID
    borrower_id: UUID | None
    grade: Grade
    own_grade: Grade
    stage: int
    is_non_accrual: bool
    reasons: tuple[str, ...]
    since: date | None
    clean_since: date | None
    observed_from: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeChangeView:
    """One line of the history of a loan's grade."""

    on: date
    from_grade: Grade
    to_grade: Grade
    from_stage: int
    to_stage: int
    is_non_accrual: bool
    reasons: tuple[str, ...]
    rulebook: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideView:
    """A grade set by people: what was asked for, by whom, and who confirmed it."""

    id: UUID
    loan_id: UUID
    grade: Grade
    until: date
    reason: str
    state: str
    proposed_by: UUID
    proposed_by_name: str
    decided_by_name: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class OverrideMoved:
    """An override after an act."""

    override_id: UUID
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionLine:
    """What is set aside for loans of one product, currency, grade and stage, by both measures, in minor units."""

    product_code: str
    currency: str
    grade: Grade
    stage: int
    loans: int
    principal_minor: int
    exposure_minor: int
    statutory_minor: int
    expected_loss_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The quality of the book at the end of a business date, in minor units of one currency.

    `allowance_minor` is what the ledger holds for it; the ratios are in hundredths of a percent, None without loans to
    compare with.
    """

    loans_minor: int
    non_performing_minor: int
    allowance_minor: int

    @property
    def npl_ratio_bps(self) -> int | None:
        """Non-performing loans over all loans."""
        return _bps(self.non_performing_minor, self.loans_minor)

    @property
    def coverage_ratio_bps(self) -> int | None:
        """The allowance over non-performing loans."""
        return _bps(self.allowance_minor, self.non_performing_minor)

    @property
    def provision_ratio_bps(self) -> int | None:
        """The allowance over all loans."""
        return _bps(self.allowance_minor, self.loans_minor)


def _bps(part: int, whole: int) -> int | None:
    return (part * 10_000 + whole // 2) // whole if whole > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollRate:
    """How many loans, and how much principal, moved from one band of days past due to another within a month."""

    month: date
    from_band: str
    to_band: str
    loans: int
    principal_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VintagePoint:
    """Of the loans paid out in one month, the share that was non-performing by so many months on the book."""

    vintage: date
    months_on_book: int
    loans: int
    non_performing: int

    @property
    def share_pct(self) -> Decimal:
        """The share of the vintage, in percent with two decimals."""
        return (Decimal(100 * self.non_performing) / self.loans).quantize(Decimal("0.01"))


class CannotOverride(Refusal):
    """A grade cannot be set by hand like this."""

    code = "cannot_override_grade"
    http_status = 409
    text = Text(en="This grade cannot be set: {reason}", zh="无法调整该分类：{reason}")


class OverrideFourEyes(Refusal):
    """The one who proposes a grade may not confirm it."""

    code = "override_four_eyes"
    http_status = 403
    text = Text(
        en="Another colleague must confirm this grade: you proposed it yourself.",
        zh="须由另一位同事复核：该分类调整由您本人提出。",
    )
