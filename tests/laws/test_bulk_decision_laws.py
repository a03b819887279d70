"""The law of bulk decisions: a pass over columns gives every row what it would get alone, whatever policy and card."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.effort import examples
from tests.unit.decisioning.packages import boosted_document
from tests.unit.decisioning.shipped import GOOD, PARAMETERS, POLICIES, request, shipped_card, shipped_policy

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import DecisionRequest
from puhui.risk.decisioning.policy_files import FACT_TYPES
from puhui.risk.decisioning.rules.boosted import Boosted, parse_boosted
from puhui.risk.decisioning.rules.bulk import decide_many
from puhui.risk.decisioning.rules.bulk_answers import answers_as_one_by_one
from puhui.risk.decisioning.rules.bulk_formulas import formula_column, one_value
from puhui.risk.decisioning.rules.bulk_segments import decide_by_segment
from puhui.risk.decisioning.rules.columns import Column, columns_of, fits, number_column
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.formulas import Formula
from puhui.risk.decisioning.rules.policy import DecisionPolicy, parse_policy
from puhui.risk.decisioning.rules.scorecard import Scorecard, parse_scorecard
from puhui.risk.decisioning.rules.serving import ScoringModel

POLICY, CARD = shipped_policy(), shipped_card()
WORD = {"en": "x", "zh": "某"}
KNOWN = {"n": "number", "r": "number", "m": "number", "turnover_12m": "number"}
small = st.integers(-3, 12)
halves = st.integers(-6, 24).map(lambda n: Decimal(n) / 2)
number_cells = st.sampled_from(
    ["-", "< 2", ">= 2.5", "[1..3)", "(1..3]", "2", "unknown", "known", "not(2)", "0, 3", "unknown, < 1.5", "> 7"]
)
text_cells = st.sampled_from(["-", "a", "a, b", "not(a)", "unknown", "known", "a, unknown", "c"])
outcomes = st.sampled_from(["decline", "refer", "approve"])


@st.composite
def policies(draw: Any) -> DecisionPolicy:
    """Any policy that the checks let through: overlapping hard rules, bands that cover, limits with holes."""
    cuts = sorted(draw(st.sets(st.integers(540, 660), min_size=1, max_size=3)))
    spans = [f"< {cuts[0]}", *(f"[{a}..{b})" for a, b in pairwise(cuts)), f">= {cuts[-1]}"]
    names = [draw(st.sampled_from("ABC")) for _ in spans]
    rules = draw(st.lists(st.tuples(number_cells, number_cells, text_cells, text_cells, outcomes), max_size=5))
    limits = draw(st.lists(st.tuples(st.sampled_from(["A", "B", "C", "-"]), number_cells), min_size=1, max_size=3))
    money = st.sampled_from(["0", "0.99", "1500", "999999.995", "20000"])
    offers = st.fixed_dictionaries(
        {"label": st.sampled_from(["one", "two"])},
        optional={
            "term_months": st.sampled_from([3, 6, 60]),
            "method": st.sampled_from(["bullet", "equal_instalment"]),
            "share_pct": st.sampled_from([50, "33.3", 100]),
            "margin_add_bps": st.integers(-50, 50),
        },
    )
    return parse_policy(
        {
            "id": "any",
            "version": "1",
            "effective_from": date(2026, 1, 1),
            "source": "-",
            "approved_by": "-",
            "products": ["working-capital"],
            "scorecard": "any",
            "amounts": {
                "least": draw(st.sampled_from(["0.01", "1000", "5000.50"])),
                "step": draw(st.sampled_from(["0.01", "100", "333.33"])),
                "turnover_fact": "turnover_12m",
            },
            "offers": draw(st.lists(offers, min_size=1, max_size=3)),
            "reasons": dict.fromkeys(
                ["w1", "w2", "amount_above_turnover", "turnover_unknown", "amount_too_small"], WORD
            ),
            "tables": {
                "hard_rules": {
                    "hit_policy": "collect",
                    "inputs": {
                        "n": "number",
                        "r": "number",
                        "applicant.region": "text",
                        "applicant.industry": "text",
                        "as_of": "date",
                    },
                    "outputs": {"outcome": "text", "reason": "text"},
                    "rows": [
                        {
                            "id": f"H{place}",
                            "when": {
                                "n": n,
                                "r": r,
                                "applicant.region": t,
                                "applicant.industry": i,
                                "as_of": "> 2026-01-31",
                            },
                            "then": {"outcome": outcome, "reason": draw(st.sampled_from(["w1", "w2"]))},
                        }
                        for place, (n, r, t, i, outcome) in enumerate(rules)
                    ],
                },
                "bands": {
                    "hit_policy": draw(st.sampled_from(["unique", "first"])),
                    "inputs": {"score": {"type": "number", "required": True}},
                    "outputs": {"band": "text", "outcome": "text"},
                    "rows": [
                        {"id": f"B{place}", "when": {"score": span}, "then": {"band": name, "outcome": draw(outcomes)}}
                        for place, (span, name) in enumerate(zip(spans, names, strict=True))
                    ],
                },
                "limits": {
                    "hit_policy": "first",
                    "inputs": {"band": "text", "m": "number"},
                    "outputs": {"most": "number", "turnover_share_pct": "number"},
                    "rows": [
                        {
                            "id": f"L{place}",
                            "when": {"band": band, "m": cell},
                            "then": {
                                "most": draw(money),
                                "turnover_share_pct": draw(st.sampled_from([0, 15, "12.345"])),
                            },
                        }
                        for place, (band, cell) in enumerate(limits)
                    ],
                },
                "prices": {
                    "hit_policy": "first",
                    "inputs": {
                        "band": "text",
                        "term_months": {"type": "number", "required": True},
                        "lpr_pct": "number",
                        "pd": {"type": "number", "required": True},
                    },
                    "outputs": {"margin_bps": "number"},
                    "rows": [
                        {"id": "P1", "when": {"band": "A", "term_months": "<= 6"}, "then": {"margin_bps": 100}},
                        {"id": "P2", "when": {"lpr_pct": "3.5"}, "then": {"margin_bps": 250}},
                        {"id": "P3", "when": {"pd": "<= 0.032258"}, "then": {"margin_bps": 300}},
                        {"id": "P4", "then": {"margin_bps": 400}},
                    ],
                },
            },
        },
        facts=KNOWN,
    )


@st.composite
def cards(draw: Any) -> Scorecard:
    """A card with a number, a ratio, a category of whole numbers, and at times a pair of two of them."""
    points = st.integers(-30, 30)

    def number(name: str, **more: str) -> dict[str, Any]:
        cuts = sorted(draw(st.sets(halves, min_size=0, max_size=3)))
        edges = [None, *(str(cut) for cut in cuts), None]
        bins = [
            {"id": str(place), "points": draw(points), "low": low, "high": high}
            for place, (low, high) in enumerate(pairwise(edges))
        ]
        missing = {"id": "missing", "points": draw(points)}
        return {"name": name, "kind": "number", "text": WORD, "bins": bins, "missing": missing, **more}

    def category(name: str, values: list[str]) -> dict[str, Any]:
        bins = [{"id": values[0], "points": draw(points), "values": values}]
        if draw(st.booleans()):
            bins.append({"id": "other", "points": draw(points), "values": []})
        missing = {"id": "missing", "points": draw(points)}
        return {"name": name, "kind": "category", "text": WORD, "bins": bins, "missing": missing}

    def pair(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
        rows, columns = ([[b["id"]] for b in (*one["bins"], one["missing"])] for one in (first, second))
        rows = rows[: draw(st.integers(1, len(rows)))]  # a bin may be in no group
        cells = [draw(st.lists(points, min_size=len(columns), max_size=len(columns))) for _ in rows]
        return {"features": ["n", "r / m"], "rows": rows, "columns": columns, "points": cells}

    features = [number("n"), number("r", over="m"), category("n", ["1", "2"]), number("absent")]
    document = {
        "id": "any",
        "version": "1",
        "base_points": 600,
        "scale": {"points": 600, "odds": 30, "pdo": 20},
        "features": features,
    }
    return parse_scorecard(document | ({"pairs": [pair(*features[:2])]} if draw(st.booleans()) else {}))


requests = st.builds(
    DecisionRequest,
    application_id=st.uuids(),
    as_of=st.just(date(2026, 11, 1)),
    product_code=st.just("working-capital"),
    amount_minor=st.sampled_from([0, 1, 99_999, 100_000, 500_050, 12_345_678, 10**13, 10**13 + 1]),
    term_months=st.sampled_from([0, 1, 3, 6, 12, 60, 361]),
    method=st.sampled_from(["equal_instalment", "bullet"]),
    applicant=st.fixed_dictionaries(
        {"industry": st.sampled_from(["a", "b", None])},
        optional={"region": st.sampled_from(["a", "c", None]), "months_since_founding": st.one_of(st.none(), small)},
    ),
    facts=st.fixed_dictionaries(
        {},
        optional={
            "n": st.one_of(st.none(), small),
            "r": st.one_of(st.none(), small, halves, st.just(Decimal("1e-9"))),
            "m": st.one_of(st.none(), small, halves),
            "turnover_12m": st.one_of(st.none(), st.integers(-(10**9), 10**12), st.just(10**25)),
        },
    ),
)


def alone(
    asked: DecisionRequest, *, policy: DecisionPolicy, card: ScoringModel, parameters: Any
) -> dict[str, Any] | str:
    """The answer of the one-by-one way, or the code of its refusal."""
    try:
        answer = decide(asked, policy=policy, scorecard=card, parameters=parameters)
    except Refusal as refusal:
        return refusal.code
    kept = ("outcome", "score", "pd", "band", "limit_minor", "offers", "indicative")
    return {name: getattr(answer, name) for name in kept} | {"reasons": tuple(r.code for r in answer.reasons)}


def assert_same(
    asked: list[DecisionRequest], *, policy: DecisionPolicy, card: ScoringModel, parameters: Any = PARAMETERS
) -> None:
    """Compares every row; what columns cannot hold is not among them, and is told by place."""
    columns, rows = columns_of(asked)
    together = decide_many(columns, policy=policy, scorecard=card, parameters=parameters)
    assert together.size == len(rows)
    for place, row in enumerate(rows.tolist()):
        got = together.refused.get(place) or answers_as_one_by_one(together, place)
        assert got == alone(asked[row], policy=policy, card=card, parameters=parameters)
    left_out = set(range(len(asked))) - set(rows.tolist())
    assert all(not all(fits(v) for v in asked[row].facts.values()) for row in left_out)


@settings(max_examples=examples(200), deadline=None)
@given(policy=policies(), card=cards(), asked=st.lists(requests, min_size=1, max_size=12))
def test_any_policy_and_card_give_each_row_what_it_gets_alone(
    policy: DecisionPolicy, card: Scorecard, asked: list[DecisionRequest]
) -> None:
    assert_same(asked, policy=policy, card=card)


ratios = st.decimals(min_value=-5, max_value=5, places=3)
shipped_facts = st.fixed_dictionaries(
    {
        name: st.one_of(
            st.none(), st.just(value), st.integers(-2, 400) if isinstance(value, int) else ratios, st.just(Decimal(0))
        )
        for name, value in GOOD.items()
    }
)


@settings(max_examples=examples(100), deadline=None)
@given(
    facts=st.lists(shipped_facts, min_size=1, max_size=20),
    amount=st.integers(1, 200_000_000),
    term=st.sampled_from([3, 6, 12]),
)
def test_the_shipped_policy_gives_each_firm_what_it_gets_alone(
    facts: list[dict[str, Any]], amount: int, term: int
) -> None:
    asked = [request(facts=known, amount_minor=amount, term_months=term) for known in facts]
    assert_same(asked, policy=POLICY, card=CARD)


def test_the_shipped_policy_needs_nothing_one_by_one() -> None:
    columns, _ = columns_of([request(facts={"turnover_12m": n * 10_000_000}) for n in range(50)])
    together = decide_many(columns, policy=POLICY, scorecard=CARD, parameters=PARAMETERS)
    assert together.one_by_one == {}
    assert len(np.unique(together.outcome)) > 1


def test_a_policy_with_parts_not_known_here_goes_one_by_one_and_says_so() -> None:
    columns, _ = columns_of([request(), request(facts={"months_observed": 3})])
    policy = shipped_policy()
    object.__setattr__(policy, "document", {**policy.document, "new_part": {}})
    together = decide_many(columns, policy=policy, scorecard=CARD, parameters=PARAMETERS)
    assert together.one_by_one == {"the policy has new_part": 2}
    assert [answers_as_one_by_one(together, row)["outcome"] for row in (0, 1)] == ["approve", "refer"]


@settings(max_examples=examples(30), deadline=None)
@given(facts=st.lists(shipped_facts, min_size=1, max_size=20))
def test_boosted_trees_give_each_firm_what_it_gets_alone(facts: list[dict[str, Any]]) -> None:
    pytest.importorskip("lightgbm", reason="install the extra: pip install 'puhui[lab]'")
    assert_same([request(facts=known) for known in facts], policy=POLICY, card=_trees())


@cache
def _trees() -> Boosted:
    return parse_boosted(boosted_document())


numbers = st.one_of(
    st.integers(-5, 5).map(Decimal), st.decimals(min_value=-1000, max_value=1000, places=3), st.just(Decimal("0.01"))
)
asked_values = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.decimals(min_value=-10, max_value=10, places=6))


@settings(max_examples=examples(300), deadline=None)
@given(
    of=st.dictionaries(st.sampled_from("abc"), numbers, max_size=3),
    over=st.dictionaries(st.sampled_from("abd"), numbers, max_size=2),
    plus=numbers,
    times=st.sampled_from(["", "a", "d", "k"]),
    instead=st.dictionaries(st.sampled_from("abcd"), numbers, max_size=2),
    bounds=st.tuples(st.one_of(st.none(), numbers), st.one_of(st.none(), numbers)),
    rows=st.lists(st.fixed_dictionaries(dict.fromkeys("abc", asked_values)), min_size=1, max_size=8),
)
def test_a_formula_over_columns_gives_each_row_its_value(
    of: dict[str, Decimal], over: dict[str, Decimal], plus: Decimal, times: str, instead: dict[str, Decimal],
    bounds: tuple[Decimal | None, Decimal | None], rows: list[dict[str, Any]],
) -> None:  # fmt: skip
    formula = Formula(
        name="f", text=Text(en="f", zh="f"), of=tuple(of.items()), over=tuple(over.items()), plus=plus, times=times,
        least=bounds[0], most=bounds[1], unknown=instead,
    )  # fmt: skip
    context: dict[str, Column] = {n: number_column([row[n] for row in rows], places=6) for n in "abc"}
    context["k"] = one_value(Decimal("2.5"))
    found, odd = formula_column(formula, context, size=len(rows))
    for place, row in enumerate(rows):
        if not odd[place]:
            assert found.value(place) == formula.value({**row, "k": Decimal("2.5")})


NEXT = parse_policy(
    tomllib.loads((POLICIES / "decision_policies" / "working-capital-2.toml").read_text()),
    facts=FACT_TYPES,
)
LAWFUL = {**PARAMETERS, "all_in_cost_cap_pct": Decimal("12"), "one_borrower_share_pct": Decimal("10"),
          "one_group_share_pct": Decimal("15")}  # fmt: skip
money = st.one_of(st.none(), st.just(0), st.integers(0, 10**9))
owed = st.fixed_dictionaries(
    {},
    optional={
        "borrower.exposure_minor": money,
        "group.exposure_minor": money,
        "group.monthly_due_minor": st.one_of(st.none(), st.just(0), st.integers(0, 10**7)),
        "bureau_monthly_due": st.one_of(st.none(), st.integers(0, 10**7)),
        "bureau_debt": money,
        "bureau_lenders": st.one_of(st.none(), st.integers(0, 10)),
        "turnover_12m": st.integers(10**7, 10**10),
        "purchases_12m": st.integers(10**7, 10**10),
    },
)


@settings(max_examples=examples(150), deadline=None)
@given(
    facts=st.lists(st.tuples(shipped_facts, owed), min_size=1, max_size=12),
    amount=st.sampled_from([5_000_000, 10_000_000, 12_345_678, 40_000_000, 100_000_000]),
    term=st.sampled_from([3, 6, 12, 60]),
)
def test_a_policy_with_measures_and_parts_gives_each_firm_what_it_gets_alone(
    facts: list[tuple[dict[str, Any], dict[str, Any]]], amount: int, term: int
) -> None:
    asked = [request(facts={**GOOD, **own}, amount_minor=amount, term_months=term) for _, own in facts[:6]]
    asked += [request(facts=known | own, amount_minor=amount, term_months=term) for known, own in facts]
    assert_same(asked, policy=NEXT, card=CARD, parameters=LAWFUL)


def test_the_policy_of_next_year_needs_nothing_one_by_one() -> None:
    owed_nothing = {"borrower.exposure_minor": 0, "group.exposure_minor": 0, "group.monthly_due_minor": 0}
    columns, _ = columns_of([request(facts={"turnover_12m": n * 10_000_000, **owed_nothing}) for n in range(90)])
    together = decide_many(columns, policy=NEXT, scorecard=CARD, parameters=LAWFUL)
    assert together.one_by_one == {}
    assert len(np.unique(together.outcome)) > 1


@st.composite
def segmented(draw: Any) -> DecisionPolicy:
    """The shipped policy with a table of segments, some rows of one slot, with holes between."""
    hit = draw(st.sampled_from(["unique", "first"]))
    cuts = sorted(draw(st.sets(st.integers(0, 36), min_size=2, max_size=3)))
    spans = ["unknown", *(f"[{a}..{b})" for a, b in pairwise(cuts))]
    slots = st.sampled_from(["demo-invoices", "thin", "thinner"])
    rows = [
        {"id": f"S{n}", "when": {"months_observed": span}, "then": {"scorecard": draw(slots)}}
        for n, span in enumerate(draw(st.permutations(spans)))
    ]
    columns = {"months_observed": "number", "applicant.industry": "text"}
    table = {"hit_policy": hit, "inputs": columns, "outputs": {"scorecard": "text"}, "rows": rows}
    return shipped_policy(segments=table)


@cache
def models() -> dict[str, ScoringModel]:
    """Three cards: the shipped one, one with other points, and trees."""
    thin = parse_scorecard({**CARD.document, "id": "thin", "base_points": CARD.base_points - 40})
    return {"demo-invoices": CARD, "thin": thin, "thinner": parse_boosted(boosted_document())}


@settings(max_examples=examples(30), deadline=None)
@given(policy=segmented(), facts=st.lists(shipped_facts, min_size=1, max_size=12))
def test_each_segment_is_scored_by_its_own_model_in_bulk_as_alone(
    policy: DecisionPolicy, facts: list[dict[str, Any]]
) -> None:
    asked = [request(facts=one, amount_minor=30_000_000, term_months=12) for one in facts]
    columns, rows = columns_of(asked)
    together = decide_by_segment(columns, policy=policy, models=models(), parameters=PARAMETERS)
    for place, row in enumerate(rows.tolist()):
        got = together.refused.get(place) or answers_as_one_by_one(together, place)
        card = models()[policy.slot_of(asked[row])]
        assert got == alone(asked[row], policy=policy, card=card, parameters=PARAMETERS)
