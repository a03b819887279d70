"""Passkeys of staff: kept, signed in with, proved with, ended; and every answer that does not hold is refused."""

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.interfaces.workbench.institution import Institution
from tests.interfaces.workbench.test_door import call, code_now, enrolled, signed_in
from tests.rooms.access.device import ORIGIN, PRESENT, Device

from puhui.config.environment import BadEnvironment, read_environment
from puhui.foundation.access.facade import (
    VISITOR,
    NoSecondFactor,
    NotProved,
    PasskeyUnfit,
    ask_factor_removal,
    ask_passkey,
    ask_to_keep,
    decide_factor_removal,
    end_passkey,
    end_second_factor,
    keep_passkey,
    passkeys_of,
    prove_by_passkey,
)
from puhui.foundation.access.models import SecondFactor, SignIn
from puhui.foundation.access.passkey_models import Passkey, PasskeyQuestion
from puhui.foundation.access.passkeys import answered_by, registered
from puhui.foundation.evidence.models import AuditEntry
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.ports import SystemClock

WHO, OTHER = "operations", "finance"
QUESTION = re.compile(r'data-options="([^"]+)".*?name="question" value="([^"]+)"', re.DOTALL)


@pytest.fixture(autouse=True)
def _at_home() -> Any:

    with override_settings(PUHUI_ENVIRONMENT=replace(settings.PUHUI_ENVIRONMENT, origin=ORIGIN)):
        yield


def visitor() -> Call:
    return Call(VISITOR, str(new_id()), SystemClock().now(), "workbench")


def kept(institution: Institution, who: str = WHO, device: Device | None = None) -> tuple[Device, UUID]:
    """A device whose pair is kept."""
    held = device or Device()
    asked = ask_to_keep(institution.staff[who])
    answer = held.makes(asked.options)
    return held, keep_passkey(call(institution, who), question_id=asked.question_id, answer=answer, name="My phone")


def proved(purpose: Any, user_id: UUID | None, answer: Callable[[dict[str, Any]], str]) -> UUID:
    asked = ask_passkey(purpose, user_id=user_id)
    assert asked is not None
    return prove_by_passkey(
        visitor(), purpose, question_id=asked.question_id, answer=answer(asked.options), user_id=user_id
    )


def asked_on(text: str) -> tuple[dict[str, Any], str]:
    """The question that a page carries."""
    found = QUESTION.search(text)
    assert found is not None
    return json.loads(html.unescape(found[1])), found[2]


@pytest.mark.django_db
def test_a_passkey_stands_in_for_the_code(institution: Institution) -> None:
    secret, _ = enrolled(institution, WHO)
    client, answer = signed_in(WHO)
    SecondFactor.objects.update(last_step=0)
    client.post("/workbench/login/code/", {"code": code_now(secret)})
    shown = client.get("/workbench/me/").content.decode()
    assert "Add a passkey" in shown
    options, question = asked_on(client.post("/workbench/me/passkeys/add/").content.decode())
    device = Device()
    form = {"question": question, "answer": device.makes(options), "name": "My phone", "key": "keep"}
    client.post("/workbench/me/passkeys/keep/", form)
    client.post("/workbench/me/passkeys/keep/", form)  # a second click
    (line,) = passkeys_of(institution.actor(WHO))
    assert (line.name, line.last_used_at) == ("My phone", None)
    assert "My phone" in client.get("/workbench/me/").content.decode()
    assert AuditEntry.objects.filter(verb="access.keep_passkey").count() == 1

    again, answer = signed_in(WHO)
    assert answer.redirect_chain[-1][0] == "/workbench/login/code/"
    options, question = asked_on(answer.content.decode())
    device.flags = PRESENT  # after the password it is enough that somebody is there
    sent = {"question": question, "answer": device.signs(options)}
    went = again.post("/workbench/login/code/", sent)
    assert (went.status_code, went["Location"]) == (302, "/workbench/day/")
    assert again.get("/workbench/day/").status_code == 200
    used = AuditEntry.objects.get(verb="access.use_passkey")
    assert (used.actor_id, used.subject) == (institution.staff[WHO], str(line.passkey_id))
    assert used.detail["purpose"] == "second"

    third, answer = signed_in(WHO)
    assert third.post("/workbench/login/code/", sent).status_code == 422  # the same answer once more
    assert third.get("/workbench/day/").status_code == 302


