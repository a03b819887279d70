"""Which facts a policy or a model uses for what; a use that a fact was not declared for is refused by its place."""

from collections.abc import Iterator, Sequence

from puhui.risk.decisioning.rules.formulas import Formula
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.serving import ScoringModel, inputs_of
from puhui.risk.facts.facade import FactUse, Use, refuse_unfit_uses, unfit_uses

_USE_OF_TABLE: dict[str, Use] = {
    "segments": "rule",
    "hard_rules": "rule",
    "bands": "rule",
    "limits": "limit",
    "prices": "price",
}


def uses_of(policy: DecisionPolicy) -> Iterator[FactUse]:
    """Every fact that the policy asks for, with the place and the use; a measure counts as what asks for it."""
    measures = {measure.name: measure for measure in policy.sections.measures}
    for where, name, use in _asked(policy):
        for fact in _facts_behind(name, measures):
            yield FactUse(where, fact, use)


def unfit_uses_of(policy: DecisionPolicy) -> list[FactUse]:
    """The uses that are not allowed on the day from which the policy decides."""
    return list(unfit_uses(uses_of(policy), on=policy.effective_from))


def refuse_unfit_policy(policy: DecisionPolicy) -> None:
    """Refuses a policy one of whose tables or formulas uses a fact for what it was not declared for."""
    refuse_unfit_uses(uses_of(policy), on=policy.effective_from)


def model_uses(model: ScoringModel) -> list[FactUse]:
    """The facts that a model scores on."""
    return [FactUse(f"{model.id}@{model.version}", name, "score") for name in inputs_of(model)]


def _asked(policy: DecisionPolicy) -> Iterator[tuple[str, str, Use]]:
    for table in policy.tables if policy.segments is None else (policy.segments, *policy.tables):
        for column in table.inputs:
            yield f"{table.name}.inputs.{column.name}", column.name, _USE_OF_TABLE[table.name]
    yield "amounts.turnover_fact", policy.turnover_fact, "limit"
    yield from _of_formulas([part.formula for part in policy.sections.limit], "limit")
    if policy.sections.price is not None:
        yield from _of_formulas(policy.sections.price.parts, "price")


def _of_formulas(formulas: Sequence[Formula], use: Use) -> Iterator[tuple[str, str, Use]]:
    for formula in formulas:
        for name in formula.asks:
            yield f"{use}.{formula.name}.{name}", name, use


def _facts_behind(name: str, measures: dict[str, Formula]) -> list[str]:
    """The name itself, or what the measure of that name is reckoned from; measures ask in no circle."""
    if name not in measures:
        return [name]
    return [fact for asked in measures[name].asks for fact in _facts_behind(asked, measures)]
