"""A customer without JavaScript draws on a limit, repays, lowers it; and nobody else sees it."""

import re

import pytest
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import limit_pages, with_limit
from tests.interfaces.customer_web.visitor import Visitor

from puhui.flows.simulation.population import MadeUpFirm

pytestmark = pytest.mark.django_db
PHONE = "13700137020"


def test_draw_repay_lower(world: World, firms: list[MadeUpFirm]) -> None:
    visitor = with_limit(world, firms[2], phone=PHONE)
    limit = visitor.path
    assert limit.startswith("/limits/")
    assert "Nothing was drawn yet." in visitor.page
    visitor.open(limit + "draw/").send("amount", amount="9,999,999", purpose="stock")
    assert visitor.status == 409
    assert "are free to draw" in visitor.page
    assert "9,999,999" in visitor.page  # what was typed is still there
    visitor.send("amount", amount="50,000", purpose="stock")
    sheet = visitor.path
    assert sheet.startswith("/draws/")
    assert "All-in yearly cost" in visitor.page
    world.pass_seconds(30)
    visitor.send("/code/").send("code", code=world.code_for(PHONE))
    assert visitor.path == limit
    assert "On its way" in visitor.page
    world.deliver()
    visitor.open(limit)
    assert "Paid out" in visitor.page
    assert "¥50,000.00" in visitor.page
    visitor.open(limit + "draw/").send("amount", amount="20000", purpose="stock")
    visitor.send("/no/")
    assert visitor.path == limit
    assert "Draw given up" in visitor.page
    visitor.open(limit + "lower/").send("limit", limit="60,000")
    assert visitor.path == limit
    assert "</span>10,000.00" in visitor.page  # free
    visitor.open(limit + "raise/").send("limit", limit="100000", reason="the season begins")
    assert "you lowered it yourself" in visitor.page
    assert "My limit" in visitor.page or visitor.open(limit).status == 200
    visitor.open("/overview/")
    assert visitor.link("/limits/") == limit

    stranger = Visitor(world, phone="13700137021").sign_in()
    draw = sheet
    for path in (limit, limit + "draw/", limit + "lower/", limit + "raise/", draw, draw + "confirm/"):
        assert stranger.client.get(path).status_code == 404, path


def test_its_pages_in_both_languages(world: World, firms: list[MadeUpFirm]) -> None:
    for shown in limit_pages(world, firms[2]):
        assert shown.visitor is not None
        client = shown.visitor.client
        client.cookies["puhui_language"] = "en"
        page = client.get(shown.path).content.decode()
        plain = re.sub(r"中文|<span lang=\"zh-Hans\">[^<]*</span>", "", page)
        assert re.findall(r"[一-鿿]+", plain) == [], shown
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=", page) == [], shown
        client.cookies["puhui_language"] = "zh-hans"
        assert "额度" in client.get(shown.path).content.decode() or shown.name == "draw confirmed", shown


def test_what_waits_is_seen_and_stopped_with_one_press(world: World, firms: list[MadeUpFirm]) -> None:
    visitor = with_limit(world, firms[2], phone=PHONE)
    limit = visitor.path
    visitor.open("/me/protections/").send("/think/", amount="x")
    assert visitor.status == 422
    visitor.open("/me/protections/").send("/think/", amount="0")
    assert "From ¥0.00 on, it waits in any case." in visitor.words()
    drawn = []
    for _ in range(2):
        visitor.open(limit + "draw/").send("amount", amount="5,000", purpose="stock")
        world.pass_seconds(30)
        visitor.send("/code/").send("code", code=world.code_for(PHONE))
        world.deliver()
        drawn.append(visitor.path)
    visitor.open(limit).open(visitor.link("/waiting/"))
    assert visitor.words().count("You asked that such amounts wait.") == 2
    stop = visitor.form("/stop/").action
    stranger = Visitor(world, phone="13700137021").sign_in()
    assert stranger.client.post(stop, {"key": "k"}).status_code == 404
    visitor.send("/stop/")
    assert visitor.words().count("You asked that such amounts wait.") == 1
    world.pass_seconds(90_000)
    world.deliver()
    world.deliver()
    visitor.sign_in().open(limit)
    assert visitor.words().count("Paid out") == 1
    assert "Look, or stop it" not in visitor.words()
    visitor.client.post(stop, {"key": "again"})
    visitor.open("/waiting/")
    assert "Nothing is waiting." in visitor.words()
