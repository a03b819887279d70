"""What a phone is given so that it keeps the pages as an app: only what is everybody's, and our own icons."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client
from scripts.make_icons import icons
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.visitor import Visitor


def test_the_manifest_speaks_the_language_of_the_page(world: World) -> None:
    for language, name in (("zh-Hans", "普惠"), ("en", "Puhui")):
        answer = Client().get("/manifest.webmanifest", {"language": language})
        assert answer["Content-Type"] == "application/manifest+json"
        assert answer.json()["name"] == name
        assert (answer.json()["scope"], answer.json()["display"]) == ("/", "standalone")


def test_the_icons_are_what_our_script_draws(world: World) -> None:
    named = {icon["src"].rsplit("/", 1)[-1] for icon in Client().get("/manifest.webmanifest").json()["icons"]}
    drawn = icons()
    assert named == set(drawn)
    for name, content in drawn.items():
        assert Path(str(finders.find(f"customer_web/{name}"))).read_bytes() == content
        assert len(content) < 10_000


def test_the_worker_is_named_after_its_shell(world: World) -> None:
    answer = Client().get("/service-worker.js")
    assert answer["Content-Type"] == "text/javascript"
    assert "SHELL_VERSION" not in answer.content.decode()
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_the_page_for_no_network_is_nobodys(visitor: Visitor) -> None:
    signed_in = visitor.sign_in().open("/offline/").page
    assert signed_in == Client().get("/offline/").content.decode()


def test_a_kept_form_is_its_owners(world: World) -> None:
    assert Client().get("/kept/").json() == {"who": "", "token": ""}
    one, other = (Visitor(world, phone=phone).sign_in() for phone in ("13600136000", "13600136001"))
    marks = [visitor.client.get("/kept/").json() for visitor in (one, other)]
    assert marks[0]["who"] != marks[1]["who"]
    assert all(mark["token"] for mark in marks)
    form = one.open("/me/protections/").form("key")
    assert form.values["who"] == marks[0]["who"]
