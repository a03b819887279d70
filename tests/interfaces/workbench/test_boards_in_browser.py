"""Dashboards, their lists and reports in a real browser in the dark: no A or AA violation, nothing too wide."""

import pytest
from playwright.sync_api import Browser
from tests.interfaces.browser.conftest import chromium as chromium  # noqa: PLC0414
from tests.interfaces.workbench.institution import Institution, a_day_later
from tests.interfaces.workbench.test_in_browser import (
    browsing,
    faults,
)
from tests.interfaces.workbench.test_in_browser import institution as institution  # noqa: PLC0414
from tests.interfaces.workbench.test_in_browser import world as world  # noqa: PLC0414

pytestmark = pytest.mark.browser
OWN = (
    "dashboards/",
    "dashboards/origination/",
    "dashboards/portfolio/",
    "dashboards/collecting/",
    "dashboards/profit/",
    "dashboards/inclusion/",
    "dashboards/lists/loans/",
    "reports/",
)


@pytest.mark.parametrize(("width", "language"), [(390, "zh-hans"), (1280, "en")])
def test_own_pages_are_right_in_the_dark(
    chromium: Browser, live_server: object, institution: Institution, width: int, language: str
) -> None:
    a_day_later(institution.world)
    client = institution.client("auditor", language=language)
    context = browsing(chromium, str(live_server), client, width=width, language=language)
    client.post("/workbench/appearance/", {"key": "dark", "theme": "dark", "then": "/workbench/"})
    page, errors, wrong = context.new_page(), [], {}
    page.on("pageerror", lambda error: errors.append(str(error)))
    for address in OWN:
        page.goto(f"/workbench/{address}")
        assert page.evaluate("document.documentElement.classList.contains('dark')"), address
        for one in page.locator(".wb details").all():
            one.evaluate("node => { node.open = true; }")
        if found := faults(page, errors):
            wrong[address] = found
        errors.clear()
    context.close()
    assert wrong == {}
