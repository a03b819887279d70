"""How messages reach a customer: kinds without a text message, quiet hours; codes always come."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.cache import cache
from tests.interfaces.api.conftest import token
from tests.rooms.collections.late import kept
from tests.rooms.party.made_up import phone

from puhui.foundation.access.facade import customer_user_for
from puhui.foundation.evidence.models import OutboxEvent
from puhui.foundation.notices.facade import MessageChoices, choose_messages, own_choices, send_code_notice, send_notice
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.facade import register_person
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)  # half past ten in the evening at home
NIGHT = (time(22), time(8))


def call(actor: Actor = SYSTEM) -> Call:
    return Call(actor, str(new_id()), AT)


def customer(n: int) -> Actor:
    party_id = register_person(call(), phone=phone(n))
    return Actor(customer_user_for(party_id), frozenset({Role.CUSTOMER}), party_id)


def told(actor: Actor, kind: str = "application_withdrawn") -> tuple[bool, datetime | None, int]:
    """Sends a notice: whether by text message, not before when, and how many deliveries were asked for."""
    before = OutboxEvent.objects.count()
    assert actor.party_id
    params = {"due_on": "2026-12-01", "firm": "Li Fang", "count": "1", "valid_until": "2026-12-09"}
    notice = Notice.objects.get(id=send_notice(call(), party_id=actor.party_id, kind=kind, params=params))
    return notice.by_sms, notice.send_not_before, OutboxEvent.objects.count() - before


def test_a_kind_that_is_off_stands_on_the_pages_only() -> None:
    me, other = customer(51), customer(52)
    choose_messages(call(me), sms_off=["applications", "loans"])
    assert told(me, "offers_ready") == (False, None, 0)
    assert told(other, "offers_ready") == (True, None, 1)
    choose_messages(call(me), sms_off=[])
    assert told(me, "offers_ready") == (True, None, 1)


def test_quiet_hours_wait_until_they_end_and_codes_do_not() -> None:
    me = customer(53)
    choose_messages(call(me), sms_off=[], quiet_from=NIGHT[0], quiet_until=NIGHT[1])
    assert told(me, "offers_ready") == (True, datetime(2026, 11, 24, 0, 0, tzinfo=UTC), 1)
    code = Notice.objects.get(id=send_code_notice(call(), code="123456", purpose="sign_in", party_id=me.party_id))
    assert (code.by_sms, code.send_not_before) == (True, None)


@pytest.mark.parametrize(
    ("hour", "waits"),
    [(21, 0), (22, 10), (23, 9), (0, 8), (7, 1), (8, 0), (12, 0)],
)
def test_the_end_of_the_night(hour: int, waits: int) -> None:
    at = datetime(2026, 11, 23, 0, tzinfo=UTC) + timedelta(hours=hour - 8)
    found = MessageChoices((), *NIGHT).waits_until(at)
    assert found == (at + timedelta(hours=waits) if waits else None)
    assert MessageChoices().waits_until(at) is None


def test_every_refusal_keeps_nothing() -> None:
    cache.clear()
    me = customer(54)
    choose_messages(call(me), sms_off=["trade"])
    program = token("me", Role.CUSTOMER, party_id=me.party_id)
    staff = Actor(new_id(), frozenset({Role.OPERATIONS}))
    before = kept()
    rows = [
        (InvalidInput, me, {"sms_off": ["gossip"]}),
        (InvalidInput, me, {"sms_off": [], "quiet_from": time(22)}),
        (InvalidInput, me, {"sms_off": [], "quiet_from": time(22), "quiet_until": time(22)}),
        (InvalidInput, me, {"sms_off": [], "quiet_from": time(6), "quiet_until": time(23)}),
        (Forbidden, staff, {"sms_off": []}),
    ]
    for refusal, actor, asked in rows:
        with pytest.raises(refusal):
            choose_messages(call(actor), **asked)  # type: ignore[arg-type]
    assert program.send("PUT", "/notices/choices", {"sms_off": ["x" * 50]}).status_code == 422
    assert kept() == before
    assert own_choices(me).sms_off == ("trade",)
    assert program.get("/notices/choices").json()["sms_off"] == ["trade"]
    body = {"sms_off": ["loans"], "quiet_from": "22:00:00", "quiet_until": "07:00:00"}
    assert program.send("PUT", "/notices/choices", body).json()["quiet_until"] == "07:00:00"
