"""The command palette by keyboard alone; the menu of the person with the choice of light and dark; a first load."""

import pytest
from playwright.sync_api import Browser, Response, expect
from tests.interfaces.browser.conftest import chromium as chromium  # noqa: PLC0414
from tests.interfaces.workbench.institution import Institution
from tests.interfaces.workbench.test_in_browser import browsing, faults
from tests.interfaces.workbench.test_in_browser import institution as institution  # noqa: PLC0414
from tests.interfaces.workbench.test_in_browser import world as world  # noqa: PLC0414
from tests.interfaces.workbench.test_weight import MOST_BYTES

pytestmark = pytest.mark.browser
WAIT = 60_000  # milliseconds; the first page is also the server's first
expect.set_options(timeout=WAIT)


def test_open_type_and_go(chromium: Browser, live_server: object, institution: Institution) -> None:
    context = browsing(chromium, str(live_server), institution.client("auditor"), width=1280, language="en")
    context.set_default_timeout(WAIT)
    page, errors, got = context.new_page(), [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("response", lambda answer: got.append(answer))  # noqa: PLW0108 - playwright takes no builtin
    page.goto("/workbench/", wait_until="networkidle")
    assert sum(_weighs(one) for one in got) < MOST_BYTES  # the fonts with it, as a browser asks for them

    dialog, typed = page.get_by_role("dialog", name="Search and commands"), page.get_by_role("combobox")
    page.keyboard.press("Control+k")
    expect(typed).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("/")  # at once: the key may still go to the input that has just been closed
    expect(typed).to_be_focused()
    page.keyboard.type("ledger")
    first = dialog.get_by_role("option").first
    expect(first).to_contain_text("Ledger")
    expect(typed).to_have_attribute("aria-activedescendant", "wb-palette-0")
    assert faults(page, errors) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/workbench/ledger/")

    page.keyboard.press("Control+k")
    page.keyboard.type("nothing is called so")
    expect(dialog.get_by_role("status")).to_have_text("Nothing was found that you may see.")
    page.keyboard.press("Enter")
    assert page.url.endswith("/workbench/ledger/")
    context.close()


def test_light_or_dark_is_chosen_in_the_menu(chromium: Browser, live_server: object, institution: Institution) -> None:
    context = browsing(chromium, str(live_server), institution.client("auditor"), width=1280, language="en")
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.goto("/workbench/loans/")
    page.get_by_text("auditor (test)").click()
    page.get_by_role("button", name="Dark").click()
    page.wait_for_function("document.documentElement.classList.contains('dark')")
    assert page.url.endswith("/workbench/loans/")
    page.goto("/workbench/lending/loan/")  # the look-up pages as well
    page.wait_for_function("document.documentElement.classList.contains('dark')")
    context.close()


def _weighs(answer: Response) -> int:
    return len(answer.body()) if answer.status == 200 else 0
