"""In a browser: a notice from a fault at its cell to publication by a second person; pages looked at in both widths."""

from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.interfaces.browser.conftest import chromium as chromium  # noqa: PLC0414
from tests.interfaces.workbench.institution import Institution
from tests.interfaces.workbench.test_in_browser import institution as institution  # noqa: PLC0414
from tests.interfaces.workbench.test_in_browser import world as world  # noqa: PLC0414
from tests.interfaces.workbench.test_policy_to_signature_in_browser import Desk
from tests.rooms.origination.firm_at_the_door import TODAY

from puhui.foundation.notices.facade import notice_text

pytestmark = pytest.mark.browser
WORDS = "The loan of {firm} is done."


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "zh-hans")])
def test_a_notice_from_a_fault_to_publication(
    chromium: Browser, live_server: object, institution: Institution, width: int, language: str
) -> None:
    wrong: dict[str, Any] = {}
    contexts = []

    def desk(name: str) -> Desk:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, base_url=str(live_server), locale=language
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": str(live_server)}])
        contexts.append(context)
        made = Desk(context, name=name, wrong=wrong)
        made.sign_in()
        return made

    writer = desk("risk-officer")
    writer.page.goto("/workbench/texts/notice/?find=loan_closed")
    writer.look("texts")
    writer.page.click("a[href$='/texts/notice/loan_closed/']")
    writer.look("text")
    writer.page.locator("form[action$='/start/'] button").click()
    writer.page.fill("[id='cell-body.en']", "We hereby say {colour}.")
    writer.page.click("button[value=cells]")
    assert "hereby" in writer.look("text-draft-with-faults")
    writer.page.fill("[id='cell-body.en']", WORDS)
    writer.page.click("button[value=cells]")
    writer.look("text-draft")
    writer.page.click("button[value=submit]")
    at = writer.page.url
    second = desk("second-risk")
    second.page.goto(at)
    second.look("text-draft-sent")
    second.page.fill("#effective_from", TODAY.isoformat())
    second.page.click("button[value=publish]")
    second.look("text-draft-published")
    assert notice_text("loan_closed", on=TODAY).body.en == WORDS
    for kind in ("clause", "contract", "wording"):
        writer.page.goto(f"/workbench/texts/{kind}/")
        writer.look(f"texts-{kind}")
    for context in contexts:
        context.close()
    assert wrong == {}
