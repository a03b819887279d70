"""For whom a product is: one customer with every reason against, as a pure function.

What is not known excludes nobody: it is asked for later. The first reason is the one that is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from puhui.foundation.catalogue.schema.audience import Audience, Group, Stage
from puhui.foundation.catalogue.schema.institution import InstitutionProfile
from puhui.foundation.catalogue.schema.product import Product
from puhui.kernel.texts import Text

YOUNGEST = 18  # where no rulebook is given: full capacity (Civil Code, art. 17 and 18)

_ONLY = {
    "person": Text(en="only for persons", zh="仅限个人"),
    "organisation": Text(en="only for firms", zh="仅限企业"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """What is known of somebody who asks: empty or None where it is not."""

    kind: str = ""
    groups: tuple[Group, ...] = ()  # a farmer is a person with a life of their own too
    industry: str = ""
    months: int | None = None  # since the business was founded
    region: str = ""  # the official code
    tier: str | None = None  # a tier of regions
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """One condition that a customer does not meet: its key in the file, and why in words."""

    code: str
    key: str
    reason: Text


def misses(
    product: Product, *, customer: Customer, profile: InstitutionProfile, youngest: int = YOUNGEST
) -> list[Miss]:
    """Every condition of the product that the customer does not meet, in the order of `CODES`; none when it fits."""
    found = [*_of_eligibility(product, customer)]
    if product.audience is not None:
        found += [*_of_audience(product.audience, customer, profile)]
    found += [*_of_age(product, customer, youngest)]
    return sorted(found, key=lambda miss: CODES.index(miss.code))


CODES = ("kind", "group", "industry", "months", "stage", "tier", "region", "excluded_region", "age_from", "age_to")
"""Every reason against, in the order in which they are told."""


def _of_eligibility(product: Product, customer: Customer) -> Iterator[Miss]:
    asks = product.eligibility
    if customer.kind and customer.kind not in asks.kinds:
        only = {
            "person": Text(en="only for persons", zh="仅限个人"),
            "organisation": Text(en="only for firms", zh="仅限企业"),
        }
        yield Miss("kind", "eligibility.kinds", only[asks.kinds[0]])
    if customer.industry and customer.industry in asks.excluded_industries:
        yield Miss("industry", "eligibility.excluded_industries", Text(en="not for this industry", zh="不适用于该行业"))
    if customer.months is not None and customer.months < asks.months_since_founding:
        words = Text(
            en="the business is {given} months old, at least {asked} are needed",
            zh="企业成立{given}个月，至少需要{asked}个月",
        )
        reason = words.filled(given=customer.months, asked=asks.months_since_founding)
        yield Miss("months", "eligibility.months_since_founding", reason)


def _of_audience(audience: Audience, customer: Customer, profile: InstitutionProfile) -> Iterator[Miss]:
    if customer.groups and audience.groups and not set(customer.groups) & set(audience.groups):
        yield Miss("group", "audience.groups", _for_groups(audience.groups))
    if customer.months is not None and audience.stages and profile.stage_of(customer.months) not in audience.stages:
        yield Miss("stage", "audience.stages", _stage(profile.stage_of(customer.months)))
    if customer.tier is not None and audience.tiers and customer.tier not in audience.tiers:
        yield Miss("tier", "audience.tiers", Text(en="not in regions of this kind", zh="不面向该类地区"))
    if customer.region and audience.regions and not customer.region.startswith(audience.regions):
        yield Miss("region", "audience.regions", Text(en="not in this region", zh="不面向该地区"))
    if customer.region and audience.excluded_regions and customer.region.startswith(audience.excluded_regions):
        yield Miss("excluded_region", "audience.excluded_regions", Text(en="not in this region", zh="不面向该地区"))


def _of_age(product: Product, customer: Customer, youngest: int) -> Iterator[Miss]:
    """Ages are those of persons: a firm has none."""
    age, audience = customer.age, product.audience
    if age is None or customer.kind == "organisation":
        return
    least = max(youngest, audience.age_from or 0) if audience else youngest
    if age < least:
        yield Miss("age_from", "audience.age_from", Text(en="from {n} years on", zh="须年满{n}周岁").filled(n=least))
    if audience and audience.age_to is not None and age > audience.age_to:
        words = Text(en="up to {n} years", zh="不超过{n}周岁").filled(n=audience.age_to)
        yield Miss("age_to", "audience.age_to", words)


def _for_groups(groups: tuple[Group, ...]) -> Text:
    told: dict[Group, tuple[str, str]] = {
        "small_firm": ("small firms", "小微企业"),
        "sole_trader": ("sole traders", "个体工商户"),
        "farm_household": ("farm households", "农户"),
        "cooperative": ("farmers' cooperatives", "农民专业合作社"),
        "individual": ("persons", "个人"),
    }
    en, zh = (words.join(told[one][n] for one in groups) for n, words in enumerate((", ", "、")))
    return Text(en=f"it is for {en}", zh=f"仅面向{zh}")


def _stage(stage: Stage) -> Text:
    told = {
        "start_up": Text(en="not for a business that has just begun", zh="不面向初创企业"),
        "growing": Text(en="not for a business that is a few years old", zh="不面向成长期企业"),
        "established": Text(en="not for a business of many years", zh="不面向成熟企业"),
    }
    return told[stage]
