"""A customer at a browser of their own, told so that a banker can read it: what is pressed, typed, and read."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from playwright.sync_api import expect
from tests.interfaces.browser.robot import Robot
from tests.interfaces.customer_web.delivery import World
from tests.rooms.lending.lender import pass_days_to, proven

from puhui.adapters.messaging.embedded import demo_outbox
from puhui.flows.run_end_of_day.facade import close_days
from puhui.kernel.actors import SYSTEM
from puhui.kernel.money import Money
from puhui.products.lending.facade import LoanState, loan, loan_events
from puhui.products.origination.facade import OfferView, offers_of

OPENS = 2  # o'clock UTC: ten in the morning at home


class Customer(Robot):
    """Does only what the page offers by the words on it, and says what is there to be read."""

    world: World

    def opens(self, path: str) -> None:
        """Goes to an address."""
        self.page.goto(path)

    def presses(self, name: str, *, exact: bool = False) -> None:
        """A button or a link of the page itself, by what stands on it."""
        main = self.page.locator("main, header")
        control = main.get_by_role("button", name=name, exact=exact).or_(
            main.get_by_role("link", name=name, exact=exact)
        )
        control.first.click()

    def says(self, label: str, value: str) -> None:
        """Fills one field in, by its label."""
        self.page.get_by_label(label).first.fill(value)

    def picks(self, *labels: str) -> None:
        """Takes choices, each by the words beside it."""
        for label in labels:
            self.page.get_by_role("radio", name=label).first.check()

    def allows(self, button: str = "") -> None:
        """Reads a consent, and gives it."""
        self.choose("agree", "yes")
        self.presses(button or self.words["consent"])

    def reads(self, *texts: str) -> None:
        """Each of these stands on the page, and can be seen."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def does_not_read(self, *texts: str) -> None:
        """None of these stands on the page."""
        for text in texts:
            expect(self.page.locator("main")).not_to_contain_text(text)

    def says_who_they_are(self, name: str, number: str) -> None:
        """Name and identity number, and the consent without which nothing may be assessed."""
        self.opens("/me/")
        self.fill("name", name)
        self.fill("resident_id", number)
        self.press("save")
        self.allows()

    def says_what_they_earn(self, *, income: str, living: str) -> None:
        """What is earned and needed in a month, and that nothing is owed elsewhere."""
        self.opens("/me/income/")
        self.fill("income", income)
        self.fill("living_cost", living)
        self.fill("monthly_due", "0")
        self.press("save")

    def types_the_code(self) -> None:
        """The code that came to the phone last."""
        self.fill("code", self.world.code_for(self.phone))

    def newest_message(self) -> str:
        """The text message that came last."""
        self.world.deliver()
        return demo_outbox(most=1, phone=self.phone)[0].body

    @property
    def thing_id(self) -> UUID:
        """What the page is about, as its address says."""
        return UUID(self.page.url.rstrip("/").rsplit("/", 1)[-1])

    def reads_the_offer(self, *, seconds: int) -> OfferView:
        """Opens the first offer, reads its cost sheet against what was offered, for so many seconds."""
        self.press("compare")
        application_id = UUID(self.page.url.rstrip("/").split("/")[-2])
        offer = offers_of(SYSTEM, application_id)[0]
        self.press("every cost")
        sheet = offer.sheet
        self.reads(shown(sheet["principal"]), shown(sheet["total_cost"]), shown(sheet["total_to_pay"]))
        for line in sheet["schedule"]:
            self.reads(line["due_date"], f"{Decimal(line['total']):,.2f}")
        self.world.pass_seconds(seconds)
        return offer

    def signs(self) -> UUID:
        """Reads the contract and signs it with the code that comes; the loan that is made."""
        self.press("signing code")
        self.types_the_code()
        self.press("sign")
        self.world.deliver()
        return self.thing_id

    def repays(self, loan: str, amount: str = "") -> None:
        """An amount, or everything that is owed."""
        self.opens(loan)
        self.press("repay")
        self.choose("what", "amount" if amount else "pay_off")
        if amount:
            self.fill("amount", amount)
        self.press("check")
        self.press("repay now")
        self.world.deliver()
        self.opens(loan)


def shown(amount: str | Money) -> str:
    """As the pages write it: ¥6,800.00."""
    return f"¥{Decimal(str(amount)):,.2f}"


def go_to(world: World, day: date) -> None:
    """Days pass without business; the clock shows ten in the morning of the new day."""
    with transaction.atomic():
        pass_days_to(day)
    world.clock.instant = world.clock.instant.replace(year=day.year, month=day.month, day=day.day, hour=OPENS, minute=0)


def collected_on(world: World, day: date) -> None:
    """The day before is closed, and when this one opens, what is due on it is collected from accounts."""
    go_to(world, day - timedelta(days=1))
    close_days(world.system_call(), through=day - timedelta(days=1))
    go_to(world, day)
    world.deliver()


def paid_in_all(loan_id: UUID) -> Money:
    """All that came in for a loan that is paid off, by the books, which are proven."""
    assert loan(SYSTEM, loan_id).state == LoanState.CLOSED
    assert proven()
    return Money(sum(one.amount.minor for one in loan_events(SYSTEM, loan_id) if one.kind in {"payment", "pay_off"}))
