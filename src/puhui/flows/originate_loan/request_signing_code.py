"""The person who signs asks for a one-time code."""

from uuid import UUID

from puhui.flows.originate_loan.answers import SigningCodeSent
from puhui.flows.originate_loan.standing import require_signer
from puhui.foundation.access.facade import limit_rate, make_code
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.facade import send_code_notice
from puhui.foundation.party.facade import phone_of
from puhui.kernel.actors import Call
from puhui.products.origination.facade import application, check_step, contract

PURPOSE = "sign_contract"


@use_case("originate_loan.request_signing_code", answers=SigningCodeSent, subject="contract_id")
def request_signing_code(call: Call, *, contract_id: UUID) -> SigningCodeSent:
    """Sends a new code to the signer's own phone; an earlier one ends."""
    prepared = contract(call.actor, contract_id)
    require_signer(call.actor, firm_id=prepared.firm_id, verb="sign a contract")
    check_step("sign", state=application(call.actor, prepared.application_id).state)
    limit_rate(f"signing_code/{contract_id}", most=6, seconds=600, at=call.at)
    signer = call.actor.party_id or prepared.firm_id
    code = make_code(call, purpose=PURPOSE, subject=code_subject(contract_id, signer))
    send_code_notice(call, phone=phone_of(signer), code=code, purpose=PURPOSE)
    return SigningCodeSent(contract_id)


def code_subject(contract_id: UUID, signer: UUID) -> str:
    """A code is for one contract and one signer."""
    return f"{contract_id}/{signer}"
