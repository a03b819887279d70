"""Pays a loan out: reserved in the books when the bank is asked, booked when it answers, given back when it refuses."""

from dataclasses import dataclass
from uuid import UUID

from puhui.finmath.loans.terms import LoanTerms
from puhui.foundation.ledger.facade import business_date, draft_from_template, post, post_pending, void_pending
from puhui.kernel.actors import Call
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.lending.actions.accrual import take_loan
from puhui.products.lending.actions.booking import Booking, move_books, record_event
from puhui.products.lending.actions.positions import lock_loan
from puhui.products.lending.actions.repricing import schedule_repricing
from puhui.products.lending.contracts import Booked, CannotDisburse, LoanState
from puhui.products.lending.models import Loan
from puhui.products.lending.queries.replays import terms_of
from puhui.products.lending.rules.positions import Position


@dataclass(frozen=True, slots=True)
class DisbursementBegun:
    """The money is reserved; the bank is to be asked under this order id."""

    loan_id: UUID
    order_id: UUID
    borrower_id: UUID
    amount: Money


def begin_disbursement(call: Call, *, loan_id: UUID) -> DisbursementBegun:
    """Reserves the principal in the ledger and marks the loan as disbursing."""
    loan, _ = lock_loan(loan_id)
    if loan.state != LoanState.AWAITING_DISBURSEMENT or _is_line(loan):
        raise CannotDisburse(where="loan_id", state=loan.state)
    loan.state = LoanState.DISBURSING
    loan.disbursement_attempts += 1
    loan.save(update_fields=["state", "disbursement_attempts"])
    order_id = derived_id(loan.id, f"disbursement/{loan.disbursement_attempts}")
    reserve = draft_from_template(
        "disbursement_requested",
        id=_reserve_id(order_id),
        amounts={"principal": loan.principal_minor},
        owners={"loan": loan.id},
        bucket=loan.bucket,
        value_date=business_date(),
        source=f"loan:{loan.id}",
        currency=loan.currency,
        segment=loan.product_code,
    )
    post([reserve], call=call)
    return DisbursementBegun(loan.id, order_id, loan.borrower_id, Money(loan.principal_minor, loan.currency))


def open_line(call: Call, *, loan_id: UUID) -> UUID:
    """A credit line runs from today on, with nothing drawn; fees agreed for the payout fall due with its first due."""
    loan, mark = take_loan(call, loan_id=loan_id)
    if loan.state != LoanState.AWAITING_DISBURSEMENT or not _is_line(loan):
        raise CannotDisburse(where="loan_id", state=loan.state)
    _begin(loan)
    event = record_event(call, loan=loan, on=business_date(), kind="line_opened")
    _charge_fees_at_disbursement(call, loan, terms_of(loan))
    move_books(call, bookings=[Booking(event, loan, mark, Position(), received=0)])
    return event.id


def settle_disbursement(call: Call, *, loan_id: UUID, order_id: UUID) -> Booked:
    """The bank has paid: the loan runs from today on, whatever day was hoped for."""
    loan, mark = take_loan(call, loan_id=loan_id)
    _expect_disbursing(loan, order_id)
    today = business_date()
    post_pending([_reserve_id(order_id)], call=call)
    paid = draft_from_template(
        "disbursement_settled",
        id=derived_id(order_id, "settled"),
        amounts={"principal": loan.principal_minor},
        owners={"loan": loan.id},
        bucket=loan.bucket,
        value_date=today,
        source=f"loan:{loan.id}",
        currency=loan.currency,
        segment=loan.product_code,
    )
    post([paid], call=call)
    _begin(loan)
    event = record_event(
        call, loan=loan, on=today, kind="disbursed", amount_minor=loan.principal_minor, order_id=order_id
    )
    _charge_fees_at_disbursement(call, loan, terms_of(loan))
    before = Position(principal=loan.principal_minor)
    return move_books(call, bookings=[Booking(event, loan, mark, before, received=0)])[0]


def return_disbursement(call: Call, *, loan_id: UUID, order_id: UUID) -> UUID:
    """The bank has refused: nothing was lent, and the loan waits for its money again."""
    loan, _ = lock_loan(loan_id)
    _expect_disbursing(loan, order_id)
    void_pending([_reserve_id(order_id)], call=call)
    loan.state = LoanState.AWAITING_DISBURSEMENT
    loan.save(update_fields=["state"])
    event = record_event(
        call,
        loan=loan,
        on=business_date(),
        kind="disbursement_refused",
        amount_minor=loan.principal_minor,
        order_id=order_id,
    )
    return event.id


def _begin(loan: Loan) -> None:
    """The loan runs from the open business date on."""
    loan.state, loan.disbursed_on = LoanState.ACTIVE, business_date()
    schedule_repricing(loan, after=loan.disbursed_on)
    loan.save(update_fields=["state", "disbursed_on", "reprices_on"])


def _is_line(loan: Loan) -> bool:
    return terms_of(loan).method == "credit_line"


def _charge_fees_at_disbursement(call: Call, loan: Loan, terms: LoanTerms) -> None:
    """A fee agreed for the payout is never kept back from it: it falls due with the first instalment."""
    fee_minor = terms.fee_minor("at_disbursement")
    if fee_minor and loan.disbursed_on:
        record_event(call, loan=loan, on=loan.disbursed_on, kind="fee", amount_minor=fee_minor)


def _expect_disbursing(loan: Loan, order_id: UUID) -> None:
    awaited = derived_id(loan.id, f"disbursement/{loan.disbursement_attempts}")
    if loan.state != LoanState.DISBURSING or order_id != awaited:
        raise CannotDisburse(where="loan_id", state=loan.state)


def _reserve_id(order_id: UUID) -> UUID:
    return derived_id(order_id, "reserved")
