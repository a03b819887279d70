"""A decision policy as data: hard rules, score bands, limits, prices, and the offers made from them.

    hard_rules (collect)  ->  outcome, reason          may decline or refer, whatever the score
    bands (unique)        ->  band, outcome            from the score
    limits (unique)       ->  most, turnover_share_pct yuan, and the share of a year's turnover
    prices (unique)       ->  margin_bps               over the loan prime rate (LPR)

A table may ask for any fact, for a measure, and for what `context_of` gives. With a `[price]` the margin of the price
table is over the other parts of the rate instead. Policies are superseded, never edited.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from puhui.kernel.canonical import digest
from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import DecisionRequest, PolicyInvalid
from puhui.risk.decisioning.rules.fault_words import KIND_WORDS, UNKNOWN_WORD, words_of
from puhui.risk.decisioning.rules.policy_sections import SECTIONS, Sections, parse_sections
from puhui.risk.decisioning.rules.segments import parse_segments, slot_of, slots_in
from puhui.risk.decisioning.rules.table_checks import clashes, gaps
from puhui.risk.decisioning.rules.tables import DecisionTable, parse_table

OUTCOMES = ("decline", "refer", "approve")
OUTPUTS: Mapping[str, Mapping[str, str]] = {
    "hard_rules": {"outcome": "text", "reason": "text"},
    "bands": {"band": "text", "outcome": "text"},
    "limits": {"most": "number", "turnover_share_pct": "number"},
    "prices": {"margin_bps": "number"},
}
HIT_POLICIES = {
    "hard_rules": ("collect",),
    "bands": ("unique", "first", "any"),
    "limits": ("unique", "first", "any"),
    "prices": ("unique", "first", "any"),
}
NEVER_EMPTY = frozenset({"bands", "prices"})
CONTEXT: Mapping[str, str] = {
    "amount": "number",
    "term_months": "number",
    "method": "text",
    "purpose": "text",
    "product": "text",
    "as_of": "date",
    "score": "number",
    "pd": "number",
    "band": "text",
    "lpr_pct": "number",
    "applicant.kind": "text",
    "applicant.months_since_founding": "number",
    "applicant.industry": "text",
    "applicant.region": "text",
    "applicant.sources_missing": "number",
}
_HEAD = {"id", "version", "effective_from", "source", "approved_by", "products", "scorecard"}
_KEYS = _HEAD | {"amounts", "offers", "reasons", "tables"}


@dataclass(frozen=True, slots=True)
class OfferPlan:
    """How one of the offers is made: from the amount granted, the term and the method that were asked for."""

    label: str
    term_months: int | None
    method: str | None
    share_pct: Decimal
    margin_add_bps: int


@dataclass(frozen=True, slots=True)
class DecisionPolicy:
    """A policy, ready to be asked."""

    id: str
    version: str
    effective_from: date
    hash: str
    products: tuple[str, ...]
    scorecard: str
    least_minor: int
    step_minor: int
    turnover_fact: str
    offers: tuple[OfferPlan, ...]
    reasons: Mapping[str, Text]
    hard_rules: DecisionTable
    bands: DecisionTable
    limits: DecisionTable
    prices: DecisionTable
    segments: DecisionTable | None
    sections: Sections
    document: Mapping[str, Any]

    @property
    def tables(self) -> tuple[DecisionTable, ...]:
        """Its tables, in the order in which they are asked."""
        return self.hard_rules, self.bands, self.limits, self.prices

    @property
    def slots(self) -> tuple[str, ...]:
        """The model slots that it takes scores from, its own first."""
        return tuple(dict.fromkeys((self.scorecard, *slots_in(self.segments))))

    def slot_of(self, request: DecisionRequest) -> str:
        """The slot whose model scores a request: that of its segment, else the policy's own."""
        return slot_of(self.segments, request) or self.scorecard

    @property
    def asks(self) -> tuple[str, ...]:
        """Every name that a table or a formula looks at."""
        tables = self.tables if self.segments is None else (self.segments, *self.tables)
        columns = (column.name for table in tables for column in table.inputs)
        return tuple(dict.fromkeys((*columns, *self.sections.asks)))


