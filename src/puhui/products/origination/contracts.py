"""What crosses the wall of origination."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from puhui.finmath.loans.terms import LoanTerms
from puhui.finmath.pricing import PricePart, PriceTerms
from puhui.finmath.subsidies import SubsidyQuote
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text


class ApplicationState(StrEnum):
    """The life of an application."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFERRED = "referred"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    SIGNED = "signed"
    EXPIRED = "expired"


class OfferState(StrEnum):
    """The life of an offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"


class ContractState(StrEnum):
    """The life of a contract before its loan."""

    PREPARED = "prepared"
    SIGNED = "signed"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeLine:
    """One cost beside interest, as the sheet shows it; `amount_minor` each time it is charged."""

    code: str
    name: Text
    way: Text
    receiver: Text
    kind: str
    amount_minor: int
    rate_pct: Decimal
    is_exempt: bool
    basis: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepricingLine:
    """How the rate of an offer would follow its benchmark: the product's rule and bounds, in percent."""

    rule: str
    months: int
    lowest_pct: Decimal
    highest_pct: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentQuote:
    """What a limit costs as long as it is not drawn: a yearly share by the day, its receiver, the limit's last day."""

    yearly_pct: Decimal
    receiver: Text
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteTerms:
    """All that a cost sheet is made from. `terms` are what the loan engine will fold for the loan itself."""

    product_code: str
    product_version: int
    product_name: Text
    lender: Text
    terms: LoanTerms
    term_months: int
    fees: tuple[FeeLine, ...]
    lpr_pct: Decimal
    benchmark: str
    repricing: RepricingLine | None = None
    rule_ids: tuple[str, ...] = ()
    subsidy: SubsidyQuote | None = None
    base_rate_pct: Decimal | None = None
    price_parts: tuple[PricePart, ...] = ()
    price_terms: PriceTerms | None = None  # None: nothing of the price can be lost
    paid_to: Text | None = None
    cooling_off_days: int = 0
    disclosures: tuple[Text, ...] = ()
    income_share_pct: Decimal = Decimal(0)  # 0: instalments do not follow an income
    least_due_pct: Decimal = Decimal(0)
    form: str = "loan"
    commitment: CommitmentQuote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDraft:
    """Terms that a decision or a reviewer wants to offer."""

    amount_minor: int
    term_months: int
    method: str
    annual_rate_pct: Decimal
    label: str = ""
    subsidy: SubsidyQuote | None = None
    base_rate_pct: Decimal | None = None
    price_parts: tuple[PricePart, ...] = ()
    price_terms: PriceTerms | None = None  # None: nothing of the price can be lost


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why an application was declined or referred."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationView:
    """An application, as its firm and staff see it."""

    id: UUID
    firm_id: UUID
    applicant_id: UUID | None
    product_code: str
    product_version: int
    amount: Money
    term_months: int
    method: str
    purpose: str
    state: str
    started_at: datetime
    submitted_at: datetime | None
    decided_on: date | None
    decision_id: UUID | None
    case_id: UUID | None
    was_reviewed: bool
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """An offer; `sheet` is its cost sheet as JSON, `sheet_hash` the hash of its canonical form."""

    id: UUID
    application_id: UUID
    firm_id: UUID
    n: int
    label: str
    amount: Money
    term_months: int
    method: str
    annual_rate_pct: Decimal
    all_in_cost_pct: Decimal
    sheet: Mapping[str, Any]
    sheet_hash: str
    state: str
    valid_until: date
    loan_terms: LoanTerms


@dataclass(frozen=True, slots=True)
class ClauseUsed:
    """Which version of a clause, or of a template, a contract was made of."""

    id: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class ContractClause:
    """A clause of a contract; the places of its text are filled when the contract is written."""

    used: ClauseUsed
    heading: Text
    text: Text


@dataclass(frozen=True, slots=True)
class ContractBasis:
    """By what the clauses of a contract are chosen."""

    form: str
    product_code: str
    persons: frozenset[str]
    """`organisation` or `person`, and `joint` where several owe together."""
    is_secured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractView:
    """A contract; its text is read with `contract_text`."""

    id: UUID
    number: str
    application_id: UUID
    offer_id: UUID
    firm_id: UUID
    state: str
    language: str
    sha256: str
    file_id: UUID
    prepared_at: datetime
    signed_at: datetime | None
    loan_id: UUID | None
    template: ClauseUsed | None = None
    clauses: tuple[ClauseUsed, ...] = ()
    """What it was made of; empty for one that was made before clauses had versions."""


