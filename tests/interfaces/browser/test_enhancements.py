"""What JavaScript adds, within the content policy: a page that follows the money, a countdown, one press is one."""

import pytest
from playwright.sync_api import expect
from tests.interfaces.browser.conftest import OpenPage, listen
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import with_contract, with_firm, with_offers

from puhui.flows.simulation.population import MadeUpFirm
from puhui.products.origination.models import Application

pytestmark = pytest.mark.browser


def test_the_loan_page_follows_the_money(open_page: OpenPage, world: World, firm: MadeUpFirm) -> None:
    visitor = with_contract(world, firm, phone="13600136000").send("/code/")
    visitor.send("code", code=world.code_for(visitor.phone))
    page = open_page(language="en", visitor=visitor)
    heard = listen(page)
    page.goto(visitor.path)
    expect(page.locator("#state")).to_contain_text("on its way")
    world.deliver()
    expect(page.locator("#state")).to_contain_text("Running", timeout=9000)
    expect(page.get_by_role("link", name="Repay", exact=True)).to_be_visible()
    assert heard == []


def test_the_reading_time_counts_down(open_page: OpenPage, world: World, firm: MadeUpFirm) -> None:
    visitor = with_offers(world, firm, phone="13600136000")
    page = open_page(language="en", visitor=visitor)
    page.goto(visitor.link("/offers/"))
    clock = page.locator("[data-seconds-left]")
    seconds = int(clock.get_attribute("data-seconds-left") or 0)
    assert seconds > 1
    expect(clock.locator("b")).not_to_have_text(str(seconds), timeout=3000)


def test_a_double_click_sends_once(open_page: OpenPage, world: World, firm: MadeUpFirm) -> None:
    visitor, invoices = with_firm(world, firm, phone="13600136000")
    page = open_page(language="en", visitor=visitor)
    page.goto(invoices.replace("invoices", "apply") + "?product=working-capital")
    page.locator("#id_amount").fill("300000")
    for name, value in (("term_months", "12"), ("method", "equal_principal"), ("purpose", "wages")):
        page.locator(f'input[name="{name}"][value="{value}"]').check()
    page.get_by_role("button", name="Go on and check").dblclick()
    expect(page.get_by_role("heading", name="Check and send")).to_be_visible()
    assert Application.objects.count() == 1


def test_a_contract_prints_without_the_frame(open_page: OpenPage, world: World, firm: MadeUpFirm) -> None:
    visitor = with_contract(world, firm, phone="13600136000")
    page = open_page(language="en", width=1280, visitor=visitor)
    page.goto(visitor.path)
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.emulate_media(media="print")
    for part in (".top", ".ways", ".bottom", ".acts"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.get_by_role("heading", name="Loan contract")).to_be_visible()
    assert len(page.pdf(format="A4")) > 20_000


def test_the_keyboard_reaches_everything(open_page: OpenPage, world: World) -> None:
    page = open_page(language="en")
    page.goto("/sign-in/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "id_phone":
            break
    page.keyboard.type("13600136000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Enter the code")).to_be_visible()
