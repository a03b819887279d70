"""Laws of regions: codes lead up to a province, merged codes to a living one, caps of places only get lower."""

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from puhui.foundation.regions.contracts import Region, Tier
from puhui.foundation.regions.policy_files import shipped_regions
from puhui.foundation.regions.rules import atlas_of, differences, is_code, kind_of, with_parent
from puhui.kernel.texts import Text

ON = date(2026, 11, 23)
SHIPPED = shipped_regions(None)[0]
KNOWN = atlas_of(SHIPPED)
CODES = st.sampled_from(sorted(KNOWN.regions))


@st.composite
def lists(draw: st.DrawFn) -> list[Region]:
    """Provinces with prefectures and counties, tiers here and there."""
    codes: set[str] = set()
    for county in draw(st.lists(st.integers(11_00_00, 65_99_99), min_size=1, max_size=12)):
        code = str(county)
        codes |= {code, f"{code[:4]}00", f"{code[:2]}0000"}
    tiers = st.sampled_from([None, *Tier])
    return [
        with_parent(
            Region(code=code, name=Text(en=f"R{code}", zh=f"地{code}"), kind=kind_of(code), tier=draw(tiers), parent="")
        )
        for code in sorted(codes)
    ]


@given(lists())
def test_every_region_lies_in_its_province_and_has_the_tier_of_the_nearest(regions: list[Region]) -> None:
    known = atlas_of(regions)
    for region in regions:
        line = list(known.line(region.code))
        assert (line[0], line[-1].code) == (region, f"{region.code[:2]}0000")
        stated = [one.tier for one in line if one.tier is not None]
        assert known.tier(region.code) == (stated[0] if stated else None)
        assert all(known.is_within(region.code, of=above.code) for above in line)
        assert all(region in known.children(region.parent, on=ON) for _ in [0] if region.parent)


@given(lists(), lists())
def test_differences_are_just_what_an_import_changes(before: list[Region], after: list[Region]) -> None:
    known = atlas_of(before).regions
    told = differences(known, after)
    assert {one.code for one in told} == {r.code for r in after if known.get(r.code) != r}
    assert differences(atlas_of(after).regions, after) == ()


@given(CODES)
def test_a_code_of_any_time_leads_to_one_living_region(code: str) -> None:
    now = KNOWN.current(code, on=ON)
    assert now is not None
    assert not now.replaced_by
    assert KNOWN.resolve(code, on=ON) == now.code
    assert KNOWN.province(now.code) is not None
    assert KNOWN.tier(now.code) is not None


@example("653200", "en")  # Hotan lies in Hotan
@example("653201", "en")
@given(CODES, st.sampled_from(["en", "zh"]))
def test_the_path_of_names_leads_back_to_the_region(code: str, language: str) -> None:
    now = KNOWN.current(code, on=ON)
    assert now is not None
    assert KNOWN.resolve(KNOWN.path(now.code, language=language), on=ON) == now.code


@given(st.text(max_size=8))
def test_only_six_digits_are_a_code(text: str) -> None:
    assert is_code(text) == (len(text) == 6 and all(c in "0123456789" for c in text) and text[:2] >= "11")


def test_the_sample_covers_every_province_and_every_tier() -> None:
    provinces = [r for r in SHIPPED if r.kind == "province"]
    counties = [r for r in SHIPPED if r.kind == "county" and not r.replaced_by]
    assert (len(provinces), len(counties) >= 60) == (34, True)
    assert {KNOWN.tier(r.code) for r in counties} == set(Tier)
