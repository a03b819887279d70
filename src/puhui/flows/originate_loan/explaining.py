"""How a decision came about, told at once: each fact with its value and what it counted, the data, the rights."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.foundation.consent.facade import consent_texts
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.kernel.texts import Text
from puhui.products.origination.facade import ApplicationView, application
from puhui.risk.decisioning.facade import Decision, FactValue, decision_request, decisions_of, rights_on
from puhui.risk.facts.facade import fact_definitions


@dataclass(frozen=True, slots=True)
class Counted:
    """What one fact counted: points given, and how many fewer than it could have given."""

    fact: str
    text: Text
    value: FactValue
    unit: str
    points: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A decision of the program as the person it is about may read it. The score runs up to `best_score`."""

    application: ApplicationView
    decision: Decision
    counted: tuple[Counted, ...]
    sources: Text
    ask_until: date
    explained_by: date


def explain(actor: Actor, *, application_id: UUID) -> Explanation:
    """The newest decision on an application, explained; for the firm itself and for staff."""
    asked = application(actor, application_id)
    made = decisions_of(actor, application_id=application_id, most=1)
    if not made or made[0].decision_id is None:
        raise NotFound("decision", where="application_id")
    request = decision_request(actor, decision_id=made[0].decision_id)
    rights = rights_on(request.as_of)
    return Explanation(
        application=asked,
        decision=made[0],
        counted=_counted(made[0], request.facts, on=request.as_of),
        sources=_sources(request.facts, on=request.as_of),
        ask_until=rights.ask_until(request.as_of),
        explained_by=rights.explained_by(business_date()),
    )


def data_used(actor: Actor, *, asked: ApplicationView, on: date) -> Text:
    """The names of the data that the newest decision on an application knew something from."""
    made = decisions_of(actor, application_id=asked.id, most=1)
    facts: Mapping[str, FactValue] = {}
    if made and made[0].decision_id is not None:
        facts = decision_request(actor, decision_id=made[0].decision_id).facts
    return _sources(facts, on=on)


def _counted(made: Decision, facts: Mapping[str, FactValue], *, on: date) -> tuple[Counted, ...]:
    """Most points lost first."""
    known = fact_definitions(on=on)
    rows = [
        Counted(
            fact=part.fact,
            text=known[part.fact].text if part.fact in known else Text(en=part.fact, zh=part.fact),
            value=facts.get(part.fact),
            unit=known[part.fact].unit if part.fact in known else "",
            points=part.points,
            lost=part.lost,
        )
        for part in made.contributions
    ]
    return tuple(sorted(rows, key=lambda row: (-row.lost, row.fact)))


def _sources(facts: Mapping[str, FactValue], *, on: date) -> Text:
    """By the words of the consents under which the data were read; the application itself is always among them."""
    known = fact_definitions(on=on)
    used = {known[name].source for name, value in facts.items() if value is not None and name in known}
    scopes = {code: words for text in consent_texts(on=on) for code, words in text.scopes.items()}
    names = [scopes.get(code, Text(en=code, zh=code)) for code in sorted(used)]
    names.append(Text(en="your application and the register entry of the firm", zh="您的申请及企业登记信息"))
    return Text(en="; ".join(n.en for n in names), zh="；".join(n.zh for n in names))
