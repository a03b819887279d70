"""A product that asks for security: signed, and paid out only when what was pledged holds against others."""

import dataclasses
from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.rooms.collateral.secured import MANAGER, OPERATOR, machine, registered
from tests.rooms.collections.late import kept
from tests.rooms.lending.lender import open_lender
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door

from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.secure_loan.pledge import pledge_asset
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.catalogue.loading import SHIPPED
from puhui.kernel.actors import SYSTEM, Actor, Call
from puhui.kernel.ids import new_id
from puhui.products.collateral.facade import SecurityMissing, perfect_pledge
from puhui.products.lending.facade import LoanState, loan

pytestmark = pytest.mark.django_db


@dataclasses.dataclass
class Clerks:
    """Staff who call at the hour of the door."""

    door: Door

    def call(self, actor: Actor) -> Call:
        return Call(actor, f"clerk/{new_id()}", self.door.at)


@pytest.fixture
def _secured(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
    (tmp_path / "products").mkdir()
    text = (SHIPPED / "products/working-capital-1.toml").read_text(encoding="utf-8")
    text = text.replace("version = 1", "version = 2").replace("2019-08-20", "2026-06-01")
    asked = "\n[security]\ncover_least_pct = 100\n"
    (tmp_path / "products/working-capital-2.toml").write_text(text + asked, encoding="utf-8")


@pytest.mark.usefixtures("_secured")
def test_signed_and_paid_out_when_it_is_secured() -> None:
    open_lender(TODAY)
    door = firm_at_the_door()
    offer_id = door.applied().offer_ids[0]
    door.read(offer_id)
    contract_id = door.accept(offer_id)
    request_signing_code(door.call(), contract_id=contract_id)
    signed = sign_contract(door.call(), contract_id=contract_id, code=door.last_code())
    shown = loan(SYSTEM, signed.loan_id)
    assert shown.state == LoanState.AWAITING_DISBURSEMENT
    assert [case.subject for case in cases_page(SYSTEM, kind="collateral")] == [str(signed.loan_id)]
    before = kept()
    with pytest.raises(SecurityMissing) as refused:
        request_disbursement(Clerks(door).call(OPERATOR), loan_id=signed.loan_id)
    assert str(shown.line.principal) in refused.value.message.zh
    assert kept() == before
    clerks = Clerks(door)
    thing = registered(clerks, machine(door.firm_id), worth_minor=3 * shown.line.principal.minor)  # type: ignore[arg-type]
    made = pledge_asset(clerks.call(MANAGER), asset_id=thing, loan_id=signed.loan_id, secured=shown.line.principal)
    with pytest.raises(SecurityMissing):
        request_disbursement(clerks.call(OPERATOR), loan_id=signed.loan_id)
    perfect_pledge(clerks.call(OPERATOR), pledge_id=made.pledge_id, registration="ZD-2026-1", on=TODAY)
    request_disbursement(clerks.call(OPERATOR), loan_id=signed.loan_id)
    assert loan(SYSTEM, signed.loan_id).state == LoanState.DISBURSING
