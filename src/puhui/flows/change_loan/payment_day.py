"""The borrower chooses another day of the month for their dues: previewed line by line, booked, undone.

It costs nothing and needs nobody else: no fee, and the interest of each instalment stays. How often, how far and until
when is policy (policies/payment_days).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from pydantic import Field

from puhui.flows.change_loan.answers import ChangeMoved, ChangeShown
from puhui.flows.change_loan.finish import finish_change
from puhui.flows.change_loan.preview import show_change
from puhui.flows.change_loan.propose_change import check_still_good
from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text
from puhui.products.facilities.facade import line_of_loan
from puhui.products.lending.facade import (
    PAYMENT_DAY,
    ChangeAsked,
    ChangeState,
    ChangeView,
    LoanState,
    LoanView,
    asked_payment_day,
    keep_change,
    loan,
    loan_changes,
    lock_loan,
    undone_events,
)

FOLDER = "payment_days"


class PaymentDayPolicy(PolicyFile):
    """Which days, how far, how often; all in days but the first two, which are days of the month."""

    first_day: int = Field(ge=1, le=28)
    last_day: int = Field(ge=1, le=28)
    most_days: int = Field(ge=1, le=31)
    notice_days: int = Field(ge=0, le=31)
    once_in_days: int = Field(ge=1, le=3660)
    undo_days: int = Field(ge=0, le=60)


class PaymentDayStays(Refusal):
    """The day of payment cannot be changed, or not now."""

    code = "payment_day_stays"
    http_status = 409
    text = Text(en="{reason}", zh="{reason}")


NOT_RUNNING = Text(en="Only a loan that runs has days to change.", zh="只有正在还款的贷款才能更改还款日。")
NOT_MONTHLY = Text(
    en="Only a loan that is repaid every month has a day of the month. Please call us.",
    zh="只有按月还款的贷款才能自助更改还款日，如有需要请致电我们。",
)
IS_LATE = Text(
    en="Something is overdue. Pay it first, or tell us that you cannot pay: we will find another way together.",
    zh="目前有逾期款项。请先还清，或告诉我们您暂时还不上，我们一起想办法。",
)
IN_FLUX = Text(
    en="Another change of this loan, or a payment, is on its way. Please try again when it is done.",
    zh="该贷款有其他变更或还款正在处理，请完成后再试。",
)
TOO_SOON = Text(
    en="The day was changed on {on}. It can be changed again from {again} on.",
    zh="您已于 {on} 更改过还款日，{again} 起可再次更改。",
)
NOT_OFFERED = Text(
    en="Choose a day from {first} to {last}, another one than now.",
    zh="请选择每月 {first} 日至 {last} 日中的一天，且与现在不同。",
)
NOTHING_TO_UNDO = Text(
    en="There is no change of the day that can still be undone. You may choose a day again.",
    zh="没有可以撤销的还款日更改，您可以重新选择。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDay:
    """The day of the month on which the next payments are due, what may be chosen, and why nothing may be now.

    `undo_until`: the last day on which the newest choice may be undone; None when there is none.
    """

    loan_id: UUID
    day: int | None
    days: tuple[int, ...]
    most_days: int
    stays_because: Text | None
    undo_until: date | None


def payment_day_policy(on: date) -> PaymentDayPolicy:
    """The newest version in force on the day."""
    return newest_on(on, policies_in(PaymentDayPolicy, FOLDER))


def payment_day(actor: Actor, *, loan_id: UUID) -> PaymentDay:
    """What the borrower may choose today."""
    shown, today = loan(actor, loan_id), business_date()
    policy, last = payment_day_policy(today), _last_choice(loan_id)
    until = _undo_until(shown, last, policy) if last else None
    now = _day_of(shown)
    return PaymentDay(
        loan_id=loan_id,
        day=now,
        days=tuple(day for day in range(policy.first_day, policy.last_day + 1) if day != now),
        most_days=policy.most_days,
        stays_because=_stays(shown, last, policy),
        undo_until=until if until and until >= today else None,
    )


def show_payment_day(actor: Actor, *, loan_id: UUID, day: int) -> ChangeShown:
    """What a day would change, line by line; nothing is written."""
    return show_change(actor, loan_id=loan_id, asked=payment_day_change(actor, loan_id=loan_id, day=day))


def payment_day_change(actor: Actor, *, loan_id: UUID, day: int) -> ChangeAsked:
    """The change that a chosen day is; refused for a day that policy does not offer. Staff propose the same one."""
    today = business_date()
    policy = payment_day_policy(today)
    if not policy.first_day <= day <= policy.last_day or day == _day_of(loan(actor, loan_id)):
        raise PaymentDayStays(where="day", reason=NOT_OFFERED.filled(first=policy.first_day, last=policy.last_day))
    earliest = today + timedelta(days=policy.notice_days + 1)
    return asked_payment_day(actor, loan_id, day=day, earliest=earliest, most_days=policy.most_days)


@use_case("change_loan.choose_payment_day", answers=ChangeMoved, subject="loan_id")
def choose_payment_day(call: Call, *, loan_id: UUID, day: int, after_n: int) -> ChangeMoved:
    """Moves what falls due to the chosen day, as it was previewed on the loan's event `after_n`; tells the borrower."""
    _take(call, loan_id=loan_id)
    state = payment_day(call.actor, loan_id=loan_id)
    if state.stays_because is not None:
        raise PaymentDayStays(where="day", reason=state.stays_because)
    asked = payment_day_change(call.actor, loan_id=loan_id, day=day)
    return _book(call, loan_id=loan_id, asked=asked, after_n=after_n)


