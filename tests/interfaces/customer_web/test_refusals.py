"""A refusal says what is wrong, beside its field, loses nothing that was entered, and changes nothing."""

from typing import Any

import pytest
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import applied, with_contract, with_firm, with_loan, with_offers
from tests.interfaces.customer_web.visitor import Visitor

from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.evidence.models import AuditEntry
from puhui.foundation.payments.models import PaymentOrder
from puhui.products.origination.models import Application

pytestmark = pytest.mark.django_db
FIRM = {
    "firm_name": "Spring Foods",
    "uscc": "91110000600037341L",
    "representative_name": "Zhang San",
    "resident_id": "11010519491231002X",
    "founded_on": "2019-05-20",
}


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("firm_name", "", "Enter the name of the firm as on the business licence."),
        ("firm_name", "x" * 100_000, "The name of the firm is too long: at most 200 characters."),
        ("uscc", "91110000600037341M", "not a valid unified social credit code"),
        ("resident_id", "110105194912310021", "not a valid resident identity number"),
        ("founded_on", "2019-02-30", "Enter a day of the calendar"),
        ("founded_on", "1900-01-01", "too long ago"),
        ("founded_on", "9999-01-01", "must lie between"),
    ],
)
def test_firm(visitor: Visitor, field: str, value: str, says: str) -> None:
    visitor.sign_in().open("/firms/new/")
    before = AuditEntry.objects.count()
    visitor.send("uscc", **{**FIRM, field: value})
    assert visitor.status == 422
    assert [says in line for line in visitor.wrong()] == [True], visitor.wrong()
    assert f'href="#id_{field}"' in visitor.page
    for name, entered in FIRM.items():
        if name != field:
            assert visitor.form("uscc").values[name] == entered
    assert AuditEntry.objects.count() == before


def test_a_firm_of_somebody_else(world: World, firms: list[MadeUpFirm]) -> None:
    with_firm(world, firms[0], phone="13600136000")
    other = Visitor(world, phone="13600136001").sign_in().open("/firms/new/")
    other.send("uscc", **{**FIRM, "uscc": firms[0].identity.uscc})
    assert other.status == 409
    assert "already registered by another person" in other.wrong()[0]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"amount": "abc"}, "Enter an amount in yuan"),
        ({"amount": "1"}, "100000"),
        ({"amount": "99999999999"}, "1000000"),
        ({"amount": "123456.78"}, ""),
        ({"term_months": "7"}, "choice"),
        ({"method": "flat"}, "choice"),
        ({"purpose": "gambling"}, "choice"),
    ],
)
def test_apply(world: World, firms: list[MadeUpFirm], fields: dict[str, Any], says: str) -> None:
    visitor, invoices = with_firm(world, firms[0], phone="13600136000")
    visitor.open(invoices.replace("invoices", "apply")).apply(**fields)
    assert visitor.status in {409, 422}
    assert "summary" in visitor.page
    assert says.replace(",", "") in visitor.words().replace(",", ""), visitor.words()
    assert Application.objects.count() == 0


def test_no_invoice_is_read_without_consent(world: World, firms: list[MadeUpFirm]) -> None:
    visitor = Visitor(world).sign_in().register(firms[0])
    visitor.open(visitor.path.replace("consent", "invoices")).upload(firms[0])
    assert visitor.path.endswith("/consent/credit_assessment/")
    visitor.consent()
    assert visitor.path.endswith("/invoices/")


