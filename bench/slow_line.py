"""Customer pages on a line of 100 kbit/s: how long until each can be used, with nothing kept and with the shell kept.

Chromium against `puhui serve --demo`. The first visit is narrowed by its own network emulation (12,500 bytes a second
either way, 300 ms there and back); later pages, which the service worker fetches and the emulation does not reach, by a
relay of the same width between the two. Usable is when the page is whole, styled, and its scripts have run.
"""

# ruff: noqa: E402 - Django is set up before the robot is imported
import os
import re
import shutil
import subprocess

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")

import django

django.setup()

from playwright.sync_api import BrowserContext, Page, sync_playwright
from tests.interfaces.browser.cut_line import Line
from tests.interfaces.browser.robot import CHINESE, FLAGS, Robot

from bench.journey import CHROMIUM, PUHUI, RealWorld, free_port, wait_for

BYTES_A_SECOND, LATENCY_MS = 12_500, 300
TARGET_SECONDS, TARGET_BYTES = 10, 100_000
PHONE = "13900139001"
OPEN = {"home": "/", "products": "/products/", "prices": "/prices/", "help": "/help/", "sign in": "/sign-in/"}
OWN = {"overview": "/overview/", "who I am": "/me/", "my data": "/my-data/", "messages": "/messages/"}
TIMES = """() => {
    const [page] = performance.getEntriesByType('navigation');
    const all = [page, ...performance.getEntriesByType('resource')];
    return {
        usable: page.domContentLoadedEventEnd / 1000,
        seen: (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0) / 1000,
        bytes: all.reduce((sum, one) => sum + one.encodedBodySize, 0),
    };
}"""


def run() -> dict[str, object]:
    """Seconds until usable by page: the first visit of a phone, and a later page with the shell on the phone."""
    if not CHROMIUM or not shutil.which(CHROMIUM):
        raise SystemExit("a Chromium is needed: apt-get install chromium")
    subprocess.run([*PUHUI, "demo", "--size", "3", "--days", "20", "--json"], check=True, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{free_port()}"
    server = subprocess.Popen(
        [*PUHUI, "serve", "--demo", "--port", address.rsplit(":", 1)[1]], stdout=subprocess.DEVNULL
    )
    try:
        wait_for(address)
        return _measured(address)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _measured(address: str) -> dict[str, object]:
    first, later = {}, {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, path in OPEN.items():  # each time a phone that was never here
            context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844})
            first[name] = _load(context, path)
            context.close()
        line = Line(address, bytes_a_second=BYTES_A_SECOND, delay=LATENCY_MS / 1000)
        context = browser.new_context(base_url=line.url, viewport={"width": 390, "height": 844})
        context.set_default_timeout(120_000)
        page = context.new_page()
        Robot(page, RealWorld(page, address), CHINESE, phone=PHONE).sign_in()
        page.wait_for_url(re.compile("/overview/"))
        page.evaluate("navigator.serviceWorker.ready")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        page.close()
        for name, path in {**OPEN, **OWN}.items():
            later[name] = _load(context, path, narrow=False)
        line.close()
        browser.close()
    every = [*first.values(), *later.values()]
    return {
        "bits_a_second": BYTES_A_SECOND * 8,
        "latency_ms": LATENCY_MS,
        "target_seconds": TARGET_SECONDS,
        "slowest_first_visit_seconds": max(one["usable"] for one in first.values()),
        "slowest_later_page_seconds": max(one["usable"] for one in later.values()),
        "target_bytes": TARGET_BYTES,
        "heaviest_bytes": max(one["bytes"] for one in every),
        "first_visit": first,
        "later_page": later,
    }


def _load(context: BrowserContext, path: str, *, narrow: bool = True) -> dict[str, float]:
    page = context.new_page()
    if narrow:
        _narrow(context, page)
    page.goto(path, wait_until="load", timeout=120_000)
    found = page.evaluate(TIMES)
    page.close()
    return {name: round(value, 2) for name, value in found.items()}


def _narrow(context: BrowserContext, page: Page) -> None:
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
