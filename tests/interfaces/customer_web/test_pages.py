"""What holds for every page: headers, no script or style that is not ours, switches, and nobody else's data."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from django.urls import get_resolver
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import all_pages, with_loan
from tests.interfaces.customer_web.visitor import Visitor

from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.evidence.models import AuditEntry

pytestmark = pytest.mark.django_db
NOT_OURS = re.compile(
    r"<style|<script(?![^>]* src=\"/static/)|\sstyle=|\son[a-z]+=|javascript:|https?://(?!www\.w3\.org)"
)


def test_every_page_in_both_languages(world: World, firms: list[MadeUpFirm]) -> None:
    for shown in all_pages(world, firms):
        client = shown.visitor.client if shown.visitor else Client()
        for language, tag in (("zh-hans", "zh-Hans"), ("en", "en")):
            client.cookies["puhui_language"] = language
            sent = {"key": f"shown-{tag}", **shown.typed}
            response = client.post(shown.path, sent) if shown.typed else client.get(shown.path)
            page = response.content.decode()
            assert response.status_code == (404 if shown.name == "not_found" else 200), shown
            assert NOT_OURS.findall(page) == [], shown
            assert 'name="language"' in page, shown
            assert 'name="text"' in page, shown
            if shown.name != "not_found":  # made by Django before a view of ours is reached
                assert f'<html lang="{tag}"' in page, shown
                assert "script-src 'self'" in response["Content-Security-Policy"], shown
                assert "no-store" in response["Cache-Control"], shown
            if language == "en" and shown.name not in {"outbox", "not_found"}:
                chinese = re.sub(
                    r"中文|<article.*</article>|<span lang=\"zh-Hans\">[^<]*</span>", "", page, flags=re.DOTALL
                )
                chinese = re.sub(
                    r"杭州诚信商贸\d+有限公司", "", chinese
                )  # suppliers to choose from, by their own names
                for name in (f.identity.firm_name for f in firms):
                    chinese = chinese.replace(name, "")
                for name in (f.identity.representative for f in firms):
                    chinese = chinese.replace(name, "")
                assert re.findall(r"[一-鿿]+", chinese) == [], shown


def test_chinese_is_the_preset(visitor: Visitor) -> None:
    assert "凭自己的发票" in Client(headers={"Accept-Language": "en-GB"}).get("/").content.decode()


@pytest.mark.parametrize("target", ["/help/", "https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_switches_keep_the_choice_and_lead_back_to_us(world: World, target: str) -> None:
    client = Client()
    response = client.post("/choose/language/", {"language": "en", "next": target})
    assert response["Location"] == (target if target == "/help/" else "/")
    assert "A fair loan" in client.get("/").content.decode()
    client.post("/choose/text/", {"text": "large"})
    assert 'class="large"' in client.get("/").content.decode()
    client.post("/choose/text/", {"text": "standard"})
    assert 'class="large"' not in client.get("/").content.decode()


def personal_paths(owner: Visitor, invoices: str, loan: str) -> list[str]:
    """Every address that names an object of the owner."""
    application = owner.open("/overview/").page
    del application
    contract = owner.open(loan).link("/contracts/")
    firm = invoices.removesuffix("invoices/")
    own_contract = UUID(contract.split("/")[2])
    from_loan = [loan, loan + "repay/", loan + "history/", loan + "statement/", loan + "papers/schedule.pdf"]
    contract_file = [contract + "file/", contract + "copy.pdf"]
    return [*from_loan, contract, *contract_file, f"/contracts/{own_contract}/sign/", invoices, firm + "apply/"]


def test_another_customers_objects_are_not_found(world: World, firms: list[MadeUpFirm]) -> None:
    owner = with_loan(world, firms[0], phone="13600136000")
    loan = owner.path
    invoices = owner.open("/overview/").link("/invoices/")
    stranger = Visitor(world, phone="13600136001").sign_in()
    for path in personal_paths(owner, invoices, loan):
        assert owner.open(path).status == 200, path
        assert stranger.open(path).status == 404, path
        assert stranger.client.post(path, {"key": "k"}).status_code in {404, 405}, path


def actions(owner: Visitor, loan: str) -> list[str]:
    """Addresses that write to an object of the owner."""
    contract = owner.open(loan).link("/contracts/")
    consent = owner.open("/my-data/").form("/consents/").action
    message = owner.open("/messages/").form("/read/").action
    return [contract + "code/", contract + "sign/", loan + "repay/", consent, message]


def test_another_customers_objects_cannot_be_changed(world: World, firms: list[MadeUpFirm]) -> None:
    owner = with_loan(world, firms[0], phone="13600136000")
    paths = actions(owner, owner.path)
    stranger = Visitor(world, phone="13600136001").sign_in()
    before = AuditEntry.objects.count()
    for n, path in enumerate(paths):
        body = {"key": f"k{n}", "code": "123456", "what": "pay_off", "effect": "next_dues", "sure": "yes"}
        assert stranger.client.post(path, body).status_code == 404, path
    assert AuditEntry.objects.count() == before


def test_nobody_signed_in_is_sent_to_sign_in(world: World, firms: list[MadeUpFirm]) -> None:
    owner = with_loan(world, firms[0], phone="13600136000")
    for path in (owner.path, "/overview/", "/my-data/", "/messages/"):
        response = Client().get(path)
        assert response.status_code == 303
        assert response["Location"] == f"/sign-in/?next={path}"


def test_after_signing_in_the_page_that_was_asked_for_is_shown(visitor: Visitor) -> None:
    visitor.open("/sign-in/?next=/my-data/").send("phone", phone=visitor.phone)
    visitor.send("code", code=visitor.world.code_for(visitor.phone))
    assert visitor.path == "/my-data/"


def test_writes_need_the_token_against_forgery(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sign-in/", {"phone": "13800138000", "key": "k"})
    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()


def test_the_outbox_does_not_exist_in_production(world: World, settings: object) -> None:
    environment = type("E", (), {"is_production": True})()
    with override_settings(PUHUI_ENVIRONMENT=environment):
        response = Client().get("/demo/outbox/")
    assert response.status_code == 404


def walk(resolver: object, found: Callable[[str], None]) -> None:
    for pattern in getattr(resolver, "url_patterns", []):
        if hasattr(pattern, "url_patterns"):
            walk(pattern, found)
        elif getattr(pattern.callback, "__module__", "").startswith("puhui.interfaces.customer_web"):
            found(str(pattern.pattern))


def test_every_address_asks_who_is_there(world: World) -> None:
    """An address that is open on purpose is named here; every other one leads a visitor to sign in, or is a POST."""
    everybody = {
        "",
        "help/",
        "products/",
        "products/find/",
        "products/<str:code>/",
        "choose/language/",
        "choose/text/",
        "sign-in/",
        "sign-in/code/",
        "sign-in/lost-phone/",
        "sign-in/helper/",
        "sign-out/",
        "demo/outbox/",
        "prices/",
        "manifest.webmanifest",
        "service-worker.js",
        "offline/",
        "kept/",
        "receipts/",
        "papers/check/",
    }
    addresses: list[str] = []
    walk(get_resolver(), addresses.append)
    assert len(addresses) > 30, ImproperlyConfigured
    for address in set(addresses) - everybody:
        path = "/" + re.sub(r"<uuid:[a-z_]+>", "01a20add-aec8-7000-b2b7-bb61b855a20a", address)
        path = re.sub(r"<slug:[a-z_]+>", "credit_assessment", path)
        client = Client()
        for response in (client.get(path), client.post(path, {"key": "k"})):
            assert response.status_code in {303, 405}, path
            if response.status_code == 303:
                assert response["Location"].startswith("/sign-in/"), path
