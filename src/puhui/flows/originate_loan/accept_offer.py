"""A borrower accepts one of their offers: of all that try at once, exactly one wins."""

from uuid import UUID

from puhui.flows.farm.household_signs import joint_borrowers
from puhui.flows.lease_equipment.required import described
from puhui.flows.originate_loan.answers import OfferAccepted
from puhui.flows.originate_loan.standing import product_of, require_signer
from puhui.flows.protect_person.before_lending import reading_seconds
from puhui.foundation.catalogue.facade import Product, institution_on
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import Identity, identity_of
from puhui.kernel.actors import Call
from puhui.products.origination.facade import (
    ContractBasis,
    ContractParts,
    HelpLine,
    application,
    check_open,
    confirm_reading,
    contract_clauses,
    move_application,
    new_contract_number,
    offer,
    prepare_contract,
    take_offer,
)


@use_case("originate_loan.accept_offer", answers=OfferAccepted, subject="offer_id")
def accept_offer(call: Call, *, offer_id: UUID, proof_id: UUID, seconds_shown: int | None = None) -> OfferAccepted:
    """Confirms the reading of the sheet, takes the offer, lets the others lapse, and prepares the contract.

    `seconds_shown` is what the page counted, None where it cannot count; the server's own clock decides.
    """
    taken = offer(call.actor, offer_id)
    require_signer(call.actor, firm_id=taken.firm_id, verb="accept an offer")
    on = business_date()
    check_open(taken, on=on)
    least = reading_seconds(taken.firm_id, on=on)
    proof = confirm_reading(call, offer=taken, proof_id=proof_id, seconds_shown=seconds_shown, least=least)
    move_application(taken.application_id, "accept")
    take_offer(offer=taken)
    asked = application(call.actor, taken.application_id)
    borrower, signer = identity_of(taken.firm_id), call.actor.party_id
    product = product_of(asked)
    contract_id, number = new_contract_number(on)
    contact = institution_on(on).contact
    joint = joint_borrowers(taken.firm_id, product)
    template, clauses = contract_clauses(_basis(product, borrower=borrower, has_joint=bool(joint)), on=on)
    parts = ContractParts(
        number=number,
        made_on=on,
        borrower_name=borrower.name,
        borrower_code=borrower.identifier,
        representative=identity_of(signer).name if signer and signer != taken.firm_id else "",
        purpose=product.purpose_text(asked.purpose),
        sheet=taken.sheet,
        sheet_hash=taken.sheet_hash,
        help_line=HelpLine(contact.phone, contact.hours, contact.regulator_phone),
        thing=described(asked.id),
        joint=joint,
        template=template,
        clauses=clauses,
    )
    prepare_contract(call, offer=taken, proof=proof, parts=parts, contract_id=contract_id)
    return OfferAccepted(contract_id, asked.id)


def _basis(product: Product, *, borrower: Identity, has_joint: bool) -> ContractBasis:
    """By what its clauses are chosen."""
    persons = {borrower.kind, *(["joint"] if has_joint else [])}
    return ContractBasis(product.form, product.code, frozenset(persons), is_secured=product.security is not None)
