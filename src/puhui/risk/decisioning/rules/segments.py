"""Which model scores whom: an optional table of a policy, asked of facts and of the applicant, before any score.

[segments]
hit_policy = "unique"
[segments.inputs]     months_observed = "number"
[segments.outputs]    scorecard = "text"
[[segments.rows]]     id = "S1"  when = { months_observed = "[1..12)" }  then = { scorecard = "demo-invoices-thin" }

Whom no row matches, the policy's own scorecard scores.
"""

from collections.abc import Mapping
from typing import Any

from puhui.risk.decisioning.contracts import DecisionRequest, PolicyInvalid
from puhui.risk.decisioning.rules.fault_words import KIND_WORDS, words_of
from puhui.risk.decisioning.rules.table_checks import clashes
from puhui.risk.decisioning.rules.tables import DecisionTable, parse_table

KEY = "segments"
OUTPUT = {"scorecard": "text"}
HIT_POLICIES = ("unique", "first")
APPLICANT: Mapping[str, str] = {
    "applicant.kind": "text",
    "applicant.months_since_founding": "number",
    "applicant.industry": "text",
}


def parse_segments(document: Mapping[str, Any], *, facts: Mapping[str, str]) -> DecisionTable | None:
    """The table, or none when the policy has no segments; refused by place."""
    if KEY not in document:
        return None
    table = parse_table(document[KEY], name=KEY)
    if table.hit_policy not in HIT_POLICIES:
        raise PolicyInvalid(f"{KEY}.hit_policy", words_of("one_of", names=", ".join(HIT_POLICIES)))
    known = {**facts, **APPLICANT}
    for column in table.inputs:
        if known.get(column.name) != column.kind:
            raise PolicyInvalid(f"{KEY}.inputs.{column.name}", words_of("no_kind", kind=KIND_WORDS[column.kind]))
    if {c.name: c.kind for c in table.outputs} != OUTPUT:
        raise PolicyInvalid(f"{KEY}.outputs", words_of("outputs", names=", ".join(OUTPUT)))
    for first, second in clashes(table)[:1] if table.hit_policy == "unique" else ():
        raise PolicyInvalid(f"{KEY}.{second}", words_of("overlap", a=first, b=second))
    return table


def slot_of(table: DecisionTable | None, request: DecisionRequest) -> str | None:
    """The slot of the segment that a request falls into; None for the policy's own."""
    if table is None:
        return None
    context: dict[str, Any] = dict(request.facts)
    context.update({f"applicant.{name}": value for name, value in request.applicant.items()})
    row = table.hit(context)
    return None if row is None else str(row.then["scorecard"])


def slots_in(table: DecisionTable | None) -> tuple[str, ...]:
    """Every slot that a segment names."""
    return () if table is None else tuple(dict.fromkeys(str(row.then["scorecard"]) for row in table.rows))
