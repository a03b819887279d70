"""The pages of a change in a real browser, without scripts too: axe, nothing to scroll sideways, errors reached."""

import os
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser
from tests.interfaces.browser.conftest import chromium as chromium  # noqa: PLC0414
from tests.interfaces.workbench.institution import Institution
from tests.interfaces.workbench.test_in_browser import browsing, faults
from tests.interfaces.workbench.test_in_browser import institution as institution  # noqa: PLC0414
from tests.interfaces.workbench.test_in_browser import world as world  # noqa: PLC0414

from puhui.flows.change_loan.confirm_change import confirm_change
from puhui.foundation.access.facade import customer_user_for, user_by_id
from puhui.interfaces.customer_web.frame import LANGUAGE_COOKIE
from puhui.kernel.actors import SYSTEM
from puhui.products.lending.facade import loan_changes

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "language"), [(390, "zh-hans"), (1280, "en"), (390, "en"), (1280, "zh-hans")])
def test_a_change_from_the_loan_to_the_borrower(
    chromium: Browser, live_server: object, institution: Institution, width: int, language: str
) -> None:
    server, wrong = str(live_server), {}
    context = browsing(
        chromium, server, institution.client("operations", language=language), width=width, language=language
    )
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def look(name: str) -> None:
        if folder := os.environ.get("PUHUI_TEST_SHOTS"):
            page.screenshot(path=str(Path(folder) / f"{name}-{width}-{language}.png"), full_page=True)
        if found := faults(page, errors):
            wrong[name] = found

    page.goto(f"/workbench/loans/{institution.loan_id}/")
    look("loan")
    page.locator("a.wb-button").click()
    look("kinds")
    page.goto(f"/workbench/loans/{institution.loan_id}/change/?kind=extension")
    page.locator(".wb form button:not([name])").last.click()
    look("form-wrong")
    page.fill("#f-n", "3")
    page.fill("#f-reason", "asked for by letter")
    page.locator(".wb form button:not([name])").last.click()
    look("preview")
    page.locator("button[name=propose]").click()
    look("proposal")
    page.goto("/workbench/changes/")
    look("queue")
    context.close()
    change = loan_changes(SYSTEM, institution.loan_id)[0]
    confirm_change(institution.world.call(institution.actor("risk_officer")), change_id=change.id)
    context = borrower(chromium, server, institution, width=width, language=language)
    page = context.new_page()
    page.goto(f"/loans/{institution.loan_id}/")
    look("borrower-loan")
    page.goto(f"/changes/{change.id}/")
    look("borrower-change")
    page.locator(f"form[action='/changes/{change.id}/code/'] button").click()
    look("borrower-code")
    page.fill("input[name=code]", "12")
    page.locator("main form button").first.click()
    look("borrower-code-wrong")
    context.close()
    assert wrong == {}


def borrower(chromium: Browser, server: str, institution: Institution, *, width: int, language: str):
    """A browser without scripts in which the borrower has signed in."""
    assert institution.borrower_actor.party_id
    user = user_by_id(customer_user_for(institution.borrower_actor.party_id))
    client = Client()
    client.force_login(user)
    context = chromium.new_context(viewport={"width": width, "height": 844}, base_url=server)
    cookies = {"sessionid": client.cookies["sessionid"].value, LANGUAGE_COOKIE: language}
    context.add_cookies([{"name": name, "value": value, "url": server} for name, value in cookies.items()])
    context.set_default_timeout(10_000)
    return context
