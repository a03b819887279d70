"""Prices as customers see them: a returning firm's discount on sheet and page, the cap of a place, the public list."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from pydantic import ValidationError
from tests.interfaces.api.conftest import token
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, firm_at_the_door

from puhui.flows.originate_loan.relationship_price import check_place
from puhui.flows.price_list import price_list
from puhui.foundation.catalogue.facade import product
from puhui.kernel.actors import SYSTEM, Role
from puhui.products.origination.facade import OfferDraft, application, offer
from puhui.risk.facts.facade import FactNotForThis
from puhui.risk.pricing.facade import NoLawfulPrice, pricing_on
from puhui.risk.pricing.policy_files import Condition, Part

pytestmark = pytest.mark.django_db


def test_who_paid_well_pays_less_and_is_told_why() -> None:
    world = World(start=TODAY)
    door = firm_at_the_door(region="331124")
    plain = offer(door.actor, door.applied().offer_ids[0])
    assert "price" not in plain.sheet
    loan_id = world.borrowed(door.firm_id, unit="week", n=1, principal_minor=1_000_00)
    world.close_until(TODAY.replace(day=30) + (TODAY.replace(day=2) - TODAY.replace(day=1)) * 2)
    assert apps.get_model("lending", "Loan").objects.get(id=loan_id).state == "closed"

    again = firm_at_the_door(region="620523")  # Gangu, sorted as less developed
    found = offer(again.actor, again.applied().offer_ids[0])
    told = found.sheet["price"]
    assert [(p["code"], p["points"]) for p in told["parts"]] == [("less_developed_place", "-0.2")]
    assert (
        Decimal(told["base"]["rate_pct"]) - Decimal("0.2") == found.annual_rate_pct == found.loan_terms.annual_rate_pct
    )

    door.at = world.clock.now()
    apps.get_model("origination", "Application").objects.filter(firm_id=door.firm_id).update(state="withdrawn")
    better = offer(door.actor, door.applied().offer_ids[0])
    assert [p["code"] for p in better.sheet["price"]["parts"]] == ["returning"]
    assert better.sheet["price"]["parts"][0]["lost_when"]["zh"]
    assert better.annual_rate_pct == plain.annual_rate_pct - Decimal("0.3")


def test_the_cap_of_a_place_holds_for_machines_and_people() -> None:
    World(start=TODAY)
    door = firm_at_the_door(region="331124")  # Lishui: at most 13.5 %
    asked = application(SYSTEM, door.apply())
    sold = product("working-capital", on=TODAY)
    draft = OfferDraft(amount_minor=100_000_00, term_months=12, method="bullet", annual_rate_pct=Decimal("13.6"))
    with pytest.raises(NoLawfulPrice) as refused:
        check_place([draft], borrower_id=asked.firm_id, product=sold, on=TODAY)
    assert "lishui" in refused.value.message.en
    elsewhere = {line.product.code: line for line in price_list(on=TODAY, region="330106").lines}
    here = {line.product.code: line for line in price_list(on=TODAY, region="丽水市").lines}
    assert (elsewhere["working-capital"].highest_pct, here["working-capital"].highest_pct) == (15, Decimal("13.5"))
    assert here["working-capital"].capped_by is not None
    assert here["working-capital"].example.all_in < elsewhere["working-capital"].example.all_in


def test_the_public_list_on_page_and_api() -> None:
    cache.clear()
    World(start=TODAY)
    client = Client()
    for language, words in (("en", "A loan with us paid off in time"), ("zh-hans", "按时结清过本机构贷款")):
        client.cookies["puhui_language"] = language
        text = client.get("/prices/?region=331124", headers={"Accept-Language": language}).content.decode()
        assert words in text or language == "en"
        assert "13.5" in text
    wrong = client.get("/prices/?region=nowhere")
    assert (wrong.status_code, "nowhere" in wrong.content.decode()) == (422, True)
    program = token("manager", Role.RELATIONSHIP_MANAGER)
    told = program.get("/products/prices?region=331124").json()
    [line] = [one for one in told["prices"] if one["code"] == "working-capital"]
    assert (told["tier"], line["highest_pct"], len(line["parts"])) == ("middle", "13.5", 6)
    assert program.get("/products/prices?region=nowhere").json()["code"] == "region_unknown"


def test_policies_are_held_to_what_facts_and_places_allow(settings: LazySettings, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="never makes a price higher"):
        Part(
            code="far_away",
            name={"en": "x", "zh": "x"},  # type: ignore[arg-type]
            text={"en": "x", "zh": "x"},  # type: ignore[arg-type]
            points=Decimal("0.1"),
            when=(Condition(fact="region.tier", one_of=("less_developed",)),),
        )
    environment = settings.PUHUI_ENVIRONMENT
    shipped = Path("src/puhui/policies/pricing/relationship-2.toml").read_text(encoding="utf-8")
    (tmp_path / "pricing").mkdir()
    wrong = shipped.replace("own_loans_paid_off", "registration_abnormal")  # declared for rules, not for prices
    (tmp_path / "pricing/relationship-2.toml").write_text(wrong, encoding="utf-8")
    settings.PUHUI_ENVIRONMENT = type(environment)(
        **{f: getattr(environment, f) for f in environment.__dataclass_fields__} | {"policies": tmp_path}
    )
    with pytest.raises(FactNotForThis):
        pricing_on("working-capital", on=TODAY)
