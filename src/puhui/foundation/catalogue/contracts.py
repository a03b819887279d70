"""What crosses the wall of the catalogue: products, parameters and refusals."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.finmath.loans.allocation import (
    CIVIL_CODE_561,
    COMPONENTS,
    AllocationPolicy,
    Component,
    PayingOrder,
    Surplus,
    Walk,
)
from puhui.finmath.loans.repricing import RepricingRule
from puhui.finmath.loans.terms import DueShift, FirstPeriod
from puhui.kernel.canonical import digest
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

Method = Literal["equal_instalment", "equal_principal", "interest_only", "bullet", "flat", "graduated", "credit_line"]
Mark = Literal["S", "L", "M", "U"]
Percent = Annotated[Decimal, Field(ge=0, le=1000)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]{1,40}$")]
_CAME_LATER = ("compound_interest", "repricing", "dues", "growth", "security", "allocation")
Value = bool | int | Decimal | date | str


class _Data(BaseModel):
    """Policy data: frozen, and unknown keys are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(_Data):
    """What every policy file says of itself."""

    id: Code
    version: int = Field(ge=1)
    effective_from: date
    effective_until: date | None = None
    source: str = Field(min_length=3)
    approved_by: str = Field(min_length=3)


class AmountRange(_Data):
    """How much may be asked for, in major units."""

    lowest: str
    highest: str
    step: str


class PriceRange(_Data):
    """Between which contract rates a price lies, in percent a year, and what it is quoted against."""

    lowest_pct: Percent
    highest_pct: Percent
    benchmark: Literal["1Y", "5Y"]

    @model_validator(mode="after")
    def _ordered(self) -> "PriceRange":
        if self.lowest_pct > self.highest_pct:
            raise ValueError("lowest_pct is above highest_pct")
        return self


class Repricing(_Data):
    """How the rate follows the benchmark of the price: on which days it is looked up, and between which bounds.

    `rule`: each day of the year on which the loan was paid out, each 1 January, or every `months` months.
    """

    rule: Literal["anniversary", "new_year", "months"]
    months: int = Field(default=0, ge=0, le=120)
    lowest_pct: Percent = Decimal(0)
    highest_pct: Percent

    @model_validator(mode="after")
    def _complete(self) -> "Repricing":
        if (self.rule == "months") != (self.months > 0):
            raise ValueError("months goes with the rule months, and with no other")
        if self.lowest_pct > self.highest_pct:
            raise ValueError("lowest_pct is above highest_pct")
        return self

    @property
    def reprice(self) -> RepricingRule:
        """As the loan engine takes it."""
        return self.months if self.rule == "months" else self.rule


class Dues(_Data):
    """On which days instalments fall due: how often, on fixed settlement days, and where a holiday moves them."""

    unit: Literal["month", "quarter", "year"] = "month"
    settlement_day: int = Field(default=0, ge=0, le=31)
    settlement_months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    first_period: FirstPeriod = "short"
    due_shift: DueShift = "none"
    calendar: str = Field(default="", max_length=2)
    shift_interest: bool = False

    @property
    def months(self) -> int:
        """Months from one due day to the next."""
        return {"month": 1, "quarter": 3, "year": 12}[self.unit]


class Growth(_Data):
    """By how many percent graduated instalments grow, and after how many instalments each time."""

    pct: Annotated[Decimal, Field(gt=0, le=100)]
    every: int = Field(ge=1, le=120)


class FeeRule(_Data):
    """One cost beside interest: how it is charged, how much, and who receives it; exempt costs are shown as zero."""

    code: Code
    name: Text
    way: Text
    receiver: Text
    kind: Literal["at_disbursement", "per_instalment"]
    rate_pct: Percent = Decimal(0)
    fixed: str = "0.00"
    is_exempt: bool = False
    basis: Text | None = None


class Purpose(_Data):
    """What the money may be for."""

    code: Code
    text: Text


