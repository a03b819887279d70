"""A first visit to a signed loan, by keyboard alone and by ear: at most twelve pages, every control with a name."""

import pytest
from tests.interfaces.browser.by_keyboard import Keyboard
from tests.interfaces.browser.conftest import OpenPage
from tests.interfaces.customer_web.delivery import World
from tests.rooms.party.made_up import resident_id

pytestmark = pytest.mark.browser
PHONE, MOST_PAGES = "13900138011", 12

# What a person must hear on the pages on which they bind themselves, in its order: questions, choices, sums, button.
HEARD = {
    ("form", "zh-hans"): ("需要多少钱？", "借多久？", "12 个月", "怎么还？", "用来做什么？", "下一步，核对"),
    ("form", "en"): ("How much", "12 months", "Go on and check"),
    ("check", "zh-hans"): ("核对并提交", "8,000元", "12 个月", "提交申请"),
    ("check", "en"): ("Check", "8,000 yuan", "12 months", "Send my application"),
    ("cost", "zh-hans"): (
        *("%", "8,000元", "还款总额", "8,", "元", "仅在逾期时产生", "示例：本金 ¥", "我已阅读，选择这个方案"),
    ),
    ("cost", "en"): (
        *(
            "%",
            "8,000 yuan",
            "To pay back in all",
            "8,",
            "yuan",
            "Only if you pay late",
            "For example: ¥",
            "take this offer",
        ),
    ),
    ("contract", "zh-hans"): (
        *("重要事项一页看懂", "我能拿到多少钱？", "¥8,000.00", "我一共要还多少钱？", "¥8,", "什么时候还？", "共 12 次"),
        *("还晚了会怎样？", "不想借了怎么办？", "有事找谁？", "借款合同", "我同意，发送签约验证码"),
    ),
    ("contract", "en"): (
        *("on one page", "How much do I get?", "¥8,000.00", "What do I pay in all?", "¥8,", "When do I pay?"),
        *("12 times", "What if I pay late?", "How do I get out of it?", "Whom do I call?", "Loan contract"),
        "send me the signing code",
    ),
}


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
        "no phone": ("请输入以 1 开头的 11 位手机号", "Enter a mobile phone number of 11 digits that begins with 1."),
    }
    words = {name: pair[language == "en"] for name, pair in says.items()}
    page = open_page(language=language)
    page.goto("/")
    robot = Keyboard(page)
    robot.arrives()
    robot.presses(words["myself"])
    robot.arrives()
    robot.types("phone", "1")
    robot.presses(words["send"])
    robot.hears_a_refusal("phone", words["no phone"])
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
    robot.hears(*HEARD["form", language])
    robot.types("amount", "8000")
    for field, value in (("term_months", "12"), ("method", "equal_instalment"), ("purpose", "household")):
        robot.chooses(field, value)
    robot.presses(words["check"])
    robot.arrives()
    robot.hears(*HEARD["check", language])
    robot.presses(words["apply"])
    robot.arrives()
    robot.presses(words["offer"])
    robot.arrives()
    robot.hears(*HEARD["cost", language])
    world.pass_seconds(60)
    robot.presses(words["take"])
    robot.arrives()
    robot.hears(*HEARD["contract", language])
    robot.presses(words["code"])
    robot.arrives()
    robot.types("code", world.code_for(PHONE))
    robot.presses(words["sign"])
    page.wait_for_url("**/loans/**")
    robot.keeps(f"main-journey-by-ear-{language}.md")
    assert robot.faults == []
    assert robot.pages <= MOST_PAGES
