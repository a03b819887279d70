"""What a repayment method answers, and the answers that most methods share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from puhui.finmath.rounding import round_to_multiple

if TYPE_CHECKING:
    from puhui.finmath.loans.events import Effect
    from puhui.finmath.loans.fold import LoanFold
    from puhui.finmath.loans.rows import Row


class RepaymentMethod:
    """How principal is repaid. A method keeps no state: what it works out stands in the fold (`level`, `plan`)."""

    rounds_each_period = True
    """False when the whole term is one period."""
    bears_on_balance = True
    """False when interest is counted on something else than the principal that is owed."""
    repays_any_day = False
    """True when money beyond the dues repays principal at once, and the loan stays open when nothing is owed."""

    def arrange(self, fold: LoanFold) -> None:
        """Prepares the lines of the schedule, at the start and when lines were added."""

    def check_draw(self, fold: LoanFold, amount: int) -> None:
        """Refuses to lend that much more."""

    def replan(self, fold: LoanFold) -> None:
        """Works out anew what instalments repay, after principal, rate or term changed."""

    def principal_part(self, fold: LoanFold, index: int, interest: int) -> int:
        """The principal that instalment `index` asks for, given its interest. The last one takes all that is left."""
        raise NotImplementedError

    def interest_part(self, fold: LoanFold, row: Row, interest: int) -> int:
        """How much of its interest the instalment asks for; the rest goes to the next one."""
        del fold, row
        return interest

    def interest_base(self, fold: LoanFold) -> int:
        """What interest is counted on: the principal that is owed, overdue principal included."""
        return fold.balance - fold.principal_in_transit() if fold.in_transit else fold.balance

    def principal_prepaid(self, fold: LoanFold, amount: int, effect: Effect) -> None:
        """Principal was repaid beyond the dues: later instalments are lower, or there are fewer of them."""
        del amount
        if effect == "shorten_term":
            fold.shortened = True
        else:
            self.replan(fold)


def repaying_rows(fold: LoanFold) -> list[int]:
    """The instalments to come that repay principal."""
    last = len(fold.rows) - 1
    if not fold.resting:
        return list(range(fold.open_index, last + 1))
    return [index for index in range(fold.open_index, last + 1) if index not in fold.resting or index == last]


def principal_to_plan(fold: LoanFold) -> int:
    """What the instalments to come repay: principal not yet due, and what met the open one ahead."""
    ahead = 0 if fold.is_past_term else fold.rows[fold.open_index].paid_principal
    return fold.future_principal + ahead


def balloon(fold: LoanFold) -> int:
    """What the instalments to come leave for the last one."""
    return min(fold.terms.balloon_minor, principal_to_plan(fold))


def equal_part(fold: LoanFold) -> int:
    """The principal in equal parts, rounded to the instalment multiple."""
    count = len(repaying_rows(fold))
    terms = fold.terms
    return round_to_multiple(
        principal_to_plan(fold) - balloon(fold),
        max(count, 1),
        multiple=terms.instalment_multiple_minor,
        mode=terms.rounding,
    )
