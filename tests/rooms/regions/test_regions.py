"""Regions as a lender keeps them: a list imported over the shipped one, what holds in a place, where one may lend."""

from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from tests.rooms.origination.firm_at_the_door import AT, TODAY, firm_at_the_door, open_books, staff
from tests.rooms.party.made_up import credit_code, phone, resident_id

from puhui.flows.register_firm import register_firm
from puhui.foundation.access.facade import VISITOR, customer_user_for
from puhui.foundation.evidence.models import AuditEntry
from puhui.foundation.party.facade import register_person
from puhui.foundation.regions.facade import (
    BadRegionList,
    NotLicensedHere,
    RegionUnknown,
    Tier,
    atlas,
    caps_in,
    figures_of,
    goals_in,
    import_regions,
    licence_on,
    local_on,
    preview_import,
    require_licensed,
)
from puhui.foundation.regions.models import RegionImport, RegionRow
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput, Refusal
from puhui.kernel.ids import new_id
from puhui.products.origination.models import Application

pytestmark = pytest.mark.django_db
HEAD = "code,name_zh,name_en,kind,tier,effective_until,replaced_by\n"
LIST = HEAD + (
    "330000,浙江省,Zhejiang,province,developed,,\n"
    "330100,杭州市,Hangzhou,prefecture,,,\n"
    "330113,临平区,Linping,county,,,\n"
    "330110,余杭区,Yuhang,county,middle,,\n"
    "330122,桐庐县,Tonglu,county,,2026-01-01,330113\n"
)
ADMIN = staff(Role.ADMINISTRATOR)


def bring(text: str = LIST, *, actor: Actor = ADMIN, source: str = "Ministry of Civil Affairs, 2025") -> object:
    return import_regions(Call(actor, str(new_id()), AT), text=text, source=source)


def test_a_list_is_seen_before_it_is_taken_and_the_old_code_still_leads_somewhere() -> None:
    seen = preview_import(ADMIN, text=LIST)
    assert (seen.rows, seen.added, seen.changed, RegionRow.objects.count()) == (5, 1, 2, 0)
    assert ("330110", "tier", "", "middle") in [(d.code, d.what, d.before, d.after) for d in seen.differences]
    assert atlas().find("330113") is None
    done = bring()
    assert (done.added, done.changed, done.differences) == (seen.added, seen.changed, seen.differences)
    known = atlas()
    assert (known.tier("330113"), known.tier("330110")) == (Tier.DEVELOPED, Tier.MIDDLE)
    merged = known.current("330122", on=TODAY)
    assert (merged.code, known.current("330122", on=date(2025, 6, 1)).code) == ("330113", "330122")
    assert known.find("331124") is not None  # left out of the list, so it stays
    again = bring()
    assert (again.import_id, again.added, again.changed, RegionImport.objects.count()) == (None, 0, 0, 1)
    second = bring(HEAD + "330110,余杭区,Yuhang,county,developed,,\n")
    assert (second.changed, atlas().tier("330110"), RegionRow.objects.count()) == (1, Tier.DEVELOPED, 4)


BAD_LISTS = [
    ("", "line 1"),
    ("code,name_zh\n", "line 1"),
    ("name_zh\n浙江省\n", "line 1"),
    ("code,name_zh,colour\n330000,浙江省,red\n", "line 1"),
    ("code,name_zh\n33000,浙江省\n", "line 2"),
    ("code,name_zh\n３３００００,浙江省\n", "line 2"),
    ("code,name_zh\n330000,\n", "line 2"),
    ("code,name_zh\n330000,浙江省,更多\n", "line 2"),
    ("code,name_zh\n330000,浙江省\n330000,浙江\n", "line 3"),
    (HEAD + "330000,浙江省,,county,,,\n", "line 2"),
    (HEAD + "330000,浙江省,,planet,,,\n", "line 2"),
    (HEAD + "330000,浙江省,,,rich,,\n", "line 2"),
    (HEAD + "330199,某区,,,,2026-13-01,\n", "line 2"),
    (HEAD + "330199,某区,,,,,330106\n", "line 2"),
    (HEAD + "330199,某区,,,,2026-01-01,339999\n", "330199"),
    (HEAD + "339900,某市,,,,,\n339801,某县,,,,,\n", "339801"),
    (HEAD + "330198,甲区,,,,2026-01-01,330199\n330199,乙区,,,,2026-01-01,330198\n", "330198"),
    ("code,name_zh,parent\n330199,某区,330199\n", "330199"),
    (f"code,name_zh\n330199,{'长' * 81}\n", "line 2"),
    ("code,name_zh,effective_from,effective_until\n330199,某区,2026-01-02,2026-01-01\n", "line 2"),
]