class Eligibility(_Data):
    """Who may ask at all; the decision comes after it."""

    kinds: tuple[Literal["person", "organisation"], ...]
    months_since_founding: int = Field(default=0, ge=0)
    excluded_industries: tuple[str, ...] = ()


class OrderOfPayment(_Data):
    """All components in the order in which money meets them, and how they are walked."""

    order: tuple[Component, ...]
    walk: Walk

    @model_validator(mode="after")
    def _complete(self) -> "OrderOfPayment":
        if sorted(self.order) != sorted(COMPONENTS):
            raise ValueError(f"order names each of {', '.join(COMPONENTS)} once")
        return self

    @property
    def as_terms(self) -> PayingOrder:
        """As the loan engine takes it."""
        return PayingOrder(order=self.order, walk=self.walk)


class AllocationFile(Dated):
    """The order of payment for each state of a loan, and where a surplus goes."""

    surplus: Surplus
    normal: OrderOfPayment
    overdue: OrderOfPayment
    non_performing: OrderOfPayment

    @property
    def as_terms(self) -> AllocationPolicy:
        """As the terms of a loan carry it."""
        return AllocationPolicy(
            id=self.id,
            surplus=self.surplus,
            normal=self.normal.as_terms,
            overdue=self.overdue.as_terms,
            non_performing=self.non_performing.as_terms,
        )


class SecurityRule(_Data):
    """What must stand behind a loan before it is paid out, in percent of its principal: things, and guarantees too."""

    cover_least_pct: int = Field(ge=1, le=1000)
    with_guarantees: bool = False


class Product(Dated):
    """Published, versioned terms. `allocation` names the file of the order of payment, which is put beside it."""

    jurisdiction: Code
    currency: str
    name: Text
    description: Text
    lender: Text
    methods: tuple[Method, ...] = Field(min_length=1)
    terms_months: tuple[Annotated[int, Field(ge=1, le=360)], ...] = Field(min_length=1)
    day_count: Literal["30/360", "ACT/360", "ACT/365", "ACT/ACT", "period"]
    rounding: Literal["half_up", "half_even"]
    penalty_multiple: Decimal = Field(ge=1, le=3)
    grace_days: int = Field(ge=0, le=30)
    offer_valid_days: int = Field(ge=1, le=90)
    review_days: int = Field(ge=1, le=30)
    amount: AmountRange
    price: PriceRange
    eligibility: Eligibility
    purposes: tuple[Purpose, ...] = Field(min_length=1)
    fees: tuple[FeeRule, ...] = ()
    compound_interest: bool = False
    repricing: Repricing | None = None
    dues: Dues = Dues()
    growth: Growth | None = None
    security: SecurityRule | None = None
    allocation: Code = CIVIL_CODE_561.id
    allocation_terms: AllocationPolicy = Field(default=CIVIL_CODE_561, exclude=True)

    @model_validator(mode="after")
    def _amounts(self) -> "Product":
        try:
            lowest, highest = self.lowest, self.highest
            steps = self.step.minor
            for fee in self.fees:
                Money.parse(fee.fixed, self.currency, where=f"fees.{fee.code}.fixed")
        except InvalidInput as problem:
            raise ValueError(str(problem)) from problem
        if any(months % self.dues.months for months in self.terms_months):
            raise ValueError(f"terms_months: whole units of dues, of {self.dues.months} months")
        if ("graduated" in self.methods) != (self.growth is not None):
            raise ValueError("growth goes with the method graduated, and graduated with it")
        if not (0 < lowest.minor <= highest.minor and steps > 0):
            raise ValueError("amount: lowest, highest and step are above zero and in order")
        return self

    @property
    def code(self) -> str:
        """The product's name among programs, the same over all versions."""
        return self.id

    @property
    def lowest(self) -> Money:
        """The smallest amount."""
        return Money.parse(self.amount.lowest, self.currency, where="amount.lowest")

    @property
    def highest(self) -> Money:
        """The largest amount."""
        return Money.parse(self.amount.highest, self.currency, where="amount.highest")

    @property
    def step(self) -> Money:
        """Amounts are multiples of it."""
        return Money.parse(self.amount.step, self.currency, where="amount.step")

    @property
    def digest(self) -> str:
        """The hash of all that the version says; what came to products later counts only where it is said."""
        unsaid = {name for name in _CAME_LATER if getattr(self, name) == type(self).model_fields[name].default}
        return digest(self.model_dump(mode="python", exclude=unsaid))

    def purpose_text(self, code: str) -> Text:
        """What the purpose means, in words."""
        return next((p.text for p in self.purposes if p.code == code), Text(en=code, zh=code))


