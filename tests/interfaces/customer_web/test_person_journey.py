"""A person without a firm, at an old phone: borrows, pays a shop, gives back, keeps themselves from borrowing."""

import re

import pytest
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.test_pages import NOT_OURS
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.origination.firm_at_the_door import firm_at_the_door
from tests.rooms.party.made_up import resident_id
from tests.rooms.payees.shops import basket_of, let_in

pytestmark = pytest.mark.django_db


def known(world: World, *, language: str, n: int, income: str = "7,000") -> Visitor:
    """Signs in, says who they are, consents and states an income; stands before the choice of a product."""
    visitor = Visitor(world, language=language, phone=f"139001380{n:02d}").sign_in()
    visitor.open("/me/")
    visitor.send("resident_id", name="李小芳", resident_id=resident_id(n))
    visitor.send("agree", agree="yes")
    assert visitor.path == "/me/income/", visitor.words()
    return visitor.send("income", income=income, living_cost="2,600", monthly_due="0")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_from_first_visit_to_giving_back(world: World, language: str) -> None:
    visitor = known(world, language=language, n=11)
    visitor.apply(product="personal-instalment", amount="8,000", purpose="household")
    visitor.send("/submit/")
    visitor.open(visitor.link("/offers/"))
    visitor.open(visitor.link("/offers/"))
    assert ("give the loan back without a reason" if language == "en" else "无理由退还贷款") in visitor.words()
    world.pass_seconds(60)
    visitor.send("proof").send("/code/")
    visitor.send("code", code=world.code_for(visitor.phone))
    loan = visitor.path
    assert loan.startswith("/loans/"), visitor.words()
    world.deliver()
    overview = visitor.open("/overview/").words()  # who borrows for themselves is not told to register a firm first
    assert ("First, tell us about your firm" if language == "en" else "先登记您的企业") not in overview
    visitor.open(loan).send("/give-back/")
    world.deliver()
    visitor.open(loan)
    assert ("Paid off" if language == "en" else "已结清") in visitor.words()


def test_a_basket_is_paid_and_every_page_speaks_both_languages(world: World) -> None:
    shop = firm_at_the_door(invoices="")
    shop.at = world.clock.now()
    let_in(shop)
    opened = basket_of(shop)
    visitor = known(world, language="en", n=12)
    basket = f"/baskets/{opened.basket_id}/"
    pages = ["/overview/", "/me/income/", "/me/protections/", "/my-data/", basket]
    for path in pages:
        for language in ("zh-hans", "en"):
            visitor.client.cookies["puhui_language"] = language
            page = visitor.open(path).page
            assert visitor.status == 200
            assert NOT_OURS.findall(page.replace('href="https://shop.example/back"', "")) == [], path
            if language == "en":
                plain = re.sub(r"中文|<span lang=\"zh-Hans\">[^<]*</span>|李小芳", "", page)
                assert re.findall(r"[一-鿿]+", plain) == [], path
    form = visitor.open(basket).form("term_months")
    assert "amount" not in form.names  # nothing on the customer's side can change the amount
    assert not form.values.get("term_months")  # and nothing is chosen for them
    visitor.send("term_months")
    assert visitor.wrong()
    visitor.send("term_months", term_months="6")
    assert visitor.path.startswith("/applications/"), visitor.words()
    assert "offers for you" in visitor.words()
    other = known(world, language="en", n=13)
    assert other.open(basket).status == 404


def test_whoever_keeps_themselves_from_borrowing_is_refused_with_a_sentence(world: World) -> None:
    visitor = known(world, language="en", n=14)
    visitor.open("/me/protections/").send("limit", limit="5,000")
    assert "5,000.00" in visitor.words()
    visitor.send("exclude", months="3")
    assert "Nobody here lends to you until" in visitor.words()
    visitor.send("exclude", months="1")
    assert "only be made longer" in visitor.words()
    visitor.open(f"/firms/{visitor.actor.party_id}/apply/").apply(
        product="personal-instalment", amount="1,000", purpose="household"
    )
    visitor.send("/submit/")
    assert "You asked us not to lend to you until" in visitor.words()
