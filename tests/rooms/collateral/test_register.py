"""The register: each thing once, values with their history; what does not hold is refused and changes nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from tests.rooms.collateral.secured import (
    FINANCE,
    MANAGER,
    PLOT,
    RISK,
    kept,
    machine,
    plot,
    registered,
    valued,
)
from tests.rooms.lending.world import World

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.collateral.facade import (
    AlreadyRegistered,
    DocumentIn,
    NewAsset,
    RightEnds,
    add_document,
    asset,
    assets_page,
    register_asset,
    security_faults,
    value_asset,
)
from puhui.products.collateral.models import Asset, Valuation

pytestmark = pytest.mark.django_db
LATER = date(2040, 1, 1)


def test_a_thing_with_its_papers_and_values() -> None:
    world = World()
    firm, customer = world.firm()
    asset_id = registered(world, machine(firm), worth_minor=None)
    assert asset(MANAGER, asset_id).line.lendable == Money(0)
    add_document(world.call(MANAGER), asset_id=asset_id, document=DocumentIn(kind="invoice", reference="No 42"))
    value_asset(world.call(MANAGER), asset_id=asset_id, valuation=valued(400_000_00))
    value_asset(world.call(RISK), asset_id=asset_id, valuation=valued(300_000_00, method="cost"))
    found = asset(MANAGER, asset_id)
    assert (found.line.value, found.line.lendable, found.line.free) == (
        Money(300_000_00),
        Money(150_000_00),
        Money(150_000_00),
    )
    assert [v.value.minor for v in found.valuations] == [300_000_00, 400_000_00]
    assert found.documents == (DocumentIn(kind="invoice", reference="No 42"),)
    assert found.identifiers == (("serial_number", "HX-2026-0001"),)
    assert [line.id for line in assets_page(customer)] == [asset_id]  # the owner sees what is theirs
    _, stranger = world.firm()
    assert assets_page(stranger) == []
    with pytest.raises(NotFound):
        asset(stranger, asset_id)


def test_land_is_valued_by_the_mu_or_as_a_whole_and_never_by_two_sums_that_differ() -> None:
    world = World()
    firm, _ = world.firm()
    land = registered(world, plot(firm, LATER), worth_minor=None)  # 42.5 mu
    lathe = registered(world, machine(firm), worth_minor=None)

    def valued_at(asset_id: UUID, whole: Money | None, per_mu: str) -> None:
        told = replace(valued(1), value=whole, per_mu=Money.parse(per_mu) if per_mu else None)
        value_asset(world.call(MANAGER), asset_id=asset_id, valuation=told)

    rows: list[tuple[UUID, Money | None, str]] = [
        (land, None, ""),
        (land, Money.parse("50000.00"), "1200.01"),  # 42.5 mu come to 51,000.43
        (land, None, "0.00"),
        (lathe, None, "1200.00"),
    ]
    before = kept()
    for asset_id, whole, per_mu in rows:
        with pytest.raises(InvalidInput):
            valued_at(asset_id, whole, per_mu)
    assert kept() == before
    valued_at(land, None, "1200.01")
    valued_at(land, Money.parse("51000.43"), "1200.01")
    found = asset(MANAGER, land)
    assert found.line.value == Money.parse("51000.43")  # half a fen is rounded up
    assert {one.per_mu for one in found.valuations} == {Money.parse("1200.01")}


def herd(owner_id: UUID, tags: str) -> NewAsset:
    return NewAsset(
        owner_id=owner_id, kind="livestock", description="Simmental cattle", identifiers=(("ear_tag", tags),)
    )


def test_a_herd_is_one_pledge_and_no_animal_stands_in_two() -> None:
    world = World()
    firm, _ = world.firm()
    tags = [f"1{n:014d}" for n in range(1, 61)]
    asset_id = registered(world, herd(firm, "，".join(tags[:40])))
    assert [value for _, value in asset(MANAGER, asset_id).identifiers] == tags[:40]
    rows = (
        (" ".join(tags[39:50]), AlreadyRegistered),  # the last animal of the first herd
        (f"{tags[50]} {tags[50]}", InvalidInput),
        (f"{tags[50]} 123", InvalidInput),
        (" , ", InvalidInput),
        (" ".join(f"2{n:014d}" for n in range(501)), InvalidInput),
    )
    before = kept()
    for told, refusal in rows:
        with pytest.raises(refusal):
            registered(world, herd(firm, told))
    machines = machine(firm, "HX-1, HX-2")
    with pytest.raises(InvalidInput):  # two machines are two things
        registered(world, machines)
    assert kept() == before
    assert registered(world, herd(firm, "\n".join(tags[40:]))) != asset_id


def test_a_forest_right_has_an_area_and_an_end_and_counts_as_long_as_it_runs() -> None:
    world = World()
    firm, _ = world.firm()
    today = business_date()
    told = NewAsset(
        owner_id=firm,
        kind="forest_right",
        description="Chinese fir, 120 mu",
        identifiers=(("real_estate_unit", "331124" + "0" * 21 + "1"),),
        right_until=date(today.year + 6, today.month, 1),
        area_mu=Decimal(120),
    )
    found = asset(MANAGER, registered(world, told, worth_minor=400_000_00))
    assert found.line.lendable == Money(140_000_00)  # half of it, and seven tenths: less than ten years are left
    with pytest.raises(InvalidInput):
        registered(world, replace(told, area_mu=None))
    with pytest.raises(InvalidInput):
        registered(world, replace(told, right_until=None))


def test_the_same_number_is_the_same_thing_however_it_is_written() -> None:
    world = World()
    firm, _ = world.firm()
    other, _ = world.firm()
    registered(world, machine(firm, "HX-2026-0001"))
    before = kept()
    for again in ("HX-2026-0001", " hx-2026- 0001 "):
        with pytest.raises(AlreadyRegistered) as refused:
            register_asset(world.call(MANAGER), asset=machine(other, again))
        assert "HX-2026-0001" in refused.value.message.zh
        assert kept() == before


CAR = {"kind": "vehicle", "description": "van"}


@pytest.mark.parametrize(
    ("refusal", "where", "changes"),
    [
        (InvalidInput, "kind", {"kind": "moon"}),
        (InvalidInput, "identifiers", {"identifiers": ()}),
        (InvalidInput, "identifiers", {"identifiers": (("vin", "LSVAA49J132047371"),)}),
        (InvalidInput, "vin", {**CAR, "identifiers": (("vin", "LSVIO49J132047371"),)}),
        (InvalidInput, "plot", {"kind": "farmland_right", "identifiers": (("plot", "12"),)}),
        (InvalidInput, "description", {"description": " "}),
        (InvalidInput, "right_until", {"right_until": LATER}),
        (InvalidInput, "area_mu", {"area_mu": Decimal(3)}),
        (InvalidInput, "currency", {"currency": "XXX"}),
        (InvalidInput, "sha256", {"documents": (DocumentIn(kind="deed", reference="1", sha256="zz"),)}),
        (NotFound, "party_id", {"owner_id": UUID(int=5)}),
    ],
)
def test_refused_at_the_register(refusal: type[Refusal], where: str, changes: dict[str, object]) -> None:
    world = World()
    firm, _ = world.firm()
    before = kept()
    with pytest.raises(refusal) as refused:
        register_asset(world.call(MANAGER), asset=replace(machine(firm), **changes))
    assert refused.value.where == where
    assert refused.value.message.zh
    assert kept() == before


def test_a_plot_with_an_expired_right_or_without_an_area_is_refused() -> None:
    world = World()
    firm, customer = world.firm()
    today, before = business_date(), kept()
    rows: list[tuple[type[Refusal], NewAsset]] = [
        (RightEnds, plot(firm, today)),
        (RightEnds, plot(firm, today - timedelta(days=400))),
        (InvalidInput, replace(plot(firm, LATER), right_until=None)),
        (InvalidInput, replace(plot(firm, LATER), area_mu=None)),
        (InvalidInput, replace(plot(firm, LATER), area_mu=Decimal("-1"))),
        (InvalidInput, replace(plot(firm, LATER), area_mu=Decimal("NaN"))),
    ]
    for refusal, asked in rows:
        with pytest.raises(refusal):
            register_asset(world.call(MANAGER), asset=asked)
    for actor in (customer, FINANCE):
        with pytest.raises(Forbidden):
            register_asset(world.call(actor), asset=plot(firm, LATER))
    assert kept() == before
    assert asset(MANAGER, registered(world, plot(firm, LATER))).identifiers == (("plot", PLOT),)


def test_values_that_do_not_hold_are_refused() -> None:
    world = World()
    firm, _ = world.firm()
    asset_id = registered(world, machine(firm))
    today, before = business_date(), kept()
    rows = [
        valued(0),
        valued(-5),
        valued(1, value=Money(1, "USD")),
        valued(1, method="guess"),
        valued(1, valuer=""),
        valued(1, valued_on=today + timedelta(days=1)),
        valued(1, valued_on=today - timedelta(days=1)),
        valued(1, days=-1),
    ]
    for asked in rows:
        with pytest.raises(InvalidInput):
            value_asset(world.call(MANAGER), asset_id=asset_id, valuation=asked)
    with pytest.raises(NotFound):
        value_asset(world.call(MANAGER), asset_id=new_id(), valuation=valued(1))
    assert kept() == before


def test_values_are_never_changed_and_the_kept_one_is_the_last() -> None:
    world = World()
    firm, _ = world.firm()
    asset_id = registered(world, machine(firm))
    assert security_faults() == []
    for act in (lambda: Valuation.objects.update(value_minor=1), lambda: Valuation.objects.all().delete()):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            act()
    Asset.objects.filter(id=asset_id).update(value_minor=7)
    assert [fault.check for fault in security_faults()] == ["collateral.value"]
