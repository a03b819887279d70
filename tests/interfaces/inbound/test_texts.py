"""A customer with nothing but text messages: what they ask, what they are told, and what nobody else can do."""

import json
import re
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client, override_settings
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import PASSWORD, with_loan
from tests.interfaces.customer_web.visitor import Visitor

from puhui.adapters.messaging.embedded import demo_outbox
from puhui.flows.simulation.population import MadeUpFirm
from puhui.flows.text_channel.words import Asked, Wish, text_policy, understood
from puhui.foundation.access.facade import create_staff
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.evidence.models import AuditEntry
from puhui.foundation.notices.facade import notices_of
from puhui.foundation.party.facade import parties_of
from puhui.foundation.payments.models import PaymentOrder
from puhui.interfaces.command_line import text as text_command
from puhui.interfaces.inbound.texts import signature
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.ids import new_id
from puhui.kernel.texts import as_said
from puhui.products.collections.facade import Channel, choices_of
from puhui.products.lending.facade import loans_page

pytestmark = pytest.mark.django_db
PHONE, STRANGER = "13600136000", "13600136009"


def hand_over(world: World, message: object, *, secret: str = "", late: int = 0, time: str = "") -> Any:
    """As the gateway does it."""
    body, seconds = json.dumps(message).encode(), str(int(world.clock.now().timestamp()) - late)
    signed = signature(body, seconds=seconds, secret=secret or settings.PUHUI_ENVIRONMENT.texts_secret)
    headers = {"X-Puhui-Time": time or seconds, "X-Puhui-Signature": signed}
    return Client(enforce_csrf_checks=True).post(
        "/inbound/texts/", body, content_type="application/json", headers=headers
    )


def texts(world: World, words: str, *, phone: str = PHONE, message_id: str = "") -> str:
    """Writes, and reads what comes back."""
    answer = hand_over(world, {"id": message_id or str(new_id()), "from": phone, "text": words})
    assert answer.status_code == 200, answer.content
    world.deliver()
    return demo_outbox(most=1, phone=phone)[0].body


def test_a_loan_by_text_message(world: World, firms: list[MadeUpFirm]) -> None:
    owner = with_loan(world, firms[0], phone=PHONE)
    owner.client.post("/choose/language/", {"language": "zh-hans"})
    loan = loans_page(SYSTEM).loans[0]
    owed, due = loan.principal_outstanding.written, loan.next_due.written

    told = texts(world, "余额。")
    assert owed in told
    assert firms[0].identity.firm_name not in told
    assert not re.search(r"\d{7,}", told.replace(".", " "))  # no number of a person, an account or a loan
    told = texts(world, "还款日")
    assert due in told
    assert str(as_said(loan.next_due_on, language="zh-hans")) in told

    code = re.search(r"(?<!\d)\d{6}(?!\d)", texts(world, "还款"))
    assert code
    assert not any(code.group(0) in line.body.zh for line in notices_of(owner.actor))
    wrong = "000000" if code.group(0) != "000000" else "999999"
    orders = PaymentOrder.objects.count()
    assert "未发起任何还款" in texts(world, wrong)
    assert "网页" in texts(world, code.group(0), phone=STRANGER)  # from another phone it is worth nothing
    assert PaymentOrder.objects.count() == orders
    world.pass_seconds(601)
    assert "未发起任何还款" in texts(world, code.group(0))  # too old
    code = re.search(r"(?<!\d)\d{6}(?!\d)", texts(world, "还款"))
    assert code
    assert due in texts(world, code.group(0), message_id="g-1")
    assert PaymentOrder.objects.count() == orders + 1
    assert loans_page(SYSTEM).loans[0].next_due_on != loan.next_due_on  # booked: the bank answered
    sent = len(demo_outbox(most=200, phone=PHONE))
    texts(world, code.group(0), message_id="g-1")  # the gateway hands it over again
    assert PaymentOrder.objects.count() == orders + 1
    assert len(demo_outbox(most=200, phone=PHONE)) == sent


