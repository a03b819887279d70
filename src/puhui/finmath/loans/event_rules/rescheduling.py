"""Other dues for a debt that runs: arrears spread anew, a new plan, a new term, a new official calendar."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from puhui.finmath.loans.allocation import COMPONENTS
from puhui.finmath.loans.dues import charge_due, waive_dues
from puhui.finmath.loans.event_rules.arrears import (
    set_interest_aside,
    spread_interest,
    take_fees,
    take_interest,
    take_principal,
)
from puhui.finmath.loans.event_rules.forgoing import forgone
from puhui.finmath.loans.event_rules.new_plan import end_running_period, next_due_days, start_plan
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.fold import LoanFold
from puhui.finmath.loans.rows import COMPOUND, FEES, INTEREST, PENALTY
from puhui.kernel.errors import InvalidInput

_ALL = 10**20


def apply_re_amortise(fold: LoanFold, event: LoanEvent) -> None:
    """Arrears of principal and interest are spread over the instalments to come, `n` more of them if it says so.

    Principal is planned anew with what is not yet due; interest is asked for in equal parts on top, and bears none.
    Fees in arrears go to the next instalment. Default interest stays due.
    """
    if _lapses(fold):
        return
    if fold.is_past_term and not event.n:
        raise InvalidInput("n", "after the last due date the arrears need further instalments")
    is_new_plan = fold.is_past_term
    if is_new_plan:
        end_running_period(fold)
    elif event.n:
        fold.add_rows(event.n)
    take_principal(fold)
    interest, fees = take_interest(fold), take_fees(fold)
    if is_new_plan:
        start_plan(fold, event, count=event.n, first_due=None)
    spread_interest(fold, interest)
    fold.rows[fold.open_index].charge(fees)
    fold.is_restructured = fold.is_restructured or not fold.projecting
    fold.method.replan(fold)


def apply_renewal(fold: LoanFold, event: LoanEvent) -> None:
    """A new term of `n` instalments begins today without repayment of principal first; interest to today is due."""
    if _lapses(fold):
        return
    if not event.n:
        raise InvalidInput("n", "a renewal names the instalments of the new term")
    end_running_period(fold)
    take_principal(fold)
    start_plan(fold, event, count=event.n, first_due=event.until)


def apply_restructure(fold: LoanFold, event: LoanEvent) -> None:
    """A new plan from today on; each part of the arrears, interest to today included, as `treatment` says.

    `capitalise`: becomes principal of the new plan. `waive`: is given up. `defer`: is asked for with the last
    instalment; deferred principal bears interest, the rest bears none. Presets: principal is capitalised, the rest
    deferred.
    """
    if _lapses(fold):
        return
    following = next_due_days(fold)
    count = event.n or len(following)
    if not count:
        raise InvalidInput("n", "after the last due date a new plan names its instalments")
    if event.until and event.until.toordinal() <= fold.cursor:
        raise InvalidInput("until", "the first due date of a new plan comes after its first day")
    first = event.until or (date.fromordinal(following[0]) if following else None)
    treatment: dict[str, str] = dict(event.treatment)
    end_running_period(fold)
    _give_up(fold, event, treatment)
    balloon = take_principal(fold)
    interest, fees = take_interest(fold), take_fees(fold)
    start_plan(fold, event, count=count, first_due=first, balloon=balloon * (treatment.get("principal") == "defer"))
    set_interest_aside(fold, fold.rows[-1], interest)
    fold.rows[-1].charge(fees)
    for component in (PENALTY, COMPOUND):
        fold.put_off[component] += 0 if fold.projecting else charge_due(fold, component)
    fold.is_restructured = fold.is_restructured or not fold.projecting


def apply_calendar_change(fold: LoanFold, event: LoanEvent) -> None:
    """Due days after today are moved as the event says, and no longer as the terms said before.

    On the first day it comes before the money: a loan that nothing was lent on yet is not over.
    """
    if (_is_over(fold) and fold.disbursed) or fold.is_past_term:
        return
    if any(min(moved) <= event.on for moved in event.moved_dues):
        raise InvalidInput("moved_dues", "a new calendar moves due days after its own day")
    past = tuple(moved for moved in fold.terms.moved_dues if min(moved) <= event.on)
    fold.move_dues(replace(fold.terms, moved_dues=past + event.moved_dues))


def _give_up(fold: LoanFold, event: LoanEvent, treatment: Mapping[str, str]) -> None:
    """Capitalises and waives what is due; what becomes principal is lent anew, and has left its own component."""
    if fold.projecting:
        return
    tally = fold.tallies[event.id] = [0] * 6
    for name, component in (("interest", INTEREST), ("fees", FEES), ("penalty", PENALTY), ("compound", COMPOUND)):
        way = treatment.get("penalty" if name == "compound" else name, "defer")
        before = tally[component]
        if way == "capitalise":
            with forgone(fold, "capitalised", tally):
                waive_dues(fold, _ALL, tally, component=component)
            fold.balance += tally[component] - before
        elif way == "waive":
            with forgone(fold, "waived", tally):
                waive_dues(fold, _ALL, tally, component=component)
    if treatment.get("principal") == "waive":
        with forgone(fold, "waived", tally):
            waive_dues(fold, _ALL, tally, component=COMPONENTS.index("principal"))


def _lapses(fold: LoanFold) -> bool:
    """True for a change of a loan that is over; later changes that were agreed on top of it may then lapse too."""
    fold.has_lapsed = fold.has_lapsed or _is_over(fold)
    return _is_over(fold)


def _is_over(fold: LoanFold) -> bool:
    """True for a loan of which nothing is owed any more, and nothing can be: such a change has no effect."""
    return fold.has_ended_early or not (fold.balance or fold.method.repays_any_day)
