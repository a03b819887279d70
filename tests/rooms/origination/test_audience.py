"""Whom a product is for is held at the application and at each draw; the cap of a place at each offer and product."""

import tomllib
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.apps import apps
from stdnum.cn import uscc
from tests.interfaces.workbench.institution import footprint
from tests.rooms.facilities.holders import granted
from tests.rooms.farms.village import MANAGER, Village
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door
from tests.rooms.party.made_up import call_by

from puhui.flows.draw_facility.show_draw import show_draw
from puhui.flows.originate_loan.audience import customer_of, require_audience
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.foundation.catalogue.facade import (
    BreaksRule,
    NotEligible,
    Product,
    check_all_in_cost,
    check_product,
    product,
    product_findings,
)
from puhui.foundation.catalogue.loading import SHIPPED
from puhui.foundation.party.facade import make_group, register_organisation
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.facilities.facade import DrawnAs
from puhui.products.origination.facade import offers_of

pytestmark = pytest.mark.django_db


def firm(kind: str, n: int) -> UUID:
    """A firm whose code says what it is: 91 a company, 92 a sole trader, 93 a farmers' cooperative."""
    body = f"{kind}110000{n:09d}"
    return register_organisation(call_by(MANAGER), name=f"示例{n}", uscc=body + uscc.calc_check_digit(body))


@pytest.mark.parametrize(
    ("kind", "groups", "sold", "refused"),
    [
        ("91", ("small_firm",), "working-capital-line", "cooperative-loan"),
        ("92", ("sole_trader",), "startup-subsidised", "working-capital-line"),
        ("93", ("cooperative",), "cooperative-loan", "equipment-lease"),
        ("51", (), "working-capital-line", ""),
    ],
)
def test_the_code_of_a_firm_says_of_which_group_it_is(
    kind: str, groups: tuple[str, ...], sold: str, refused: str
) -> None:
    who = firm(kind, 41)
    assert customer_of(who, on=TODAY).groups == groups
    require_audience(product(sold, on=TODAY), party_id=who, on=TODAY)
    if refused:
        with pytest.raises(NotEligible, match="it is for"):
            require_audience(product(refused, on=TODAY), party_id=who, on=TODAY)


def test_the_firm_of_a_cooperative_is_one_whatever_its_code_says() -> None:
    who = firm("91", 42)
    make_group(call_by(MANAGER), kind="cooperative", code="COOP-42", name="合作社", organisation_id=who)
    assert set(customer_of(who, on=TODAY).groups) == {"small_firm", "cooperative"}


def refused(door: Door, **asked: object) -> Refusal:
    before = footprint()
    with pytest.raises(Refusal) as found:
        door.apply(**asked)
    assert footprint() == before
    return found.value


def test_an_application_for_a_product_of_others_is_refused_and_changes_nothing() -> None:
    door = firm_at_the_door(founded_on=date(2026, 1, 5), region="330106")
    told = refused(
        door, product_code="cooperative-loan", term_months=6, method="interest_only", purpose="inputs",
        amount=Money.parse("50000.00"),
    )  # fmt: skip
    assert (told.code, told.where) == ("not_eligible", "audience.groups")
    assert told.message.en.endswith("it is for farmers' cooperatives.")
    assert "农民专业合作社" in told.message.zh
    old = refused(
        firm_at_the_door(), product_code="startup-subsidised", purpose="stock", amount=Money.parse("50000.00")
    )
    assert (old.code, old.where) == ("not_eligible", "audience.stages")


def test_what_was_written_down_before_is_looked_at_again_when_it_is_submitted() -> None:
    door = firm_at_the_door()
    line = {"product_code": "working-capital-line", "method": "credit_line", "term_months": 12}
    application_id = door.apply(**line)
    _of(door).update(founded_on=date(2026, 10, 1))  # a wrong founding date was put right meanwhile
    before = footprint()
    with pytest.raises(NotEligible):
        submit_application(door.call(), application_id=application_id)
    assert footprint() == before


def test_a_farm_product_is_for_those_of_a_household() -> None:
    village = Village(World(start=TODAY))
    farm, alone = village.farmer(), village.person()
    sown = product("seasonal-crop", on=TODAY)
    require_audience(sown, party_id=farm, on=TODAY)
    with pytest.raises(NotEligible, match="it is for farm households"):
        require_audience(sown, party_id=alone, on=TODAY)
    for who in (farm, alone):  # a farmer has a life of their own too
        require_audience(product("personal-instalment", on=TODAY), party_id=who, on=TODAY)


def test_a_draw_is_refused_to_who_is_no_longer_meant_but_not_for_a_birthday() -> None:
    door = firm_at_the_door(founded_on=date(2023, 1, 5))
    held = granted(
        holder_id=door.firm_id,
        product_code="seasonal-stock-line",
        loan_id=None,
        drawn_as=DrawnAs.LOANS,
        method="bullet",
    )

    def show() -> object:
        return show_draw(
            door.call(), facility_id=held, amount=Money.parse("20000.00"), purpose="stock", language="en", term_months=3
        )

    assert show()
    _of(door).update(founded_on=date(2026, 9, 5))  # corrected: it was a business that had just begun
    before = footprint()
    with pytest.raises(NotEligible):
        show()
    assert footprint() == before


def test_an_offer_keeps_the_cap_of_its_place() -> None:
    """Lishui (a made-up example) caps all costs at 14 %: the rate goes down so that fees and all stay within it."""
    free, capped = firm_at_the_door(region="330106"), firm_at_the_door(region="331124")
    offers = [offers_of(door.actor, application_id=door.applied().application_id) for door in (free, capped)]
    assert offers[0]
    assert offers[1]
    assert all(Decimal(one.all_in_cost_pct) <= 14 for one in offers[1])
    lent = product("working-capital", on=TODAY)
    check_all_in_cost(Decimal("14.01"), what="offer", on=TODAY, of=lent, region="330106")
    check_all_in_cost(Decimal("14.00"), what="offer", on=TODAY, of=lent, region="331124")
    with pytest.raises(BreaksRule, match="local/lishui/1") as broken:
        check_all_in_cost(Decimal("14.01"), what="offer", on=TODAY, of=lent, region="331124")
    assert broken.value.detail["limit"] == "14 %"


def made_for(*regions: str, highest: str) -> Product:
    text = (SHIPPED / "products/working-capital-1.toml").read_text(encoding="utf-8")
    document = tomllib.loads(text, parse_float=Decimal)
    document["price"]["highest_pct"] = Decimal(highest)
    document["audience"] = {"regions": list(regions)}
    return Product.model_validate(document)


def test_a_product_for_a_capped_place_is_not_published_above_its_cap() -> None:
    [found] = product_findings(made_for("3311", highest="15"), on=TODAY)
    assert (found.rule, found.key, found.limit) == ("local/lishui/1", "price.highest_pct", "14 %")
    assert Decimal(found.value.removesuffix(" %")) > 15
    with pytest.raises(BreaksRule, match="lishui"):
        check_product(made_for("331124", "4401", highest="15"), on=TODAY)
    for lawful in (made_for("3311", highest="12"), made_for("33", highest="15"), made_for(highest="15")):
        assert product_findings(lawful, on=TODAY) == []


def _of(door: Door):  # type: ignore[no-untyped-def]
    return apps.get_model("party", "Party").objects.filter(id=door.firm_id)
