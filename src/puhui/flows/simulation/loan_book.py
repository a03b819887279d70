"""A book of loans lived through years: paid in time, late, twice, backdated, taken back, changed, written off.

No customers and no pages: loans are opened and booked by the same actions as everywhere, so that a book of thousands
can grow old in hours. What happens to a loan on a day follows from the seed alone, so that a book whose life was cut
short goes on where it stopped: acts of the day that were booked before are known by their keys.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from puhui.finmath.loans.events import Effect
from puhui.finmath.loans.terms import LoanTerms
from puhui.flows.run_end_of_day.facade import close_day
from puhui.flows.simulation.seeds import chance, number_of
from puhui.foundation.evidence.facade import KeyReused, use_case
from puhui.foundation.ledger.facade import (
    NoBusinessDate,
    business_date,
    draft_from_template,
    journal,
    open_first_business_date,
    post,
)
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Conflict, NotFound, Refusal
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import (
    GROUPS,
    ChangeAsked,
    LoanDue,
    PaymentIn,
    arrears_of_age,
    begin_disbursement,
    book_change,
    book_payments,
    dues_coming,
    events_booked,
    open_loan,
    settle_disbursement,
)

NAMESPACE: Final = UUID("6b1f6a52-7f0e-4d0c-9a35-0d9f6b1c2e12")
ALL: Final = tuple(range(GROUPS))
AGES: Final = (1, 4, 11, 26, 47, 95, 190, 400)
METHODS: Final = ("equal_instalment", "equal_principal", "interest_only", "equal_instalment")
DAY_COUNTS: Final = ("30/360", "ACT/360", "ACT/365", "ACT/ACT")
LATEST_FOUND: Final = 40
"""Days after which it comes out at the latest that an event was wrong."""
NEVER_WRONG: Final = frozenset({"reversal", "disbursed"})
EFFECTS: Final[tuple[Effect, ...]] = ("next_dues", "lower_instalment", "shorten_term")
Prove = Callable[[date], list[str]]


@dataclass(frozen=True, slots=True)
class LoanBookPlan:
    """How many loans, opened over `opened_over_days`, over how many days of life; `prove` is asked each month."""

    loans: int
    days: int
    seed: int
    first_day: date
    opened_over_days: int


@dataclass(slots=True)
class LoanBookLived:
    """What happened since `since` by name, what was refused by code, and the first faults, by the day they were found.

    `taken_back`: loans and events that will be reversed, by the day on which that comes out.
    """

    since: date
    counts: dict[str, int] = field(default_factory=dict)
    taken_back: dict[date, list[tuple[UUID, UUID]]] = field(default_factory=dict)
    proven: int = 0
    faults: list[str] = field(default_factory=list)

    def count(self, what: str, times: int = 1) -> None:
        """Notes that something happened."""
        self.counts[what] = self.counts.get(what, 0) + times


def live_loan_book(plan: LoanBookPlan, *, prove: Prove, told: Callable[[int, int], None]) -> LoanBookLived:
    """Lives every day; at the first day of each month, and at the end, the books are proven. Stops at a fault.

    Goes on with a book of the same plan. Raises `Conflict` where there are other books.
    """
    _open_books(plan)
    lived = LoanBookLived(business_date())
    _remember(plan, lived)
    for number in range((lived.since - plan.first_day).days, plan.days):
        day = plan.first_day + timedelta(days=number)
        told(number, plan.days)
        if day.day == 1 and not _proven(lived, day, prove):
            return lived
        _open_loans(plan, day, lived)
        _money_comes(plan, day, lived)
        _things_happen(plan, day, lived)
        close_day(_call(plan, day, "close"), on=day)
    told(plan.days, plan.days)
    _proven(lived, business_date(), prove)
    return lived


def _proven(lived: LoanBookLived, day: date, prove: Prove) -> bool:
    lived.faults = [f"{day}: {fault}" for fault in prove(day)]
    lived.proven += 1
    return not lived.faults


def _remember(plan: LoanBookPlan, lived: LoanBookLived) -> None:
    """What was booked before, and will be taken back from this day on."""
    for kept in events_booked(since=lived.since - timedelta(days=LATEST_FOUND)):
        if kept.kind not in NEVER_WRONG:
            _perhaps_taken_back(plan, kept.booked_on, (kept.loan_id, kept.event_id), lived)


def _call(plan: LoanBookPlan, day: date, what: str) -> Call:
    return Call(SYSTEM, f"book/{plan.seed}/{day}/{what}", datetime(day.year, day.month, day.day, 2, tzinfo=UTC))


def _open_books(plan: LoanBookPlan) -> None:
    """Opens the books with enough capital; of books that are open, takes those that began with this plan alone."""
    capital_id = derived_id(NAMESPACE, f"capital/{plan.seed}")
    if _other_books(capital_id):
        raise Conflict("this installation already has books; nothing made-up is added to them")
    open_first_business_date(_call(plan, plan.first_day, "open"), on=plan.first_day)
    capital = draft_from_template(
        "capital_paid_in",
        id=capital_id,
        amounts={"capital": 100_000_000 * max(plan.loans, 10)},
        owners={},
        bucket=0,
        value_date=plan.first_day,
        source="simulation",
    )
    post([capital], call=_call(plan, plan.first_day, "capital"))


def _other_books(capital_id: UUID) -> bool:
    try:
        business_date()
        journal(SYSTEM, capital_id)
    except NoBusinessDate:
        return False
    except NotFound:
        return True
    return False


def _terms(plan: LoanBookPlan, number: int, day: date) -> LoanTerms:
    dice = number_of("terms", plan.seed, number)
    return LoanTerms(
        principal_minor=1_000_000 + dice % 49_000_000,
        annual_rate_pct=Decimal(400 + dice % 1100) / 100,
        method=METHODS[number % len(METHODS)],
        day_count=DAY_COUNTS[number // 4 % len(DAY_COUNTS)],
        n=12 + dice % 97,
        disbursement_date=day,
        penalty_multiple=Decimal("1.5"),
    )


def _open_loans(plan: LoanBookPlan, day: date, lived: LoanBookLived) -> None:
    age = (day - plan.first_day).days
    if age < plan.opened_over_days:
        first, last = (plan.loans * n // plan.opened_over_days for n in (age, age + 1))
        numbers = list(range(first, last))
        if numbers:
            _lend(_call(plan, day, "lend"), plan=(plan.loans, plan.seed), numbers=numbers, day=day)
            lived.count("loans paid out", len(numbers))


@use_case("simulation.lend", answers=int)
def _lend(call: Call, *, plan: tuple[int, int], numbers: list[int], day: date) -> int:
    loans, seed = plan
    for number in numbers:
        loan_id = open_loan(
            call,
            borrower_id=derived_id(NAMESPACE, f"borrower/{seed}/{number}"),
            product_code="working-capital",
            product_version=1,
            contract_id=derived_id(NAMESPACE, f"contract/{seed}/{number}"),
            terms=_terms(LoanBookPlan(loans, 0, seed, day, 0), number, day),
            with_mandate=False,
        )
        settle_disbursement(call, loan_id=loan_id, order_id=begin_disbursement(call, loan_id=loan_id).order_id)
    return len(numbers)


def _money_comes(plan: LoanBookPlan, day: date, lived: LoanBookLived) -> None:
    dues = [*dues_coming(groups=ALL, due_on=day), *arrears_of_age(groups=ALL, on=day, days=AGES)]
    paid = [payment for due in dues if (payment := _payment(plan, day, due, lived))]
    try:
        events = _book(_call(plan, day, "money"), payments=paid) if paid else []
    except KeyReused:  # a life that was cut short on this day had booked it, and what is due is less since
        return
    for payment, event_id in zip(paid, events, strict=True):
        _perhaps_taken_back(plan, day, (payment.loan_id, event_id), lived)


@use_case("simulation.book_payments", answers=list[UUID])
def _book(call: Call, *, payments: list[PaymentIn]) -> list[UUID]:
    return [booked.event_id for booked in book_payments(call, payments=payments)]


def _perhaps_taken_back(plan: LoanBookPlan, day: date, event: tuple[UUID, UUID], lived: LoanBookLived) -> None:
    """Three in a hundred events turn out to have been wrong, some days or weeks later."""
    if chance("back", plan.seed, *event) < 0.03:
        lived.taken_back.setdefault(day + timedelta(days=1 + number_of(*event) % LATEST_FOUND), []).append(event)


def _payment(plan: LoanBookPlan, day: date, due: LoanDue, lived: LoanBookLived) -> PaymentIn | None:
    """Most pay in time; some pay late, in part, too much, or with a value date of some days before."""
    luck, kind = chance("pays", plan.seed, due.loan_id, day), chance("how", plan.seed, due.loan_id, day)
    if luck > (0.93 if not due.days_past_due else 0.55):
        return None
    share = Decimal(1)
    effect: Effect = "next_dues"
    on = day
    if kind < 0.06:
        share, what = Decimal("0.4"), "paid in part"
    elif kind < 0.12:
        share, what, effect = Decimal(2), "paid ahead", EFFECTS[number_of("effect", due.loan_id, day) % 3]
    elif kind < 0.20:
        on, what = day - timedelta(days=1 + int(kind * 100) % 9), "paid, backdated"
    else:
        what = "paid late" if due.days_past_due else "paid in time"
    lived.count(what)
    amount = Money(max(int(due.amount.minor * share), 1), due.amount.currency)
    order_id = derived_id(due.loan_id, f"book/{day}/{due.days_past_due}")
    return PaymentIn(loan_id=due.loan_id, order_id=order_id, amount=amount, on=on, effect=effect)


def _things_happen(plan: LoanBookPlan, day: date, lived: LoanBookLived) -> None:
    """To few loans a day: what was wrong is taken back; of those with something due soon, each by its luck."""
    for loan_id, event_id in lived.taken_back.pop(day, ()):
        _try(plan, day, loan_id, ChangeAsked(kind="reversal", of=event_id), lived)
    for due in dues_coming(groups=ALL, due_on=day + timedelta(days=9)):
        luck = chance("happens", plan.seed, due.loan_id, day)
        if luck < 0.02:
            _try(plan, day, due.loan_id, _change(day, due.loan_id, int(luck * 50_000)), lived)


def _try(plan: LoanBookPlan, day: date, loan_id: UUID, asked: ChangeAsked, lived: LoanBookLived) -> None:
    try:
        event_id = _book_one(_call(plan, day, f"{asked.kind}/{asked.of}/{loan_id}"), loan_id=loan_id, asked=asked)
    except Refusal as refusal:
        lived.count(f"refused: {asked.kind}: {refusal.code}")
        return
    lived.count(asked.kind)
    if asked.kind != "reversal":
        _perhaps_taken_back(plan, day, (loan_id, event_id), lived)


@use_case("simulation.book_change", answers=UUID)
def _book_one(call: Call, *, loan_id: UUID, asked: ChangeAsked) -> UUID:
    return book_change(call, loan_id=loan_id, asked=asked).event_id


def _change(day: date, loan_id: UUID, number: int) -> ChangeAsked:
    """One of the changes, some of them counting from days before."""
    back = day - timedelta(days=number % 5)
    amount = Money(100 + number)
    asked = (
        ChangeAsked(kind="rate_change", on=back, annual_rate_pct=Decimal(300 + number) / 100),
        ChangeAsked(kind="fee", on=back, amount=amount),
        ChangeAsked(kind="waiver", amount=amount, reason="goodwill"),
        ChangeAsked(kind="payment_holiday", until=day + timedelta(days=40), reason="hardship"),
        ChangeAsked(kind="extension", n=1 + number % 6),
        ChangeAsked(kind="pay_off"),
        ChangeAsked(kind="re_amortise"),
        ChangeAsked(kind="restructure", n=6 + number % 30, treatment={"interest": "capitalise", "penalty": "waive"}),
        ChangeAsked(kind="renewal", n=12 + number % 24),
        ChangeAsked(kind="write_off", reason="uncollectable"),
        ChangeAsked(kind="recovery", amount=Money(100_000 + number)),
    )
    return asked[number_of("change", loan_id, day) % len(asked)]
