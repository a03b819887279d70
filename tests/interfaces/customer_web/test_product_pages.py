"""Products for everybody: each has a page from its own file, with a quote; the chooser says what fits and why not."""

import html
import re

import pytest
from django.test import Client
from tests.rooms.origination.firm_at_the_door import TODAY, open_books

from puhui.foundation.catalogue.facade import products_on

pytestmark = pytest.mark.django_db
LARGEST = 100_000


@pytest.fixture(autouse=True)
def books() -> None:
    open_books()


def seen(path: str, *, language: str = "en", status: int = 200) -> str:
    client = Client()
    client.cookies["puhui_language"] = language
    answer = client.get(path)
    assert answer.status_code == status, path
    assert len(answer.content) < LARGEST
    return html.unescape(answer.content.decode())


def test_every_product_has_a_page_in_both_languages() -> None:
    offered = products_on(TODAY)
    listed, chinese = seen("/products/"), seen("/products/", language="zh-hans")
    for one in offered:
        assert one.name.en in listed
        assert one.name.zh in chinese
        told = seen(f"/products/{one.code}/")
        assert one.description.en in told
        for fee in one.fees:
            assert fee.receiver.en in told
        for text in one.disclosures:
            assert text.en in told
    assert "/products/find/" in seen("/")


def test_a_quote_needs_no_sign_in_and_is_between_two_rates() -> None:
    told = seen("/products/working-capital/?amount=120,000&months=12&method=equal_instalment")
    assert "At 4.00% a year" in told
    assert "At 15.00% a year" in told
    instalments = re.findall(r"First instalment</dt><dd>([^<]+)<", told)
    assert len(instalments) == 2
    assert "10,831.00" in instalments[1]  # 120,000 at 15 % over twelve equal instalments
    chinese = seen("/products/working-capital/?amount=120000元&months=12&method=equal_instalment", language="zh-hans")
    assert "首期还款" in chinese


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("amount=10&months=12&method=equal_instalment", "allows ¥100,000.00 to ¥1,000,000.00"),
        ("amount=lots&months=12&method=equal_instalment", "an amount in yuan"),
        ("amount=120000&months=7&method=equal_instalment", "months"),
        ("amount=120000&months=12&method=flat", "method"),
        ("amount=&months=12&method=equal_instalment", "amount"),
        ("amount=-120000&months=12&method=equal_instalment", "amount"),
        ("amount=99999999999999999999&months=12&method=equal_instalment", "amount"),
    ],
)
def test_a_quote_that_cannot_be_made_says_why(query: str, says: str) -> None:
    told = seen(f"/products/working-capital/?{query}", status=422)
    assert says in told
    assert "First instalment" not in told


def test_what_fits_and_why_the_others_do_not() -> None:
    told = seen("/products/find/?who=small_firm&use=business&amount=300000&months=12&founded=36")
    fits, others = told.split('id="others"')
    assert "Working-capital loan" in fits
    assert "Personal instalment" not in fits.split('id="fits"')[1]
    assert "only for persons" in others
    young = seen("/products/find/?who=small_firm&founded=3").split('id="others"')[1]
    assert "the business is 3 months old, at least 6 are needed" in young
    child = seen("/products/find/?who=individual&age=16", language="zh-hans")
    assert "须年满18周岁" in child
    assert "没有产品符合全部条件" in child
    assert "farming" in seen("/products/find/")


@pytest.mark.parametrize(
    "query",
    ["who=giant", "who=small_firm&months=0", "who=small_firm&amount=lots", "who=individual&age=999",
     "who=small_firm&region=nowhere-at-all"],
)  # fmt: skip
def test_an_answer_that_makes_no_sense_is_said_so(query: str) -> None:
    assert 'id="fits"' not in seen(f"/products/find/?{query}", status=422)


def test_a_product_that_there_is_not() -> None:
    assert "This is not offered any more." in seen("/products/yacht-loan/", status=404)
