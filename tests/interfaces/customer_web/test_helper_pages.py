"""A helper at a service point fills in with a customer by pages; only the customer confirms, with their own code."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import PASSWORD, first_choice, helper_at
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.party.made_up import phone, resident_id
from tests.small_papers import PNG

from puhui.flows.agent.policy import agent_policy
from puhui.flows.agent.receipt import COLUMNS, genuine_receipt
from puhui.foundation.access.facade import create_staff
from puhui.foundation.evidence.models import AuditEntry
from puhui.foundation.party.facade import make_group, person_by_phone
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.ids import new_id
from puhui.products.farms.facade import facts_stated, plots_of
from puhui.products.origination.facade import applications_page

pytestmark = pytest.mark.django_db


def test_filled_in_together_and_confirmed_by_the_customer_alone(world: World) -> None:
    village = make_group(world.system_call(), kind="village", code="V-7", name="East village", region="511523")
    helper, other, number = helper_at(world, "agent-wu"), helper_at(world, "agent-ma"), phone(96)
    assert helper.path == "/helper/"
    helper.send("phone", phone=number)
    code = world.code_for(number)
    helper.send("code", code="000000" if code != "000000" else "111111")
    assert helper.status == 422
    helper.send("code", code=code)
    visit = helper.path
    helper.open(f"{visit}who/").send(
        "resident_id", name="周翠花", resident_id=resident_id(96, born="19700307"), village_id=str(village)
    )
    assert helper.path == visit
    assert "周*" in helper.page
    assert "翠花" not in helper.page
    assert resident_id(96, born="19700307") not in helper.page
    assert number not in helper.page
    chosen = helper.open(f"{visit}apply/").link("product=farmland-mortgage")
    form = helper.open(chosen).form("amount")
    asked = {
        "amount": "12,000",
        **{name: first_choice(helper.page, name) for name in ("term_months", "method", "purpose")},
    }
    assert form
    helper.send("amount", **{**asked, "amount": "60,000"})  # more than a helper prepares
    assert helper.status == 422
    assert applications_page(SYSTEM) == []
    helper.open(chosen).send("amount", **asked)
    confirm = helper.path
    assert "Give the device to the customer now" in helper.page, helper.words()
    before = AuditEntry.objects.count()
    for path in (visit, f"{visit}apply/", f"{visit}who/", confirm):
        assert other.open(path).status == 404, path
    assert other.client.post(confirm, {"key": "k", "code": code}).status_code == 404
    assert AuditEntry.objects.count() == before
    assert "周" not in other.open("/helper/").page
    assert helper.client.post(confirm, {"key": "too-early"}).status_code == 409  # papers are missing
    papers = helper.open(visit).link("/papers/")
    assert other.open(papers).status == 404
    for kind in ("household_register", "land_certificate"):
        helper.open(papers).send("file", kind=kind, file=SimpleUploadedFile("photo.png", PNG))
        assert helper.status == 200
    assert "Still missing" not in helper.open(papers).words()
    send = {"key": "send-1"}
    assert helper.client.post(confirm, send).status_code == 303
    helper.open(confirm).send("code", code=code)  # the first code opens a visit, it confirms nothing
    assert helper.status in {409, 422}
    assert applications_page(SYSTEM)[0].state == "draft"
    texts = re.findall(r'name="consents" value="([a-z_]+)"', helper.open(confirm).page)
    helper.send("code", code=world.code_for(number), consents=texts)
    assert "Receipt" in helper.words()
    paper = helper.client.get(helper.link("receipt/")).content.decode()
    assert max(map(len, paper.splitlines())) <= COLUMNS
    assert "12,000.00" in paper
    assert "周" not in paper
    [kept] = applications_page(SYSTEM)
    [receipt] = set(re.findall(r"(?<![-\w])[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}(?![-\w])", helper.page))
    anybody = Visitor(world).open("/receipts/").send("number", number=str(kept.id), code=receipt.lower())
    assert "This receipt is ours" in anybody.words()
    for number_, code_ in ((kept.id, "0000-0000-0000"), (new_id(), receipt), ("x", receipt), (kept.id, "")):
        assert anybody.open("/receipts/").send("number", number=str(number_), code=code_).status == 422
        assert "This receipt is ours" not in anybody.words()
    assert applications_page(SYSTEM)[0].state != "draft"
    assert "approved" not in helper.words().lower()  # what was decided is told to the customer only
    entry = AuditEntry.objects.get(verb="agent.confirm_prepared")
    assert (entry.roles, entry.detail["agent_name"]) == ("customer", "Helper agent-wu")
    helper.open(visit).send("/end/")
    assert "周" not in helper.open("/helper/").page
    assert helper.open(visit).status == 403


def test_a_shared_device_forgets_the_helper_and_is_not_the_customers(world: World) -> None:
    helper = helper_at(world, "agent-wu")
    seconds = agent_policy(world.clock.now().date()).idle_minutes * 60
    assert helper.client.session.get_expiry_age() == seconds
    assert helper.client.get("/helper/")["Refresh"] == f"{seconds + 2}; url=/sign-in/helper/"
    helper.phone = "13800138007"
    helper.sign_in()  # a customer signs in at the same device: nothing of the helper is left
    assert helper.path == "/overview/"
    assert helper.client.get("/helper/").status_code == 303
    assert helper.client.session.get_expiry_age() > seconds
    helper.send("/sign-out/")
    assert helper.client.get("/overview/").status_code == 303


def test_there_is_no_receipt_of_a_draft(world: World) -> None:
    assert genuine_receipt(application_id=new_id(), code="0000-0000-0000") is None


def test_nobody_else_comes_in(world: World) -> None:
    create_staff(
        world.system_call(), login_name="boss", display_name="Boss", roles=[Role.OPERATIONS], password=PASSWORD
    )
    visitor = Visitor(world).open("/sign-in/helper/").send("password", name="boss", password=PASSWORD)
    assert visitor.status == 422
    assert "wrong" in visitor.words()
    customer = Visitor(world).sign_in()
    for client in (Client(), customer.client):
        response = client.get("/helper/")
        assert (response.status_code, response["Location"]) == (303, "/sign-in/helper/")
    helper = helper_at(world, "agent-wu")
    assert helper.client.get("/overview/").status_code == 303
    assert helper.client.get("/workbench/").status_code == 302


def test_land_and_facts_wait_for_the_code_of_the_customer(world: World) -> None:
    village = make_group(world.system_call(), kind="village", code="V-7", name="East village", region="511523")
    helper, other, number = helper_at(world, "agent-wu"), helper_at(world, "agent-ma"), phone(96)
    helper.send("phone", phone=number).send("code", code=world.code_for(number))
    visit = helper.path
    who = {"name": "周翠花", "resident_id": resident_id(96, born="19700307"), "village_id": str(village)}
    helper.open(f"{visit}who/").send("resident_id", **who)
    land = helper.link("/land/")
    plot = {"name": "东坡", "area_mu": "6.5", "crop": "citrus", "tenure": "rented"}
    helper.open(f"{land}plot/").send("area_mu", **plot, right_until="2020-01-01")
    assert helper.wrong() != []  # a right that has ended
    helper.send("area_mu", **plot, right_until="2031-01-01")
    assert helper.path == land
    helper.open(f"{land}plot/").send("area_mu", **{**plot, "name": "下坡"}, right_until="2031-01-01")
    helper.send("/drop/")  # the first one: the helper mistook it
    helper.open(f"{land}facts/").send("years_farming", years_farming="15", household_income="68000")
    assert "下坡" in helper.words()
    assert "东坡" not in helper.words()
    for path in (land, f"{land}plot/", f"{land}facts/", f"{land}confirm/"):
        assert other.open(path).status == 404, path
    farmer = person_by_phone(number)
    assert farmer
    helper.open(f"{land}confirm/")
    helper.client.post(helper.path, {"key": "send-code"})
    helper.open(helper.path).send("code", code="x")
    assert helper.status == 422
    assert plots_of(SYSTEM, party_id=farmer) == []
    helper.send("code", code=world.code_for(number))
    assert helper.path == visit
    assert [one.name for one in plots_of(SYSTEM, party_id=farmer)] == ["下坡"]
    assert len(facts_stated(SYSTEM, party_id=farmer)) == 2
    assert "下坡" not in helper.open(land).words()
