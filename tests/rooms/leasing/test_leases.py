"""Leases: what is refused, each with nothing changed; two that want one machine; whose eyes see it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from tests.rooms.collections.late import kept
from tests.rooms.origination.firm_at_the_door import Door, firm_at_the_door, staff
from tests.rooms.payees.shops import by, let_in

from puhui.flows.lease_equipment.accept_delivery import accept_delivery
from puhui.flows.lease_equipment.choose import choose_equipment
from puhui.flows.lease_equipment.end import sell_equipment, take_equipment_back
from puhui.flows.lease_equipment.use import record_reading
from puhui.flows.originate_loan.withdraw_application import withdraw_application
from puhui.kernel.actors import Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.money import Money
from puhui.products.leasing.facade import (
    AlreadyLet,
    LeaseState,
    LeaseStepRefused,
    NewEquipment,
    NotALease,
    SupplierIsLessee,
    WrongPrice,
    WrongSerial,
    lease,
    leases_page,
)
from puhui.products.origination.facade import WrongState

pytestmark = pytest.mark.django_db
CLERK = staff(Role.OPERATIONS, name="Clerk")
LATHE = NewEquipment(kind="车床", maker="沈阳机床", model="CA6140", serial="SY-77", price=Money.parse("125000.00"))


@dataclass
class Shop:
    """A firm with a lease that was chosen, one application for a loan, and a stranger."""

    lessee: Door
    stranger: Door
    supplier: Door
    application_id: UUID
    loan_application_id: UUID
    lease_id: UUID

    def applied(self, door: Door, supplier_id: UUID | None = None) -> UUID:
        """An application of the firm behind the door, for a lease."""
        return door.apply(
            product_code="equipment-lease",
            amount=Money.parse("100000.00"),
            purpose="machine",
            payee_id=supplier_id or self.supplier.firm_id,
        )


@pytest.fixture
def shop() -> Shop:
    lessee, stranger, supplier = firm_at_the_door(), firm_at_the_door(), firm_at_the_door()
    let_in(supplier, kind="supplier", baskets=False)
    made = Shop(lessee, stranger, supplier, lessee.firm_id, lessee.apply(), lessee.firm_id)
    made.application_id = made.applied(lessee)
    made.lease_id = choose_equipment(lessee.call(), application_id=made.application_id, new=LATHE).lease_id
    return made


def choose(shop: Shop, **changes: object) -> object:
    new = replace(LATHE, **{"serial": "SY-78", **changes})  # type: ignore[arg-type]
    return choose_equipment(shop.lessee.call(), application_id=shop.application_id, new=new)


def twice(shop: Shop) -> object:
    """The same plate, written otherwise, for another firm."""
    theirs = replace(LATHE, serial="sy 77")
    return choose_equipment(shop.stranger.call(), application_id=shop.applied(shop.stranger), new=theirs)


def own(shop: Shop) -> object:
    let_in(shop.lessee, kind="supplier", baskets=False)
    withdraw_application(shop.lessee.call(), application_id=shop.application_id)
    mine = shop.applied(shop.lessee, shop.lessee.firm_id)
    return choose_equipment(shop.lessee.call(), application_id=mine, new=LATHE)


def reading(shop: Shop, value: str = "1", **changes: object) -> object:
    asked = {"meter": "hours", "value": Decimal(value), "read_at": shop.lessee.at, "source": "panel", **changes}
    return record_reading(shop.lessee.call(), lease_id=shop.lease_id, **asked)  # type: ignore[arg-type]


REFUSED: list[tuple[str, type[Refusal], Callable[[Shop], object]]] = [
    ("more than four fifths of the price", WrongPrice, lambda s: choose(s, price=Money.parse("124999.99"))),
    ("another currency", WrongPrice, lambda s: choose(s, price=Money(12_500_000, "USD"))),
    ("no serial number", InvalidInput, lambda s: choose(s, serial="--")),
    ("no name", InvalidInput, lambda s: choose(s, maker=" ")),
    ("a name too long", InvalidInput, lambda s: choose(s, model="x" * 81)),
    ("for a loan", NotALease, lambda s: choose_equipment(
        s.lessee.call(), application_id=s.loan_application_id, new=LATHE)),
    ("for another's application", NotFound, lambda s: choose_equipment(
        s.stranger.call(), application_id=s.application_id, new=LATHE)),
    ("another's lease", NotFound, lambda s: lease(s.stranger.actor, s.lease_id)),
    ("accepted by another", NotFound, lambda s: accept_delivery(
        s.stranger.call(), lease_id=s.lease_id, serial="SY-77")),
    ("accepted by staff", Forbidden, lambda s: accept_delivery(
        by(CLERK, s.lessee), lease_id=s.lease_id, serial="SY-77")),
    ("another machine delivered", WrongSerial, lambda s: accept_delivery(
        s.lessee.call(), lease_id=s.lease_id, serial="SY-79")),
    ("a meter before it is used", LeaseStepRefused, reading),
    ("taken back before it was let", LeaseStepRefused, lambda s: take_equipment_back(
        by(CLERK, s.lessee), lease_id=s.lease_id, note="", by_agreement=True)),
    ("sold while in use", LeaseStepRefused, lambda s: sell_equipment(
        by(CLERK, s.lessee), lease_id=s.lease_id, amount=Money(1), note="")),
    ("sold by the lessee", Forbidden, lambda s: sell_equipment(
        s.lessee.call(), lease_id=s.lease_id, amount=Money(1), note="")),
]  # fmt: skip


@pytest.mark.parametrize(("refusal", "act"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_refused_changes_nothing(shop: Shop, refusal: type[Refusal], act: Callable[[Shop], object]) -> None:
    before = kept()
    with pytest.raises(refusal):
        act(shop)
    assert kept() == before


def test_one_machine_is_not_let_twice_nor_from_oneself(shop: Shop) -> None:
    with pytest.raises(AlreadyLet, match="let twice"):
        twice(shop)
    with pytest.raises(SupplierIsLessee):
        own(shop)
    assert [(line.serial, line.state) for line in leases_page(CLERK)] == [("SY-77", LeaseState.CANCELLED)]


def test_another_choice_takes_the_place_of_the_first_and_frees_it(shop: Shop) -> None:
    assert choose(shop, serial="SY-90") == choose(shop, serial="SY-91")
    assert lease(shop.lessee.actor, shop.lease_id).line.serial == "SY-91"
    twice(shop)  # the first machine is free for another firm


def test_who_withdraws_frees_the_machine_and_cannot_choose_any_more(shop: Shop) -> None:
    withdraw_application(shop.lessee.call(), application_id=shop.application_id)
    assert lease(shop.lessee.actor, shop.lease_id).line.state is LeaseState.CANCELLED
    with pytest.raises(WrongState):
        choose(shop)
    twice(shop)


def test_each_sees_what_is_theirs(shop: Shop) -> None:
    twice_id = choose_equipment(
        shop.stranger.call(), application_id=shop.applied(shop.stranger), new=replace(LATHE, serial="SY-99")
    ).lease_id
    assert [line.id for line in leases_page(shop.lessee.actor)] == [shop.lease_id]
    assert {line.id for line in leases_page(CLERK)} == {shop.lease_id, twice_id}
    assert leases_page(CLERK, state="in_use") == []
    shop.lessee.at += timedelta(days=1)
    assert accept_delivery(shop.lessee.call(), lease_id=shop.lease_id, serial=" sy77 ").state is LeaseState.DELIVERED