@pytest.mark.django_db
def test_a_passkey_alone_opens_the_door_when_the_device_knows_its_holder(institution: Institution) -> None:
    enrolled(institution, WHO)
    device, _ = kept(institution)
    client = Client()
    client.cookies["django_language"] = "en"
    assert "/workbench/login/passkey/" in client.get("/workbench/login/").content.decode()
    options, question = asked_on(client.get("/workbench/login/passkey/").content.decode())
    assert options["userVerification"] == "required"
    assert "allowCredentials" not in options  # who has a passkey is told to nobody
    device.flags = PRESENT
    form = {"question": question, "answer": device.signs(options)}
    refused = client.post("/workbench/login/passkey/", form)
    assert refused.status_code == 422
    options, question = asked_on(refused.content.decode())
    device.flags |= 0x04
    went = client.post("/workbench/login/passkey/", {"question": question, "answer": device.signs(options)})
    assert went.status_code == 302
    assert client.get("/workbench/me/").status_code == 200
    assert SignIn.objects.filter(user_id=institution.staff[WHO], proved_at__isnull=False).exists()


@pytest.mark.django_db
def test_an_act_that_matters_goes_on_after_a_passkey(institution: Institution) -> None:
    enrolled(institution, "administrator")
    device, _ = kept(institution, "administrator")
    client = institution.client("administrator")
    SignIn.objects.update(proved_at=timezone.now() - timedelta(hours=1))
    form = {"login_name": "newcomer", "display_name": "New Comer", "password": "a long new sentence", "key": "hire"}
    stopped = client.post("/workbench/users/add/", form, follow=True)
    options, question = asked_on(stopped.content.decode())
    went = client.post("/workbench/me/prove/", {"question": question, "answer": device.signs(options)}, follow=True)
    assert "New Comer" in client.get("/workbench/users/").content.decode(), went.content.decode()[-300:]


@pytest.mark.django_db
def test_every_answer_that_does_not_hold_is_refused_and_changes_nothing(institution: Institution) -> None:
    enrolled(institution, WHO)
    enrolled(institution, OTHER)
    device, passkey_id = kept(institution)
    stranger, _ = kept(institution, OTHER)
    me, before = institution.staff[WHO], Passkey.objects.get(id=passkey_id).sign_count

    def elsewhere(options: dict[str, Any]) -> str:
        device.origin = "https://puhui.example"
        try:
            return device.signs(options)
        finally:
            device.origin = ORIGIN

    def for_another_house(options: dict[str, Any]) -> str:
        device.house = "example.com"
        try:
            return device.signs(options)
        finally:
            device.house = "localhost"

    def another_signature(options: dict[str, Any]) -> str:
        thief = Device(id=device.id, user=device.user, count=50)
        return thief.signs(options)

    wrong: dict[str, Callable[[dict[str, Any]], str]] = {
        "wrong origin": elsewhere,
        "another house": for_another_house,
        "another challenge": lambda options: device.signs({**options, "challenge": "A" * 43}),
        "another kind": lambda options: device.signs(options, kind="webauthn.create"),
        "another's credential": stranger.signs,
        "an unknown credential": lambda options: Device(user=me.bytes).signs(options),
        "another key": another_signature,
        "nothing": lambda options: "",
        "no object": lambda options: "[1]",
        "half": lambda options: device.signs(options)[:80],
        "empty response": lambda options: json.dumps({"rawId": answered_by(device.signs(options)), "response": {}}),
    }
    for name, answer in wrong.items():
        for purpose in ("second", "again"):
            with pytest.raises(NotProved):
                proved(purpose, me, answer)
            assert Passkey.objects.get(id=passkey_id).sign_count == before, name
    assert not AuditEntry.objects.filter(verb="access.use_passkey").exists()
    device.user = institution.staff[OTHER].bytes
    with pytest.raises(NotProved):
        proved("alone", None, device.signs)
    device.user = me.bytes
    device.flags = PRESENT
    with pytest.raises(NotProved):
        proved("again", me, device.signs)  # money wants more than that somebody is there
    device.flags |= 0x04
    assert proved("again", me, device.signs) == me


