"""Laws of counter-offers: each is the truth, found with a bounded number of decisions, and never within an approval."""

from decimal import Decimal
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.effort import examples
from tests.unit.decisioning.shipped import BOOK, LAW, PARAMETERS, request, shipped_card, shipped_policy

from puhui.risk.decisioning.contracts import CounterOffer, DecisionRequest
from puhui.risk.decisioning.rules import counter_offers as searching
from puhui.risk.decisioning.rules.counter_offers import MOST_DECISIONS, Choices, applied, counter_offers
from puhui.risk.decisioning.rules.decide import decide

CARD = shipped_card()
POLICIES = {1: shipped_policy(1), 2: shipped_policy(2)}
CHOICES = Choices(
    least_minor=10_000_000,
    step_minor=10_000,
    terms_months=(3, 6, 12),
    methods=("equal_instalment", "equal_principal", "interest_only"),
)
KNOWN = PARAMETERS | LAW
spoiled: dict[str, st.SearchStrategy[Any]] = {
    "months_observed": st.sampled_from([None, 3, 8, 36]),
    "buyer_top1_share_12m": st.sampled_from([Decimal("0.2"), Decimal("0.97")]),
    "turnover_12m": st.sampled_from([None, 40_000_000, 90_000_000, 800_000_000]),
    "purchases_12m": st.sampled_from([None, 20_000_000, 500_000_000]),
    "months_since_last_sale": st.sampled_from([0, 0, 3, 9]),
    "group.exposure_minor": st.sampled_from([0, 735_000_000, 745_000_000]),
    "group.monthly_due_minor": st.sampled_from([0, 2_000_000, 23_000_000]),
    "bureau_monthly_due": st.sampled_from([None, 0, 23_000_000]),
    "bureau_debt": st.sampled_from([None, 0, 700_000_000]),
    "buyer_hhi_12m": st.sampled_from([Decimal("0.03"), Decimal("0.95")]),
}
asked = st.builds(
    lambda facts, amount, term, method: request(
        facts=BOOK | facts, amount_minor=amount, term_months=term, method=method
    ),
    st.fixed_dictionaries({}, optional=spoiled),
    st.integers(90_000_00, 1_000_000_00).map(lambda n: n // 10_000 * 10_000),
    st.sampled_from(CHOICES.terms_months),
    st.sampled_from(CHOICES.methods),
)


def found(policy: int, made: DecisionRequest) -> tuple[CounterOffer, ...]:
    return counter_offers(made, policy=POLICIES[policy], scorecard=CARD, parameters=KNOWN, choices=CHOICES)


@settings(max_examples=examples(60))
@given(made=asked, policy=st.sampled_from([1, 2]))
def test_applying_a_counter_offer_gives_exactly_what_it_promises(made: DecisionRequest, policy: int) -> None:
    before = decide(made, policy=POLICIES[policy], scorecard=CARD, parameters=KNOWN)
    offers = found(policy, made)
    assert not (before.outcome == "approve" and offers)
    for offer in offers:
        after = decide(applied(made, offer), policy=POLICIES[policy], scorecard=CARD, parameters=KNOWN)
        assert (after.outcome, after.offers) == ("approve", offer.offers)
        assert CHOICES.least_minor <= offer.amount_minor <= made.amount_minor or offer.kind == "document"
        assert (offer.term_months, offer.method) == (made.term_months, made.method) or offer.kind == "terms"
        assert bool(offer.facts) == (offer.kind == "document") == bool(offer.text)


@settings(max_examples=examples(30))
@given(made=asked)
def test_a_search_makes_a_bounded_number_of_decisions(made: DecisionRequest) -> None:
    with patch.object(searching, "decide", wraps=decide) as asking:
        found(2, made)
    assert asking.call_count <= MOST_DECISIONS


def test_counter_offers_that_a_banker_can_check() -> None:
    """The group has room for 150,000; one buyer takes nearly all: up to 500,000 no person need look."""
    full = request(facts=BOOK | {"group.exposure_minor": 735_000_000, "group.monthly_due_minor": 30_000_00})
    assert found(2, full) == ()  # the limit grants 150,000 at once: nothing was refused
    single = request(facts=BOOK | {"buyer_top1_share_12m": Decimal("0.97")}, amount_minor=60_000_000)
    amount = next(o for o in found(2, single) if o.kind == "amount")
    assert amount.amount_minor == 50_000_000
    burdened = request(facts=BOOK | {"bureau_monthly_due": 17_500_001})  # more than 0.7 of 250,000 yuan a month
    assert found(2, burdened) == ()  # what runs already is not cut by asking for less
    short = request(facts=BOOK | {"months_observed": 3})
    assert [(o.kind, dict(o.facts)) for o in found(2, short)] == [("document", {"months_observed": 6})]
    unseen = request(facts=BOOK | {"purchases_12m": None})
    assert [o.kind for o in found(2, unseen)] == ["document"]
