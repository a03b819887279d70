"""Named formulas of a policy: measures, the parts of a limit and the parts of a price, as data that a person can read.

    value = (plus + sum of factor x name) x times / (sum of factor x name)

kept within `least` and `most`. A name is a fact, something of the application, a dated parameter or an earlier formula.
Where one of them is not known, the value is not known; `unknown` says what a name counts as instead.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.rules.fault_words import KIND_WORDS, words_of

EXACT = Context(prec=30, rounding=ROUND_HALF_EVEN)
SIX_PLACES = Decimal("0.000001")
ZERO, ONE = Decimal(0), Decimal(1)
_KEYS = {"text", "of", "over", "plus", "times", "least", "most", "unknown"}
Factors = tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """One named value. Amounts are in fen, rates in percent a year, shares plain numbers."""

    name: str
    text: Text
    of: Factors = ()
    over: Factors = ()
    plus: Decimal = ZERO
    times: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    unknown: Mapping[str, Decimal]

    @property
    def asks(self) -> tuple[str, ...]:
        """The names that it looks at."""
        names = [name for name, _ in (*self.of, *self.over)]
        return tuple(dict.fromkeys([*names, self.times] if self.times else names))

    def value(self, context: Mapping[str, Any]) -> Decimal | None:
        """The value to six decimals; None when a name is not known, or there is nothing to divide by."""
        found = self._sum(self.of, context, start=self.plus)
        if found is not None and self.times:
            found = self._product(found, context)
        if found is not None and self.over:
            lower = self._sum(self.over, context, start=ZERO)
            found = EXACT.divide(found, lower) if lower is not None and lower > 0 else None
        if found is None:
            return None
        if self.least is not None and found < self.least:
            found = self.least
        if self.most is not None and found > self.most:
            found = self.most
        return found.quantize(SIX_PLACES, context=EXACT)

    def _sum(self, factors: Factors, context: Mapping[str, Any], *, start: Decimal) -> Decimal | None:
        total = start
        for name, factor in factors:
            value = context.get(name)
            if value is None:
                value = self.unknown.get(name)
                if value is None:
                    return None
            total = EXACT.fma(factor, value if type(value) is Decimal else _whole(value, name), total)
        return total

    def _product(self, found: Decimal, context: Mapping[str, Any]) -> Decimal | None:
        value = context.get(self.times)
        if value is None:
            value = self.unknown.get(self.times)
        if value is None:
            return None
        return EXACT.multiply(found, value if type(value) is Decimal else _whole(value, self.times))


def _whole(value: Any, name: str) -> Decimal:
    """A whole number as a Decimal; a float, a text or a boolean never slips into a formula."""
    if type(value) is not int:
        raise InvalidInput(name, words_of("kind_needed", kind=KIND_WORDS["number"], type=type(value).__name__))
    return Decimal(value)


def parse_formula(
    name: str, document: Any, *, where: str, known: Collection[str], more: frozenset[str] = frozenset()
) -> Formula:
    """A formula from its TOML form; `more` are keys that the caller reads. Every fault is refused by place."""
    if not isinstance(document, Mapping):
        raise PolicyInvalid(where, words_of("table_needed"))
    if unknown := sorted(set(document) - _KEYS - more):
        raise PolicyInvalid(where, words_of("unknown_key", name=unknown[0]))
    made = Formula(
        name=name,
        text=parse_text(document.get("text"), where=f"{where}.text"),
        of=_factors(document.get("of", {}), where=f"{where}.of"),
        over=_factors(document.get("over", {}), where=f"{where}.over"),
        plus=parse_number(document.get("plus", 0), where=f"{where}.plus"),
        times=str(document.get("times", "")),
        least=_optional(document, "least", where=where),
        most=_optional(document, "most", where=where),
        unknown=dict(_factors(document.get("unknown", {}), where=f"{where}.unknown")),
    )
    if strange := [asked for asked in made.asks if asked not in known]:
        raise PolicyInvalid(where, words_of("not_known_here", name=strange[0]))
    if idle := sorted(set(made.unknown) - set(made.asks)):
        raise PolicyInvalid(f"{where}.unknown", words_of("not_asked_for", name=idle[0]))
    return made


def parse_text(document: Any, *, where: str) -> Text:
    """Words in both languages."""
    if not isinstance(document, Mapping) or set(document) != {"en", "zh"}:
        raise PolicyInvalid(where, words_of("both_languages"))
    return Text(en=str(document["en"]), zh=str(document["zh"]))


def parse_number(value: Any, *, where: str) -> Decimal:
    """A finite number, written as a whole number, a Decimal or text; never a float."""
    if isinstance(value, bool | float) or not isinstance(value, int | str | Decimal):
        raise PolicyInvalid(where, words_of("number_needed"))
    try:
        number = Decimal(value)
    except ArithmeticError:
        raise PolicyInvalid(where, words_of("not_a_number", text=str(value)[:40])) from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 18:
        raise PolicyInvalid(where, words_of("no_use", text=str(value)[:40]))
    return number


def _optional(document: Mapping[str, Any], key: str, *, where: str) -> Decimal | None:
    return parse_number(document[key], where=f"{where}.{key}") if key in document else None


def _factors(document: Any, *, where: str) -> Factors:
    if not isinstance(document, Mapping):
        raise PolicyInvalid(where, words_of("factors_needed"))
    return tuple((str(name), parse_number(value, where=f"{where}.{name}")) for name, value in document.items())
