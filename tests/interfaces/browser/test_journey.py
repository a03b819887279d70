"""The whole journey in Chromium: both languages, without JavaScript, and in time."""

import time
from pathlib import Path

import pytest
from tests.interfaces.browser.conftest import OpenPage
from tests.interfaces.browser.robot import CHINESE, ENGLISH, Robot
from tests.interfaces.customer_web.delivery import World

from puhui.flows.simulation.population import MadeUpFirm

pytestmark = pytest.mark.browser
MOST_SECONDS = 20


def timed_journey(robot: Robot, firm: MadeUpFirm, folder: Path) -> str:
    """The address of the loan; fails when the whole takes too long."""
    started = time.monotonic()
    loan = robot.journey(firm, folder)
    seconds = time.monotonic() - started
    assert seconds < MOST_SECONDS, f"the journey took {seconds:.1f} s"
    return loan


def test_in_chinese(open_page: OpenPage, world: World, firm: MadeUpFirm, tmp_path: Path) -> None:
    page = open_page(width=390)
    timed_journey(Robot(page, world, CHINESE), firm, tmp_path)
    assert page.get_by_text("已结清").is_visible()


def test_in_english(open_page: OpenPage, world: World, firm: MadeUpFirm, tmp_path: Path) -> None:
    page = open_page(width=1280)
    page.goto("/")
    page.get_by_role("button", name="English").click()
    timed_journey(Robot(page, world, ENGLISH), firm, tmp_path)
    assert page.get_by_text("Paid off").is_visible()


def test_without_javascript(open_page: OpenPage, world: World, firm: MadeUpFirm, tmp_path: Path) -> None:
    page = open_page(width=390, language="en", script=False)
    timed_journey(Robot(page, world, ENGLISH), firm, tmp_path)
    assert page.get_by_text("Paid off").is_visible()