def test_call_back_and_stop(world: World) -> None:
    person = Visitor(world, phone=PHONE).sign_in()
    texts(world, "4")
    texts(world, "请回电")
    assert [one.party_id for one in cases_page(SYSTEM, kind="call_back")] == [person.actor.party_id]
    create_staff(world.system_call(), login_name="ops", display_name="Ops", roles=[Role.OPERATIONS], password=PASSWORD)
    staff, [case] = Client(), cases_page(SYSTEM, kind="call_back")
    assert staff.login(username="ops", password=PASSWORD)
    assert staff.get(f"/workbench/cases/{case.id}/").status_code == 200
    texts(world, "STOP")
    for party_id in parties_of(person.actor):
        assert choices_of(person.actor, party_id=party_id).channels_off == (Channel.SMS,)


def test_who_owes_nothing_and_who_is_nobody_get_the_same(world: World) -> None:
    Visitor(world, phone=PHONE, language="zh-hans").sign_in()
    for words in ("余额", "还款日", "还款", "123456"):
        world.pass_seconds(601)
        answers = {re.sub(r"\d+", "", texts(world, words, phone=phone)) for phone in (PHONE, STRANGER)}
        assert len(answers) == 1
    for words in ("回电", "退订"):
        assert "网页" in texts(world, words, phone=STRANGER)
    assert "1 balance" in texts(world, "what?", phone=STRANGER)


def test_what_is_not_the_gateways_is_refused_and_nothing_changed(world: World) -> None:
    message = {"id": "m", "from": PHONE, "text": "余额"}
    before = AuditEntry.objects.count()
    assert hand_over(world, message, secret="another").status_code == 401
    assert hand_over(world, message, late=301).status_code == 401
    assert hand_over(world, message, late=-301).status_code == 401
    assert hand_over(world, message, time="soon").status_code == 401
    assert hand_over(world, {**message, "text": "x" * 5000}).status_code == 413
    wrong: list[object] = [[], {"id": "m"}, {**message, "text": 7}, {**message, "from": "1"}, {**message, "id": ""}]
    for bad in wrong:
        assert hand_over(world, bad).status_code == 422, bad
    assert Client().get("/inbound/texts/").status_code == 405
    with override_settings(PUHUI_ENVIRONMENT=type("E", (), {"texts_secret": "", "policies": None})()):
        assert hand_over(world, message, secret="x").status_code == 401
    assert AuditEntry.objects.count() == before


def test_too_often_is_refused(world: World) -> None:
    most = text_policy(world.clock.now().date()).most_in_ten_minutes
    given = [hand_over(world, {"id": f"n{n}", "from": STRANGER, "text": "0"}).status_code for n in range(most + 1)]
    assert given == [200] * most + [429]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Balance", Asked(Wish.BALANCE)),
        (" 余 额！", Asked(Wish.HELP)),
        ("余额！", Asked(Wish.BALANCE)),
        ("１", Asked(Wish.BALANCE)),
        ("call me.", Asked(Wish.CALL_BACK)),
        ("还款 123456", Asked(Wish.CODE, "123456")),
        ("1234567", Asked(Wish.HELP)),
        ("td", Asked(Wish.STOP)),
        ("", Asked(Wish.HELP)),
    ],
)
def test_words(text: str, asked: Asked, world: World) -> None:
    assert understood(text, text_policy(world.clock.now().date())) == asked


def test_the_command_plays_a_phone(world: World) -> None:
    run = CliRunner().invoke
    answered = json.loads(run(text_command.command, ["帮助", "--from", PHONE, "--json"]).output)
    assert answered["kind"] == "text_help"
    assert "查余额" in answered["answer"]
    assert "查余额" in run(text_command.command, ["0", "--from", PHONE]).output
    refused = run(text_command.command, ["0", "--from", "12", "--json"])
    assert (refused.exit_code, json.loads(refused.output)["error"]["code"]) == (1, "phone_invalid")
