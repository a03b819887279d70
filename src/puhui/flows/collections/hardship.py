"""`I cannot pay`: asked without proof of what we know already, answered with a plan that the engine computed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from puhui.flows.change_loan.accept_change import accept_change, decline_change
from puhui.flows.change_loan.answers import ChangeShown
from puhui.flows.change_loan.preview import show_change
from puhui.flows.change_loan.propose_change import propose_change
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.access.facade import Sealed
from puhui.foundation.casework.facade import clean_text, close_case, drop_case, open_case
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.dates import add_months
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import bucket_of
from puhui.kernel.money import Money
from puhui.products.collections.facade import (
    CannotHelp,
    HelpMoved,
    HelpState,
    HelpView,
    HoldKind,
    NewHelp,
    help_request,
    hold_contacts,
    move_help,
    policy_on,
    take_help,
    write_help,
)
from puhui.products.lending.facade import ChangeAsked, ChangeState, LoanState, loan, loan_change

KIND: Final = "hardship"
MONTHS: Final = (3, 6, 12)


@dataclass(frozen=True, slots=True)
class PlanOption:
    """One plan that would help: the change and what it does. `fits`: its next due is what the borrower can pay."""

    name: str
    asked: ChangeAsked
    shown: ChangeShown
    fits: bool


@use_case("collections.ask_for_help", answers=HelpMoved, subject="loan_id")
def ask_for_help(
    call: Call,
    *,
    loan_id: UUID,
    reason: str,
    can_pay: Money | None = None,
    better_on: date | None = None,
    words: str = "",
) -> HelpMoved:
    """Opens a case for a person; until it is answered nobody calls about the loan."""
    today = business_date()
    shown = loan(call.actor, loan_id)
    if shown.state != LoanState.ACTIVE:
        raise CannotHelp(where="loan_id")
    said = clean_text(words, where="words", least=0, most=1000)
    due_on = today + timedelta(days=policy_on(today).hardship.answer_days)
    case_id = open_case(
        call,
        kind=KIND,
        subject=str(loan_id),
        party_id=shown.borrower_id,
        due_on=due_on,
        reason=_summary(reason, can_pay, better_on, said),
    )
    asked = NewHelp(
        loan_id=loan_id,
        party_id=shown.borrower_id,
        bucket=bucket_of(loan_id),
        case_id=case_id,
        reason=reason,
        can_pay=can_pay,
        better_on=better_on,
    )
    kept = write_help(call, asked=asked, today=today)
    hold_contacts(call, party_id=shown.borrower_id, kind=HoldKind.HARDSHIP, reason="asked for help", source_id=kept.id)
    tell_borrower(call, borrower_id=shown.borrower_id, kind="help_asked", sms=False, due_on=due_on)
    return HelpMoved(kept.id, loan_id, kept.state)


def plan_options(actor: Actor, *, asked: HelpView) -> list[PlanOption]:
    """Plans that law, policy and the engine allow for the loan as it stands, those that fit first."""
    today = business_date()
    options = [_option(actor, asked, name, change) for name, change in _candidates(asked, today)]
    return sorted((option for option in options if option), key=lambda option: not option.fits)


@use_case("collections.offer_plan", answers=HelpMoved, subject="help_id")
def offer_plan(call: Call, *, help_id: UUID, plan: ChangeAsked, reason: str) -> HelpMoved:
    """Proposes the plan: a second person confirms it where policy says so, then the borrower is asked."""
    asked = take_help(call, help_id=help_id, states=(HelpState.ASKED,))
    moved = propose_change(call, loan_id=asked.loan_id, asked=plan, reason=reason)
    move_help(call, help_id=help_id, state=HelpState.OFFERED, today=business_date(), change_id=moved.change_id)
    if moved.state == ChangeState.BOOKED:
        return _agree(call, help_id)
    return HelpMoved(help_id, asked.loan_id, HelpState.OFFERED)


@use_case("collections.decline_help", answers=HelpMoved, subject="help_id")
def decline_help(call: Call, *, help_id: UUID, words: str) -> HelpMoved:
    """No plan fits; the borrower is told why, in words, and can ask again."""
    why = clean_text(words, where="words", least=5, most=500)
    asked = take_help(call, help_id=help_id, states=(HelpState.ASKED,))
    close_case(call, case_id=asked.case_id, outcome="no_plan", note=why)
    move_help(call, help_id=help_id, state=HelpState.DECLINED, today=business_date())
    tell_borrower(call, borrower_id=asked.party_id, kind="help_declined", sms=False, why=why)
    return HelpMoved(help_id, asked.loan_id, HelpState.DECLINED)


@use_case("collections.withdraw_help", answers=HelpMoved, subject="help_id")
def withdraw_help(call: Call, *, help_id: UUID) -> HelpMoved:
    """The borrower needs no help any more."""
    call.actor.require(Role.CUSTOMER, verb="withdraw a request")
    help_request(call.actor, help_id=help_id)
    asked = take_help(call, help_id=help_id, states=(HelpState.ASKED,))
    drop_case(call, kind=KIND, subject=str(asked.loan_id), outcome="withdrawn")
    move_help(call, help_id=help_id, state=HelpState.WITHDRAWN, today=business_date())
    return HelpMoved(help_id, asked.loan_id, HelpState.WITHDRAWN)


def accept_plan(call: Call, *, help_id: UUID, code: str | Sealed, after_n: int) -> HelpMoved:
    """The borrower signs the plan with a one-time code; the change is booked, and watched for some months."""
    asked = help_request(call.actor, help_id=help_id)
    if asked.change_id is None:
        raise CannotHelp(where="help_id")
    accept_change(call, change_id=asked.change_id, code=code, after_n=after_n)
    return settle_help(call.step("settle"), help_id=help_id)


def refuse_plan(call: Call, *, help_id: UUID) -> HelpMoved:
    """The borrower does not want this plan; staff look for another one."""
    asked = help_request(call.actor, help_id=help_id)
    if asked.change_id is None:
        raise CannotHelp(where="help_id")
    decline_change(call, change_id=asked.change_id)
    return settle_help(call.step("settle"), help_id=help_id)


@use_case("collections.settle_help", answers=HelpMoved, subject="help_id")
def settle_help(call: Call, *, help_id: UUID) -> HelpMoved:
    """Brings a request in step with its plan: booked, or over without having been booked. Safe to repeat."""
    asked = help_request(call.actor, help_id=help_id)
    if asked.state != HelpState.OFFERED or asked.change_id is None:
        return HelpMoved(help_id, asked.loan_id, asked.state)
    state = loan_change(SYSTEM, asked.change_id).state
    if state == ChangeState.BOOKED:
        return _agree(call, help_id)
    if state in (ChangeState.REJECTED, ChangeState.LAPSED):
        take_help(call, help_id=help_id)
        moved = move_help(call, help_id=help_id, state=HelpState.ASKED, today=business_date())
        return HelpMoved(help_id, asked.loan_id, moved.state)
    return HelpMoved(help_id, asked.loan_id, asked.state)


def _agree(call: Call, help_id: UUID) -> HelpMoved:
    """The plan is booked: the case is closed, contacts are free, the loan is watched."""
    today = business_date()
    asked = take_help(call, help_id=help_id, states=(HelpState.OFFERED,))
    until = add_months(today, policy_on(today).hardship.observation_months)
    drop_case(call, kind=KIND, subject=str(asked.loan_id), outcome="plan_agreed")
    move_help(call, help_id=help_id, state=HelpState.AGREED, today=today, observed_until=until)
    return HelpMoved(help_id, asked.loan_id, HelpState.AGREED)


def _candidates(asked: HelpView, today: date) -> list[tuple[str, ChangeAsked]]:
    most = policy_on(today).hardship.most_months
    rests = [add_months(today, months) for months in MONTHS if months <= most]
    if asked.better_on and asked.better_on <= add_months(today, most):
        rests.insert(0, asked.better_on)
    found = [("payment_holiday", ChangeAsked(kind="payment_holiday", until=day, reason=asked.reason)) for day in rests]
    found += [("extension", ChangeAsked(kind="extension", n=n, reason=asked.reason)) for n in MONTHS]
    found += [("re_amortise", ChangeAsked(kind="re_amortise", n=n, reason=asked.reason)) for n in (0, *MONTHS)]
    return found


def _option(actor: Actor, asked: HelpView, name: str, change: ChangeAsked) -> PlanOption | None:
    """The plan with its preview; None where it is not possible for this loan."""
    try:
        shown = show_change(actor, loan_id=asked.loan_id, asked=change)
    except Refusal:
        return None
    if shown.breaks is not None:
        return None
    after = shown.preview.after
    fits = asked.can_pay is None or (after.next_due_minor <= asked.can_pay.minor and not after.days_past_due)
    return PlanOption(name, change, shown, fits)


def _summary(reason: str, can_pay: Money | None, better_on: date | None, words: str) -> str:
    parts = [reason]
    if can_pay is not None:
        parts.append(f"can pay {can_pay.written}")
    if better_on is not None:
        parts.append(f"better from {better_on}")
    return "; ".join([*parts, words] if words else parts)
