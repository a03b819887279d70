"""A first visit to a signed loan, by keyboard alone and by ear: at most twelve pages, every control with a name."""

import pytest
from tests.interfaces.browser.by_keyboard import Keyboard
from tests.interfaces.browser.conftest import OpenPage
from tests.interfaces.customer_web.delivery import World
from tests.rooms.party.made_up import resident_id

pytestmark = pytest.mark.browser
PHONE, MOST_PAGES = "13900138011", 12


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_home_to_signed_in_twelve_pages(open_page: OpenPage, world: World, language: str) -> None:
    says = {
        "myself": ("为自己申请贷款", "Borrow for myself"),
        "send": ("发送验证码", "Send me the code"),
        "sign in": ("登录", "Sign in"),
        "save": ("保存并继续", "Save and go on"),
        "consent": ("同意授权", "Give my consent"),
        "check": ("下一步，核对", "Go on and check"),
        "apply": ("提交申请", "Send my application"),
        "offer": ("方案 1", "Offer 1"),
        "take": ("我已阅读，选择这个方案", "I have read it; take this offer"),
        "code": ("我同意，发送签约验证码", "I agree: send me the signing code"),
        "sign": ("签署合同", "Sign the contract"),
    }
    words = {name: pair[language == "en"] for name, pair in says.items()}
    page = open_page(language=language)
    page.goto("/")
    robot = Keyboard(page)
    robot.arrives()
    robot.presses(words["myself"])
    robot.arrives()
    robot.types("phone", PHONE)
    robot.presses(words["send"])
    robot.arrives()
    robot.types("code", world.code_for(PHONE))
    robot.presses(words["sign in"])
    robot.arrives()
    robot.types("name", "李小芳")
    robot.types("resident_id", resident_id(11))
    robot.presses(words["save"])
    robot.arrives()
    robot.chooses("agree", "yes")
    robot.presses(words["consent"])
    robot.arrives()
    for field, value in (("income", "7000"), ("living_cost", "2600"), ("monthly_due", "0")):
        robot.types(field, value)
    robot.presses(words["save"])
    robot.arrives()
    robot.types("amount", "8000")
    for field, value in (("term_months", "12"), ("method", "equal_instalment"), ("purpose", "household")):
        robot.chooses(field, value)
    robot.presses(words["check"])
    robot.arrives()
    robot.presses(words["apply"])
    robot.arrives()
    robot.presses(words["offer"])
    robot.arrives()
    world.pass_seconds(60)
    robot.presses(words["take"])
    robot.arrives()
    robot.presses(words["code"])
    robot.arrives()
    robot.types("code", world.code_for(PHONE))
    robot.presses(words["sign"])
    page.wait_for_url("**/loans/**")
    robot.keeps(f"main-journey-by-ear-{language}.md")
    assert robot.faults == []
    assert robot.pages <= MOST_PAGES
