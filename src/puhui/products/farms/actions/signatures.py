"""The other adults of a household sign beside the borrower."""

from uuid import UUID

from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Forbidden
from puhui.products.farms.models import CoSignature


def add_signature(call: Call, *, contract_id: UUID, sha256: str) -> UUID:
    """Keeps that the signed-in person signed this very text; twice is once. A part of a flow that checked it."""
    call.actor.require(Role.CUSTOMER, verb="sign for a household")
    if call.actor.party_id is None:
        raise Forbidden("sign for a household")
    row = CoSignature(
        contract_id=contract_id,
        party_id=call.actor.party_id,
        sha256=sha256,
        signed_at=call.at,
        channel=call.channel,
    )
    CoSignature.objects.bulk_create([row], ignore_conflicts=True)
    return contract_id
