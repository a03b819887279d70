"""A real browser for the customer pages; without one the tests are skipped, or fail where it is required."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError
from tests.interfaces.browser.robot import FLAGS
from tests.interfaces.customer_web.conftest import _messages as compiled_messages
from tests.interfaces.customer_web.conftest import firms as firms  # noqa: PLC0414
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.visitor import Visitor

from puhui.flows.simulation.population import MadeUpFirm
from puhui.interfaces import ports as ports_module

INSTALL = "apt-get install chromium"
_messages = compiled_messages

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium as the system installs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the driver keeps an event loop in this thread
        yield from _launched()


def _launched() -> Iterator[Browser]:
    path = os.environ.get("PUHUI_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        _absent("no Chromium on this machine")
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        except BrowserError as problem:
            _absent(f"Chromium does not start: {str(problem).splitlines()[0]}")
        yield browser
        browser.close()


def _absent(reason: str) -> None:
    if "browser" in os.environ.get("PUHUI_TEST_REQUIRE", "").split(","):
        pytest.fail(f"{reason}. Install it: {INSTALL}", pytrace=False)
    pytest.skip(f"{reason}. To run this test: {INSTALL}")


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Pages, worker and bank that share one moved clock, with a database that the server's threads see."""
    made = World()
    ports_module.current_ports.cache_clear()
    monkeypatch.setattr(ports_module, "import_string", lambda _: lambda: made.ports)
    yield made
    ports_module.current_ports.cache_clear()


@pytest.fixture
def open_page(chromium: Browser, live_server: "LiveServer") -> Iterator[OpenPage]:  # noqa: F821
    """Makes a page of a fresh browser profile: `open_page(width=390, language="en", large=False, script=True)`."""
    contexts = []

    def make(
        *,
        width: int = 390,
        language: str = "",
        large: bool = False,
        script: bool = True,
        visitor: Visitor | None = None,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 900},
            base_url=live_server.url,
            java_script_enabled=script,
            locale="zh-CN",
        )
        contexts.append(context)
        cookies = {"puhui_language": language, "puhui_text": "large" if large else ""}
        if visitor is not None:
            cookies["sessionid"] = visitor.client.cookies["sessionid"].value
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items() if v])
        context.set_default_timeout(10_000)
        return context.new_page()

    yield make
    for context in contexts:
        with suppress(BrowserError):
            context.close()


@pytest.fixture
def firm(firms: list[MadeUpFirm]) -> MadeUpFirm:
    """A firm with good books."""
    return firms[0]


def listen(page: Page) -> list[str]:
    """All that the browser complains of: refused scripts and styles, errors, files that are not there."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda problem: heard.append(str(problem)))
    page.on("requestfailed", lambda request: heard.append(request.url))
    return heard
