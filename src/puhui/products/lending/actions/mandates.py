"""Mandates: given with the contract, revoked and given again by the borrower or for them."""

from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.kernel.ids import new_id
from puhui.products.lending.contracts import LoanOpened
from puhui.products.lending.models import Loan, Mandate
from puhui.products.lending.queries.loans import loan_row


def give_mandate(call: Call, *, loan: Loan) -> None:
    """Notes the mandate unless one stands."""
    mandate = Mandate(id=new_id(), bucket=loan.bucket, loan=loan, given_at=call.at)
    Mandate.objects.bulk_create([mandate], ignore_conflicts=True)


@use_case("lending.set_mandate", answers=LoanOpened, subject="loan_id")
def set_mandate(call: Call, *, loan_id: UUID, stands: bool) -> LoanOpened:
    """Gives or revokes the mandate; without one the borrower repays by hand."""
    loan = loan_row(call.actor, loan_id)
    if stands:
        give_mandate(call, loan=loan)
    else:
        Mandate.objects.filter(loan=loan, revoked_at=None).update(revoked_at=call.at)
    return LoanOpened(loan.id)