@use_case("change_loan.undo_payment_day", answers=ChangeMoved, subject="loan_id")
def undo_payment_day(call: Call, *, loan_id: UUID) -> ChangeMoved:
    """The newest choice never was: the days are as before it."""
    _take(call, loan_id=loan_id)
    last = _last_choice(loan_id)
    if last is None or payment_day(call.actor, loan_id=loan_id).undo_until is None:
        raise PaymentDayStays(where="loan_id", reason=NOTHING_TO_UNDO)
    return _book(call, loan_id=loan_id, asked=ChangeAsked(kind="reversal", of=last.event_id))


def _take(call: Call, *, loan_id: UUID) -> None:
    """The loan, locked, for its borrower."""
    call.actor.require(Role.CUSTOMER, verb="choose the day of payment")
    require_party(call.actor, party_id=loan(call.actor, loan_id).borrower_id)
    lock_loan(loan_id)


def _book(call: Call, *, loan_id: UUID, asked: ChangeAsked, after_n: int | None = None) -> ChangeMoved:
    shown = show_change(call.actor, loan_id=loan_id, asked=asked)
    check_still_good(shown, after_n=after_n)
    kept = keep_change(
        call,
        previewed=shown.preview,
        reason=PAYMENT_DAY,
        state=ChangeState.BOOKED,
        needs_second=False,
        needs_consent=False,
        open_until=business_date(),
    )
    return finish_change(call, kept, shown=shown)


def _stays(shown: LoanView, last: ChangeView | None, policy: PaymentDayPolicy) -> Text | None:
    """Why the day cannot be changed today."""
    if shown.state != LoanState.ACTIVE:
        return NOT_RUNNING
    if shown.terms.unit != "month" or shown.terms.every != 1 or line_of_loan(shown.id) is not None:
        return NOT_MONTHLY
    if shown.days_past_due or shown.overdue.total:
        return IS_LATE
    if shown.on_its_way or any(change.is_open for change in loan_changes(SYSTEM, shown.id)):
        return IN_FLUX
    again = last.proposed_on + timedelta(days=policy.once_in_days) if last else None
    if last and again and again > business_date():
        return TOO_SOON.filled(on=last.proposed_on, again=again)
    return None


def _undo_until(shown: LoanView, last: ChangeView, policy: PaymentDayPolicy) -> date:
    """So many days from the choice, but no longer than until something is due after it."""
    until = last.proposed_on + timedelta(days=policy.undo_days)
    due = [day for line in shown.instalments if (day := line.due_date) > last.proposed_on]
    before = [date.fromisoformat(day) for day in last.asked.treatment if date.fromisoformat(day) > last.proposed_on]
    return min([until, *(day - timedelta(days=1) for day in (*due[:1], *before[:1]))])


def _last_choice(loan_id: UUID) -> ChangeView | None:
    """The newest choice of a day that stands."""
    undone = undone_events(SYSTEM, loan_id)
    return next(
        (
            change
            for change in loan_changes(SYSTEM, loan_id)
            if change.asked.reason == PAYMENT_DAY
            and change.state == ChangeState.BOOKED
            and change.event_id not in undone
        ),
        None,
    )


def _day_of(shown: LoanView) -> int | None:
    """The day of the month on which the next payment is due; of the last of two that are still to come, where the
    first one only stays because it is near."""
    coming = [line.due_date.day for line in shown.instalments if line.due_date > shown.as_of]
    return coming[:2][-1] if coming else None
