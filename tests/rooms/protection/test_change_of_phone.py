"""A customer changes their phone number: both numbers proven, the old one told, draws held for a day."""

import re
from collections.abc import Callable

import pytest
from tests.rooms.party.made_up import phone
from tests.rooms.protection.test_second_thoughts import KIND, Drawing

from puhui.conduct.protection.facade import reasons_to_wait
from puhui.flows.change_phone import change_phone, request_phone_codes
from puhui.flows.request_sign_in_code import request_sign_in_code
from puhui.flows.sign_in_customer import sign_in_customer
from puhui.flows.stop_waiting import stop_waiting, waiting_acts
from puhui.foundation.access.facade import VISITOR, CodeExpired, CodeWrong, TooManyTries
from puhui.foundation.evidence.models import AuditEntry
from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.contracts import BadPhone
from puhui.foundation.party.facade import PhoneTaken, phone_changed_at, phone_of, register_person
from puhui.foundation.party.models import ContactPoint
from puhui.foundation.payments.facade import OrderState
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Forbidden, InvalidInput, Refusal
from puhui.kernel.ids import new_id

NEW = phone(881)


@pytest.fixture
def shop(db: None) -> Drawing:
    return Drawing()


def code_sent(kind: str) -> str:
    notice = Notice.objects.filter(kind=f"code_{kind}").latest("id")
    return re.findall(r"\d{6}", message_for_delivery(notice.id).body)[0]


def kept() -> list[object]:
    return [
        *ContactPoint.objects.values_list().order_by("id"),
        *Notice.objects.values_list("id"),
        AuditEntry.objects.count(),
    ]


def changed(shop: Drawing, number: str = NEW) -> None:
    request_phone_codes(shop.door.call(), phone=number)
    change_phone(shop.door.call(), phone=number, old_code=code_sent("old_phone"), new_code=code_sent("new_phone"))


def test_the_new_number_holds_the_old_one_is_told_and_a_draw_waits_a_day(shop: Drawing) -> None:
    person, before = shop.door.actor.party_id, shop.door.phone
    assert person is not None
    assert phone_changed_at(person) is None
    changed(shop)
    assert (phone_of(person), phone_changed_at(person)) == (NEW, shop.door.at)
    told = message_for_delivery(Notice.objects.get(kind="phone_changed").id)
    assert (told.to, "was changed" in told.body or "已更换" in told.body) == (before, True)
    asked = shop.draw(300_000)
    assert shop.state(asked) == OrderState.REQUESTED
    assert [one.held_why for one in waiting_acts(shop.door.actor, at=shop.door.at)] == [("new_phone",)]
    shop.door.wait(86_500)
    shop.work()
    shop.work()
    assert shop.state(asked) == OrderState.SETTLED
    assert shop.state(shop.draw(300_000)) == OrderState.SETTLED  # a day is over: usual again


def test_what_waits_for_the_number_is_stopped_with_one_press(shop: Drawing) -> None:
    changed(shop)
    free = shop.line.free
    asked = shop.draw(300_000)
    stop_waiting(shop.door.call(), order_id=asked.order_id)
    assert (shop.state(asked), shop.line.free) == (OrderState.REFUSED, free)


def test_one_signs_in_with_the_new_number_and_no_longer_with_the_old_one(shop: Drawing) -> None:
    old, person = shop.door.phone, shop.door.actor.party_id
    changed(shop)

    def signed_in(number: str) -> object:
        visit = Call(VISITOR, str(new_id()), shop.door.at)
        request_sign_in_code(visit, phone=number)
        return sign_in_customer(
            Call(VISITOR, str(new_id()), shop.door.at), phone=number, code=code_sent("sign_in")
        ).party_id

    assert signed_in(NEW) == person
    assert signed_in(old) != person  # whoever gets the number next is somebody else


def test_both_codes_are_asked_for_and_each_only_for_its_number(shop: Drawing) -> None:
    request_phone_codes(shop.door.call(), phone=NEW)
    old_code, new_code = code_sent("old_phone"), code_sent("new_phone")
    other = "000000" if "000000" not in {old_code, new_code} else "111111"
    wrong: list[tuple[Callable[[], object], type[Refusal]]] = [
        (lambda: change_phone(shop.door.call(), phone=NEW, old_code=other, new_code=new_code), CodeWrong),
        (lambda: change_phone(shop.door.call(), phone=NEW, old_code=old_code, new_code=other), CodeWrong),
        (lambda: change_phone(shop.door.call(), phone=phone(882), old_code=old_code, new_code=new_code), CodeExpired),
    ]
    before = kept()
    for act, refusal in wrong:
        with pytest.raises(refusal):
            act()
        assert kept() == before  # but for the wrong try, which is counted


def test_a_number_of_somebody_else_ones_own_and_none_are_refused(shop: Drawing) -> None:
    register_person(Call(SYSTEM, "other", shop.door.at), phone=phone(883))
    for number, refusal in ((phone(883), PhoneTaken), (shop.door.phone, InvalidInput)):
        before = phone_of(shop.door.actor.party_id)  # type: ignore[arg-type]
        with pytest.raises(refusal):
            changed(shop, number)
        assert phone_of(shop.door.actor.party_id) == before  # type: ignore[arg-type]
    with pytest.raises(BadPhone):
        request_phone_codes(shop.door.call(), phone="12")
    with pytest.raises(Forbidden):
        request_phone_codes(Call(SYSTEM, "system", shop.door.at), phone=NEW)


def test_codes_are_not_sent_without_end(shop: Drawing) -> None:
    for _ in range(5):
        request_phone_codes(shop.door.call(), phone=NEW)
    with pytest.raises(Refusal) as refused:
        request_phone_codes(shop.door.call(), phone=NEW)
    assert not isinstance(refused.value, TooManyTries)
    assert refused.value.http_status == 429


def test_the_reason_is_one_of_its_own() -> None:
    found = reasons_to_wait(1, earlier=[], kind=KIND, think_from_minor=None, is_night=False, is_new_phone=True)
    assert found == ("new_phone",)
