"""What would turn a refusal or a referral around: a smaller amount, another term or way of repaying, a fact to show.

Found by deciding again, with a bounded number of decisions; everything told is the answer of a real decision, so that
applying it gives an approval as long as nothing else changes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from puhui.risk.decisioning.contracts import CounterOffer, Decision, DecisionRequest
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.serving import ScoringModel
from puhui.risk.decisioning.rules.table_checks import samples

MOST_DECISIONS = 300
_STEPS = 8
Decide = Callable[[DecisionRequest], Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the product leaves to choose from: amounts in fen, terms in months, ways of repaying."""

    least_minor: int
    step_minor: int
    terms_months: Sequence[int]
    methods: Sequence[str]


class _Spent(Exception):
    """The decisions that a search may make are used up."""


def counter_offers(
    request: DecisionRequest,
    *,
    policy: DecisionPolicy,
    scorecard: ScoringModel,
    parameters: Mapping[str, Decimal],
    choices: Choices,
) -> tuple[CounterOffer, ...]:
    """One smaller amount, other terms, and one for each document at most; none for what is approved."""
    left = MOST_DECISIONS

    def ask(asked: DecisionRequest) -> Decision:
        nonlocal left
        left -= 1
        if left < 0:
            raise _Spent
        return decide(asked, policy=policy, scorecard=scorecard, parameters=parameters)

    if ask(request).outcome == "approve":
        return ()
    found: list[CounterOffer] = []
    try:
        for search in (_smaller(request, ask, choices), _other_terms(request, ask, choices)):
            found.extend(search)
        found.extend(_documents(request, ask, policy))
    except _Spent:
        pass
    return tuple(found)


def applied(request: DecisionRequest, offer: CounterOffer) -> DecisionRequest:
    """The request as the counter-offer would have it."""
    return replace(
        request,
        amount_minor=offer.amount_minor,
        term_months=offer.term_months,
        method=offer.method,
        facts={**request.facts, **offer.facts},
    )


def _offer(kind: str, asked: DecisionRequest, answer: Decision, **more: object) -> CounterOffer:
    return CounterOffer(
        kind=kind,
        amount_minor=asked.amount_minor,
        term_months=asked.term_months,
        method=asked.method,
        offers=answer.offers,
        **more,  # type: ignore[arg-type] # facts, text: named by the callers below
    )


def _smaller(request: DecisionRequest, ask: Decide, choices: Choices) -> Iterator[CounterOffer]:
    """The largest amount that is approved, as far as a grid and then halving can tell."""
    found = _largest(request, ask, choices)
    if found:
        yield _offer("amount", *found)


def _largest(request: DecisionRequest, ask: Decide, choices: Choices) -> tuple[DecisionRequest, Decision] | None:
    """What is approved below the amount asked for: the best of an even grid, then halved towards its neighbour above.

    What is granted may be less than what is asked: the offer names what is granted, and is asked once more.
    """
    step = choices.step_minor
    low, high = -(-choices.least_minor // step), (request.amount_minor - 1) // step
    if low > high:
        return None
    grid = sorted({low + (high - low) * n // _STEPS for n in range(_STEPS + 1)}, reverse=True)
    above, best = high + 1, None
    for place in grid:
        best = _approved(replace(request, amount_minor=place * step), ask)
        if best:
            bottom = place
            break
        above = place
    if not best:
        return None
    while above - bottom > 1:
        middle = (above + bottom) // 2
        better = _approved(replace(request, amount_minor=middle * step), ask)
        best, bottom, above = (better, middle, above) if better else (best, bottom, middle)
    return best


def _approved(asked: DecisionRequest, ask: Decide) -> tuple[DecisionRequest, Decision] | None:
    """The request and its answer when it is approved; at the amount that is granted, when that is less."""
    answer = ask(asked)
    if answer.outcome != "approve" or not answer.offers:
        return None
    granted = max(offer.amount_minor for offer in answer.offers)
    if granted >= asked.amount_minor:
        return asked, answer
    again = replace(asked, amount_minor=granted)
    told = ask(again)
    return (again, told) if told.outcome == "approve" and told.offers else (asked, answer)


def _other_terms(request: DecisionRequest, ask: Decide, choices: Choices) -> Iterator[CounterOffer]:
    """The terms nearest to those asked for under which the amount asked for is approved, in full."""
    ways = [(term, method) for term in choices.terms_months for method in choices.methods]
    ways.sort(key=lambda way: (abs(way[0] - request.term_months), way[1] != request.method))
    for term, method in ways:
        if (term, method) == (request.term_months, request.method):
            continue
        asked = replace(request, term_months=term, method=method)
        answer = ask(asked)
        if answer.outcome == "approve" and any(o.amount_minor >= request.amount_minor for o in answer.offers):
            yield _offer("terms", asked, answer)
            return


def _documents(request: DecisionRequest, ask: Decide, policy: DecisionPolicy) -> Iterator[CounterOffer]:
    """Facts that the customer can still show, one at a time, with a value that would be enough."""
    for name, document in policy.sections.documents.items():
        known = request.facts.get(name)
        if known is not None and not document.when_more:
            continue
        for value in _values(name, policy):
            if known is not None and value <= known:
                continue
            asked = replace(request, facts={**request.facts, name: value})
            answer = ask(asked)
            if answer.outcome == "approve":
                yield _offer("document", asked, answer, facts={name: value}, text=document.text)
                break


def _values(name: str, policy: DecisionPolicy) -> list[Decimal | int]:
    """Values of a fact worth trying: one of each part on which all tables answer alike, and round amounts of money."""
    found: set[Decimal] = set()
    for table in policy.tables:
        for place, column in enumerate(table.inputs):
            if column.name == name and column.kind == "number":
                found |= {v for v in samples([row.tests[place] for row in table.rows], column) if v is not None}
    if policy.sections.is_money(name) or name in {n for m in policy.sections.measures for n in m.asks}:
        found |= {Decimal(0), *(Decimal(10) ** n for n in range(7, 12)), *(3 * Decimal(10) ** n for n in range(7, 11))}
    return [int(v) if v == v.to_integral_value() else v for v in sorted(found) if v >= 0]
