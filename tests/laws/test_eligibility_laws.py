"""Laws of eligibility: many customers at once get the answers that each gets alone; nothing unknown excludes."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from puhui.foundation.catalogue.facade import (
    Customer,
    codes_of,
    columns_of,
    institution_on,
    misses,
    misses_of_all,
)
from puhui.foundation.catalogue.loading import SHIPPED, read_catalogue
from puhui.foundation.catalogue.schema.audience import Audience, Group, Stage, Tier
from puhui.foundation.catalogue.schema.product import Product

PROFILE = institution_on(date(2026, 11, 23))
REGIONS = ("510104", "510105", "520322", "330106", "110101")
INDUSTRIES = ("F51", "A01", "J69", "K70")
prefixes = st.sampled_from([code[:n] for code in REGIONS for n in (2, 4, 6)])
customers = st.builds(
    Customer,
    kind=st.sampled_from(["person", "organisation"]),
    groups=st.lists(st.sampled_from(get_args(Group)), max_size=2, unique=True).map(tuple),
    industry=st.sampled_from(["", *INDUSTRIES]),
    months=st.none() | st.integers(0, 120),
    region=st.sampled_from(["", *REGIONS]),
    tier=st.none() | st.sampled_from(get_args(Tier)),
    age=st.none() | st.integers(0, 110),
)


@cache
def shipped() -> tuple[Product, ...]:
    return read_catalogue([SHIPPED]).products


@st.composite
def products(draw: st.DrawFn) -> Product:
    """A shipped product with an audience of any kind."""
    base = draw(st.sampled_from(shipped()))
    regions = tuple(draw(st.lists(prefixes, max_size=2, unique=True)))
    excluded = tuple(one for one in draw(st.lists(prefixes, max_size=2)) if not one.startswith(regions or ("-",)))
    excluded = tuple(one for one in excluded if not any(region.startswith(one) for region in regions))
    lowest, highest = sorted(draw(st.tuples(st.integers(16, 80), st.integers(16, 80))))
    audience = Audience(
        groups=draw(st.lists(st.sampled_from(get_args(Group)), max_size=2, unique=True)),
        stages=draw(st.lists(st.sampled_from(get_args(Stage)), max_size=2, unique=True)),
        tiers=draw(st.lists(st.sampled_from(get_args(Tier)), max_size=2, unique=True)),
        regions=regions,
        excluded_regions=excluded,
        age_from=draw(st.none() | st.just(lowest)),
        age_to=draw(st.none() | st.just(highest)),
    )
    asks = base.eligibility.model_copy(
        update={
            "months_since_founding": draw(st.integers(0, 60)),
            "excluded_industries": tuple(draw(st.lists(st.sampled_from(INDUSTRIES), max_size=2))),
        }
    )
    return base.model_copy(update={"audience": draw(st.none() | st.just(audience)), "eligibility": asks})


@settings(max_examples=150, deadline=None)
@given(st.lists(customers, min_size=1, max_size=12), st.lists(products(), min_size=1, max_size=5))
def test_all_at_once_is_one_by_one(asking: list[Customer], offered: list[Product]) -> None:
    bits = misses_of_all(offered, customers=columns_of(asking), profile=PROFILE)
    for row, customer in enumerate(asking):
        for column, product in enumerate(offered):
            alone = tuple(miss.code for miss in misses(product, customer=customer, profile=PROFILE))
            assert codes_of(int(bits[row, column])) == alone


@settings(max_examples=100, deadline=None)
@given(customers, products(), st.sampled_from(["groups", "industry", "months", "region", "tier", "age"]))
def test_what_is_forgotten_never_adds_a_reason(customer: Customer, product: Product, what: str) -> None:
    blank = replace(customer, **{what: "" if what in ("industry", "region") else None})
    known = {miss.code for miss in misses(product, customer=customer, profile=PROFILE)}
    assert {miss.code for miss in misses(product, customer=blank, profile=PROFILE)} <= known


@settings(max_examples=50, deadline=None)
@given(customers)
def test_every_reason_has_words_in_both_languages_and_names_a_key(customer: Customer) -> None:
    for product in shipped():
        for miss in misses(product, customer=customer, profile=PROFILE):
            assert miss.reason.en
            assert miss.reason.zh
            assert miss.key.partition(".")[0] in ("audience", "eligibility")