class Parameter(_Data):
    """One dated number (or yes/no, or text) of a rulebook."""

    name: Code
    value: Value
    unit: str
    effective_from: date
    effective_until: date | None = None
    source: str = Field(min_length=3)
    article: str
    mark: Mark
    text: Text
    rulebook: str = ""

    @property
    def number(self) -> Decimal:
        """The value as a number; a parameter that is none must not be asked."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | Decimal):
            raise TypeError(f"{self.name} is not a number")
        return Decimal(self.value)

    @property
    def rule_id(self) -> str:
        """The name by which a refusal calls it: rulebook and parameter."""
        return f"{self.rulebook}/{self.name}"

    @property
    def sentence(self) -> Text:
        """The rule in words, with its value."""
        return self.text.filled(value=self.value)


class Rulebook(Dated):
    """A file of dated parameters."""

    parameters: tuple[Parameter, ...] = Field(min_length=1)


class RateQuote(_Data):
    """The loan prime rate from one day on, in percent."""

    effective_from: date
    one_year_pct: Percent
    five_year_pct: Percent
    mark: Mark

    def pct(self, tenor: str) -> Decimal:
        """The rate of a tenor, "1Y" or "5Y", in percent."""
        return self.five_year_pct if tenor == "5Y" else self.one_year_pct


class RateHistory(Dated):
    """The file of the loan prime rate."""

    rates: tuple[RateQuote, ...] = Field(min_length=1)


class BadPolicy(Refusal):
    """A policy file is wrong: named with its key."""

    code = "bad_policy_file"
    http_status = 500
    text = Text(en="Policy file {file}, {key}: {reason}", zh="政策文件 {file} 的 {key} 有误：{reason}")


class PolicyEdited(Refusal):
    """A product version that was used before reads differently now."""

    code = "policy_edited"
    http_status = 409
    text = Text(
        en="{product} version {version} was used before and has been changed since; publish a new version instead.",
        zh="产品 {product} 第 {version} 版已被使用，内容却被改动；请发布新版本。",
    )


class NoSuchProduct(Refusal):
    """No version of such a product is in force."""

    code = "no_such_product"
    http_status = 404
    text = Text(en="There is no product {product} on {on}.", zh="{on} 没有产品 {product}。")


class NoParameter(Refusal):
    """No rulebook says anything about this on that day."""

    code = "no_parameter"
    text = Text(en="No value of {name} holds on {on}.", zh="{on} 没有参数 {name} 的有效值。")


class BreaksRule(Refusal):
    """A product or an offer breaks a cap of the rulebook; the rule is named."""

    code = "breaks_rule"
    text = Text(
        en="{what} breaks the rule {rule} ({source}, {article}): {value} against {limit}.",
        zh="{what} 违反规则 {rule}（{source}，{article}）：{value}，限值 {limit}。",
    )


class OutsideProduct(Refusal):
    """An amount, a term, a method, a purpose or a price that the product does not have."""

    code = "outside_product"
    text = Text(
        en="{where}: the product allows {allowed}, not {given}.", zh="{where}：本产品允许 {allowed}，不能为 {given}。"
    )


class NotEligible(Refusal):
    """The product is not for this applicant."""

    code = "not_eligible"
    text = Text(en="This product is not for this applicant: {reason}.", zh="申请人不符合本产品的准入条件：{reason}。")
