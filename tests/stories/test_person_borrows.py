"""A person without a firm borrows for the household: first visit, own word, one offer, signature, payout, repayment."""

from uuid import UUID

import pytest
from tests.rooms.lending.lender import open_lender
from tests.rooms.origination.firm_at_the_door import Door
from tests.rooms.origination.person_at_the_door import TODAY, person_at_the_door, verify_income

from puhui.flows.originate_loan.accept_offer import accept_offer
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.foundation.documents.facade import read_file
from puhui.foundation.notices.facade import notices_of
from puhui.foundation.payments.models import PaymentOrder
from puhui.kernel.money import Money
from puhui.products.lending.facade import loan
from puhui.products.origination.facade import contract, contract_text, offers_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_application_to_the_signature(language: str) -> None:
    open_lender(TODAY)
    door = person_at_the_door()
    verify_income(door)
    decided = door.applied(product_code="personal-instalment", purpose="household", amount=Money.parse("12000.00"))
    assert decided.outcome == "approve"
    offer = offers_of(door.actor, decided.application_id)[0]
    contract_id = door.accept(offer.id) if language == "zh-hans" else _accepted_in_english(door, offer.id)
    text = contract_text(door.actor, contract_id)
    assert "李小芳" in text
    assert "居民身份证号码" in text
    assert "统一社会信用代码" not in text
    assert "借款人签约代表" not in text
    request_signing_code(door.call(), contract_id=contract_id)
    loan_id = sign_contract(door.call(), contract_id=contract_id, code=door.last_code()).loan_id
    assert contract(door.actor, contract_id).loan_id == loan_id
    assert loan(door.actor, loan_id).borrower_id == door.firm_id
    order = PaymentOrder.objects.get()
    assert (order.party_id, order.amount_minor) == (door.firm_id, 1_200_000)
    told = notices_of(door.actor)
    assert {"offers_ready", "contract_signed", "consent_given"} <= {n.kind for n in told}
    assert all("李小芳" not in n.body.zh for n in told)  # messages lie about on phones: a person is masked in them
    assert read_file(door.actor, file_id=contract(door.actor, contract_id).file_id)


def _accepted_in_english(door: Door, offer_id: UUID) -> UUID:
    proof = door.read(offer_id, language="en")
    return accept_offer(door.call(), offer_id=offer_id, proof_id=proof, seconds_shown=8).contract_id
