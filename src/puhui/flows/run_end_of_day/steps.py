"""What each step of a day close does for some groups. A further step is a function and a line in the table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from puhui.flows.after_close import ask_for_jobs
from puhui.flows.change_loan.lapse_changes import lapse_changes
from puhui.flows.collecting import BY_MANDATE, chosen_dues, collecting_on
from puhui.flows.collections.follow_up import follow_up
from puhui.flows.discount_bill.day import earn_on_bills, present_due_bills
from puhui.flows.discount_bill.rediscount import watch_rediscounts
from puhui.flows.draw_facility.watch import watch_facilities
from puhui.flows.grade_loans import classify_groups, close_provisions, provide_groups, spread_defaults
from puhui.flows.keep_prices import apply_prices
from puhui.flows.pay_by_voucher.day import collect_due_vouchers, earn_on_vouchers
from puhui.flows.record_indicators import record_indicators
from puhui.flows.reprice_loans import reprice_groups
from puhui.flows.run_end_of_day.servicing import servicing_on
from puhui.flows.secure_loan.watch import watch_groups
from puhui.flows.subsidise_loans.day import advance_subsidies, earn_subsidies
from puhui.flows.trade.watch_orders import watch_orders
from puhui.flows.trade.watch_receivables import watch_receivables
from puhui.flows.watch_decisions import TOPIC as WATCH_TOPIC
from puhui.foundation.casework.facade import open_case
from puhui.foundation.evidence.facade import emit, seal_audit
from puhui.foundation.ledger.facade import advance_business_date, expire_pending, seal_ledger
from puhui.foundation.payments.facade import (
    PaymentRequest,
    Purpose,
    note_missed,
    open_amounts,
    request_payments,
    send_again,
    unanswered_orders,
)
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.canonical import digest
from puhui.kernel.ids import bucket_of, derived_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import (
    GROUPS,
    LoanDue,
    StepResult,
    accrue_groups,
    arrears_of_age,
    dues_coming,
    dues_to_collect,
    group_of,
    plan_steps,
    roll_loans,
    sign_tie_out,
    tie_out_groups,
)

Results = Mapping[int, StepResult]
REMIND_TOPIC: Final = "loans.remind"
REMINDED_TOGETHER: Final = 50
ALL: Final = tuple(range(GROUPS))
WHOLE: Final = (0,)
HALF: Final = GROUPS // 2


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, the groups it is done for, and what does it for (call, day, groups).

    `at_once`: of how many groups it is done in one transaction however large the book is, because its cost is one
    statement over them; 0: of as many as hold a bounded number of loans.
    """

    name: str
    groups: tuple[int, ...]
    act: Callable[[Call, date, Sequence[int]], Results]
    at_once: int = 0


