"""The optional sections of a policy beside its tables: facts, constants, measures, limit, price, documents.

A policy with measures, limit or price is decided by engine 2; without them every answer stays what it was.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.rules.fault_words import words_of
from puhui.risk.decisioning.rules.formulas import Formula, parse_formula, parse_number, parse_text
from puhui.risk.decisioning.rules.limit_and_price import (
    LIMIT_CONTEXT,
    PRICE_CONTEXT,
    LimitPart,
    PriceRule,
    parse_limit,
    parse_price,
)

SECTIONS = frozenset(
    {"facts", "constants", "assessment", "measures", "limit", "price", "documents", "cases", "segments"}
)
PARAMETERS = (
    "all_in_cost_cap_pct",
    "all_in_cost_cap_lpr_multiple",
    "one_borrower_share_pct",
    "one_group_share_pct",
    "lender.net_assets_minor",
)
"""What a formula may name of rulebooks and of the institution's profile, as in force on the day."""
NET_ASSETS = PARAMETERS[-1]
NUMBERS = ("amount_minor", "term_months", "score", "pd", "lpr_pct", "applicant.months_since_founding")
INSTALMENT = "instalment_minor"
UNITS = ("minor", "months", "ratio", "count", "percent")
_MOST = 60


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact besides those of invoices, from whichever source: its words and its unit."""

    text: Text
    unit: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """How a customer can show a fact: when it is not known, and, `when_more`, also when more of it would help."""

    text: Text
    when_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """What a policy says beside its tables. `assess_rate_pct`: the rate at which an instalment is reckoned."""

    facts: Mapping[str, FactLine]
    constants: Mapping[str, Decimal]
    assess_rate_pct: Decimal | None
    measures: tuple[Formula, ...]
    limit: tuple[LimitPart, ...]
    price: PriceRule | None
    documents: Mapping[str, DocumentLine]

    @property
    def has_formulas(self) -> bool:
        """True when engine 2 decides."""
        return bool(self.measures or self.limit or self.price)

    def is_money(self, name: str) -> bool:
        """True for a declared fact in fen."""
        return name in self.facts and self.facts[name].unit == "minor"

    @property
    def reasons(self) -> tuple[str, ...]:
        """The codes of reasons that the sections may give."""
        codes = [code for part in self.limit for code in (part.reason, part.when_unknown) if code]
        return (*codes, self.price.reason) if self.price else tuple(codes)

    @property
    def asks(self) -> tuple[str, ...]:
        """Every name that a formula looks at."""
        parts = [*self.measures, *(p.formula for p in self.limit), *(self.price.parts if self.price else ())]
        return tuple(dict.fromkeys(name for part in parts for name in part.asks))


def parse_sections(document: Mapping[str, Any], *, facts: Mapping[str, str]) -> Sections:
    """The sections of a policy document; `facts` are those known without it."""
    more = {name: _fact(name, entry) for name, entry in _table(document, "facts").items()}
    constants = {
        name: parse_number(value, where=f"constants.{name}") for name, value in _table(document, "constants").items()
    }
    known = {*facts, *more, *constants, *NUMBERS, *PARAMETERS}
    rate = _assessment(document)
    if rate is not None:
        known.add(INSTALMENT)
    measures = _measures(_table(document, "measures"), known=known, taken=known - set(facts))
    known |= {measure.name for measure in measures}
    documents = _table(document, "documents")
    if strange := sorted(set(documents) - set(facts) - set(more)):
        raise PolicyInvalid(f"documents.{strange[0]}", words_of("no_fact"))
    return Sections(
        facts=more,
        constants=constants,
        assess_rate_pct=rate,
        measures=measures,
        limit=parse_limit(document.get("limit"), known=known | set(LIMIT_CONTEXT)),
        price=parse_price(document.get("price"), known=known | set(PRICE_CONTEXT)),
        documents={name: _document(name, entry) for name, entry in documents.items()},
    )


def _measures(document: Mapping[str, Any], *, known: Collection[str], taken: Collection[str]) -> tuple[Formula, ...]:
    """The measures, each after those that it asks for: the order of a document does not survive its storing.

    A fact that is defined later may have the name of a measure (`taken` leaves facts out): old policies stay valid.
    """
    for name in document:
        if name in taken or "." in name:
            raise PolicyInvalid(f"measures.{name}", words_of("measure_name"))
    names = {*known, *document}
    waiting = {
        name: parse_formula(name, entry, where=f"measures.{name}", known=names) for name, entry in document.items()
    }
    ordered: list[Formula] = []
    while waiting:
        ready = [one for one in waiting.values() if waiting.keys().isdisjoint(one.asks)]
        if not ready:
            raise PolicyInvalid(f"measures.{min(waiting)}", words_of("circle"))
        ordered += ready
        for one in ready:
            del waiting[one.name]
    return tuple(ordered)


def _table(document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = document.get(key, {})
    if not isinstance(found, Mapping) or len(found) > _MOST:
        raise PolicyInvalid(key, words_of("names_needed", most=_MOST))
    return found


def _fact(name: str, entry: Any) -> FactLine:
    where = f"facts.{name}"
    if not isinstance(entry, Mapping) or set(entry) != {"text", "unit"} or entry["unit"] not in UNITS:
        raise PolicyInvalid(where, words_of("fact_line", units=", ".join(UNITS)))
    return FactLine(parse_text(entry["text"], where=f"{where}.text"), entry["unit"])


def _document(name: str, entry: Any) -> DocumentLine:
    where = f"documents.{name}"
    if not isinstance(entry, Mapping) or not isinstance(entry.get("when_more", False), bool):
        raise PolicyInvalid(where, words_of("document_line"))
    words = {key: value for key, value in entry.items() if key != "when_more"}
    return DocumentLine(parse_text(words, where=where), entry.get("when_more", False))


def _assessment(document: Mapping[str, Any]) -> Decimal | None:
    found = _table(document, "assessment")
    if not found:
        return None
    if set(found) != {"rate_pct"}:
        raise PolicyInvalid("assessment", words_of("only_rate"))
    rate = parse_number(found["rate_pct"], where="assessment.rate_pct")
    if not 0 <= rate <= 100:
        raise PolicyInvalid("assessment.rate_pct", words_of("percent"))
    return rate
