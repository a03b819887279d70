"""The network is cut: a form that was filled in stays on the phone, says so, and is sent exactly once later."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.interfaces.browser.conftest import OpenPage
from tests.interfaces.browser.cut_line import Line
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import with_firm
from tests.interfaces.customer_web.visitor import Visitor

from puhui.flows.simulation.population import MadeUpFirm
from puhui.products.origination.models import Application

pytestmark = pytest.mark.browser
PHONE = "13600136000"
KEPT = "() => window.puhuiForms('readonly', forms => forms.getAll())"
PUT_BACK = "form => window.puhuiForms('readwrite', forms => forms.put(form))"
NETWORK_IS_BACK = "window.dispatchEvent(new Event('online'))"


@pytest.fixture
def line(live_server: "LiveServer") -> Iterator[Line]:  # noqa: F821
    made = Line(live_server.url)
    yield made
    made.close()


def ready(page: Page, address: str) -> None:
    """The page is there, and the phone has kept what it needs for when the network is gone."""
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def filled_in(page: Page, line: Line, invoices: str) -> None:
    """An application, filled in and sent into the dead line."""
    ready(page, line.url + invoices.replace("invoices", "apply") + "?product=working-capital")
    page.locator("#id_amount").fill("300000")
    for name, value in (("term_months", "12"), ("method", "equal_principal"), ("purpose", "wages")):
        page.locator(f'input[name="{name}"][value="{value}"]').check()
    line.cut()
    page.get_by_role("button", name="Go on and check").click()
    expect(page.get_by_role("heading", name="There is no network now")).to_be_visible()


def kept(page: Page) -> int:
    """How many forms the phone keeps."""
    return len(page.evaluate(KEPT))


def kept_pages(page: Page) -> set[str]:
    """The pages among what the phone keeps; the rest is the look of them."""
    names: list[str] = page.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async n => "
        "(await (await caches.open(n)).keys()).map(r => new URL(r.url).pathname)))).flat()"
    )
    return {name for name in names if not name.startswith("/static/")}


@pytest.fixture
def owner(world: World, firm: MadeUpFirm) -> tuple[Visitor, str]:
    return with_firm(world, firm, phone=PHONE)


def test_a_form_is_sent_once_even_by_two_tabs(open_page: OpenPage, line: Line, owner: tuple[Visitor, str]) -> None:
    visitor, invoices = owner
    page = open_page(language="en", visitor=visitor)
    page.context.add_init_script("delete Navigator.prototype.locks")  # the two do not know of each other
    filled_in(page, line, invoices)
    expect(page.locator("[data-kept]")).to_contain_text("not sent yet")
    assert kept(page) == 1
    assert Application.objects.count() == 0
    form = page.evaluate(KEPT)[0]
    other = page.context.new_page()
    other.goto(line.url + "/help/")
    expect(other.locator("[data-kept]")).to_contain_text("not sent yet")

    line.mend()
    page.evaluate(NETWORK_IS_BACK)
    expect(page.locator("[data-kept]")).to_contain_text("is sent now")
    assert kept(page) == 0
    other.evaluate(PUT_BACK, form)  # as a tab would do that never heard that it was sent
    other.goto(line.url + "/overview/")
    expect(other.locator("[data-kept]")).to_contain_text("is sent now")
    assert kept(other) == 0
    assert Application.objects.count() == 1
    other.get_by_role("link", name="Look at it").click()
    expect(other.get_by_role("heading", name="Check and send")).to_be_visible()


def test_an_expired_session_keeps_the_form_and_asks_to_sign_in(
    open_page: OpenPage, world: World, line: Line, owner: tuple[Visitor, str]
) -> None:
    visitor, invoices = owner
    page = open_page(language="en", visitor=visitor)
    filled_in(page, line, invoices)
    page.context.clear_cookies(name="sessionid")
    line.mend()
    page.goto(line.url + "/")
    expect(page.locator("[data-kept]")).to_contain_text("Sign in, and it is sent")

    signs_in(page, world, "13600136001")  # somebody else, on the same phone: neither sent nor told
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-kept]")).to_be_hidden()
    assert kept(page) == 1
    page.context.clear_cookies(name="sessionid")
    assert Application.objects.count() == 0

    page.goto(line.url + "/sign-in/")
    signs_in(page, world, PHONE)
    expect(page.locator("[data-kept]")).to_contain_text("is sent now")
    assert Application.objects.count() == 1
    assert kept(page) == 0


def signs_in(page: Page, world: World, phone: str) -> None:
    """With the code that comes to the phone."""
    world.pass_seconds(60)
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/sign-in/")
    page.locator("#id_phone").fill(phone)
    page.get_by_role("button", name="Send me the code").click()
    page.locator("#id_code").fill(world.code_for(phone))
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.locator("nav.ways")).to_be_visible()


def test_codes_are_never_kept_and_signing_out_leaves_nothing(
    open_page: OpenPage, line: Line, owner: tuple[Visitor, str]
) -> None:
    visitor, invoices = owner
    page = open_page(language="en", visitor=visitor)
    filled_in(page, line, invoices)
    line.mend()
    ready(page, line.url + invoices.replace("invoices", "apply") + "?product=working-capital")
    expect(page.locator("[data-kept]")).to_contain_text("is sent now")
    page.evaluate(
        "document.querySelector('main form').insertAdjacentHTML('beforeend', '<input name=code value=123456>')"
    )
    line.cut()
    page.get_by_role("button", name="Go on and check").click()
    expect(page.get_by_role("heading", name="There is no network now")).to_be_visible()
    expect(page.locator("[data-kept]")).to_be_hidden()
    assert kept(page) == 0

    page.goto(line.url + "/overview/")  # without a network: no page about a person is kept
    expect(page.get_by_role("heading", name="There is no network now")).to_be_visible()
    line.mend()
    page.goto(line.url + "/overview/")
    assert kept_pages(page) == {"/offline/"}
    page.evaluate(PUT_BACK, {"key": "k", "who": "x", "at": 4e12, "fields": [], "path": "/me/"})
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("[data-kept]")).to_contain_text("removed from this phone")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("nav.ways")).to_have_count(0)
    assert kept(page) == 0
    assert kept_pages(page) <= {"/offline/"}