@pytest.mark.django_db
def test_a_question_is_answered_once_for_its_purpose_and_soon(institution: Institution) -> None:
    enrolled(institution, WHO)
    device, _ = kept(institution)
    me = institution.staff[WHO]

    def answers(purpose: Any, question_id: UUID, answer: str) -> UUID:
        return prove_by_passkey(visitor(), purpose, question_id=question_id, answer=answer, user_id=me)

    asked = ask_passkey("second", user_id=me)
    assert asked is not None
    with pytest.raises(NotProved):
        answers("again", asked.question_id, device.signs(asked.options))
    with pytest.raises(NotProved):
        answers("second", asked.question_id, "{}")  # a wrong answer uses it up as well
    with pytest.raises(NotProved):
        answers("second", asked.question_id, device.signs(asked.options))
    late = ask_passkey("second", user_id=me)
    assert late is not None
    PasskeyQuestion.objects.filter(id=late.question_id).update(asked_at=timezone.now() - timedelta(minutes=6))
    with pytest.raises(NotProved):
        answers("second", late.question_id, device.signs(late.options))
    with pytest.raises(NotProved):
        answers("second", new_id(), device.signs(late.options))
    assert proved("second", me, device.signs) == me
    with pytest.raises(NotProved):  # the count stands still: a copy of the device
        proved("second", me, lambda options: device.signs(options, counts=False))


@pytest.mark.django_db
def test_a_device_that_does_not_count_is_let_in(institution: Institution) -> None:
    enrolled(institution, WHO)
    device, _ = kept(institution)
    for _ in range(2):
        assert proved("second", institution.staff[WHO], lambda options: device.signs(options, counts=False))


@pytest.mark.django_db
def test_a_removed_passkey_opens_nothing(institution: Institution) -> None:
    enrolled(institution, WHO)
    device, passkey_id = kept(institution)
    asked = ask_passkey("second", user_id=institution.staff[WHO])
    assert asked is not None
    with pytest.raises(NotFound):
        end_passkey(call(institution, OTHER), passkey_id=passkey_id)
    assert institution.client(OTHER).post(f"/workbench/me/passkeys/{passkey_id}/end/").status_code == 404
    assert len(passkeys_of(institution.actor(WHO))) == 1
    mine = institution.client(WHO)
    mine.post(f"/workbench/me/passkeys/{passkey_id}/end/", {"key": "end"})
    mine.post(f"/workbench/me/passkeys/{passkey_id}/end/", {"key": "end"})
    assert AuditEntry.objects.filter(verb="access.end_passkey").count() == 1
    with pytest.raises(NotProved):
        prove_by_passkey(
            visitor(),
            "second",
            question_id=asked.question_id,
            answer=device.signs(asked.options),
            user_id=institution.staff[WHO],
        )
    assert ask_passkey("second", user_id=institution.staff[WHO]) is None
    with pytest.raises(NotProved):
        proved("alone", None, device.signs)


@pytest.mark.django_db
def test_passkeys_go_with_the_second_step(institution: Institution) -> None:
    with pytest.raises(NoSecondFactor):
        ask_to_keep(institution.staff[WHO])
    enrolled(institution, WHO)
    kept(institution)
    enrolled(institution, WHO)  # another phone: the passkeys stay
    assert len(passkeys_of(institution.actor(WHO))) == 1
    end_second_factor(call(institution, WHO))
    assert passkeys_of(institution.actor(WHO)) == []
    enrolled(institution, WHO)
    kept(institution)
    lost = ask_factor_removal(call(institution, "administrator"), user_id=institution.staff[WHO], reason="lost it")
    decide_factor_removal(call(institution, "compliance"), removal_id=lost, agree=True)
    assert passkeys_of(institution.actor(WHO)) == []