def test_a_consent_is_a_choice(world: World, firms: list[MadeUpFirm]) -> None:
    visitor = Visitor(world).sign_in().register(firms[0])
    visitor.send("agree")
    assert visitor.status == 422
    assert "Choose that you allow it" in visitor.wrong()[0]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", b"x", "must be a .csv or a .parquet file"),
        ("a.csv", b"", "The file is empty"),
        ("a.csv", b"a,b\n1,2\n", "cannot be read"),
        ("a.parquet", b"PAR1 nothing PAR1", "cannot be read"),
        ("a.csv", b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_files(world: World, firms: list[MadeUpFirm], name: str, content: bytes, says: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    visitor, _ = with_firm(world, firms[0], phone="13600136000")
    visitor.send("file", file=SimpleUploadedFile(name, content))
    assert visitor.status == 422
    assert says in visitor.words(), visitor.words()


def test_a_double_press_does_it_once(world: World, firms: list[MadeUpFirm]) -> None:
    visitor, invoices = with_firm(world, firms[0], phone="13600136000")
    visitor.upload(firms[0]).open(invoices.replace("invoices", "apply") + "?product=working-capital")
    values = {**visitor.form("amount").values, "amount": "300000", "term_months": "12", "purpose": "stock"}
    values |= {"method": "equal_instalment"}
    twice = [visitor.client.post(visitor.path, values)["Location"] for _ in range(2)]
    assert twice[0] == twice[1]
    assert Application.objects.count() == 1
    changed = visitor.client.post(visitor.path, {**values, "amount": "400000"})
    assert changed.status_code == 409
    assert "already sent once" in changed.content.decode()
    assert 'value="400000"' in changed.content.decode()
    assert Application.objects.count() == 1


def test_an_offer_must_be_read_first(world: World, firms: list[MadeUpFirm]) -> None:
    visitor = with_offers(world, firms[0], phone="13600136000")
    visitor.open(visitor.link("/offers/"))
    offer = visitor.path
    visitor.send("proof")
    assert visitor.status == 422
    assert "Please read the cost sheet for another" in visitor.words()
    visitor.open(offer)
    world.pass_seconds(60)
    visitor.send("proof", proof="not a proof")
    assert visitor.status == 422
    visitor.open(offer)
    assert "Please take the time to read" not in visitor.words()
    visitor.send("proof")
    assert visitor.path.startswith("/contracts/")
    visitor.open(offer)
    assert visitor.status == 200
    assert "take this offer" not in visitor.words()


def test_a_wrong_signing_code(world: World, firms: list[MadeUpFirm]) -> None:
    visitor = with_contract(world, firms[0], phone="13600136000").send("/code/")
    code = world.code_for(visitor.phone)
    wrong = "111111" if code != "111111" else "222222"
    visitor.send("code", code=wrong)
    assert visitor.status == 422
    assert "not right" in visitor.wrong()[0]
    visitor.send("code", code=code)
    assert visitor.path.startswith("/loans/")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"what": "amount", "amount": ""}, "Enter the amount you want to repay"),
        ({"what": "amount", "amount": "-1"}, "must be more than 0 yuan"),
        ({"what": "amount", "amount": "99999999"}, "can be repaid today"),
        ({"what": "everything", "amount": "1"}, "choice"),
    ],
)
def test_repay(world: World, firms: list[MadeUpFirm], fields: dict[str, str], says: str) -> None:
    visitor = with_loan(world, firms[0], phone="13600136000")
    before = PaymentOrder.objects.count()
    visitor.open(visitor.path + "repay/").send("amount", **fields)
    if visitor.status == 200:
        visitor.send("key", button="sure")
    assert visitor.status in {409, 422}
    assert says in visitor.words(), visitor.words()
    assert PaymentOrder.objects.count() == before


def test_repaying_is_checked_first_and_can_be_changed(world: World, firms: list[MadeUpFirm]) -> None:
    visitor = with_loan(world, firms[0], phone="13600136000")
    before = PaymentOrder.objects.count()
    visitor.open(visitor.path + "repay/").send("amount", what="amount", amount="5,000", effect="shorten_term")
    assert "¥ 5,000.00" in visitor.words().replace("¥5", "¥ 5")
    visitor.send("key", button="back")
    assert visitor.form("amount").values["amount"] == "5,000"
    assert visitor.form("amount").values["effect"] == "shorten_term"
    assert PaymentOrder.objects.count() == before


def test_withdrawing_and_asking_for_a_person(world: World, firms: list[MadeUpFirm]) -> None:
    visitor, invoices = with_firm(world, firms[0], phone="13600136000")
    visitor.open(invoices.replace("invoices", "apply")).apply().send("/submit/")
    assert "A person is looking at it" in visitor.words()
    visitor.send("reason", reason="x")
    assert visitor.status == 422
    visitor.send("reason", reason="The invoices are with my accountant until Friday.")
    assert "We have what you wrote" in visitor.words()
    visitor.open(visitor.link("/withdraw/"))
    assert "Withdraw the application?" in visitor.words()
    kept = visitor.open(visitor.link("/applications/")).words()
    assert "A person is looking at it" in kept
    visitor.open(visitor.link("/withdraw/")).send("key")
    assert "This application is over" in visitor.words()
    assert "/withdraw/" not in visitor.page
    assert "This application is over" in visitor.open(visitor.path + "withdraw/").words()  # nothing is left to ask


def test_a_draft_can_be_withdrawn(world: World, firms: list[MadeUpFirm]) -> None:
    visitor = applied(world, firms[0], phone="13600136000")
    visitor.open(visitor.link("/withdraw/")).send("key")
    assert "This application is over" in visitor.words()