def check_payments(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Orders that the bank left without an answer for too long become cases, and are sent once more.

    Changes of loans that nobody answered in time lapse.
    """
    policy = servicing_on(day)
    lapsed = lapse_changes(call, on=day + timedelta(days=1))
    missed = unanswered_orders(requested_before=day - timedelta(days=policy.unanswered_days - 1), most=1000)
    for order in missed:
        open_case(
            call,
            kind="failed_payment",
            subject=str(order.subject_id),
            party_id=order.party_id,
            due_on=day + timedelta(days=policy.case_days),
            reason=f"the bank has not answered payment order {order.id} of {order.requested_on}",
        )
    ids = [order.id for order in missed]
    note_missed(ids, on=day)
    send_again(call, order_ids=ids)
    expired = expire_pending(call=call)
    return dict.fromkeys(groups, StepResult(len(missed) + len(expired) + lapsed, digest(sorted(ids))))


def reprice(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Loans whose repricing day this is bear the rate of their benchmark from this day on; and what discounts were
    lost or came back counts from the period that begins.
    """
    found: dict[int, list[tuple[UUID, str]]] = {group: [] for group in groups}
    for one in reprice_groups(call, groups=groups, day=day):
        found[group_of(one.bucket)].append((one.loan_id, str(one.annual_rate_pct)))
    for kept, rate in apply_prices(call, groups=groups, day=day):
        found[group_of(kept.bucket)].append((kept.loan_id, str(rate)))
    return {group: StepResult(len(told), digest(sorted(told))) for group, told in found.items()}


def age(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Loans whose due date has passed are replayed once: what was not paid is late from now on."""
    rolled = roll_loans(call, groups=groups, to=day + timedelta(days=1))
    return {group.group: StepResult(group.loans, "") for group in rolled}


def accrue(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Interest and default interest of the day, into the books."""
    accrued = accrue_groups(call, groups=groups, to=day + timedelta(days=1))
    return {group.group: StepResult(group.loans, group.checksum) for group in accrued}


def subsidise(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Pays the state's part of interest into dues of the new day, before the rest is collected."""
    counts = advance_subsidies(call, groups=groups, day=day)
    return {group: StepResult(loans, "") for group, loans in counts.items()}


def earn(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Notes what the state owes to borrowers who paid in full; ends grants of late loans and of those that are over."""
    counts = earn_subsidies(call, groups=groups, day=day)
    return {group: StepResult(loans, "") for group, loans in counts.items()}


def follow_late(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Judges promises to pay; opens, moves on and closes the files of collections."""
    changed: dict[int, list[tuple[UUID, str]]] = {group: [] for group in groups}
    for loan_id, how in follow_up(call, groups=groups, day=day):
        changed[group_of(bucket_of(loan_id))].append((loan_id, how))
    return {group: StepResult(len(found), digest(sorted(found))) for group, found in changed.items()}


def classify(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Grades what is late, cured or restructured, with stage and accrual, from its state after the day."""
    counts = classify_groups(call, groups=groups, on=day + timedelta(days=1))
    return {group: StepResult(loans, "") for group, loans in counts.items()}


def cross_default(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Grades the other debts of borrowers with a non-performing one, once all groups are classified."""
    return dict.fromkeys(groups, StepResult(spread_defaults(call, on=day + timedelta(days=1)), ""))


def provision(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Sets aside for every loan by both measures, and posts what changed."""
    counts = provide_groups(call, groups=groups, day=day)
    return {group: StepResult(loans, "") for group, loans in counts.items()}


def reserve(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Moves the general risk reserve; at a month's end also counts how loans moved within it."""
    return dict.fromkeys(groups, StepResult(close_provisions(call, day=day), ""))


def watch_cover(call: Call, day: date, groups: Sequence[int]) -> Results:
    """What stands behind loans: too little of it, values that run out, pledges of loans that are over."""
    counts = watch_groups(call, groups=groups, day=day)
    return {group: StepResult(looked_at, "") for group, looked_at in counts.items()}


def earn_on_paper(call: Call, day: date, groups: Sequence[int]) -> Results:
    """The discounts of the day of what was bought before its day: vouchers and bills."""
    return dict.fromkeys(groups, StepResult(1, digest([earn_on_vouchers(call, day=day), earn_on_bills(call, day=day)])))


def collect_paper(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Asks for the payment of vouchers and bills whose day the new one is."""
    asked = collect_due_vouchers(call, day=day) + present_due_bills(call, day=day) + watch_rediscounts(call, day=day)
    return dict.fromkeys(groups, StepResult(asked, ""))


def watch_trade(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Receivables that were bought: the day's discount, late debtors, what ran out; orders whose buyers are late."""
    looked_at = watch_receivables(call, day=day) + watch_orders(call, day=day)
    return dict.fromkeys(groups, StepResult(looked_at, ""))


def watch_limits(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Limits to draw from: frozen and freed, reviewed, ended; room that nobody confirmed is given back."""
    counts = watch_facilities(call, groups=groups, day=day)
    return {group: StepResult(looked_at, "") for group, looked_at in counts.items()}


def remind(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Asks for reminders of what falls due soon, and of what is late; they are written after the close."""
    policy, tomorrow = servicing_on(day), day + timedelta(days=1)
    coming = dues_coming(groups=groups, due_on=tomorrow + timedelta(days=policy.remind_days_before))
    late = arrears_of_age(groups=groups, on=tomorrow, days=policy.remind_days_after)
    _ask_for_reminders(call, "payment_due", coming)
    _ask_for_reminders(call, "payment_overdue", late)
    return _by_group(groups, [*coming, *late])


def tie_out(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Compares the sum over loans with the books, to the minor unit, per group, product and component."""
    del call
    tied = tie_out_groups(groups=groups, day=day)
    return {group.group: StepResult(group.cells, group.checksum) for group in tied}


def sign_off(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Signs what was compared. A difference stops nothing, but becomes a case for the people who keep the books."""
    result = sign_tie_out(call, day=day)
    if result.differences:
        open_case(
            call,
            kind="books_differ",
            subject=f"tie-out {day}",
            party_id=None,
            due_on=day + timedelta(days=1),
            reason=f"loans and books differ in {result.differences} of {result.rows} cells at the end of {day}",
        )
    return dict.fromkeys(groups, StepResult(result.rows, result.digest))


def measure(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Writes down the day's figures."""
    return dict.fromkeys(groups, StepResult(record_indicators(call, on=day), ""))


def advance(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Moves the business date, plans all that is done on the new day, and asks for the watch of the day that is over.

    Decisions are watched, and other nightly work is done, after the close: the books never wait for it.
    """
    opened = advance_business_date(call, from_date=day)
    emit(WATCH_TOPIC, {"day": day.isoformat()}, at=call.at)
    ask_for_jobs(call, day=day)
    plan_steps(on=opened, steps={step.name: step.groups for step in (*OPENING, *CLOSING)})
    return dict.fromkeys(groups, StepResult(1, digest(opened)))


def seal(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Seals the books of the days before and the audit log, so that a change would show."""
    del day
    days = seal_ledger(call)
    seal_audit(at=call.at)
    return dict.fromkeys(groups, StepResult(days, ""))


def collect(call: Call, day: date, groups: Sequence[int]) -> Results:
    """Asks the bank to collect what falls due on the new day, and arrears that have come to an age to try again.

    A loan that has a repayment on its way is left alone; the last reason of the bank says how it is tried again.
    """
    preset = servicing_on(day).collect_again_days
    dues = dues_to_collect(groups=groups, on=day, retry_days=collecting_on(day).all_retry_days(preset))
    on_its_way = open_amounts(Purpose.REPAYMENT, subject_ids=[due.loan_id for due in dues])
    chosen = chosen_dues([due for due in dues if due.loan_id not in on_its_way], on=day, preset_days=preset)
    request_payments(call, requests=[_collection(due, amount, day) for due, amount in chosen])
    return _by_group(groups, [due for due, _ in chosen])


CLOSING: Final = (
    Step("check_payments", WHOLE, check_payments),
    Step("reprice", ALL, reprice),
    Step("age", ALL, age),
    Step("accrue", ALL, accrue, at_once=HALF),
    Step("classify", ALL, classify, at_once=HALF),
    Step("cross_default", WHOLE, cross_default),
    Step("provision", ALL, provision, at_once=HALF),
    Step("reserve", WHOLE, reserve),
    Step("earn_subsidies", ALL, earn, at_once=HALF),
    Step("follow_late", ALL, follow_late),
    Step("watch_cover", ALL, watch_cover, at_once=HALF),
    Step("earn_on_paper", WHOLE, earn_on_paper),
    Step("watch_trade", WHOLE, watch_trade),
    Step("watch_limits", ALL, watch_limits, at_once=HALF),
    Step("remind", ALL, remind),
    Step("measure", WHOLE, measure),
    Step("tie_out", ALL, tie_out, at_once=HALF),
    Step("sign_off", WHOLE, sign_off),
    Step("move_date", WHOLE, advance),
)
OPENING: Final = (
    Step("seal", WHOLE, seal),
    Step("subsidise", ALL, subsidise, at_once=HALF),
    Step("collect", ALL, collect),
    Step("collect_paper", WHOLE, collect_paper),
)


def _collection(due: LoanDue, amount: Money, day: date) -> PaymentRequest:
    return PaymentRequest(
        id=derived_id(due.loan_id, f"mandate/{day}"),
        direction="collect",
        amount=amount,
        party_id=due.borrower_id,
        purpose=Purpose.REPAYMENT,
        subject_id=due.loan_id,
        requested_on=day,
        note=BY_MANDATE,
    )


def _ask_for_reminders(call: Call, kind: str, dues: Sequence[LoanDue]) -> None:
    for start in range(0, len(dues), REMINDED_TOGETHER):
        told = [
            [str(due.loan_id), due.amount.minor, due.amount.currency, due.due_on.isoformat(), due.days_past_due]
            for due in dues[start : start + REMINDED_TOGETHER]
        ]
        emit(REMIND_TOPIC, {"kind": kind, "dues": told}, at=call.at)


def _by_group(groups: Sequence[int], dues: Iterable[LoanDue]) -> Results:
    """How many dues each group had, and their fingerprint."""
    found: dict[int, list[tuple[UUID, int]]] = {group: [] for group in groups}
    for due in dues:
        found[group_of(bucket_of(due.loan_id))].append((due.loan_id, due.amount.minor))
    return {group: StepResult(len(told), digest(told)) for group, told in found.items()}


def system_call(call: Call, name: str) -> Call:
    """A step is done by the system, at the instant of the call that began the close."""
    return Call(SYSTEM, f"{call.key[:80]}/{name}", call.at, call.channel)
