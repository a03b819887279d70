"""In a browser: a policy from an edited cell to a signed comparison and its publication.

An analyst signs in, edits a table, tries the draft in the lab and reads the comparison; two of the committee sign; a
third publishes. Every page on the way is looked at for accessibility and width.
"""

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.interfaces.browser.conftest import chromium as chromium  # noqa: PLC0414
from tests.interfaces.workbench.institution import Institution
from tests.interfaces.workbench.test_in_browser import faults
from tests.interfaces.workbench.test_in_browser import institution as institution  # noqa: PLC0414
from tests.interfaces.workbench.test_in_browser import world as world  # noqa: PLC0414
from tests.rooms.origination.firm_at_the_door import TODAY

from puhui.flows.policy_lab.do_run import do_waiting_run
from puhui.kernel.actors import SYSTEM
from puhui.risk.decisioning.facade import decision_policy
from puhui.risk.lab.facade import lab_run, lab_runs

pytestmark = pytest.mark.browser
CASE = '\n[[cases]]\nname = "nothing known"\namount = "200000.00"\nexpect = { outcome = "refer" }\n'
FROM: date = TODAY + timedelta(days=30)


class Desk:
    """One member of the staff at a browser; every page that is shown is judged."""

    def __init__(self, context: BrowserContext, *, name: str, wrong: dict[str, Any]) -> None:
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.wrong, self.name = wrong, name
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def sign_in(self) -> None:
        self.page.goto("/workbench/")
        self.page.fill("input[name=username]", self.name)
        self.page.fill("input[name=password]", "correct horse 42")
        self.page.locator("button[type=submit]").first.click()
        self.page.wait_for_url("**/workbench/")

    def look(self, what: str) -> str:
        self.page.wait_for_load_state()
        if folder := os.environ.get("PUHUI_TEST_SHOTS"):
            size = self.page.viewport_size or {}
            self.page.screenshot(path=str(Path(folder) / f"{what}-{size['width']}.png"), full_page=True)
        if found := faults(self.page, self.errors):
            self.wrong[what] = found
        self.errors.clear()
        return self.page.content()


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "zh-hans")])
def test_from_an_edited_cell_to_signatures_and_publication(
    chromium: Browser, live_server: object, institution: Institution, width: int, language: str
) -> None:
    wrong: dict[str, Any] = {}
    contexts = []

    def desk(name: str) -> Desk:
        context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=str(live_server))
        context.add_cookies([{"name": "django_language", "value": language, "url": str(live_server)}])
        context.set_default_timeout(15_000)
        contexts.append(context)
        one = Desk(context, name=name, wrong=wrong)
        one.sign_in()
        return one

    analyst = desk("risk-officer")
    draft_url = _written(analyst)
    run_url = _tried(analyst, draft_url)
    do_waiting_run(institution.world.call(), clock=institution.world.ports.clock)
    _read(analyst, run_url, language=language)
    for name in ("compliance", "finance"):
        member = desk(name)
        member.page.goto(run_url)
        member.page.fill("#comment", "fair and sound")
        member.look("to sign") if name == "finance" else None
        member.page.locator("button[name=verdict][value=approve]").click()
        member.page.wait_for_load_state()
    analyst.page.goto(draft_url)
    analyst.look("draft signed")
    analyst.page.locator("button[name=act][value=submit]").click()
    publisher = desk("second-risk")
    publisher.page.goto(draft_url)
    publisher.page.fill("#effective_from", FROM.isoformat())
    publisher.look("to publish")
    publisher.page.locator("button[name=act][value=publish]").click()
    publisher.look("published")
    for context in contexts:
        context.close()
    [run] = lab_runs(SYSTEM)
    assert (run.state, {one.by_name for one in run.signatures}) == ("approved", {"compliance (test)", "finance (test)"})
    assert lab_run(SYSTEM, run_id=run.id).inputs["arms"][1]["policy"].startswith("working-capital@draft-")
    assert decision_policy("working-capital", on=FROM - timedelta(days=1)).version == "1"
    policy = decision_policy("working-capital", on=FROM)
    assert (policy.version, policy.effective_from) == ("3", FROM)
    assert policy.document["tables"]["bands"]["rows"][2]["when"]["score"] == "[550..581)"
    assert wrong == {}


def _written(analyst: Desk) -> str:
    """A copy of what is running, with one band widened in the grid and a test case; its address."""
    page = analyst.page
    page.goto("/workbench/policies/")
    page.locator("select[name=based_on]").select_option(label="working-capital 1")
    page.fill("input[name=note]", "a wider band C")
    page.locator("form[action$='/policies/start/'] button").last.click()
    page.wait_for_url("**/policies/drafts/**")
    url = page.url
    page.goto(f"{url}bands/")
    page.fill("input[name=in-2-0]", "[550..581)")
    page.locator("button[name=act][value=save]").last.click()
    analyst.look("overlap")
    assert "B3" in page.locator(".wb-errors").inner_text()  # bands C and D overlap now
    page.fill("input[name=in-3-0]", "[542..550)")
    page.locator("button[name=act][value=save]").last.click()
    analyst.look("table saved")
    assert page.locator(".wb-errors").count() == 0
    page.goto(url)
    page.locator("details summary").last.click()
    page.fill("#text", page.input_value("#text") + CASE)
    page.locator("button[name=act][value=text]").click()
    text = analyst.look("draft")
    assert "nothing known" in text
    assert page.locator(".wb-errors").count() == 0
    return url


def _tried(analyst: Desk, draft_url: str) -> str:
    """Asks for a run of the draft beside what is running, with a shock; gives its address."""
    page = analyst.page
    page.goto(draft_url)
    page.locator("a.wb-button[href*='lab/?draft=']").click()
    analyst.look("lab form")
    assert page.input_value("#policy").startswith("draft:")
    page.fill("#title", "Wider band C")
    page.fill("#firms", "3000")
    page.locator("input[name=shocks][value=demand-slump]").check()
    page.locator("form[action$='/lab/start/'] button").last.click()
    page.wait_for_url("**/lab/*-*/")
    analyst.look("run waiting")
    return page.url


def _read(analyst: Desk, run_url: str, *, language: str) -> None:
    """Approvals, amounts, expected loss, inclusion, fairness, who changes and why, the months with a shock."""
    analyst.page.goto(run_url)
    text = analyst.look("run done")
    words = {
        "en": ("Approval rate", "Amount lent", "Expected loss", "First-time borrowers", "Led by women", "alarm",
               "Who changes, and why", "Demand slump", "Without a shock", "others sign it"),
        "zh-hans": ("通过率", "首贷户", "预期损失", "谁的结果改变", "需求下滑", "预警"),
    }  # fmt: skip
    assert [one for one in words[language] if one not in text] == []
    result = lab_run(SYSTEM, run_id=lab_runs(SYSTEM)[0].id).result or {}
    assert result["swaps"]["in"]["firms"] > 0 == result["swaps"]["out"]["firms"]
    assert f"{result['arms']['candidate']['approved']:,}" in text
    assert set(result["forward"]["lives"]) == {"none", "demand-slump"}
