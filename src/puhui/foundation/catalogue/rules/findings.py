"""What a check of a product is made from, and what it says: one finding a fault, with its rule and its key."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from puhui.foundation.catalogue.contracts import BreaksRule
from puhui.foundation.catalogue.schema.institution import InstitutionProfile
from puhui.foundation.catalogue.schema.product import Product
from puhui.foundation.catalogue.schema.rulebook import Parameter
from puhui.foundation.catalogue.workshop_contracts import ProductFault, ProductFaulty
from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


@dataclass(frozen=True, slots=True)
class SchemeTerms:
    """What the catalogue needs to know of a guarantee scheme: who pays which fee, and the most for one borrower."""

    kind: str
    share_pct: Decimal
    fee_pct: Decimal
    borrower_pays: bool
    per_borrower_minor: int


@dataclass(frozen=True, slots=True)
class Basis:
    """All that the clauses look at besides their own parameter."""

    product: Product
    profile: InstitutionProfile
    rules: Mapping[str, Parameter]  # in force on the day and meant for this kind of lender
    lpr_pct: Decimal | None
    worst_pct: Callable[[], Decimal]  # the dearest all-in cost; counted once it is asked for
    source_purposes: Mapping[str, str] = field(default_factory=dict)
    schemes: Mapping[str, SchemeTerms] = field(default_factory=dict)
    decision_policies: frozenset[str] | None = None  # None: not looked at

    @property
    def net_assets_minor(self) -> int:
        """Of the last year-end."""
        return self.profile.net_assets_money.minor


@dataclass(frozen=True, slots=True)
class Fault:
    """What a clause found: the key of the file, the value there, and what the rule allows."""

    key: str
    value: str
    limit: str


Check = Callable[[Basis, Parameter], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One clause that a product breaks, with the rule, where it is written, and the key of the file to look at."""

    rule: str
    name: str
    source: str
    article: str
    mark: str
    key: str
    value: str
    limit: str
    text: Text

    def as_refusal(self, *, what: str) -> BreaksRule:
        """The refusal that names the rule and its article."""
        return BreaksRule(
            where=self.name,
            what=what,
            rule=self.rule,
            source=self.source,
            article=self.article,
            value=self.value,
            limit=self.limit,
            key=self.key,
        )


def finding_of(rule: Parameter, *, fault: Fault) -> Finding:
    """A fault with its rule."""
    return Finding(
        rule=rule.rule_id,
        name=rule.name,
        source=rule.source,
        article=rule.article,
        mark=rule.mark,
        key=fault.key,
        value=fault.value,
        limit=fault.limit,
        text=rule.sentence,
    )


def refusal_of_fault(fault: ProductFault, *, what: str, count: int) -> Refusal:
    """A rule that is broken is named with its article; any other fault with its key."""
    if fault.rule:
        return BreaksRule(
            where=fault.key,
            what=what,
            rule=fault.rule,
            source=fault.source,
            article=fault.article,
            value=fault.value,
            limit=fault.limit,
            key=fault.key,
        )
    return ProductFaulty(
        where=fault.key, key=fault.key, count=count, reason_en=fault.reason.en, reason_zh=fault.reason.zh
    )
