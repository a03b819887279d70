"""A divisible bill: its cents are taken once, its parts add up to it, and each goes its own way."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.rooms.bills.portfolio import OPERATOR, RISK, Desk, firm, kept, number
from tests.rooms.party.made_up import credit_code

from puhui.flows.discount_bill.check import check_bill, refuse_bill
from puhui.flows.discount_bill.codes import request_bill_code
from puhui.flows.discount_bill.pass_on import pass_on_bill
from puhui.foundation.access.facade import CodeWrong
from puhui.foundation.ledger.facade import check_books, control_total
from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.money import Money
from puhui.products.bills.facade import (
    BadPart,
    BillNotInState,
    BillState,
    BillTaken,
    CannotDivide,
    ChainNotContinuous,
    EndorsementIn,
    SubRange,
    bill,
    bill_faults,
    bills_page,
    divide_bill,
    limits_page,
    submit_bill,
)
from puhui.products.bills.models import Bill, Endorsement

pytestmark = pytest.mark.django_db
WHOLE = SubRange(first=1, last=100_000_00)


def packet(desk: Desk, serial: int = 1, *, part: SubRange = WHOLE, **changes: Any) -> Any:
    told = {"number": number(serial, first="5"), "part": part, "face": Money(abs(part.minor)), **changes}
    return desk.asked(serial, **told)


def shown(desk: Desk, **changes: Any) -> Any:
    return submit_bill(desk.world.call(desk.shop), asked=packet(desk, **changes)).bill_id


def pass_code(desk: Desk, bill_id: Any) -> str:
    request_bill_code(desk.world.call(desk.shop), bill_id=bill_id, to_pass_on=True)
    notice = Notice.objects.filter(kind="code_bill_pass").latest("id")
    return re.findall(r"(?<!\d)\d{6}(?!\d)", message_for_delivery(notice.id).body)[0]


def all_refused(rows: list[tuple[type[Refusal], Callable[[], object]]]) -> None:
    before = kept()
    for place, (refusal, act) in enumerate(rows):
        with pytest.raises(refusal):
            act()
        assert kept() == before, (place, refusal)


def test_cents_are_taken_once_and_bad_parts_change_nothing() -> None:
    desk = Desk()
    world, shop = desk.world, desk.shop
    first = shown(desk, part=SubRange(first=1, last=3_000_000))
    whole = submit_bill(world.call(shop), asked=desk.asked(2)).bill_id
    narrow = (
        EndorsementIn(giver=firm(91), taker=firm(1), on=packet(desk).issued_on, part=SubRange(first=1, last=500)),
    )

    def shows(**changes: Any) -> Callable[[], object]:
        return lambda: shown(desk, **changes)

    def divides(bill_id: Any = first, amount: int = 1_00, actor: Any = shop) -> Callable[[], object]:
        return lambda: divide_bill(world.call(actor), bill_id=bill_id, amount=Money(amount))

    all_refused(
        [
            (BillTaken, shows(part=SubRange(first=1, last=3_000_000))),
            (BillTaken, shows(part=SubRange(first=3_000_000, last=3_000_001))),
            (BillTaken, shows(part=SubRange(first=2, last=5))),
            (BillTaken, lambda: submit_bill(world.call(shop), asked=desk.asked(1, number=number(1, first="5")))),
            (BadPart, lambda: submit_bill(world.call(shop), asked=desk.asked(3, part=WHOLE))),
            (BadPart, lambda: submit_bill(world.call(shop), asked=packet(desk, 3, part=SubRange(first=5, last=1)))),
            (BadPart, shows(serial=4, endorsements=narrow)),
            (BadPart, divides(amount=0)),
            (BadPart, divides(amount=-5)),
            (BadPart, divides(amount=3_000_000)),
            (CannotDivide, divides(whole)),
            (NotFound, divides(actor=desk.firms[1][1])),
            (Forbidden, divides(actor=OPERATOR)),
        ]
    )
    beside = shown(desk, part=SubRange(first=3_000_001, last=3_000_500))
    assert bill(shop, beside).face == Money(500)
    refuse_bill(world.call(OPERATOR), bill_id=first, reason="not at the registry")
    shown(desk, part=SubRange(first=2_000_000, last=3_000_000))  # what was not taken may be shown again
    assert bill_faults() == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Bill.objects.filter(id=beside).update(last=3_000_600)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Endorsement.objects.filter(bill_id=beside).update(first=1)


def test_one_part_is_sold_and_the_other_pays_a_firm() -> None:
    """Of 100,000.00 that were checked, 30,000.00 are sold, 70,000.00 go to another firm and are checked again."""
    desk = Desk()
    world, shop, (taker_id, taker) = desk.world, desk.shop, desk.firms[1]
    desk.limit(150_000_00)
    whole = shown(desk)
    check_bill(world.call(OPERATOR), bill_id=whole, registry_reference="PJS-1")
    parts = divide_bill(world.call(shop), bill_id=whole, amount=Money(30_000_00)).parts
    assert [bill(shop, one).part for one in parts] == [
        SubRange(first=1, last=3_000_000),
        SubRange(first=3_000_001, last=10_000_000),
    ]
    assert {bill(shop, one).state for one in parts} == {BillState.QUOTED}
    assert [len(bill(shop, one).endorsements) for one in parts] == [2, 2]
    assert limits_page(RISK)[0].used == Money(100_000_00)
    assert check_books() == []
    sold, given = parts
    desk.sold(sold)
    world.work()
    assert (bill(shop, sold).state, bill(shop, sold).interest) == (
        BillState.HELD,
        Money(8_00),
    )  # 4 days
    assert control_total("bills.bought") == 30_000_00

    code = pass_code(desk, given)
    selling = desk.code(given)
    to = {"bill_id": given, "to_uscc": credit_code(desk.first + 2), "code": code}
    all_refused(
        [
            (InvalidInput, lambda: pass_on_bill(world.call(shop), **{**to, "to_uscc": credit_code(77)})),
            (ChainNotContinuous, lambda: pass_on_bill(world.call(shop), **{**to, "to_uscc": credit_code(1)})),
            (NotFound, lambda: pass_on_bill(world.call(taker), **to)),
            (Forbidden, lambda: pass_on_bill(world.call(OPERATOR), **to)),
            (BillNotInState, lambda: pass_on_bill(world.call(shop), **{**to, "bill_id": sold})),
            (BillNotInState, lambda: divide_bill(world.call(shop), bill_id=sold, amount=Money(1_00))),
            (BillNotInState, lambda: divide_bill(world.call(shop), bill_id=whole, amount=Money(1_00))),
        ]
    )
    with pytest.raises(CodeWrong):  # a code for selling passes nothing on
        pass_on_bill(world.call(shop), **{**to, "code": selling})
    assert bill(shop, given).state == BillState.QUOTED
    after = pass_on_bill(world.call(shop), **to).next_id
    assert limits_page(RISK)[0].used == Money(30_000_00)
    next_one = bill(taker, after)
    assert (next_one.state, next_one.holder_id, next_one.registry_reference) == (BillState.SUBMITTED, taker_id, "")
    assert next_one.endorsements[-1].part == SubRange(first=3_000_001, last=10_000_000)
    assert (next_one.endorsements[-1].giver.code, next_one.endorsements[-1].taker.code) == (
        credit_code(desk.first + 1),
        credit_code(desk.first + 2),
    )
    assert Notice.objects.filter(kind="bill_received", party_id=taker_id).exists()
    with pytest.raises(NotFound):
        bill(shop, after)
    check_bill(world.call(OPERATOR), bill_id=after, registry_reference="PJS-2")
    assert limits_page(RISK)[0].used == Money(100_000_00)
    assert check_books() == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_living_parts_add_up_to_the_bill_after_every_act(seed: int) -> None:
    """Divided, sold and refused in any order: what lives or was refused covers each cent of the bill once."""
    desk, dice = Desk(), Random(seed)
    world, shop = desk.world, desk.shop
    desk.limit()
    check_bill(world.call(OPERATOR), bill_id=shown(desk), registry_reference="PJS-1")
    for _ in range(12):
        one = dice.choice([row for row in bills_page(shop, most=200) if row.state == BillState.QUOTED])
        if dice.random() < 0.8:
            divide_bill(world.call(shop), bill_id=one.id, amount=Money(dice.randrange(1, one.face.minor)))
        elif len([row for row in bills_page(shop) if row.state == BillState.QUOTED]) > 1:
            refuse_bill(world.call(shop), bill_id=one.id, reason="I keep this part")
        parts = sorted(
            (row.part for row in bills_page(shop, most=200) if row.state != BillState.DIVIDED and row.part),
            key=lambda part: part.first,
        )
        assert sum(part.minor for part in parts) == WHOLE.minor
        assert [part.first for part in parts] == [1, *(part.last + 1 for part in parts[:-1])]
        assert bill_faults() == []


def test_a_bill_whose_parts_do_not_add_up_is_told() -> None:
    desk = Desk()
    whole = shown(desk)
    part, _ = divide_bill(desk.world.call(desk.shop), bill_id=whole, amount=Money(40)).parts
    assert bill_faults() == []
    Bill.objects.filter(id=part).update(first=20, last=59)
    assert {fault.check for fault in bill_faults()} == {"bills.parts", "bills.once"}
