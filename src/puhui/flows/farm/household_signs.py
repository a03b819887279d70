"""Every adult of the borrower's household, once they have said who they are, signs with a code before the borrower."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.flows.originate_loan.standing import require_of_age
from puhui.foundation.access.facade import Sealed, check_code, counts_wrong_codes, limit_rate, make_code, sealed
from puhui.foundation.catalogue.facade import Product, products_on
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.facade import send_code_notice
from puhui.foundation.party.facade import (
    debtors_of_household,
    home_date,
    household_of,
    identity_of,
    masked_phone,
    phone_of,
)
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden
from puhui.products.farms.facade import NotOfHousehold, SignatureMissing, add_signature, signed_beside, signed_by
from puhui.products.origination.facade import ContractView, application, check_step, contract, unsigned_contracts

PURPOSE = "sign_contract"


@dataclass(frozen=True, slots=True)
class HouseholdSigned:
    """One adult has signed; so many are missing."""

    contract_id: UUID
    missing: int


def is_farm(product: Product) -> bool:
    """Whether the product is for farm households or cooperatives."""
    return product.audience is not None and bool({"farm_household", "cooperative"} & set(product.audience.groups))


def cosigners_of(borrower_id: UUID) -> tuple[UUID, ...]:
    """The adults of the borrower's household beside the borrower."""
    home = household_of(borrower_id)
    return tuple(one for one in debtors_of_household(home) if one != borrower_id) if home else ()


def joint_borrowers(borrower_id: UUID, product: Product) -> tuple[str, ...]:
    """How the contract names those who sign beside the borrower: who has not said who they are, by a masked number."""
    found = cosigners_of(borrower_id) if is_farm(product) else ()
    return tuple(identity_of(one).name or masked_phone(phone_of(one)) for one in found)


def missing_signatures(prepared: ContractView) -> tuple[UUID, ...]:
    """The adults who have not signed this contract yet."""
    signed = signed_beside(prepared.id)
    return tuple(one for one in cosigners_of(prepared.firm_id) if one not in signed)


def require_household(prepared: ContractView, product: Product) -> None:
    """Refuses the borrower's signature while an adult of the household has not signed."""
    missing = missing_signatures(prepared) if is_farm(product) else ()
    if missing:
        raise SignatureMissing(where="contract_id", missing=len(missing))


@use_case("farm.request_household_code", answers=UUID, subject="contract_id")
def request_household_code(call: Call, *, contract_id: UUID) -> UUID:
    """Sends a code to the phone of an adult of the household who has said who they are."""
    signer = _signer(call.actor)
    prepared = _contract_for(call, contract_id, signer=signer)
    check_step("sign", state=application(SYSTEM, prepared.application_id).state)
    limit_rate(f"signing_code/{contract_id}/{signer}", most=6, seconds=600, at=call.at)
    code = make_code(call, purpose=PURPOSE, subject=_subject(contract_id, signer))
    send_code_notice(call, phone=phone_of(signer), code=code, purpose=PURPOSE)
    return contract_id


def sign_beside(call: Call, *, contract_id: UUID, code: str) -> HouseholdSigned:
    """An adult of the household signs the very text that was prepared: from now on they answer beside the borrower."""
    return _sign(call, contract_id=contract_id, code=sealed(code, where="code"))


@counts_wrong_codes
@use_case("farm.sign_beside", answers=HouseholdSigned, subject="contract_id")
def _sign(call: Call, *, contract_id: UUID, code: Sealed) -> HouseholdSigned:
    signer = _signer(call.actor)
    prepared = _contract_for(call, contract_id, signer=signer)
    check_step("sign", state=application(SYSTEM, prepared.application_id).state)
    check_code(call, purpose=PURPOSE, subject=_subject(contract_id, signer), code=code)
    add_signature(call, contract_id=contract_id, sha256=prepared.sha256)
    return HouseholdSigned(contract_id, len(missing_signatures(prepared)))


def contract_to_sign(actor: Actor, contract_id: UUID) -> ContractView:
    """The contract, for an adult of the borrower's household; for everybody else it is not theirs to sign."""
    prepared = contract(SYSTEM, contract_id)
    if actor.party_id not in cosigners_of(prepared.firm_id):
        raise NotOfHousehold(where="contract_id")
    return prepared


def _contract_for(call: Call, contract_id: UUID, *, signer: UUID) -> ContractView:
    """The same for who signs now: nobody answers for a debt whom nobody knows, or who is not of age."""
    prepared = contract_to_sign(call.actor, contract_id)
    require_of_age(call.actor, party_id=signer, on=home_date(call.at))
    return prepared


def contracts_beside(actor: Actor, *, on: date) -> list[ContractView]:
    """Contracts for the farm of the others of one's household that wait for one's own signature."""
    me = actor.party_id
    home = household_of(me) if me else None
    adults = debtors_of_household(home) if home else ()
    if me is None or me not in adults:
        return []
    farm_codes = [product.code for product in products_on(on) if is_farm(product)]
    prepared = unsigned_contracts([one for one in adults if one != me], product_codes=farm_codes)
    signed = signed_by(me, contract_ids=[one.id for one in prepared])
    return [one for one in prepared if one.id not in signed]


def _signer(actor: Actor) -> UUID:
    actor.require(Role.CUSTOMER, verb="sign for a household")
    if actor.party_id is None:
        raise Forbidden("sign for a household")
    return actor.party_id


def _subject(contract_id: UUID, signer: UUID) -> str:
    """A code is for one contract and one signer."""
    return f"{contract_id}/{signer}"
