"""Prepares the contract of an accepted offer, and keeps its signature."""

import hashlib
from datetime import date
from uuid import UUID

from puhui.foundation.documents.facade import store_file
from puhui.kernel.actors import Call
from puhui.kernel.canonical import plain
from puhui.kernel.ids import new_id
from puhui.products.origination.contracts import ContractParts, ContractState, OfferView, WrongState
from puhui.products.origination.models import Contract, DisplayProof
from puhui.products.origination.rules.contract_text import contract_html


def prepare_contract(
    call: Call, *, offer: OfferView, proof: DisplayProof, parts: ContractParts, contract_id: UUID
) -> None:
    """Writes the text in the language that was read, hashes it and keeps it encrypted."""
    text = contract_html(parts, language=proof.language).encode()
    kept = store_file(
        call,
        party_id=offer.firm_id,
        name=f"{parts.number}.html",
        media_type="text/html; charset=utf-8",
        content=text,
        kind="contract",
    )
    Contract.objects.create(
        id=contract_id,
        number=parts.number,
        application_id=offer.application_id,
        offer_id=offer.id,
        proof=proof,
        language=proof.language,
        file_id=kept.id,
        sha256=hashlib.sha256(text).hexdigest(),
        state=ContractState.PREPARED,
        made_of=[plain(used) for used in (parts.template, *(one.used for one in parts.clauses))],
        prepared_at=call.at,
    )


def new_contract_number(on: date) -> tuple[UUID, str]:
    """An id, and a number that people can read: no sequence, so that no two machines meet."""
    contract_id = new_id()
    return contract_id, f"PH{on:%Y%m%d}-{contract_id.hex[-10:].upper()}"


def mark_signed(call: Call, *, contract_id: UUID) -> None:
    """Keeps who signed, when and through which channel; only a prepared contract can be signed."""
    signed = Contract.objects.filter(id=contract_id, state=ContractState.PREPARED).update(
        state=ContractState.SIGNED,
        signed_at=call.at,
        signed_by=call.actor.party_id or call.actor.id,
        signed_through=call.channel,
    )
    if not signed:
        raise WrongState(where="contract_id", state="signed or void", step="sign")


def attach_loan(*, contract_id: UUID, loan_id: UUID) -> None:
    """Notes which loan came of the contract."""
    Contract.objects.filter(id=contract_id).update(loan_id=loan_id)
