"""Laws of decisions: reasons sum to the gap, a better fact never hurts, tables are what brute force says they are."""

import itertools
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.effort import examples
from tests.unit.decisioning.shipped import GOOD, PARAMETERS, request, shipped_card, shipped_policy

from puhui.kernel.canonical import canonical_json
from puhui.risk.decisioning.contracts import TableConflict
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.scorecard import pd_of_score
from puhui.risk.decisioning.rules.table_checks import gaps, overlaps
from puhui.risk.decisioning.rules.tables import parse_table
from puhui.risk.modelling.invoices import SIGNS

POLICY, CARD = shipped_policy(), shipped_card()
ORDER = {"decline": 0, "refer": 1, "approve": 2}
ratios = st.decimals(min_value=-5, max_value=5, places=3)
values = {
    name: st.one_of(st.none(), st.integers(-2, 400) if isinstance(value, int) else ratios)
    for name, value in GOOD.items()
}
facts = st.fixed_dictionaries(values)


@given(facts=facts)
def test_the_points_lost_sum_exactly_to_the_gap(facts: dict[str, object]) -> None:
    answer = decide(request(facts=facts), policy=POLICY, scorecard=CARD, parameters=PARAMETERS)
    assert sum(part.lost for part in answer.contributions) == answer.best_score - answer.score
    assert all(part.lost >= 0 for part in answer.contributions)


@given(facts=facts)
def test_every_decline_and_refer_has_one_to_four_reasons_and_an_approval_has_offers(facts: dict[str, object]) -> None:
    answer = decide(request(facts=facts), policy=POLICY, scorecard=CARD, parameters=PARAMETERS)
    if answer.outcome == "approve":
        assert 1 <= len(answer.offers) <= 3
        assert not answer.reasons
    else:
        assert 1 <= len(answer.reasons) <= 4
        assert all(reason.text.en and reason.text.zh for reason in answer.reasons)
        assert not answer.offers


@given(facts=facts, name=st.sampled_from(sorted(SIGNS)), step=st.decimals(min_value="0.001", max_value=3, places=3))
def test_a_better_value_of_a_signed_fact_never_lowers_the_score(
    facts: dict[str, object], name: str, step: Decimal
) -> None:
    value = facts[name]
    if value is None:
        return
    better = facts | {name: Decimal(str(value)) + SIGNS[name] * step}
    assert CARD.points(better) >= CARD.points(facts)


@given(facts=facts)
def test_the_same_question_gets_the_same_bytes(facts: dict[str, object]) -> None:
    first, second = (
        decide(request(facts=facts), policy=POLICY, scorecard=CARD, parameters=PARAMETERS) for _ in range(2)
    )
    assert canonical_json(first) == canonical_json(second)


@given(score=st.integers(200, 900))
def test_a_higher_score_is_a_lower_probability_and_twenty_points_double_the_odds(score: int) -> None:
    scale = (600, 30, 20)
    low, high = pd_of_score(score, scale=scale), pd_of_score(score + 20, scale=scale)
    assert 0 <= high <= low <= 1
    if Decimal("0.01") < low < Decimal("0.99"):  # six decimals carry the odds there
        odds = (1 - low) / low
        assert abs((1 - high) / high / odds - 2) < Decimal("0.01")


CELLS = ["-", "< 2", ">= 2", "[1..3)", "(1..3]", "2", "unknown", "known", "not(2)", "0, 3", "unknown, < 1"]
cells = st.sampled_from(CELLS)
kinds = st.sampled_from(["-", "a", "b", "not(a)", "unknown", "a, unknown"])
POINTS = [None, *(Decimal(n) / 2 for n in range(-2, 9))]


@settings(max_examples=examples(150))
@given(rows=st.lists(st.tuples(cells, cells, kinds), min_size=1, max_size=5))
def test_the_checker_agrees_with_brute_force(rows: list[tuple[str, str, str]]) -> None:
    table = parse_table(
        {
            "hit_policy": "unique",
            "inputs": {"x": "number", "y": "number", "k": "text"},
            "outputs": {"out": "number"},
            "rows": [
                {"id": f"R{n}", "when": dict(zip("xyk", row, strict=True)), "then": {"out": n}}
                for n, row in enumerate(rows)
            ],
        },
        name="t",
    )
    clashes, holes = set(), False
    for x, y, k in itertools.product(POINTS, POINTS, [None, "a", "b", "c"]):
        hit = [row.id for row in table.rows if all(t.holds(v) for t, v in zip(row.tests, (x, y, k), strict=True))]
        clashes |= set(itertools.combinations(hit, 2))
        holes = holes or not hit
    assert set(overlaps(table)) == clashes
    found = gaps(table)
    assert bool(found) == holes
    for gap in found:
        assert table.hits(gap) == ()
    if clashes:
        with_clash = False
        for x, y, k in itertools.product(POINTS, POINTS, [None, "a", "b", "c"]):
            try:
                table.hits({"x": x, "y": y, "k": k})
            except TableConflict:
                with_clash = True
                break
        assert with_clash
