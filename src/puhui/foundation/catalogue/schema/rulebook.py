"""What a regulator says, as dated parameters with source, article and mark; and the history of the benchmark."""

from datetime import date
from decimal import Decimal

from pydantic import Field

from puhui.foundation.catalogue.schema.base import Code, Data, Dated, Licence, Mark, Percent, Value
from puhui.kernel.texts import Text

YES, NO = Text(en="yes", zh="是"), Text(en="no", zh="否")


class Parameter(Data):
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
    applies_to: tuple[Licence, ...] = ()  # empty: every lender
    rulebook: str = ""
    version: int = 0  # of a release; 0 where a file says it

    @property
    def number(self) -> Decimal:
        """The value as a number; a parameter that is none must not be asked."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | Decimal):
            raise TypeError(f"{self.name} is not a number")
        return Decimal(self.value)

    @property
    def names(self) -> tuple[str, ...]:
        """A list that is written as text with commas, each name as a code: "fixed assets" is fixed_assets."""
        parts = (part.strip().lower().replace(" ", "_") for part in str(self.value).split(","))
        return tuple(part for part in parts if part)

    def holds_for(self, licence: Licence) -> bool:
        """Whether the rule is one for lenders of this kind."""
        return not self.applies_to or licence in self.applies_to

    @property
    def rule_id(self) -> str:
        """The name by which a refusal calls it: rulebook and parameter."""
        return f"{self.rulebook}/{self.name}"

    @property
    def sentence(self) -> Text:
        """The rule in words, with its value."""
        if isinstance(self.value, bool):
            said = YES if self.value else NO
            return Text(en=self.text.en.format(value=said.en), zh=self.text.zh.format(value=said.zh))
        return self.text.filled(value=self.value)


class Rulebook(Dated):
    """A file of dated parameters."""

    parameters: tuple[Parameter, ...] = Field(min_length=1)


class RateQuote(Data):
    """The loan prime rate from one day on, in percent; `quoted_on`: when it was announced, if that is another day."""

    effective_from: date
    one_year_pct: Percent
    five_year_pct: Percent
    mark: Mark
    quoted_on: date | None = None

    @property
    def announced_on(self) -> date:
        """The day of the announcement."""
        return self.quoted_on or self.effective_from

    def pct(self, tenor: str) -> Decimal:
        """The rate of a tenor, "1Y" or "5Y", in percent."""
        return self.five_year_pct if tenor == "5Y" else self.one_year_pct


class RateHistory(Dated):
    """The file of the loan prime rate."""

    rates: tuple[RateQuote, ...] = Field(min_length=1)
