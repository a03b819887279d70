"""Passkeys in a real browser with an authenticator of its own: made, signed in with, asked for before money."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from tests.interfaces.browser.conftest import chromium as chromium  # noqa: PLC0414
from tests.interfaces.workbench.institution import Institution
from tests.interfaces.workbench.test_door import PASSWORD, code_now
from tests.interfaces.workbench.test_in_browser import faults
from tests.interfaces.workbench.test_in_browser import institution as institution  # noqa: PLC0414
from tests.interfaces.workbench.test_in_browser import world as world  # noqa: PLC0414

from puhui.foundation.access.facade import begin_second_factor, confirm_second_factor
from puhui.foundation.access.models import SecondFactor, SignIn
from puhui.foundation.access.passkey_models import Passkey
from puhui.kernel.actors import Call
from puhui.kernel.ids import new_id
from puhui.kernel.ports import SystemClock

pytestmark = pytest.mark.browser


@pytest.fixture
def house(live_server: object) -> Iterator[str]:
    """The workbench at a name: passkeys are bound to names."""
    here = f"http://localhost:{urlsplit(str(live_server)).port}"
    with override_settings(PUHUI_ENVIRONMENT=replace(settings.PUHUI_ENVIRONMENT, origin=here)):
        yield here


def authenticator(context: BrowserContext, page: Page) -> None:
    """A device that holds passkeys and knows its holder, for this page."""
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize(("width", "language"), [(390, "zh-hans"), (1280, "en")])
def test_from_the_first_passkey_to_money(
    chromium: Browser, house: str, institution: Institution, width: int, language: str
) -> None:
    own = Call(institution.actor("administrator"), str(new_id()), SystemClock().now())
    secret = begin_second_factor(own).secret
    confirm_second_factor(replace(own, key=str(new_id())), code=code_now(secret))
    SecondFactor.objects.update(last_step=0)
    context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=house)
    context.add_cookies([{"name": "django_language", "value": language, "url": house}])
    context.set_default_timeout(15_000)
    page, errors, wrong = context.new_page(), [], {}
    page.on("pageerror", lambda error: errors.append(str(error)))
    authenticator(context, page)

    def look(name: str) -> None:
        if found := faults(page, errors):
            wrong[name] = found
        errors.clear()

    _password(page)
    page.fill("#code", code_now(secret))
    page.locator("form:has(#code) button").click()
    page.wait_for_url("**/workbench/day/")
    page.goto("/workbench/me/")
    look("my sign-in")
    page.locator("form[action$='/me/passkeys/add/'] button").click()
    look("add")
    page.fill("#passkey-name", "Laptop")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url("**/workbench/me/")
    page.get_by_text("Laptop", exact=True).wait_for()
    look("one passkey")
    assert Passkey.objects.count() == 1

    context.clear_cookies(name="sessionid")
    _password(page)
    look("second step")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url("**/workbench/day/")

    context.clear_cookies(name="sessionid")
    page.goto("/workbench/login/")
    look("door")
    page.locator("a[href$='/login/passkey/']").click()
    look("alone")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(lambda address: "/login/" not in address)

    page.goto("/workbench/users/")
    page.fill("#login_name", "newcomer")
    page.fill("#display_name", "New Comer")
    page.fill("#password", "a long new sentence")
    SignIn.objects.update(proved_at=timezone.now() - timedelta(hours=1))
    page.locator("form:has(#login_name) button").click()
    look("prove")
    page.locator("form[data-passkey] button").click()
    page.get_by_text("New Comer").wait_for()

    page.goto("/workbench/me/")
    page.locator("form[action$='/end/']:has-text('Laptop') button").click()
    page.wait_for_load_state()
    assert not Passkey.objects.filter(ended_at=None).exists()
    context.clear_cookies(name="sessionid")
    page.goto("/workbench/login/passkey/")
    page.locator("form[data-passkey] button").click()
    page.locator(".wb-errors").wait_for()
    look("removed")
    context.close()
    assert wrong == {}


def test_another_address_gets_no_answer_and_without_scripts_there_is_the_code(
    chromium: Browser, house: str, institution: Institution
) -> None:
    context = chromium.new_context(base_url=house.replace("localhost", "127.0.0.1"))
    page = context.new_page()
    page.goto("/workbench/login/passkey/")
    page.locator("form[data-passkey] button").click()
    page.locator("[data-stopped]").wait_for()  # the browser itself refuses a page of another name
    assert house in page.locator("[data-stopped]").inner_text()
    context.close()
    bare = chromium.new_context(base_url=house, java_script_enabled=False)
    page = bare.new_page()
    page.goto("/workbench/login/passkey/")
    assert not page.locator("form[data-passkey]").is_visible()
    assert page.locator("noscript").count() or "JavaScript" in page.content()
    bare.close()


def _password(page: Page) -> None:
    page.goto("/workbench/login/?next=/workbench/day/")
    page.fill("#id_username", "administrator")
    page.fill("#id_password", PASSWORD)
    page.locator("#login-form button").last.click()
