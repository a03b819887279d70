"""A product that asks for security: signed, and paid out only when what was pledged holds against others."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from tests.rooms.collateral.secured import MANAGER, OPERATOR, RISK, machine, registered
from tests.rooms.collections.late import kept
from tests.rooms.lending.lender import open_lender
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door

from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.secure_loan.covers import keep_cover
from puhui.flows.secure_loan.pledge import pledge_asset
from puhui.foundation.casework.facade import BadAttachment, cases_page
from puhui.foundation.catalogue.loading import SHIPPED
from puhui.foundation.documents.facade import FileTooLarge, read_file
from puhui.kernel.actors import SYSTEM, Actor, Call
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.collateral.facade import (
    CertificateTaken,
    CoverMissing,
    NewCertificate,
    SecurityMissing,
    add_cover_paper,
    certificates_of,
    perfect_pledge,
    withdraw_certificate,
)
from puhui.products.collateral.models import CoverCertificate
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
    asks_for(settings, tmp_path, "\n[security]\ncover_least_pct = 100\n")


@pytest.fixture
def _covered(settings: LazySettings, tmp_path: Path) -> None:
    rule = 'cover = "stock_fire"\nrequired = true\ninsured_least_pct = 80\n'
    asks_for(settings, tmp_path, f"\n[insurance]\n{rule}")


def asks_for(settings: LazySettings, tmp_path: Path, asked: str) -> None:
    """A new version of a product asks for more before money is paid out."""
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
    (tmp_path / "products").mkdir()
    text = (SHIPPED / "products/working-capital-1.toml").read_text(encoding="utf-8")
    text = text.replace("version = 1", "version = 2").replace("2019-08-20", "2026-06-01")
    (tmp_path / "products/working-capital-2.toml").write_text(text + asked, encoding="utf-8")


def signed_at_the_door() -> tuple[Door, UUID]:
    """A firm has signed, and its loan waits."""
    open_lender(TODAY)
    door = firm_at_the_door()
    offer_id = door.applied().offer_ids[0]
    door.read(offer_id)
    contract_id = door.accept(offer_id)
    request_signing_code(door.call(), contract_id=contract_id)
    loan_id = sign_contract(door.call(), contract_id=contract_id, code=door.last_code()).loan_id
    assert loan_id is not None
    return door, loan_id


@pytest.mark.usefixtures("_secured")
def test_signed_and_paid_out_when_it_is_secured() -> None:
    door, loan_id = signed_at_the_door()
    shown = loan(SYSTEM, loan_id)
    assert shown.state == LoanState.AWAITING_DISBURSEMENT
    assert [case.subject for case in cases_page(SYSTEM, kind="collateral")] == [str(loan_id)]
    before = kept()
    with pytest.raises(SecurityMissing) as refused:
        request_disbursement(Clerks(door).call(OPERATOR), loan_id=loan_id)
    assert shown.line.principal.written in refused.value.message.zh
    assert kept() == before
    clerks = Clerks(door)
    thing = registered(clerks, machine(door.firm_id), worth_minor=3 * shown.line.principal.minor)  # type: ignore[arg-type]
    made = pledge_asset(clerks.call(MANAGER), asset_id=thing, loan_id=loan_id, secured=shown.line.principal)
    with pytest.raises(SecurityMissing):
        request_disbursement(clerks.call(OPERATOR), loan_id=loan_id)
    perfect_pledge(clerks.call(OPERATOR), pledge_id=made.pledge_id, registration="ZD-2026-1", on=TODAY)
    request_disbursement(clerks.call(OPERATOR), loan_id=loan_id)
    assert loan(SYSTEM, loan_id).state == LoanState.DISBURSING


PDF = b"%PDF-1.7 a made-up certificate"


@pytest.mark.usefixtures("_covered")
def test_signed_and_paid_out_when_a_certificate_of_cover_holds() -> None:
    """Missing, of another cover, too small, not yet valid and expired: nothing is paid out; then one holds."""
    door, loan_id = signed_at_the_door()
    clerks, principal = Clerks(door), loan(SYSTEM, loan_id).line.principal
    assert loan(SYSTEM, loan_id).state == LoanState.AWAITING_DISBURSEMENT
    [case] = cases_page(SYSTEM, kind="collateral")
    assert "a certificate of cover is missing" in case.reason
    good = NewCertificate(
        cover="stock_fire",
        number="PICC 2026-0001",
        insurer="示例财产保险公司",
        insured=Money(-(-principal.minor * 80 // 100)),
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=364),
    )

    def keeps(actor: Actor = OPERATOR, **changes: Any) -> UUID:
        given = {name: changes.pop(name) for name in ("name", "content") if name in changes}
        return keep_cover(
            clerks.call(actor), loan_id=loan_id, asked=dataclasses.replace(good, **changes), **given
        ).certificate_id

    def refused(why: str) -> None:
        before = kept()
        with pytest.raises(CoverMissing) as stopped:
            request_disbursement(clerks.call(OPERATOR), loan_id=loan_id)
        assert why in stopped.value.message.en
        assert kept() == before

    refused("none is kept")
    rows: list[tuple[type[Refusal], Callable[[], object]]] = [
        (Forbidden, lambda: keeps(RISK)),
        (NotFound, lambda: keep_cover(clerks.call(OPERATOR), loan_id=new_id(), asked=good)),
        (InvalidInput, lambda: keeps(insured=Money(0))),
        (InvalidInput, lambda: keeps(insured=Money(1, "USD"))),
        (InvalidInput, lambda: keeps(valid_until=TODAY - timedelta(days=1), valid_from=TODAY - timedelta(days=9))),
        (InvalidInput, lambda: keeps(valid_until=TODAY - timedelta(days=1))),
        (InvalidInput, lambda: keeps(number=" ")),
        (BadAttachment, lambda: keeps(name="it.exe", content=b"MZ")),
        (BadAttachment, lambda: keeps(name="it.pdf", content=b"")),
        (FileTooLarge, lambda: keeps(name="it.pdf", content=PDF + b" " * 5_000_000)),
    ]
    before = kept()
    for place, (refusal, act) in enumerate(rows):
        with pytest.raises(refusal):
            act()
        assert kept() == before, place
    keeps(cover="livestock", number="OTHER-1")
    refused("none is kept")
    small = keeps(insured=good.insured - Money(1), name="it.pdf", content=PDF)
    refused("insure less")
    with pytest.raises(CertificateTaken):  # spaces and capitals make no other certificate
        keeps(number="picc2026-0001")
    withdraw_certificate(clerks.call(OPERATOR), certificate_id=small, reason="the sum was wrong")
    keeps(valid_from=TODAY + timedelta(days=1))
    refused("does not hold today")
    CoverCertificate.objects.filter(withdrawn_on=None, cover="stock_fire").update(
        valid_from=TODAY - timedelta(days=9), valid_until=TODAY - timedelta(days=1)
    )
    refused("does not hold today")
    [expired] = [one for one in certificates_of(SYSTEM, [loan_id]) if one.valid_until < TODAY]
    withdraw_certificate(clerks.call(OPERATOR), certificate_id=expired.id, reason="renewed")
    whole = keeps(MANAGER)
    add_cover_paper(clerks.call(OPERATOR), certificate_id=whole, name="it.pdf", content=PDF)
    [held] = [one for one in certificates_of(SYSTEM, [loan_id]) if one.id == whole]
    assert held.file_id is not None
    assert read_file(SYSTEM, file_id=held.file_id)[1] == PDF
    request_disbursement(clerks.call(OPERATOR), loan_id=loan_id)
    assert loan(SYSTEM, loan_id).state == LoanState.DISBURSING
