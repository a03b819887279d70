"""Limits in the workbench: frozen by one, freed by two; what is refused stands on the page and changes nothing."""

import pytest
from tests.interfaces.workbench.institution import Institution, footprint

from puhui.kernel.actors import SYSTEM
from puhui.products.facilities.facade import facility

pytestmark = pytest.mark.django_db


def test_frozen_by_one_and_freed_by_two(institution: Institution) -> None:
    officer, second = institution.client("risk_officer"), institution.client("second_risk")
    path = f"/workbench/facilities/{institution.facility_id}/"
    officer.post(path + "act/", {"key": "1", "act": "frozen", "reason": "a rumour to look into"})
    assert facility(SYSTEM, institution.facility_id).line.freezes == ("staff",)
    officer.post(path + "act/", {"key": "2", "act": "unfrozen", "reason": "it was nothing"})
    [asked] = facility(SYSTEM, institution.facility_id).proposals[:1]
    assert asked.state == "proposed"
    assert 'value="yes"' not in officer.get(path).content.decode()
    assert 'value="yes"' in second.get(path).content.decode()
    before = footprint()
    officer.post(path + "act/", {"key": "3", "proposal": str(asked.id), "agree": "yes"})
    officer.post(path + "act/", {"key": "4", "act": "burn", "reason": "no such act"})
    officer.post(path + "act/", {"key": "5", "proposal": "x", "agree": "yes"})
    officer.post(path + "act/", {"key": "6", "act": "cut", "reason": "too much", "limit": "999999"})
    assert footprint() == before
    second.post(path + "act/", {"key": "7", "proposal": str(asked.id), "agree": "yes"})
    assert facility(SYSTEM, institution.facility_id).line.freezes == ()
