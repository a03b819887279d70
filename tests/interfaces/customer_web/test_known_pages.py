"""What is known of me: from whom and since when; asking for a correction; taking it along; nobody else's data."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.api.conftest import token
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import known_firm
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.bank.maker import Line, camt, generic_csv

from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.sources.models import Correction
from puhui.kernel.actors import Role

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


def test_a_bank_statement_is_brought_and_only_its_months_are_known(world: World, firms: list[MadeUpFirm]) -> None:
    visitor, firm_id = known_firm(world, firms[0], phone="13600136024")
    lines = [Line(minor=5_000_00, name="李四"), Line(minor=-1_000_00)]

    def file(content: bytes, name: str = "flows.csv") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, content)

    visitor.open(f"/my-data/known/{firm_id}/").open(visitor.link("bank-statement"))
    assert visitor.send("account", file=file(generic_csv(lines)), file_format="generic").status == 422
    assert "Enter the last digits" in visitor.wrong()[0]
    assert visitor.send("account", file=file(b"nonsense"), file_format="camt.053").status in (409, 422)
    visitor.send("account", file=file(generic_csv(lines)), file_format="generic", account="6222 1234")
    assert visitor.path == f"/my-data/known/{firm_id}/"
    assert "6222 1234" not in visitor.words()
    assert "李四" not in visitor.page
    assert {"1234", "5,000"} <= set(visitor.words().replace("¥", "").split())
    stranger = Visitor(world, phone="13600136025").sign_in()
    assert stranger.open(f"/firms/{firm_id}/bank-statement/").status == 404

    clerk = token("clerk", Role.OPERATIONS)
    told = Client().post(
        f"/api/v1/firms/{firm_id}/bank-statements",
        data={"file": file(camt(lines), "a.xml"), "format": "camt.053"},
        headers={"Authorization": f"Bearer {clerk.token}", "Idempotency-Key": "bring-1"},
    )
    assert (told.status_code, told.json()["money_in"]) == (200, {"amount": "5000.00", "currency": "CNY"})
    assert told.json()["replaced"] is True
