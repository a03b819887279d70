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


HEARD = """() => {
    window.said = [];
    window.speechSynthesis.speak = words => window.said.push([words.lang, words.text]);
}"""


def test_a_page_is_read_aloud_in_its_language(open_page: OpenPage, world: World, firm: MadeUpFirm) -> None:
    visitor = with_offers(world, firm, phone="13600136000")
    for language, tongue, yuan in (("zh-hans", "zh-CN", "元"), ("en", "en-GB", " yuan")):
        page = open_page(language=language, visitor=visitor)
        page.goto(visitor.link("/offers/"))
        page.evaluate(HEARD)  # a machine of tests has no voice: what would be spoken is written down
        button = page.locator("[data-aloud]")
        before = button.inner_text()
        button.click()
        said = page.evaluate("window.said")
        assert {lang for lang, _ in said} == {tongue}
        shown = page.locator("main .summary, main h1, main .step-word").first.inner_text()
        assert said[0][1] == shown.replace(" · ", ", ")
        text = "\n".join(words for _, words in said)
        assert "¥" not in text
        assert yuan in text
        assert button.inner_text() != before
        button.click()
        assert button.inner_text() == before


def test_without_a_voice_there_is_no_button_for_it(open_page: OpenPage, world: World) -> None:
    page = open_page(language="en")
    page.add_init_script("delete window.SpeechSynthesisUtterance; delete window.speechSynthesis;")
    page.goto("/")
    expect(page.locator("[data-aloud]")).to_be_hidden()


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
