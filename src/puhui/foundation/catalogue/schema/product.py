"""A product: one versioned file of everything that is said of it."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from puhui.finmath.loans.allocation import CIVIL_CODE_561, AllocationPolicy
from puhui.foundation.catalogue.schema.audience import Audience
from puhui.foundation.catalogue.schema.base import Code, Dated
from puhui.foundation.catalogue.schema.facility import FacilityBlock
from puhui.foundation.catalogue.schema.income_link import IncomeLinkBlock
from puhui.foundation.catalogue.schema.lease import LeaseBlock
from puhui.foundation.catalogue.schema.season import SeasonBlock
from puhui.foundation.catalogue.schema.selling import (
    Channel,
    Conduct,
    DocumentRule,
    Form,
    GuaranteeRule,
    InsuranceRule,
    PayTo,
    RiskLevel,
    Use,
)
from puhui.foundation.catalogue.schema.subsidy import SubsidyBlock
from puhui.foundation.catalogue.schema.terms import (
    AmountRange,
    Dues,
    Eligibility,
    FeeRule,
    Growth,
    PriceRange,
    Purpose,
    Repricing,
    SecurityRule,
)
from puhui.foundation.catalogue.schema.trade import TradeBlock
from puhui.kernel.canonical import digest
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

Method = Literal["equal_instalment", "equal_principal", "interest_only", "bullet", "flat", "graduated", "credit_line"]
# What came to products after the first ones: it counts in the hash only where it is said. Blocks of the second list
# are hashed by what they say, so that they may learn new optional keys.
_CAME_LATER = ("compound_interest", "repricing", "dues", "growth", "security", "allocation")
_CAME_WITH_LINES = (
    "form", "use", "audience", "pay_to", "documents", "sources", "consents", "decision_policy", "guarantee",
    "insurance", "disclosures", "risk_level", "channels", "conduct", "facility", "season", "income_link", "subsidy",
    "lease", "trade", "follows", "replaces", "group_liability",
)  # fmt: skip
# Blocks that go with one form, and forms that need a block.
_FORM_BLOCKS: dict[str, tuple[str, ...]] = {
    "facility": ("facility",),
    "lease": ("lease",),
    "trade": ("order", "factoring", "voucher", "bill"),
}


class Product(Dated):
    """Published, versioned terms. `allocation` names the file of the order of payment, which is put beside it."""

    jurisdiction: Code
    currency: str
    name: Text
    description: Text
    lender: Text
    methods: tuple[Method, ...] = Field(min_length=1)
    terms_months: tuple[Annotated[int, Field(ge=1, le=360)], ...] = Field(min_length=1, max_length=40)
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
    form: Form = "loan"
    use: Use = "business"
    audience: Audience | None = None
    pay_to: PayTo = "borrower"
    documents: tuple[DocumentRule, ...] = ()
    sources: tuple[Code, ...] = ()
    consents: tuple[Code, ...] = ()
    decision_policy: Code | None = None
    guarantee: GuaranteeRule | None = None
    insurance: InsuranceRule | None = None
    disclosures: tuple[Text, ...] = ()
    risk_level: RiskLevel | None = None
    channels: tuple[Channel, ...] = ("web",)
    conduct: Conduct | None = None
    facility: FacilityBlock | None = None
    season: SeasonBlock | None = None
    income_link: IncomeLinkBlock | None = None
    subsidy: SubsidyBlock | None = None
    lease: LeaseBlock | None = None
    trade: TradeBlock | None = None
    group_liability: bool = False  # members of a joint-liability group answer for each other and repay at its meetings
    follows: Code | None = None  # the product that this one is used under or after, such as the facility of a drawing
    replaces: Code | None = None  # the product that is no longer sold because of this one
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

    @model_validator(mode="after")
    def _blocks(self) -> "Product":
        for block, forms in _FORM_BLOCKS.items():
            if (getattr(self, block) is not None) != (self.form in forms):
                raise ValueError(f"{block}: goes with form {', '.join(forms)}, and such a product says it")
        if self.facility:
            self._check_facility(self.facility)
        for name in ("purposes", "documents", "fees"):
            codes = [one.code for one in getattr(self, name)]
            twice = next((code for code in codes if codes.count(code) > 1), "")
            if twice:
                raise ValueError(f"{name}: {twice} is there twice")
        is_held_back = self.security is not None or (self.insurance is not None and self.insurance.required)
        if not is_held_back and any(one.before == "payment" for one in self.documents):
            raise ValueError("documents: a paper before payment goes with security, or with insurance that is required")
        if self.code in (self.follows, self.replaces):
            raise ValueError("follows, replaces: a product does not name itself")
        return self

    def _check_facility(self, block: FacilityBlock) -> None:
        """A facility knows the purposes that it limits, and is not outlived by its drawings."""
        unknown = {part.purpose for part in block.sub_limits} - {purpose.code for purpose in self.purposes}
        if unknown:
            raise ValueError(f"facility.sub_limits: there is no purpose {', '.join(sorted(unknown))}")
        if max(block.draw_terms_months, default=0) > max(self.terms_months):
            raise ValueError("facility.draw_terms_months: no drawing is longer than the facility")
        try:
            Money.parse(block.lowest_draw, self.currency, where="facility.lowest_draw")
        except InvalidInput as problem:
            raise ValueError(str(problem)) from problem

    @model_validator(mode="after")
    def _season(self) -> "Product":
        if self.season is None:
            return self
        if {one.code for one in self.purposes} - set(self.season.crops):
            raise ValueError("season: the purposes of a seasonal product are its crops")
        if self.season.in_parts and self.methods != ("credit_line",):
            raise ValueError("season.in_parts: money that is paid in parts is drawn (method credit_line)")
        if self.dues.unit != "year" or min(self.terms_months) <= 12 * self.season.grace_dues:
            raise ValueError("season: dues come yearly, and the shortest term is longer than the years of grace")
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
        said: dict[str, Any] = self.model_dump(mode="python", exclude=unsaid | set(_CAME_WITH_LINES))
        for fee in said["fees"]:
            if fee["receiver_kind"] is None:
                del fee["receiver_kind"]
        lines = self.model_dump(mode="python", include=set(_CAME_WITH_LINES), exclude_defaults=True)
        return digest(said | lines)

    def purpose_text(self, code: str) -> Text:
        """What the purpose means, in words."""
        return next((p.text for p in self.purposes if p.code == code), Text(en=code, zh=code))
