"""What other rooms may call."""

from puhui.risk.facts.rules.invoice_facts import (
    FACTS,
    Fact,
    FactDefinition,
    InvoiceSummaryLike,
    facts_from_invoices,
)

__all__ = [
    "FACTS",
    "Fact",
    "FactDefinition",
    "InvoiceSummaryLike",
    "facts_from_invoices",
]
