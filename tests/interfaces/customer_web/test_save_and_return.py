"""From a few questions to a draft that waits: nothing that was typed is lost, and nobody else gets it."""

import html
from uuid import UUID

import pytest
from django.test import Client
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import applied, with_firm
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.collections.late import kept
from tests.rooms.party.made_up import phone, resident_id

from puhui.flows.originate_loan.start_application import change_application
from puhui.flows.simulation.population import MadeUpFirm
from puhui.kernel.money import Money
from puhui.products.origination.facade import WrongState

pytestmark = pytest.mark.django_db
QUOTE = "product=working-capital&amount=250000&months=12&method=equal_instalment"


def test_a_question_a_page_and_few_answers_with_their_cost(world: World) -> None:
    who = Visitor(world).open("/products/find/")
    assert "Question 1 of" in who.words()
    answers = {"who": "small_firm", "amount": "lots", "months": "12", "founded": "", "region": ""}
    for name, value in answers.items():
        typed = {**who.form("q").values, name: value}
        who.open("/products/find/?" + "&".join(f"{k}={v}" for k, v in typed.items()))
        if name == "amount":
            assert who.status == 422
            assert "an amount in yuan" in html.unescape(who.page)
            typed["amount"] = "300000"
            who.open("/products/find/?" + "&".join(f"{k}={v}" for k, v in typed.items()))
            assert "Question 4 of 5" not in who.words()
    assert "Why it fits:" in who.words()
    assert "All costs together" in who.words()
    fits = who.page.split('id="others"')[0].split("This fits as well")[0]
    assert 1 <= fits.count("link-card") <= 3
    assert "sessionid" not in who.client.cookies  # nothing of it is kept
    who.open(who.link("amount=300000").replace("&amp;", "&"))
    assert "your own price may differ" in who.words()


def test_a_quote_goes_along_through_sign_in(world: World, firms: list[MadeUpFirm]) -> None:
    who = Visitor(world, phone="13300133000").open("/products/working-capital/?" + QUOTE.partition("&")[2])
    begin = who.link("/begin/").replace("&amp;", "&")
    who.open(begin)
    assert who.path == "/sign-in/"
    who.send("phone", phone=who.phone)
    who.send("code", code=world.code_for(who.phone))
    assert who.path == "/firms/new/"
    who.register(firms[0]).consent()
    who.open(who.path.removesuffix("invoices/") + "apply/")
    assert 'value="250000"' in who.page
    assert who.apply(amount="250,000").words().count("250,000.00") == 1
    assert who.open(begin).path.endswith("/apply/")  # the firm is known now
    assert Client().get("/begin/?product=yacht").status_code == 303


def test_a_draft_lists_what_is_missing_and_is_changed_until_it_is_sent(world: World, firms: list[MadeUpFirm]) -> None:
    who = applied(world, firms[1], phone="13300133001")
    draft = who.path
    assert "What is done, and what is missing" in who.words()
    assert who.page.count('badge good">Done') == 4
    change = who.link("draft=").replace("&amp;", "&")
    who.client.post("/sign-out/")
    who.sign_in().open(change)
    assert 'value="300000"' in who.page
    who.send("amount", amount="210,000")
    assert who.path == draft
    assert "210,000" in who.words()
    stranger = Visitor(world, phone="13300133002").sign_in()
    assert stranger.client.get(change).status_code == 404
    sent = {"product_code": "working-capital", "draft": draft.split("/")[2], "amount": "1", "key": "k"}
    assert stranger.client.post(change, sent).status_code == 404
    who.open(draft).send("/submit/")
    before = kept()
    with pytest.raises(WrongState):
        change_application(
            world.call(who.actor),
            application_id=UUID(draft.split("/")[2]),
            amount=Money(200_000_00),
            term_months=12,
            method="equal_instalment",
            purpose="stock",
        )
    assert kept() == before


def test_a_person_has_the_same_list(world: World) -> None:
    who = Visitor(world, phone=phone(61)).sign_in()
    who.open("/me/").send("resident_id", name="Li Fang", resident_id=resident_id(61))
    me = who.actor.party_id
    who.open(f"/firms/{me}/apply/?product=personal-instalment")
    who.apply(product="personal-instalment", amount="5,000", purpose="household")
    assert "What you earn and spend" in who.words()
    assert "Still missing" in who.words()  # the consent
    assert who.link("/me/income/")


def test_a_form_sent_after_the_session_ended_is_kept_for_its_sender_alone(
    world: World, firms: list[MadeUpFirm]
) -> None:
    who, invoices = with_firm(world, firms[2], phone="13300133003")
    apply = invoices.removesuffix("invoices/") + "apply/"
    who.open(apply + "?product=working-capital")
    typed = who.form("amount").values | {
        "amount": "240,000", "term_months": "12", "method": "equal_instalment", "purpose": "stock", "code": "123456",
    }  # fmt: skip
    who.client.cookies.pop("sessionid")
    gone = who.client.post(apply, typed)
    assert gone["Location"].startswith("/sign-in/?next=/go-on/")
    other = Visitor(world, phone="13300133004")  # somebody else at the same device
    other.client = who.client
    other.open(gone["Location"]).send("phone", phone=other.phone)
    other.send("code", code=world.code_for(other.phone))
    assert other.path == "/overview/"
    assert "240,000" not in other.open("/go-on/").page

    who.client.post("/sign-out/")
    who.sign_in()
    who.client.cookies.pop("sessionid")
    back = who.client.post(apply, typed)["Location"]
    who.open(back).send("phone", phone=who.phone)
    who.send("code", code=world.code_for(who.phone))
    assert who.path == "/go-on/"
    assert "123456" not in who.page
    who.send("amount")
    assert who.path.startswith("/applications/")
    assert "240,000" in who.words()
