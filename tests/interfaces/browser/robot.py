"""A robot that makes the journey in a browser, by the words that people read."""

from pathlib import Path
from typing import Protocol

from playwright.sync_api import Page

from puhui.flows.simulation.population import MadeUpFirm

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
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
PHONE = "13900139000"
READING_SECONDS = 60  # thinking time: only the moved clock waits


class Outside(Protocol):
    """What the robot needs of the world: a phone, time, and a bank."""

    def code_for(self, phone: str) -> str:
        """The code that came last."""
        ...

    def pass_seconds(self, seconds: float) -> None:
        """Time goes by."""
        ...

    def deliver(self) -> None:
        """Messages and payments reach whom they are for."""
        ...


class Robot:
    """Presses what is to be pressed; `words` are the labels in the page's language."""

    def __init__(self, page: Page, world: Outside, words: dict[str, str], *, phone: str = PHONE) -> None:
        self.page, self.world, self.words, self.phone = page, world, words, phone

    def press(self, word: str) -> None:
        """Presses the button or follows the link with this word."""
        name = self.words[word]
        control = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first
        control.click()

    def fill(self, field: str, value: str) -> None:
        """Types into a field."""
        self.page.locator(f"#id_{field}").fill(value)

    def choose(self, field: str, value: str) -> None:
        """Takes one of several choices."""
        self.page.locator(f'input[name="{field}"][value="{value}"]').check()

    def journey(self, firm: MadeUpFirm, folder: Path) -> str:
        """From the first page to the last repayment; gives the address of the loan."""
        self.sign_in()
        self.register(firm)
        self.bring_invoices(firm, folder)
        self.apply()
        self.accept_and_sign()
        return self.repay()

    def sign_in(self) -> None:
        """With a code from the phone."""
        self.page.goto("/")
        self.press("start")
        self.fill("phone", self.phone)
        self.press("send code")
        self.fill("code", self.world.code_for(self.phone))
        self.page.locator("main").get_by_role("button", name=self.words["sign in"]).click()

    def register(self, firm: MadeUpFirm) -> None:
        """The firm, and the consent to read its invoices."""
        who = firm.identity
        self.press("register")
        self.fill("firm_name", who.firm_name)
        self.fill("uscc", who.uscc)
        self.fill("representative_name", who.representative)
        self.fill("resident_id", who.resident_id)
        self.fill("founded_on", firm.founded_on.isoformat())
        self.press("save")
        self.choose("agree", "yes")
        self.press("consent")

    def bring_invoices(self, firm: MadeUpFirm, folder: Path) -> None:
        """A file of invoices."""
        path = folder / "invoices.csv"
        path.write_bytes(firm.invoices_csv())
        self.page.set_input_files("#id_file", path)
        self.press("upload")
        self.press("to application")

    def apply(self) -> None:
        """The kind that fits, what is needed, checked, sent."""
        self.page.locator("a[href*='product=working-capital']").first.click()
        self.fill("amount", "300,000")
        for field, value in (("term_months", "12"), ("method", "equal_instalment"), ("purpose", "stock")):
            self.choose(field, value)
        self.press("check")
        self.press("send application")

    def accept_and_sign(self) -> None:
        """One of the offers: read, taken, signed."""
        self.press("compare")
        self.press("every cost")
        self.world.pass_seconds(READING_SECONDS)
        self.press("take")
        self.press("signing code")
        self.fill("code", self.world.code_for(self.phone))
        self.press("sign")
        self.world.deliver()

    def repay(self) -> str:
        """A part, then all."""
        self.page.reload()
        loan = self.page.url
        self.press("repay")
        self.choose("what", "amount")
        self.fill("amount", "1000")
        self.press("check")
        self.press("repay now")
        self.world.deliver()
        self.page.goto(loan)
        self.press("repay")
        self.choose("what", "pay_off")
        self.press("check")
        self.press("repay now")
        self.world.deliver()
        self.page.goto(loan)
        return loan