def parse_policy(document: Mapping[str, Any], *, facts: Mapping[str, str]) -> DecisionPolicy:
    """A policy from its TOML form. `facts` are the known facts and their types; what is unknown is refused by place."""
    name = str(document.get("id", "policy"))
    if unknown := sorted(set(document) - _KEYS - SECTIONS):
        raise PolicyInvalid(name, words_of("unknown_key", name=unknown[0]))
    if missing := sorted(_KEYS - set(document)):
        raise PolicyInvalid(name, words_of("missing", name=missing[0]))
    sections = parse_sections(document, facts=facts)
    known = {**facts, **dict.fromkeys((*sections.facts, *(m.name for m in sections.measures)), "number")}
    tables = {key: table_of(document["tables"], key, facts=known) for key in OUTPUTS}
    amounts = document["amounts"]
    try:
        policy = DecisionPolicy(
            id=name,
            version=str(document["version"]),
            effective_from=document["effective_from"],
            hash=digest(document),
            products=tuple(document["products"]),
            scorecard=str(document["scorecard"]),
            least_minor=int(Decimal(amounts["least"]) * 100),
            step_minor=int(Decimal(amounts["step"]) * 100),
            turnover_fact=str(amounts["turnover_fact"]),
            offers=tuple(_offer_plan(entry) for entry in document["offers"]),
            reasons={code: Text(en=text["en"], zh=text["zh"]) for code, text in document["reasons"].items()},
            segments=parse_segments(document, facts={**facts, **dict.fromkeys(sections.facts, "number")}),
            sections=sections,
            document=document,
            **tables,
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as fault:
        raise PolicyInvalid(name, words_of("unreadable", fault=f"{type(fault).__name__}: {fault}")) from None
    _check(policy, facts=known)
    return policy


def table_of(documents: Mapping[str, Any], key: str, *, facts: Mapping[str, str]) -> DecisionTable:
    """One table of a policy, with the columns that it must have; `facts` are known names, measures included."""
    if key not in documents:
        raise PolicyInvalid(f"tables.{key}", words_of("table_missing"))
    table = parse_table(documents[key], name=key)
    if table.hit_policy not in HIT_POLICIES[key]:
        raise PolicyInvalid(f"{key}.hit_policy", words_of("one_of", names=", ".join(HIT_POLICIES[key])))
    known = {**facts, **CONTEXT}
    for column in table.inputs:
        if known.get(column.name) != column.kind:
            raise PolicyInvalid(f"{key}.inputs.{column.name}", words_of("no_kind", kind=KIND_WORDS[column.kind]))
    if {c.name: c.kind for c in table.outputs} != OUTPUTS[key]:
        raise PolicyInvalid(f"{key}.outputs", words_of("outputs", names=", ".join(OUTPUTS[key])))
    return table


def _offer_plan(entry: Mapping[str, Any]) -> OfferPlan:
    if unknown := sorted(set(entry) - {"label", "term_months", "method", "share_pct", "margin_add_bps"}):
        raise PolicyInvalid("offers", words_of("unknown_key", name=unknown[0]))
    return OfferPlan(
        label=str(entry["label"]),
        term_months=entry.get("term_months"),
        method=entry.get("method"),
        share_pct=Decimal(entry.get("share_pct", 100)),
        margin_add_bps=int(entry.get("margin_add_bps", 0)),
    )


def _check(policy: DecisionPolicy, *, facts: Mapping[str, str]) -> None:
    if not isinstance(policy.effective_from, date):
        raise PolicyInvalid(f"{policy.id}.effective_from", words_of("date_needed"))
    if not 1 <= len(policy.offers) <= 3:
        raise PolicyInvalid(f"{policy.id}.offers", words_of("offers"))
    if policy.turnover_fact not in facts:
        raise PolicyInvalid(f"{policy.id}.amounts.turnover_fact", words_of("no_fact"))
    if policy.step_minor <= 0 or policy.least_minor <= 0:
        raise PolicyInvalid(f"{policy.id}.amounts", words_of("step_and_least"))
    _check_tables(policy)
    _check_words(policy)


def _check_tables(policy: DecisionPolicy) -> None:
    for table in policy.tables:
        for where, reason in check_table(table):
            raise PolicyInvalid(where, reason)


def check_table(table: DecisionTable, *, most: int = 10) -> list[tuple[str, Text]]:
    """Faults by place: overlaps where one row must match, gaps where one must be found (bands and prices)."""
    faults = [(f"{table.name}.{b}", words_of("overlap", a=a, b=b)) for a, b in clashes(table)[:most]]
    if table.name in NEVER_EMPTY:
        faults += [(table.name, words_of("gap", hole=_told(hole))) for hole in gaps(table, most=most)]
    return faults


def _told(hole: Mapping[str, Any]) -> Text:
    """A gap for people: `score = 559, months_observed = unknown`."""
    parts = [(name, UNKNOWN_WORD if value is None else Text(str(value), str(value))) for name, value in hole.items()]
    return Text(
        en=", ".join(f"{name} = {value.en}" for name, value in parts),
        zh="，".join(f"{name} = {value.zh}" for name, value in parts),
    )


def _check_words(policy: DecisionPolicy) -> None:
    """Outcomes are those we know, and every reason has its sentence: nobody is refused without a plain word."""
    for table in (policy.hard_rules, policy.bands):
        for row in table.rows:
            if row.then["outcome"] not in OUTCOMES:
                raise PolicyInvalid(
                    f"{table.name}.{row.id}.then.outcome", words_of("outcomes", names=", ".join(OUTCOMES))
                )
    for row in policy.hard_rules.rows:
        if row.then["reason"] not in policy.reasons:
            raise PolicyInvalid(
                f"hard_rules.{row.id}.then.reason", words_of("reason_without_text", code=row.then["reason"])
            )
    for code in ("amount_above_turnover", "turnover_unknown", "amount_too_small", *policy.sections.reasons):
        if code not in policy.reasons:
            raise PolicyInvalid("reasons", words_of("reason_without_text", code=code))