@dataclass(frozen=True, slots=True)
class ProofView:
    """That a sheet was shown: which, to whom, in which language, for how long, confirmed when."""

    id: UUID
    offer_id: UUID
    shown_to: UUID
    language: str
    sheet_hash: str
    product_version: int
    shown_at: datetime
    seconds_shown: int | None
    seconds_measured: int | None
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOutcomes:
    """What became, until its end, of the applications of one business date."""

    on: date
    submitted: int
    approved: int
    referred: int
    declined: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many applications of a day are in a state now, and what they asked for."""

    on: date
    state: str
    count: int
    amount_minor: int


class WrongState(Refusal):
    """The application has moved on."""

    code = "application_not_in_state"
    http_status = 409
    text = Text(
        en="The application is {state} now; this is no longer possible ({step}).",
        zh="申请当前状态为 {state}，无法执行此操作（{step}）。",
    )


class AnotherApplication(Refusal):
    """The firm has another application for this product under way."""

    code = "another_application"
    http_status = 409
    text = Text(
        en="Another application of this firm is under way. Finish or withdraw it first.",
        zh="贵企业已有一笔申请正在办理，请先完成或撤回该申请。",
    )


class OfferGone(Refusal):
    """The offer was accepted, has lapsed, or another one was accepted."""

    code = "offer_gone"
    http_status = 409
    text = Text(en="This offer can no longer be accepted: it is {state}.", zh="该报价已无法接受，当前状态：{state}。")


class OfferExpired(Refusal):
    """The offer was valid until a day that has passed."""

    code = "offer_expired"
    http_status = 409
    text = Text(en="This offer was valid until {until}.", zh="该报价有效期至 {until}，现已失效。")


class ReadTooFast(Refusal):
    """The cost sheet was not on the screen long enough."""

    code = "read_too_fast"
    text = Text(
        en="Please read the cost sheet for another {seconds_left} seconds.",
        zh="请继续阅读综合融资成本明示表，还需 {seconds_left} 秒。",
    )


class ReadingTimeUntrue(Refusal):
    """The page claims a longer reading time than has passed."""

    code = "reading_time_untrue"
    text = Text(
        en="The reading time given ({claimed} s) is longer than the time that passed ({measured} s).",
        zh="所报阅读时间（{claimed} 秒）超过实际经过的时间（{measured} 秒）。",
    )


class ProofMissing(Refusal):
    """The sheet of this offer was not shown to this person."""

    code = "sheet_not_shown"
    text = Text(
        en="The cost sheet of this offer must be shown to you first.",
        zh="请先查看该报价的综合融资成本明示表。",
    )


class NoHeadroom(Refusal):
    """With what the firm owes already, the amount would pass the most that one firm may owe."""

    code = "no_headroom"
    http_status = 409
    text = Text(
        en="Together with the {owed} still owed this exceeds {most}, the most for one firm.",
        zh="连同尚未归还的 {owed}，超过单户最高额 {most}。",
    )


class TooYoung(Refusal):
    """Who is not of age cannot bind themselves to repay."""

    code = "too_young"
    text = Text(en="You can borrow from the age of {age} on.", zh="年满 {age} 周岁方可申请贷款。")


class NoSecondReview(Refusal):
    """A person looked at it already."""

    code = "no_second_review"
    http_status = 409
    text = Text(
        en="A person has already reviewed this application; the answer is final.",
        zh="该申请已经过人工复核，结果为最终结果。",
    )


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Whom a borrower calls, and whom they call who are not content with the lender's answer."""

    phone: str
    hours: Text
    regulator_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractParts:
    """All that the text of a contract is made from. `representative` is empty for a person: they sign themselves."""

    number: str
    made_on: date
    borrower_name: str
    borrower_code: str
    representative: str
    purpose: Text
    sheet: Mapping[str, Any]
    sheet_hash: str
    help_line: HelpLine
    template: ClauseUsed
    clauses: tuple[ContractClause, ...]
    thing: str = ""
    """What is let, in a lease."""
    joint: tuple[str, ...] = ()
    """Who signs beside the borrower and owes the whole loan with them."""


@dataclass(frozen=True, slots=True)
class ReviewOutcome:
    """What people made of an application, and the decision of the machine that they looked at."""

    decision_id: UUID
    is_approved: bool
