"""A shop draws on its limit for stock and repays on any day; the bank and the day close have their say."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.lender import open_lender, proven
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door, staff

from puhui.adapters.messaging.embedded import EmbeddedMessaging
from puhui.adapters.payments.embedded import BankHabits, EmbeddedBank
from puhui.flows.change_loan.propose_change import propose_change
from puhui.flows.draw_facility.answers import DrawAsked
from puhui.flows.draw_facility.change_limit import ask_for_more, change_limit, confirm_limit, lower_own_limit
from puhui.flows.draw_facility.confirm_draw import confirm_and_pay, request_draw_code
from puhui.flows.draw_facility.show_draw import give_up_draw, show_draw
from puhui.flows.exposures import exposures_of_groups
from puhui.flows.follow_facilities import limits_tie_out
from puhui.flows.originate_loan.answers import ContractSigned
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.receive_repayment import repay_loan
from puhui.flows.run_end_of_day.facade import close_day
from puhui.foundation.access.facade import CodeWrong
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.facade import clear_tag, tag_party
from puhui.interfaces.jobs.rounds import run_until_idle
from puhui.interfaces.ports import Ports
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.kernel.ports import MovedClock
from puhui.products.facilities import facade as room
from puhui.products.facilities.models import Facility
from puhui.products.lending.facade import CannotChangeLoan, ChangeAsked, LoanState, loan
from puhui.products.origination.facade import ReadTooFast, offers_of

pytestmark = pytest.mark.django_db


class Shop:
    """A firm with a signed limit, its bank and its clock."""

    def __init__(
        self,
        product: str = "working-capital-line",
        method: str = "credit_line",
        before: Callable[[Door], object] = lambda door: None,
    ) -> None:
        open_lender(TODAY)
        self.door: Door = firm_at_the_door()
        before(self.door)
        self.clock = MovedClock(self.door.at)
        self.bank = EmbeddedBank(clock=self.clock, habits=BankHabits(delay=timedelta(0), twice_per_mille=0))
        self.ports = Ports(clock=self.clock, payments=self.bank, messaging=EmbeddedMessaging())
        asked = self.door.applied(product_code=product, method=method, amount=Money(200_000_00))
        offer = offers_of(self.door.actor, asked.application_id)[0]
        contract_id = self.door.accept(offer.id)
        request_signing_code(self.door.call(), contract_id=contract_id)
        self.signed: ContractSigned = sign_contract(
            self.door.call(), contract_id=contract_id, code=self.door.last_code()
        )
        assert self.signed.facility_id is not None
        self.id: UUID = self.signed.facility_id
        self.work()

    def show(self, minor: int, **how: object) -> UUID:
        told = {"purpose": "stock", "language": "zh-hans", **how}
        return show_draw(self.door.call(), facility_id=self.id, amount=Money(minor), **told).draw_id  # type: ignore[arg-type]

    def code(self, draw_id: UUID) -> str:
        request_draw_code(self.door.call(), draw_id=draw_id)
        notice = Notice.objects.filter(kind="code_draw_facility").latest("id")
        return re.findall(r"\d{6}", message_for_delivery(notice.id).body)[0]

    def confirm(self, draw_id: UUID, *, key: str = "") -> DrawAsked:
        self.door.wait(12)
        return confirm_and_pay(self.door.call(key), draw_id=draw_id, code=self.code(draw_id), seconds_shown=11)

    def draw(self, minor: int, **how: object) -> DrawAsked:
        done = self.confirm(self.show(minor, **how))
        self.work()
        return done

    def repay(self, loan_id: UUID, minor: int) -> None:
        repay_loan(self.door.call(), loan_id=loan_id, amount=Money(minor), effect="lower_instalment")
        self.work()

    def work(self) -> None:
        self.clock.instant = self.door.at
        run_until_idle(self.ports, with_tasks=False)

    def close_until(self, day: date) -> None:
        while business_date() < day:
            close_day(Call(SYSTEM, f"close/{new_id()}", self.door.at))
            self.door.wait(86_400)
            self.work()

    @property
    def line(self) -> room.FacilityLine:
        """The limit as its holder sees it; what is kept is proven on the way."""
        shown = room.facility(self.door.actor, self.id).line
        assert room.replayed(self.id) == (shown.limit.minor, shown.drawn.minor, shown.reserved.minor)
        assert room.facility_faults() == []
        return shown


def stands(shop: Shop) -> tuple[int, int, int]:
    line = shop.line
    return line.drawn.minor, line.reserved.minor, line.free.minor


def test_a_shop_draws_for_stock_and_repays_on_any_day() -> None:
    shop = Shop()
    loan_id = shop.signed.loan_id
    assert loan_id is not None
    assert (shop.line.limit.minor, shop.line.review_on) == (200_000_00, date(2027, 11, 23))
    assert loan(SYSTEM, loan_id).outstanding.principal == 0

    # The sheet comes first: read for ten seconds, confirmed with a code, and only then the bank is asked.
    draw_id = shop.show(80_000_00)
    assert stands(shop) == (0, 80_000_00, 120_000_00)
    sheet = room.draw(shop.door.actor, draw_id).sheet
    assert sheet["principal"] == "80000.00"
    assert sheet["schedule"][-1]["due_date"] == loan(SYSTEM, loan_id).instalments[-1].due_date.isoformat()
    code = shop.code(draw_id)
    with pytest.raises(ReadTooFast):
        confirm_and_pay(shop.door.call(), draw_id=draw_id, code=code)
    shop.door.wait(12)
    with pytest.raises(CodeWrong):
        confirm_and_pay(shop.door.call(), draw_id=draw_id, code=f"{(int(code) + 1) % 10**6:06d}")
    call = shop.door.call()
    done = confirm_and_pay(call, draw_id=draw_id, code=code, seconds_shown=11)
    assert confirm_and_pay(call, draw_id=draw_id, code=code, seconds_shown=11) == done  # asked again by a bad line
    shop.work()
    assert stands(shop) == (80_000_00, 0, 120_000_00)
    assert loan(SYSTEM, loan_id).outstanding.principal == 80_000_00

    # Ten days later half comes back, and can be drawn again the next day.
    shop.close_until(TODAY + timedelta(days=10))
    rate = Decimal(loan(SYSTEM, loan_id).annual_rate_pct)
    interest = int((rate * 80_000_00 * 10 / 36000).quantize(Decimal(1)))
    assert loan(SYSTEM, loan_id).outstanding.interest == interest
    shop.repay(loan_id, 40_000_00)
    assert stands(shop) == (40_000_00, 0, 160_000_00)
    shop.close_until(TODAY + timedelta(days=11))
    shop.draw(160_000_00)
    assert stands(shop) == (200_000_00, 0, 0)

    # A draw that the bank refuses, and one that is thought better of, give their room back.
    shop.close_until(TODAY + timedelta(days=12))
    shop.repay(loan_id, 60_000_00)
    shop.bank.set_account(shop.door.firm_id, is_closed=True)
    shop.draw(50_000_00)
    assert stands(shop) == (140_000_00, 0, 60_000_00)
    shop.bank.set_account(shop.door.firm_id, is_closed=False)
    give_up_draw(shop.door.call(), draw_id=shop.show(50_000_00))
    assert stands(shop) == (140_000_00, 0, 60_000_00)
    assert loan(SYSTEM, loan_id).state == LoanState.ACTIVE
    assert proven()


def test_a_season_of_draws_that_are_loans_of_their_own() -> None:
    shop = Shop("seasonal-stock-line", "bullet")
    assert shop.signed.loan_id is None
    first = shop.draw(50_000_00, term_months=2)
    second = shop.draw(100_000_00, term_months=3)
    assert stands(shop) == (150_000_00, 0, 50_000_00)
    shown = loan(shop.door.actor, first.loan_id)
    sheet = room.draw(shop.door.actor, first.draw_id).sheet
    assert shown.instalments[-1].due_date.isoformat() == sheet["schedule"][-1]["due_date"]
    assert str(Money(shown.instalments[-1].total)) == sheet["total_to_pay"]
    shop.bank.set_account(shop.door.firm_id, is_closed=True)
    refused = shop.draw(20_000_00, term_months=1)
    assert loan(SYSTEM, refused.loan_id).state == LoanState.CANCELLED
    assert stands(shop) == (150_000_00, 0, 50_000_00)
    shop.bank.set_account(shop.door.firm_id, is_closed=False)
    shop.close_until(TODAY + timedelta(days=3))
    repay_loan(shop.door.call(), loan_id=first.loan_id, pay_off=True)
    shop.work()
    assert loan(SYSTEM, first.loan_id).state == LoanState.CLOSED
    assert stands(shop) == (100_000_00, 0, 100_000_00)
    assert loan(SYSTEM, second.loan_id).outstanding.principal == 100_000_00
    assert proven()
    before = footprint()
    for term in (None, 5, 12):
        with pytest.raises(Exception, match="term_months"):
            shop.show(5_000_00, term_months=term)
    assert footprint() == before


def waiting(actor: Actor) -> set[str]:
    return {case.subject for case in cases_page(actor, kind="limit", state="open")}


def test_the_limit_is_watched_and_changed_by_those_who_may() -> None:
    shop = Shop()
    loan_id = shop.signed.loan_id
    assert loan_id is not None
    shop.draw(100_000_00)
    officer, second, teller = staff(Role.RISK_OFFICER), staff(Role.RISK_OFFICER), staff(Role.OPERATIONS)

    def call(actor: Actor = officer) -> Call:
        return Call(actor, f"limit/{new_id()}", shop.door.at)

    # The holder lowers it at once; up again takes a day, a case and two people.
    lower_own_limit(shop.door.call(), facility_id=shop.id, limit=Money(150_000_00))
    assert stands(shop) == (100_000_00, 0, 50_000_00)
    with pytest.raises(room.CannotChangeLimit):
        ask_for_more(shop.door.call(), facility_id=shop.id, limit=Money(200_000_00), reason="the season begins")
    shop.close_until(TODAY + timedelta(days=2))
    ask_for_more(shop.door.call(), facility_id=shop.id, limit=Money(200_000_00), reason="the season begins")
    asked = change_limit(call(), facility_id=shop.id, act="raised", reason="sales rose", limit=Money(200_000_00))
    assert waiting(officer) == {str(asked.proposal_id), f"raise {shop.id}"}
    with pytest.raises(room.AnotherColleague):
        confirm_limit(call(), proposal_id=asked.proposal_id, agree=True)
    confirm_limit(call(second), proposal_id=asked.proposal_id, agree=True)
    assert stands(shop) == (100_000_00, 0, 100_000_00)
    assert not waiting(officer)

    # Interest is not paid: eight days late, new draws stop by themselves; paid, they are possible again.
    shop.bank.set_account(shop.door.firm_id, is_empty=True)
    due = loan(SYSTEM, loan_id).instalments[0].due_date
    shop.close_until(due + timedelta(days=10))
    assert shop.line.freezes == ("late",)
    with pytest.raises(room.FacilityFrozen):
        shop.show(5_000_00)
    shop.bank.set_account(shop.door.firm_id, is_empty=False)
    shop.repay(loan_id, loan(SYSTEM, loan_id).overdue.total + 1_00)
    shop.close_until(due + timedelta(days=11))
    assert shop.line.freezes == ()
    told = Notice.objects.filter(party_id=shop.door.firm_id, kind__startswith="limit_").order_by("id")
    assert list(told.values_list("kind", flat=True)) == [
        "limit_drawn",
        "limit_lowered",
        "limit_changed",
        "limit_frozen_late",
        "limit_free_again",
    ]

    # A risk tag stops it too; the review that nobody did stops it, and the review itself frees it.
    tag_party(call(), party_id=shop.door.firm_id, tag="fraud", reason="papers look forged")
    shop.close_until(due + timedelta(days=12))
    assert shop.line.freezes == ("tagged",)
    clear_tag(call(), party_id=shop.door.firm_id, tag="fraud")
    Facility.objects.filter(id=shop.id).update(review_on=business_date() + timedelta(days=1))
    shop.close_until(due + timedelta(days=13))
    assert shop.line.freezes == ()
    shop.close_until(due + timedelta(days=14))
    assert shop.line.freezes == ("review",)
    reviewed = change_limit(call(), facility_id=shop.id, act="reviewed", reason="accounts of the year seen")
    confirm_limit(call(second), proposal_id=reviewed.proposal_id, agree=True)
    assert (shop.line.freezes, shop.line.review_on > business_date() + timedelta(days=300)) == ((), True)
    assert not waiting(officer)

    # Staff do not draw past the limit through the loan, nor may a teller cut it.
    asked_for = ChangeAsked(kind="disbursement", amount=Money(1_000_00))
    with pytest.raises(CannotChangeLoan):
        propose_change(call(teller), loan_id=loan_id, asked=asked_for, reason="the firm rang")
    with pytest.raises(Forbidden):
        change_limit(call(teller), facility_id=shop.id, act="cut", reason="why not", limit=Money(1_00))
    exposure = exposures_of_groups([shop.door.firm_id], on=business_date())[shop.door.firm_id]
    assert exposure.group.counted_minor == 200_000_00
    assert limits_tie_out() == []
    assert proven()
