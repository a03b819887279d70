"""The end of a bad loan: written off with a claim that lives on, recovered on, or sold."""

from puhui.finmath.loans.dues import pay_dues
from puhui.finmath.loans.event_rules.forgoing import Way, forgone
from puhui.finmath.loans.event_rules.pay_off import use_held
from puhui.finmath.loans.event_rules.settlement import close_if_repaid, needed_to_pay_off, prepay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.fold import LoanFold

_ALL = 10**20  # above all that a loan can owe


def apply_write_off(fold: LoanFold, event: LoanEvent) -> None:
    """Everything that is owed leaves the dues, interest to this day; the claim lives on and bears nothing more."""
    _end_loan(fold, event, "written_off")


def apply_sale(fold: LoanFold, event: LoanEvent) -> None:
    """Everything that is owed leaves with the loan, and a claim too; the price is no payment of the borrower."""
    _end_loan(fold, event, "sold")
    fold.sale_price += event.amount_minor


def _end_loan(fold: LoanFold, event: LoanEvent, way: Way) -> None:
    tally = fold.tallies[event.id] = [0] * 6
    fold.put_off = [0] * 5
    use_held(fold)
    with forgone(fold, way, tally):
        pay_dues(fold, _ALL, tally)
        prepay(fold, needed_to_pay_off(fold), tally, effect="lower_instalment")
        close_if_repaid(fold, by_pay_off=True)
