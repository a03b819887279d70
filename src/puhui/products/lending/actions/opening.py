"""Opens a loan from a signed contract, and cancels one that was never paid out."""

from uuid import UUID

from puhui.finmath.loans.terms import LoanTerms
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import bucket_of, new_id
from puhui.products.lending.actions.mandates import give_mandate
from puhui.products.lending.actions.positions import lock_loan
from puhui.products.lending.contracts import CannotCancel, LoanOpened, LoanState
from puhui.products.lending.models import Loan
from puhui.products.lending.rate_contracts import RateBasis
from puhui.products.lending.rules.repricing import basis_as_json
from puhui.products.lending.rules.terms_json import terms_as_json


def open_loan(
    call: Call,
    *,
    borrower_id: UUID,
    product_code: str,
    product_version: int,
    contract_id: UUID,
    terms: LoanTerms,
    with_mandate: bool = True,
    rate_basis: RateBasis | None = None,
) -> UUID:
    """Opens the loan of a signed contract; it waits for its money. One contract has one loan, whatever comes twice.

    The contract contains the mandate to collect dues from the borrower's account, unless said otherwise. `rate_basis`:
    what the rate follows; a loan without one keeps its rate.
    """
    if len(terms.paid_out) != 1 and terms.method != "credit_line":
        raise InvalidInput("terms.disbursements", "a loan is paid out at once")
    loan_id = new_id()
    loan = Loan(
        id=loan_id,
        bucket=bucket_of(loan_id),
        borrower_id=borrower_id,
        product_code=product_code,
        product_version=product_version,
        contract_id=contract_id,
        currency=terms.currency,
        principal_minor=terms.principal_minor,
        annual_rate_pct=terms.annual_rate_pct,
        terms=terms_as_json(terms),
        rate_basis=basis_as_json(rate_basis),
        state=LoanState.AWAITING_DISBURSEMENT,
        opened_on=business_date(),
        opened_at=call.at,
    )
    kept = Loan.objects.filter(contract_id=contract_id).first()
    if kept is None:
        loan.save(force_insert=True)
        kept = loan
    elif (kept.terms, kept.rate_basis, kept.borrower_id) != (loan.terms, loan.rate_basis, borrower_id):
        raise InvalidInput("contract_id", "this contract already has a loan with other terms")
    if with_mandate:
        give_mandate(call, loan=kept)
    return kept.id


@use_case("lending.cancel_loan", answers=LoanOpened, subject="loan_id")
def cancel_loan(call: Call, *, loan_id: UUID) -> LoanOpened:
    """Gives up a loan whose money could not be paid out."""
    call.actor.require(Role.OPERATIONS, Role.ADMINISTRATOR, Role.SYSTEM, verb="cancel a loan")
    loan, _ = lock_loan(loan_id)
    if loan.state != LoanState.AWAITING_DISBURSEMENT:
        raise CannotCancel(where="loan_id", state=loan.state)
    loan.state = LoanState.CANCELLED
    loan.closed_on = business_date()
    loan.save(update_fields=["state", "closed_on"])
    return LoanOpened(loan_id)
