"""The table that a model is trained on: for each decision of the past, the facts as they were known at its instant.

Nothing that came later is seen: neither an answer of a source, nor an import of invoices, nor a correction.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice
from uuid import UUID

from puhui.foundation.documents.facade import summaries_known
from puhui.foundation.party.facade import home_date, representatives_at
from puhui.kernel.actors import Actor, Role
from puhui.risk.facts.facade import facts_from_invoices, source_facts_of

CHUNK = 200
Value = Decimal | int | None


@dataclass(frozen=True, slots=True)
class PastDecision:
    """A firm and the instant at which it was decided on; `beside` goes through to the table unread."""

    firm_id: UUID
    decided_at: datetime
    beside: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactsRow:
    """One line of the table."""

    decision: PastDecision
    facts: Mapping[str, Value]


def extract_facts(actor: Actor, *, decisions: Iterable[PastDecision]) -> Iterator[FactsRow]:
    """The facts of each decision, in order; a few queries for every 200 decisions."""
    actor.require(Role.RISK_OFFICER, Role.SYSTEM, verb="extract facts for training")
    rest = iter(decisions)
    while some := list(islice(rest, CHUNK)):
        yield from _chunk(some)


def _chunk(some: list[PastDecision]) -> Iterator[FactsRow]:
    firms = source_facts_of([(d.firm_id, d.decided_at, "organisation") for d in some])
    summaries = summaries_known((d.firm_id, home_date(d.decided_at), d.decided_at) for d in some)
    persons = representatives_at((d.firm_id, d.decided_at) for d in some)
    known = zip(persons, some, strict=True)
    of_people = iter(source_facts_of([(p, d.decided_at, "person") for p, d in known if p is not None]))
    for decision, firm, summary, person in zip(some, firms, summaries, persons, strict=True):
        facts: dict[str, Value] = {name: f.value for name, f in facts_from_invoices(summary).items()}
        facts |= {name: f.value for name, f in firm.items()}
        if person is not None:
            facts |= {name: f.value for name, f in next(of_people).items()}
        yield FactsRow(decision, facts)