@pytest.mark.parametrize(("text", "where"), BAD_LISTS)
def test_one_wrong_line_and_nothing_of_the_list_is_taken(text: str, where: str) -> None:
    with pytest.raises(BadRegionList) as refused:
        bring(text)
    assert refused.value.where == where
    assert (RegionImport.objects.count(), AuditEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("actor", "source", "refusal"),
    [
        (staff(Role.RELATIONSHIP_MANAGER), "somewhere", Forbidden),
        (staff(Role.AUDITOR), "somewhere", Forbidden),
        (ADMIN, "", InvalidInput),
        (ADMIN, "s" * 201, InvalidInput),
    ],
)
def test_who_may_import_and_from_where(actor: Actor, source: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        bring(actor=actor, source=source)
    assert RegionImport.objects.count() == 0


def test_what_holds_in_a_place_holds_within_it_and_the_lower_cap_counts() -> None:
    near = local_on("331124", on=TODAY)  # Songyang in Lishui in Zhejiang
    assert [one.id for one in near] == ["lishui", "zhejiang"]
    rate, cost = caps_in("331124", on=TODAY)
    assert (rate and rate[0].id, str(rate[1]), str(cost[1])) == ("lishui", "13.5", "14")
    assert caps_in("330106", on=TODAY) == (None, None)
    assert [one.id for one in local_on("330106", on=date(2029, 1, 1))] == []  # Zhejiang's has run out
    assert set(goals_in("510000", on=TODAY)) == {"rural_pct", "customers"}
    assert goals_in("510181", on=TODAY) == {}
    figure, file = figures_of(["330106"], on=TODAY)["330106"]["population"]
    assert (figure.as_of.isoformat(), file.is_demo) == ("2023-12-31", True)


def test_only_within_the_licence_is_lent() -> None:
    door = firm_at_the_door()
    party = apps.get_model("party", "Party")
    licence = licence_on(TODAY)
    assert licence is not None
    for region, code in (("810000", "not_licensed_here"), ("710000", "not_licensed_here"), ("331124", ""), ("", "")):
        party.objects.filter(id=door.firm_id).update(region=region)
        before = Application.objects.count()
        if not code:
            require_licensed(region, on=TODAY)
            continue
        with pytest.raises(NotLicensedHere) as refused:
            door.apply()
        assert refused.value.code == code
        assert f"{licence.id}/{licence.article}" in refused.value.message.zh
        assert Application.objects.count() == before
    party.objects.filter(id=door.firm_id).update(region="331124")
    assert door.apply()


@pytest.mark.parametrize("given", ["火星", "999999", "Wuchang", "西湖·北京", "'; DROP TABLE", "浙" * 120])
def test_a_place_that_is_not_one_region_is_refused(given: str) -> None:
    open_books()
    person_id = register_person(Call(VISITOR, "new", AT), phone=phone(700))
    owner = Actor(customer_user_for(person_id), frozenset({Role.CUSTOMER}), person_id)
    parties = apps.get_model("party", "Party").objects
    before = parties.count()
    with pytest.raises(RegionUnknown):
        register_firm(
            Call(owner, "firm", AT),
            firm_name="某店",
            uscc=credit_code(700),
            representative_name="王芳",
            resident_id=resident_id(700),
            region=given,
        )
    assert parties.count() == before


def test_the_shipped_list_is_as_it_is_imported(tmp_path: Path) -> None:
    del tmp_path
    shipped = Path("src/puhui/policies/regions/cn-sample.csv").read_text(encoding="utf-8")
    assert preview_import(SYSTEM, text=shipped).differences == ()
