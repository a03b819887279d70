"""Signing in: the code is tried a few times, asked for a few times, and used once."""

import pytest
from django.test import Client
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.visitor import Visitor

pytestmark = pytest.mark.django_db


def wrong_code(code: str) -> str:
    return "000000" if code != "000000" else "999999"


def test_a_wrong_code_is_refused_and_the_right_one_still_works(visitor: Visitor) -> None:
    visitor.open("/sign-in/").send("phone", phone=visitor.phone)
    code = visitor.world.code_for(visitor.phone)
    visitor.send("code", code=wrong_code(code))
    assert visitor.status == 422
    assert "The code is not right" in visitor.wrong()[0]
    assert visitor.send("code", code=code).path == "/overview/"


def test_a_code_is_tried_at_most_a_few_times(visitor: Visitor) -> None:
    visitor.open("/sign-in/").send("phone", phone=visitor.phone)
    code = visitor.world.code_for(visitor.phone)
    for _ in range(5):
        visitor.send("code", code=wrong_code(code))
    visitor.send("code", code=code)
    assert visitor.status == 429
    assert "_auth_user_id" not in visitor.client.session


def test_codes_are_asked_for_at_most_a_few_times(visitor: Visitor) -> None:
    statuses = [visitor.open("/sign-in/").send("phone", phone=visitor.phone).status for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    assert "too often" in visitor.words()


def test_an_old_code_opens_nothing(visitor: Visitor) -> None:
    visitor.open("/sign-in/").send("phone", phone=visitor.phone)
    code = visitor.world.code_for(visitor.phone)
    visitor.world.pass_seconds(11 * 60)
    assert visitor.send("code", code=code).status == 422
    assert "_auth_user_id" not in visitor.client.session


def test_the_same_phone_is_the_same_customer(world: World) -> None:
    first = Visitor(world).sign_in().client.session["_auth_user_id"]
    world.pass_seconds(60)
    assert Visitor(world).sign_in().client.session["_auth_user_id"] == first


def test_the_code_page_without_a_phone_leads_back(world: World) -> None:
    assert Client().get("/sign-in/code/")["Location"] == "/sign-in/"


def test_signing_in_makes_a_new_session_and_signing_out_ends_it(visitor: Visitor) -> None:
    visitor.open("/sign-in/").send("phone", phone=visitor.phone)
    before = visitor.client.session.session_key
    visitor.send("code", code=visitor.world.code_for(visitor.phone))
    assert visitor.client.session.session_key != before
    visitor.send("/sign-out/")
    assert visitor.client.get("/overview/").status_code == 303


def test_messages_are_written_in_the_language_that_was_chosen(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.client.post("/choose/language/", {"language": "zh-hans", "next": "/"})
    visitor.world.pass_seconds(60)
    visitor.client.post("/sign-out/", {})
    visitor.open("/sign-in/").send("phone", phone=visitor.phone)
    visitor.world.deliver()
    assert "验证码" in visitor.open("/demo/outbox/").words()


def test_the_session_keeps_no_phone_in_clear(visitor: Visitor) -> None:
    visitor.open("/sign-in/").send("phone", phone=visitor.phone)
    assert visitor.phone not in str(dict(visitor.client.session))
    visitor.send("code", code=visitor.world.code_for(visitor.phone))
    assert "sign_in_phone" not in visitor.client.session


def chosen(visitor: Visitor) -> bool:
    return 'class="large"' in visitor.open("/help/").page


def test_large_text_stays_with_the_person_on_every_phone(world: World) -> None:
    old = Visitor(world).sign_in()
    old.client.post("/choose/text/", {"text": "large"})
    world.pass_seconds(60)
    new = Visitor(world)
    assert not chosen(new)
    assert chosen(new.sign_in())
    new.client.post("/choose/text/", {"text": "standard"})
    world.pass_seconds(60)
    assert not chosen(old.sign_in())


def test_what_was_chosen_before_signing_in_is_kept_with_the_person(world: World) -> None:
    first = Visitor(world)
    first.client.post("/choose/text/", {"text": "large"})
    first.sign_in()
    world.pass_seconds(60)
    assert chosen(Visitor(world).sign_in())


def test_large_text_that_another_person_left_on_a_phone_is_not_kept_with_the_next(world: World) -> None:
    shared = Visitor(world, phone="13800138001").sign_in()
    shared.client.post("/choose/text/", {"text": "large"})
    shared.client.post("/sign-out/", {})
    shared.phone = "13800138002"
    assert chosen(shared.sign_in())  # the phone still shows it, until they choose
    world.pass_seconds(60)
    assert not chosen(Visitor(world, phone="13800138002").sign_in())
