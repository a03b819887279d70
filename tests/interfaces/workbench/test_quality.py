"""The pages of portfolio quality: both provisions, drill-down, the grade of a loan, a grade set by two people."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.interfaces.workbench.institution import Institution, a_day_later, footprint
from tests.interfaces.workbench.test_acts import posted

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM
from puhui.risk.provisioning.facade import Grade, grade_of, overrides

pytestmark = pytest.mark.django_db


def shown(client: Client, path: str) -> str:
    response = client.get(f"/workbench/{path}")
    assert response.status_code == 200, response.content.decode()[-400:]
    return response.content.decode()


def test_before_the_first_close_there_is_nothing(institution: Institution) -> None:
    assert "No day has been closed yet." in shown(institution.client("finance"), "quality/")


def test_both_provisions_stand_side_by_side(institution: Institution) -> None:
    a_day_later(institution.world)
    text = shown(institution.client("finance"), "quality/")
    for words in ("120,000.00", "1,200.00", "Five classes", "too young to say", "over 90", "Stage 1"):
        assert words in text
    of_one = shown(institution.client("finance", language="zh-hans"), "quality/?product=working-capital")
    assert "五级分类" in of_one
    assert ">流动资金贷款</h3>" in of_one  # by its name, not by its code
    response = institution.client("finance").get("/workbench/quality/?on=2026-13-01")
    assert response.status_code == 422


def test_two_people_set_a_worse_grade(institution: Institution) -> None:
    first, second, finance, operations = (
        institution.client(name) for name in ("risk_officer", "second_risk", "finance", "operations")
    )
    loan_page, until = f"loans/{institution.loan_id}/", business_date() + timedelta(days=30)
    form = {"grade": "3", "until": until.isoformat(), "reason": "the firm has closed its shop"}
    assert "Propose a worse class" in shown(first, loan_page)
    _, text = posted(first, f"{loan_page}grade/", **form)
    assert "You proposed this" in text
    [asked] = overrides(SYSTEM, loan_id=institution.loan_id)

    before = footprint()
    _, text = posted(first, f"{loan_page}grade/{asked.id}/", act="confirm")
    assert "you proposed it yourself" in text
    _, text = posted(second, f"{loan_page}grade/", **form)
    assert "another one is open" in text
    status, _ = posted(finance, f"{loan_page}grade/{asked.id}/", act="confirm")
    assert status == 403
    status, _ = posted(operations, f"{loan_page}grade/", **form)
    assert status == 403
    _, text = posted(second, f"{loan_page}grade/{asked.id}/", act="nothing")
    assert "choose one of the acts" in text
    assert footprint() == before

    posted(second, f"{loan_page}grade/{asked.id}/", act="confirm")
    a_day_later(institution.world)
    assert grade_of(SYSTEM, institution.loan_id).grade == Grade.SUBSTANDARD
    text = shown(second, loan_page)
    assert "Normal → Substandard, Stage 3" in text
    assert "Set by people" in text
    assert str(institution.loan_id) in shown(second, "quality/loans/?grade=3")
    assert "30,000.00" in shown(second, "quality/")  # 25 % of 120,000.00
    posted(second, f"{loan_page}grade/{asked.id}/", act="end")
    assert overrides(SYSTEM, loan_id=institution.loan_id)[0].state == "ended"


@pytest.mark.parametrize("change", [{"grade": "1"}, {"until": "2020-01-01"}, {"until": ""}, {"reason": ""}])
def test_what_a_form_may_not_ask_changes_nothing(institution: Institution, change: dict[str, str]) -> None:
    until = business_date() + timedelta(days=30)
    form = {"grade": "3", "until": until.isoformat(), "reason": "it will not pay", **change}
    client = institution.client("risk_officer")
    before = footprint()
    posted(client, f"loans/{institution.loan_id}/grade/", **form)
    assert footprint() == before
