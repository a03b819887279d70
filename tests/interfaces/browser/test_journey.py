"""The whole journey in Chromium: both languages, without JavaScript, and in time."""

import time
from pathlib import Path

import pytest
from tests.interfaces.browser.conftest import OpenPage
from tests.interfaces.browser.robot import Robot
from tests.interfaces.customer_web.delivery import World

from puhui.flows.simulation.population import MadeUpFirm

pytestmark = pytest.mark.browser
MOST_SECONDS = 20

ENGLISH = {
    "start": "Apply or sign in",
    "send code": "Send me the code",
    "sign in": "Sign in",
    "register": "Register my firm",
    "save": "Save and go on",
    "consent": "Give my consent",
    "upload": "Upload",
    "to application": "Go on to the application",
    "check": "Go on and check",
    "send application": "Send my application",
    "compare": "Compare my offers",
    "every cost": "See every cost",
    "take": "I have read it; take this offer",
    "signing code": "I agree: send me the signing code",
    "sign": "Sign the contract",
    "repay": "Repay",
    "repay now": "Repay now",
}
CHINESE = {
    "start": "申请贷款 / 登录",
    "send code": "发送验证码",
    "sign in": "登录",
    "register": "登记我的企业",
    "save": "保存并继续",
    "consent": "同意授权",
    "upload": "上传",
    "to application": "继续填写申请",
    "check": "下一步，核对",
    "send application": "提交申请",
    "compare": "对比我的方案",
    "every cost": "查看全部费用",
    "take": "我已阅读，选择这个方案",
    "signing code": "我同意，发送签约验证码",
    "sign": "签署合同",
    "repay": "还款",
    "repay now": "确认还款",
}


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
