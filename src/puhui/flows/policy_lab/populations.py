"""Which made-up people a product is tried on: firms or persons, what they may ask for, what is not known."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from puhui.flows.simulation.wide_persons import persons_at_large
from puhui.flows.simulation.wide_world import Asks, WideWorld, firms_at_large
from puhui.foundation.catalogue.facade import Product, product
from puhui.risk.decisioning.facade import DecisionPolicy, ScoringModel, inputs_of
from puhui.risk.facts.facade import fact_texts
from puhui.risk.lab.facade import Part

A_YEAR: Final = 12


def population_of(code: str, *, arms: Sequence[tuple[DecisionPolicy, ScoringModel]], on: date) -> dict[str, Any]:
    """Who stands for the customers of a product, what they may ask for, and which facts the arms ask for in vain.

    A fact that no made-up firm or person has is unknown to both arms; the page says so.
    """
    terms = product(code, on=on)
    who = customers_of(terms)
    asks = asks_of(terms, who=who)
    world = WideWorld(1, 0, on, code, asks.terms_months[0], asks)
    return {
        "who": who,
        "asks": asks,
        "not_simulated": facts_in_vain(next(people_at_large(world, who=who)), arms=arms),
    }


def facts_in_vain(part: Part, *, arms: Sequence[tuple[DecisionPolicy, ScoringModel]]) -> list[str]:
    """The facts that the arms ask for and that nobody of a made-up population has, by name."""
    asked = {name for policy, card in arms for name in (*policy.asks, *inputs_of(card))}
    facts = {*fact_texts(), *(name for policy, _ in arms for name in policy.document.get("facts", {}))}
    return sorted(asked & facts - set(part.asked.facts))


def customers_of(terms: Product) -> str:
    """Whom a product is for: firms, or persons."""
    return "firms" if "organisation" in terms.eligibility.kinds else "persons"


def people_at_large(world: WideWorld, *, who: str) -> Iterator[Part]:
    """The made-up firms or persons of a world, in parts."""
    return persons_at_large(world) if who == "persons" else firms_at_large(world)


def asks_of(terms: Product, *, who: str) -> Asks:
    """What may be asked for. Firms all ask for the longest term within a year, persons for any that there is."""
    year = max((months for months in terms.terms_months if months <= A_YEAR), default=min(terms.terms_months))
    return Asks(
        least_minor=terms.lowest.minor,
        most_minor=terms.highest.minor,
        step_minor=terms.step.minor,
        terms_months=(year,) if who == "firms" else terms.terms_months,
        method=terms.methods[0],
        purpose=terms.purposes[0].code,
    )
