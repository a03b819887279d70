"""Risk by the API: provisions, graded loans, a grade that two programs set; what is refused changes nothing."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from tests.interfaces.api.conftest import Program, token
from tests.rooms.lending.lender import START, open_lender, running_loan
from tests.rooms.provisioning.test_grading_days import close

from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.ids import new_id
from puhui.risk.provisioning.facade import overrides

pytestmark = pytest.mark.django_db
UNTIL = (START + timedelta(days=60)).isoformat()
ASKED = {"grade": 3, "until": UNTIL, "reason": "the firm has closed its shop"}


@pytest.fixture
def loan_id() -> UUID:
    cache.clear()
    open_lender()
    return running_loan()


@pytest.fixture
def officer() -> Program:
    return token("officer", Role.RISK_OFFICER)


def test_provisions_before_and_after_a_close(loan_id: UUID, officer: Program) -> None:
    assert officer.get("/risk/provisions").json() == {"on": None, "lines": []}
    close()
    found = officer.get("/risk/provisions").json()
    assert found["on"] == START.isoformat()
    [line] = found["lines"]
    assert (line["grade"], line["stage"], line["loans"]) == (1, 1, 1)
    assert line["statutory"] == {"amount": "1200.00", "currency": "CNY"}


def test_two_programs_set_a_grade(loan_id: UUID, officer: Program) -> None:
    second = token("second", Role.RISK_OFFICER)
    asked = officer.post(f"/risk/loans/{loan_id}/overrides", ASKED).json()
    decision = f"/risk/overrides/{asked['override_id']}/decision"
    own = officer.post(decision, {"agree": True})
    assert (own.status_code, own.json()["code"]) == (403, "override_four_eyes")
    assert second.post(decision, {"agree": True}).json()["state"] == "in_force"
    close()
    graded = officer.get(f"/risk/loans/{loan_id}/grade").json()
    assert (graded["grade"], graded["stage"], graded["reasons"]) == (3, 3, ["override"])
    assert [(h["from_grade"], h["to_grade"]) for h in graded["history"]] == [(1, 3)]
    assert graded["overrides"][0]["proposed_by_name"] == "officer"
    items = officer.get("/risk/grades?grade=3&limit=1").json()["items"]
    assert [item["loan_id"] for item in items] == [str(loan_id)]
    assert second.post(f"/risk/overrides/{asked['override_id']}/end").json()["state"] == "ended"


@pytest.mark.parametrize(
    ("body", "status"),
    [({**ASKED, "grade": 1}, 422), ({**ASKED, "until": "2020-01-01"}, 422), ({**ASKED, "more": 1}, 422)],
)
def test_what_is_refused_changes_nothing(loan_id: UUID, officer: Program, body: dict, status: int) -> None:
    assert officer.post(f"/risk/loans/{loan_id}/overrides", body).status_code == status
    assert officer.post(f"/risk/loans/{new_id()}/overrides", ASKED).status_code == 404
    assert token("finance", Role.FINANCE).post(f"/risk/loans/{loan_id}/overrides", ASKED).status_code == 403
    assert overrides(SYSTEM) == []
