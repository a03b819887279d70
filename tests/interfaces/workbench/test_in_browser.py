"""The workbench in a real browser: no A or AA violation by axe, nothing to scroll sideways, no error of a script."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from tests.interfaces.browser.conftest import chromium as chromium  # noqa: PLC0414
from tests.interfaces.browser.test_accessibility import violations, wider_than_screen
from tests.interfaces.workbench.institution import Institution, a_day_later
from tests.interfaces.workbench.pages import PAGES
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY

from puhui.interfaces import ports as ports_module
from puhui.kernel.actors import Role

pytestmark = pytest.mark.browser
FORM_TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """As for the other tests, with a database that the server's threads see."""
    made = World(start=TODAY)
    monkeypatch.setattr(ports_module, "current_ports", lambda: made.ports)
    for user in ("frame", "tokens"):
        monkeypatch.setattr(f"puhui.interfaces.workbench.{user}.current_ports", lambda: made.ports)
    return made


@pytest.fixture
def institution(world: World) -> Institution:
    """One that is committed."""
    return Institution(world)


def browsing(browser: Browser, server: str, client: Client, *, width: int, language: str) -> BrowserContext:
    """A browser in which a staff member has signed in."""
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=server)
    cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": language}
    context.add_cookies([{"name": name, "value": value, "url": server} for name, value in cookies.items()])
    context.set_default_timeout(10_000)
    return context


def content(client: Client, address: str) -> str:
    """What a page shows inside the frame, without the token of its forms."""
    _, _, inside = client.get(f"/workbench/{address}").content.decode().partition('class="wb"')
    assert inside, address
    return FORM_TOKEN.sub("", inside)


def faults(page: Page, errors: list[str]) -> list[str]:
    extra = wider_than_screen(page)
    return violations(page) + errors + ([f"{extra} px too wide"] if extra > 0 else [])


@pytest.mark.parametrize(("width", "language"), [(390, "zh-hans"), (1280, "en")])
def test_every_page(
    chromium: Browser, live_server: object, institution: Institution, width: int, language: str
) -> None:
    a_day_later(institution.world)
    wrong, seen = {}, set()
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.OPERATIONS, Role.RISK_OFFICER):
        client = institution.client(role.value, language=language)
        context = browsing(chromium, str(live_server), client, width=width, language=language)
        page, errors = context.new_page(), []
        page.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
        for row in (row for row in PAGES if role in row.roles):
            shown = content(client, row.address(institution))
            if shown in seen and row is not PAGES[0]:  # the frame is looked at on each role's first page
                continue
            seen.add(shown)
            page.goto(f"/workbench/{row.address(institution)}")
            if found := faults(page, errors):
                wrong[f"{role}: {row.name}"] = found
            errors.clear()
        context.close()
    assert wrong == {}


def test_a_review_between_two_people(chromium: Browser, live_server: object, institution: Institution) -> None:
    found = institution.case("review")
    for name in ("risk_officer", "second_risk"):
        client = institution.client(name)
        context = browsing(chromium, str(live_server), client, width=1280, language="en")
        page = context.new_page()
        page.goto("/workbench/")
        page.get_by_role("link", name="Review of an application").first.click()
        page.get_by_role("link", name="Open the case").click()
        page.get_by_label("Your reason or note").fill("orders for a year were shown")
        page.get_by_role("button", name="Propose" if name == "risk_officer" else "Confirm").click()
        page.get_by_text("Done.").wait_for()
        context.close()
    assert institution.case("review").id == found.id
    assert institution.case("review").outcome == "approve"


def test_the_language_is_switched_in_the_console(
    chromium: Browser, live_server: object, institution: Institution
) -> None:
    client = institution.client("finance")
    context = browsing(chromium, str(live_server), client, width=1280, language="en")
    page = context.new_page()
    page.goto("/workbench/loans/")
    page.get_by_text("finance (test)").click()
    page.get_by_role("button", name="简体中文").click()
    page.get_by_role("heading", name="贷款").first.wait_for()
    assert page.url.endswith("/workbench/loans/")
    context.close()
