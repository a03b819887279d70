"""What is known of me: from whom and since when; asking for a correction; taking it along; nobody else's data."""

import csv
import io
import json

import pytest
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import known_firm
from tests.interfaces.customer_web.visitor import Visitor

from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.sources.models import Correction

pytestmark = pytest.mark.django_db


def test_what_is_known_is_shown_with_its_origin(world: World, firms: list[MadeUpFirm]) -> None:
    visitor, firm_id = known_firm(world, firms[0], phone="13600136020")
    visitor.open("/my-data/").open(f"/my-data/known/{firm_id}/")
    words = visitor.words()
    assert "Court records" in words
    assert "Registered capital" in words
    assert "kept until" in words
    assert "The program, to decide on your application" in words
    assert "Bank statements" in words  # under "Not known"
    stranger = Visitor(world, phone="13600136021").sign_in()
    assert stranger.open(f"/my-data/known/{firm_id}/").status == 404


def test_a_customer_asks_for_a_correction(world: World, firms: list[MadeUpFirm]) -> None:
    visitor, firm_id = known_firm(world, firms[0], phone="13600136022")
    visitor.open(f"/my-data/known/{firm_id}/").open(visitor.link("field=capital_minor"))
    visitor.send("reason", value="many", reason="")
    assert visitor.status == 422
    assert len(visitor.wrong()) == 2
    assert not Correction.objects.exists()
    visitor.send("reason", value="1,000,000", reason="The licence of 2024 says so.")
    assert visitor.status == 200
    assert "A person is looking at it" in visitor.words()
    visitor.open(visitor.link("row=0").replace("&amp;", "&"))
    visitor.send("reason", reason="This is another firm of the same name.")
    assert Correction.objects.count() == 2


def test_it_can_be_taken_along(world: World, firms: list[MadeUpFirm]) -> None:
    visitor, firm_id = known_firm(world, firms[0], phone="13600136023")
    whole = json.loads(visitor.open(f"/my-data/known/{firm_id}/what-is-known.json").page)
    assert {one["source"] for one in whole["answers"]} >= {"judicial_records", "business_registration"}
    lines = list(
        csv.DictReader(io.StringIO(visitor.open(f"/my-data/known/{firm_id}/what-is-known.csv").page.lstrip("\ufeff")))
    )
    assert {line["name"] for line in lines} >= {"turnover_12m", "dishonest_debtor"}
    assert visitor.open(f"/my-data/known/{firm_id}/what-is-known.exe").status == 404