@pytest.mark.django_db
def test_what_is_kept_fits_and_is_kept_once(institution: Institution) -> None:
    enrolled(institution, WHO)
    device, _ = kept(institution)
    for name in ("", "x" * 61, "a\nb"):
        asked = ask_to_keep(institution.staff[WHO])
        with pytest.raises(InvalidInput):
            keep_passkey(
                call(institution, WHO), question_id=asked.question_id, answer=Device().makes(asked.options), name=name
            )
    for unfit in (device, Device(origin="https://puhui.example"), Device(house="example.com"), Device(flags=0x04)):
        with pytest.raises(PasskeyUnfit):
            kept(institution, device=unfit)
    enrolled(institution, OTHER)
    asked = ask_to_keep(institution.staff[WHO])
    with pytest.raises(PasskeyUnfit):  # the question was put to a colleague
        keep_passkey(
            call(institution, OTHER), question_id=asked.question_id, answer=Device().makes(asked.options), name="mine"
        )
    for _ in range(9):
        kept(institution)
    with pytest.raises(PasskeyUnfit):
        kept(institution)
    assert len(passkeys_of(institution.actor(WHO))) == 10


@pytest.mark.django_db
def test_without_an_address_no_passkeys_are_offered(institution: Institution) -> None:

    enrolled(institution, WHO)
    kept(institution)
    with override_settings(PUHUI_ENVIRONMENT=replace(settings.PUHUI_ENVIRONMENT, origin="")):
        assert ask_passkey("second", user_id=institution.staff[WHO]) is None
        assert "/workbench/login/passkey/" not in Client().get("/workbench/login/").content.decode()
        assert "data-passkey" not in Client().get("/workbench/login/passkey/").content.decode()
        assert "Add a passkey" not in institution.client(WHO).get("/workbench/me/").content.decode()


@pytest.mark.django_db
def test_questions_are_not_had_without_end(institution: Institution) -> None:
    client = Client(REMOTE_ADDR="203.0.113.77")
    codes = [client.get("/workbench/login/passkey/").status_code for _ in range(31)]
    assert set(codes[:30]) == {200}
    assert codes[30] == 429
    PasskeyQuestion.objects.update(asked_at=timezone.now() - timedelta(days=2))
    enrolled(institution, WHO)
    kept(institution)
    assert PasskeyQuestion.objects.count() == 1


@given(st.text(max_size=200) | st.recursive(st.none() | st.text(max_size=9), st.lists, max_leaves=5).map(json.dumps))
def test_any_text_is_an_answer_that_does_not_hold(text: str) -> None:
    assert registered(text, challenge="A" * 43) is None
    assert isinstance(answered_by(text), str)


@pytest.mark.parametrize(
    ("given_one", "production", "is_good"),
    [
        ("https://work.bank.example", True, True),
        ("https://work.bank.example:8443", True, True),
        ("http://localhost:9000", False, True),
        ("http://localhost:9000", True, False),
        ("http://work.bank.example", False, False),
        ("https://10.0.0.1", True, False),
        ("https://[::1]", True, False),
        ("https://bank.example/work", True, False),
        ("https://me@bank.example", True, False),
        ("bank.example", True, False),
    ],
)
def test_the_address_is_a_safe_name(tmp_path: Any, given_one: str, production: bool, is_good: bool) -> None:
    env = {"PUHUI_HOME": str(tmp_path), "PUHUI_ORIGIN": given_one}
    if production:
        env |= {"PUHUI_ENV": "production", "PUHUI_SECRET_KEY": "x" * 50, "PUHUI_DATA_KEYS": "k1:" + "y" * 50}
    if is_good:
        assert read_environment(env).origin == given_one
    else:
        with pytest.raises(BadEnvironment):
            read_environment(env)
