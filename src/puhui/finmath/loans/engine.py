"""The fold: terms and events in, the state of the loan on a day out. Pure: the same in, the same out."""

from collections.abc import Sequence
from datetime import date

from puhui.finmath.loans.event_rules import EVENT_RULES, FALL_DUE_RANK, EventRule
from puhui.finmath.loans.events import LoanEvent, standing_events
from puhui.finmath.loans.fold import LoanFold
from puhui.finmath.loans.methods import METHODS
from puhui.finmath.loans.reading import read_state, standing_amounts
from puhui.finmath.loans.state import Components, LoanState
from puhui.finmath.loans.terms import LoanTerms
from puhui.kernel.errors import InvalidInput

_Step = tuple[int, int, str, EventRule, LoanEvent]


def replay(terms: LoanTerms, events: Sequence[LoanEvent], *, as_of: date) -> LoanState:
    """The loan as of the end of `as_of`'s events, with its schedule to the end.

    Events are taken in their stated order (day, place in the day, id), whatever order they come in. Events after
    `as_of` have not happened; changes of the terms after it are agreed and stand in the schedule. Instalments after
    `as_of` are shown as if what is due now were paid now and everything else on its day.
    """
    fold = LoanFold(terms, METHODS[terms.method])
    today = as_of.toordinal()
    steps = _steps(terms, events, as_of=as_of)
    now = [step for step in steps if step[0] <= today]
    later = [step for step in steps if step[0] > today and step[3].is_foreseeable]
    _walk(fold, now)
    fold.advance(today, with_dues=True)
    standing = standing_amounts(fold, today)
    _project(fold, later)
    return read_state(fold, standing, as_of=as_of)


def pay_off_quote(terms: LoanTerms, events: Sequence[LoanEvent], *, on: date) -> Components:
    """What repays the loan on that day, interest to the day; money that is held already counts."""
    state = replay(terms, events, as_of=on)
    rest = state.unapplied_minor
    left = []
    for amount in state.outstanding:
        left.append(max(amount - rest, 0))
        rest -= amount - left[-1]
    return Components(*left)


def _steps(terms: LoanTerms, events: Sequence[LoanEvent], *, as_of: date) -> list[_Step]:
    """What happens, in the stated order; the agreed disbursements are events of their own."""
    agreed = [LoanEvent("", day, "disbursement", amount) for day, amount in terms.paid_out]
    steps: list[_Step] = []
    for event in (*agreed, *standing_events(events, as_of=as_of)):
        if event.on < terms.disbursement_date:
            raise InvalidInput("events", f"nothing happens before the first disbursement, {terms.disbursement_date}")
        rule = EVENT_RULES[event.kind]
        steps.append((event.on.toordinal(), rule.rank, event.id, rule, event))
    steps.sort(key=_place)
    return steps


def _place(step: _Step) -> tuple[int, int, str]:
    return step[:3]


def _walk(fold: LoanFold, steps: Sequence[_Step]) -> None:
    for day, rank, _, rule, event in steps:
        fold.advance(day, with_dues=rank > FALL_DUE_RANK)
        rule.apply(fold, event)


def _project(fold: LoanFold, later: Sequence[_Step]) -> None:
    """The rest of the schedule, as if all that is owed were paid now and everything else on its day."""
    fold.project()
    _walk(fold, later)
    fold.advance(fold.periods[len(fold.rows) - 1].end, with_dues=True)
