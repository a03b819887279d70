"""The pages of collateral: registered, valued, pledged, registered elsewhere, released by two people, guaranteed."""

from datetime import timedelta

import pytest
from tests.interfaces.workbench.institution import Institution, footprint
from tests.interfaces.workbench.test_acts import posted
from tests.interfaces.workbench.test_quality import shown
from tests.rooms.collateral.secured import machine, registered

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM
from puhui.products.collateral.facade import assets_page, certificates_of, pledges_of, releases

pytestmark = pytest.mark.django_db


def test_from_the_register_to_a_release_that_two_people_made(institution: Institution) -> None:
    manager, operations, risk, second = (
        institution.client(name) for name in ("relationship_manager", "operations", "risk_officer", "second_risk")
    )
    finance = institution.client("finance")
    form = {"kind": "vehicle", "owner_id": str(institution.borrower), "description": "Van"}
    _, text = posted(manager, "collateral/register/", **form, **{"number.vin": "LSVAA49J132047371"})
    assert "Registered." in text
    [thing] = assets_page(SYSTEM)
    page = f"collateral/{thing.id}/"
    before = footprint()
    _, text = posted(manager, "collateral/register/", **form, **{"number.vin": "lsvaa 49j132047371"})
    assert "cannot be registered twice" in text
    _, text = posted(manager, f"{page}act/", act="value", value="1,000,00x")
    assert "an amount is text" in text
    _, text = posted(manager, f"{page}act/", act="steal")
    assert "choose one of the acts" in text
    status, _ = posted(finance, f"{page}act/", act="enforce", reason="too early")
    assert status == 403
    assert footprint() == before

    until = (business_date() + timedelta(days=300)).isoformat()
    value = {"value": "300,000.00", "method": "market", "valuer": "Valuers Ltd", "valid_until": until}
    _, text = posted(manager, f"{page}act/", act="value", valued_on=business_date().isoformat(), **value)
    assert "180,000.00" in text
    loan_id = str(institution.loan_id)
    _, text = posted(manager, f"{page}act/", act="pledge", loan_id=loan_id, secured="180000.01")
    assert "may still be lent against" in text
    posted(manager, f"{page}act/", act="pledge", loan_id=loan_id, secured="150000.00")
    [pledge] = pledges_of(SYSTEM, institution.loan_id)
    told = {"pledge_id": str(pledge.id), "registration": "ZD-1234", "on": business_date().isoformat()}
    _, text = posted(operations, f"{page}act/", act="perfect", **told)
    assert "Holds against others" in text
    assert "150,000.00" in shown(risk, f"loans/{loan_id}/")

    ask = {"pledge_id": str(pledge.id), "reason": "the van is worn out"}
    _, text = posted(risk, f"{page}act/", act="release", **ask)
    assert "a second person must agree" in text
    _, text = posted(risk, f"{page}act/", act="release", exception="on", **ask)
    assert "leaves less than policy asks" in text
    [asked] = releases(SYSTEM)
    _, text = posted(second, f"{page}act/", act="agree", release_id=str(asked.id))
    assert "Released" in text


def test_a_firm_and_a_scheme_answer_for_a_loan(institution: Institution) -> None:
    manager, page = institution.client("relationship_manager"), f"collateral/loans/{institution.loan_id}/"
    cover = {"cover": "crop_yield", "number": "AGRI-77", "insurer": "Insurers Ltd", "insured": "90000.00"}
    days = {"valid_from": "2026-01-01", "valid_until": "2030-12-31"}
    _, text = posted(manager, f"{page}act/", act="cover", **cover, valid_from="2030-01-01", valid_until="2029-01-01")
    assert "the last day comes after the first" in text
    _, text = posted(manager, f"{page}act/", act="cover", **cover, **days)
    assert "AGRI-77" in text
    assert "valid today" in text
    [kept_one] = certificates_of(SYSTEM, [institution.loan_id])
    _, text = posted(manager, f"{page}act/", act="withdraw", certificate_id=str(kept_one.id), reason="sold the field")
    assert "withdrawn" in text
    means = {"assets": "500000.00", "income": "100000.00", "debts": "0.00", "most": "60000.00", "share_pct": "50"}
    own = {"guarantor_id": str(institution.borrower), "mode": "joint", **means}
    before = footprint()
    _, text = posted(manager, f"{page}act/", act="guarantee", **own)
    assert "Nobody can guarantee their own debt" in text
    _, text = posted(manager, f"{page}act/", act="guarantee", **{**own, "mode": "maybe"})
    assert "choose how they answer" in text
    assert footprint() == before
    _, text = posted(manager, f"{page}act/", act="guarantee", **{**own, "guarantor_id": str(institution.unpaid)})
    assert "60,000.00" in text
    _, text = posted(manager, f"{page}act/", act="scheme", scheme="public-risk-share")
    assert "72,000.00" in text
    assert "政府性风险分担" in shown(institution.client("risk_officer", language="zh-hans"), page)


def test_who_reviews_an_application_sees_what_the_firm_could_pledge(institution: Institution) -> None:
    registered(institution.world, machine(institution.referred.firm_id))
    page = shown(institution.client("risk_officer"), f"cases/{institution.case('review').id}/")
    assert "What the firm has in the register of collateral" in page
    assert "200,000.00" in page
