"""What other rooms may call."""

from puhui.risk.facts.actions import mark_stale, store_facts
from puhui.risk.facts.catalogue import definition_of, fact_definitions, fact_names, fact_rules, fact_texts, fact_units
from puhui.risk.facts.contracts import FactRecordView, FactRule, FactsHeld, FactsRefused, KnownFact, Use
from puhui.risk.facts.queries import (
    fact_history,
    facts_held,
    facts_of,
    facts_of_contents,
    is_stale,
    newest_values,
    source_facts,
    source_facts_of,
    stale_parties,
)
from puhui.risk.facts.rules.invoice_facts import (
    FACTS,
    Fact,
    FactDefinition,
    InvoiceSummaryLike,
    facts_from_invoices,
)
from puhui.risk.facts.uses import FactNotForThis, FactUse, refusal_of, refuse_unfit_uses, unfit_uses

__all__ = [
    "FACTS",
    "Fact",
    "FactDefinition",
    "FactNotForThis",
    "FactRecordView",
    "FactRule",
    "FactUse",
    "FactsHeld",
    "FactsRefused",
    "InvoiceSummaryLike",
    "KnownFact",
    "Use",
    "definition_of",
    "fact_definitions",
    "fact_history",
    "fact_names",
    "fact_rules",
    "fact_texts",
    "fact_units",
    "facts_from_invoices",
    "facts_held",
    "facts_of",
    "facts_of_contents",
    "is_stale",
    "mark_stale",
    "newest_values",
    "refusal_of",
    "refuse_unfit_uses",
    "source_facts",
    "source_facts_of",
    "stale_parties",
    "store_facts",
    "unfit_uses",
]
