"""A village or a cooperative stands behind a loan, within what two people agreed to."""

from decimal import Decimal
from uuid import UUID

from puhui.flows.secure_loan.guarantee import guarantee_loan
from puhui.foundation.catalogue.facade import Product
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import group_line, household_of
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.collateral.facade import GuaranteeMode, GuaranteeMoved, Means, NewGuarantee
from puhui.products.farms.facade import (
    BackerKind,
    backer,
    free_backer,
    lines_of_household,
    loans_using,
    use_backer,
)
from puhui.products.lending.facade import LoanState, claims_of, loan

OVER = (LoanState.CLOSED, LoanState.CANCELLED)


def use_village_line(call: Call, product: Product, *, party_id: UUID, loan_id: UUID, amount: Money) -> None:
    """A household on a village list takes its unsecured loans from its line; who is on no list takes none.

    What loans that are over took is free again before the room is looked at.
    """
    home = household_of(party_id)
    if product.season is None or product.security is not None or home is None:
        return
    for backer_id, kind, _ in lines_of_household(home, on=business_date()):
        if kind == BackerKind.VILLAGE:
            free_ended(backer_id)
            use_backer(call, backer_id=backer_id, party_id=party_id, loan_id=loan_id, amount=amount)


def free_ended(backer_id: UUID) -> int:
    """Gives back to a list what its ended loans took."""
    running = loans_using(backer_id)
    over = [loan_id for loan_id, claim in claims_of(running).items() if claim.state in OVER]
    return free_backer(backer_id=backer_id, ended_loans=over) if over else 0


@use_case("farm.guarantee_by_cooperative", answers=GuaranteeMoved, subject="loan_id")
def guarantee_by_cooperative(
    call: Call, *, loan_id: UUID, backer_id: UUID, means: Means, share_pct: Decimal = Decimal(100)
) -> GuaranteeMoved:
    """A cooperative answers for a member's loan: within its own limit and the member's line, and within its means.

    The rules of every guarantee hold as well: nobody guarantees their own debt, and no more than they can carry.
    """
    call.actor.require(Role.RELATIONSHIP_MANAGER, Role.OPERATIONS, Role.RISK_OFFICER, verb="take a guarantee")
    shown, stands = loan(call.actor, loan_id), backer(call.actor, backer_id=backer_id)
    guarantor = group_line(call.actor, group_id=stands.group_id).organisation_id
    if stands.kind != BackerKind.COOPERATIVE or guarantor is None:
        raise InvalidInput("backer_id", "the limit of a registered cooperative")
    wanted = NewGuarantee(
        guarantor_id=guarantor,
        mode=GuaranteeMode.JOINT,
        share_pct=share_pct,
        most=shown.line.principal,
        means=means,
    )
    given = guarantee_loan(call, loan_id=loan_id, asked=wanted)
    free_ended(backer_id)
    use_backer(call, backer_id=backer_id, party_id=shown.borrower_id, loan_id=loan_id, amount=given.amount)
    return given
