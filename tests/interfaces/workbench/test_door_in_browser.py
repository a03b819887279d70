"""The second step and the fresh proof in a real browser: set up, signed in with, asked for; each page judged by axe."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from tests.interfaces.browser.conftest import chromium as chromium  # noqa: PLC0414
from tests.interfaces.workbench.institution import Institution
from tests.interfaces.workbench.test_door import PASSWORD, code_now
from tests.interfaces.workbench.test_in_browser import faults
from tests.interfaces.workbench.test_in_browser import institution as institution  # noqa: PLC0414
from tests.interfaces.workbench.test_in_browser import world as world  # noqa: PLC0414

from puhui.foundation.access.models import SecondFactor, SignIn

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("PUHUI_TEST_PICTURES", "")


@pytest.mark.parametrize(("width", "language"), [(390, "zh-hans"), (1280, "en")])
def test_from_the_first_code_to_an_act_that_asks_for_one(
    chromium: Browser, live_server: object, institution: Institution, width: int, language: str
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=str(live_server))
    context.add_cookies([{"name": "django_language", "value": language, "url": str(live_server)}])
    context.set_default_timeout(15_000)
    page, errors, wrong = context.new_page(), [], {}
    page.on("pageerror", lambda error: errors.append(str(error)))

    def look(name: str) -> None:
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        if found := faults(page, errors):
            wrong[name] = found
        errors.clear()

    _password(page)
    page.goto("/workbench/me/")
    look("my-sign-in")
    page.fill("#proof", PASSWORD)
    page.locator("form:has(#proof) button").click()
    secret = page.locator("code.wb-code").inner_text()
    look("set-up")
    page.fill("#code", "1")
    page.locator("form:has(#code) button").click()
    look("set-up-wrong")
    page.fill("#code", code_now(secret))
    page.locator("form:has(#code) button").click()
    look("recovery-codes")
    assert page.locator("ul.wb-code li").count() == 10
    context.clear_cookies(name="sessionid")

    _password(page)
    look("second-step")
    page.fill("#code", "000000")
    page.locator("form:has(#code) button").click()
    look("second-step-wrong")
    SecondFactor.objects.update(last_step=0)  # in the browser half a minute goes by; here it does not
    page.fill("#code", code_now(secret))
    page.locator("form:has(#code) button").click()
    page.wait_for_url("**/workbench/day/")
    page.goto("/workbench/me/sessions/")
    look("sessions")
    assert page.locator("tbody tr").count() == 2

    page.goto("/workbench/users/")
    look("users")
    page.fill("#login_name", "newcomer")
    page.fill("#display_name", "New Comer")
    page.fill("#password", "a long new sentence")
    SignIn.objects.update(proved_at=timezone.now() - timedelta(hours=1))
    page.locator("form:has(#login_name) button").click()
    look("prove")
    SecondFactor.objects.update(last_step=0)
    page.fill("#proof", code_now(secret))
    page.locator("form:has(#proof) button").first.click()
    page.get_by_text("New Comer").wait_for()
    page.get_by_role("link", name="New Comer").click()
    look("user")
    page.goto("/workbench/endpoints/?face=api&role=finance")
    look("endpoints")
    page.goto("/workbench/branches/")
    look("branches")
    page.goto("/workbench/audit/?act=access")
    look("audit")
    context.close()
    assert wrong == {}


def _password(page: Page) -> None:
    page.goto("/workbench/login/?next=/workbench/day/")
    page.fill("#id_username", "administrator")
    page.fill("#id_password", PASSWORD)
    page.locator("#login-form button[type=submit], #login-form button").last.click()
