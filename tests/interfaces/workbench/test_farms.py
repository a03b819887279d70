"""Village lists and meetings by the pages: entered by one, agreed to by two, counted on a table, booked to the fen."""

from datetime import timedelta

import pytest
from tests.interfaces.workbench.institution import Institution, footprint
from tests.interfaces.workbench.test_acts import posted
from tests.interfaces.workbench.test_quality import shown
from tests.rooms.farms.village import Village

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM
from puhui.kernel.money import Money
from puhui.products.farms.facade import backers_page, meetings_of, savings_of

pytestmark = pytest.mark.django_db


def test_a_list_and_a_meeting(institution: Institution) -> None:
    village = Village(institution.world)
    heads = [village.farmer() for _ in range(3)]
    manager, operations, risk, auditor = (
        institution.client(name) for name in ("relationship_manager", "operations", "risk_officer", "auditor")
    )
    form = {
        "kind": "village",
        "group_id": str(village.village_id),
        "limit": "100,000.00",
        "most_each": "40,000.00",
        "valid_until": (business_date() + timedelta(days=300)).isoformat(),
        "minutes": "村民委员会第 3 号纪要",
    }
    lines = "\n".join(f"{head} A 30000.00" for head in heads)
    before = footprint()
    for change, words in (
        ({"entries": "nonsense"}, "one household a line"),
        ({"entries": f"{heads[0]} Z 30000.00"}, "one of A, B, C"),
        ({"entries": lines, "limit": "1"}, "no more than the limit"),
    ):
        _, text = posted(manager, "farm/lists/enter/", **form | change)
        assert words in text
    status, _ = posted(auditor, "farm/lists/enter/", **form, entries=lines)
    assert status == 403
    assert footprint() == before
    posted(manager, "farm/lists/enter/", **form, entries=lines)
    [made] = backers_page(SYSTEM)
    page = f"farm/lists/{made.id}/"
    status, _ = posted(manager, f"{page}act/", act="agree")
    assert status == 403
    posted(risk, f"{page}act/", act="agree")
    _, text = posted(risk, f"{page}act/", act="agree")
    assert "Another colleague" in text
    _, text = posted(operations, f"{page}act/", act="agree")
    assert "In force" in text
    assert "赵*" in text
    assert "赵大田" not in text

    group = village.group(heads)
    where = f"farm/groups/{group}/meetings/"
    posted(manager, f"{where}hold/", place="村委会")
    [held] = meetings_of(SYSTEM, group_id=group)
    sheet = f"farm/meetings/{held.id}/"
    cash = {f"cash.{heads[0]}": "12.34", f"cash.{heads[1]}": "0.66", f"present.{heads[0]}": "on"}
    _, text = posted(manager, f"{sheet}settle/", **cash, counted="13.01")
    assert "lines add up to ¥13.00" in text
    posted(manager, f"{sheet}settle/", **cash, counted="13.00")
    assert savings_of(group) == Money(13_00)
    assert "13.00" in shown(auditor, where)
    file = auditor.get(f"/workbench/{sheet}?format=csv")
    assert file.content.decode().splitlines()[1].endswith(",0.00,1,12.34,0.00,12.34")
