"""Pages of leases, orders, contact persons, the place of a firm, groups and linked income, as customers use them."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import with_firm
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.origination.firm_at_the_door import firm_at_the_door, staff
from tests.rooms.origination.person_at_the_door import person_at_the_door, verify_income
from tests.rooms.party.made_up import credit_code, phone, resident_id
from tests.rooms.payees.shops import let_in
from tests.rooms.protection.test_first_payment import signed
from tests.small_papers import PNG

from puhui.adapters.messaging.embedded import demo_outbox
from puhui.flows.recover_phone import ask_phone_recovery
from puhui.flows.simulation.population import MadeUpFirm
from puhui.flows.trade.take_order import answer_order
from puhui.foundation.evidence.models import AuditEntry
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import NewRelation, make_group, parties_of, party_card, record_relation
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.money import Money
from puhui.products.leasing.facade import LeaseState, leases_page
from puhui.products.lending.facade import LoanState, loan
from puhui.products.orders.facade import OrderState, orders_page

pytestmark = pytest.mark.django_db


def identified(world: World, n: int, name: str = "李小芳") -> Visitor:
    """A person who signed in and said who they are."""
    visitor = Visitor(world, phone=phone(n)).sign_in()
    return visitor.open("/me/").send("resident_id", name=name, resident_id=resident_id(n))


def sends_paper(owner: Visitor, kind: str) -> None:
    """From the list of tasks to the page of papers, and back."""
    review = owner.path
    assert "Still missing" in owner.page
    owner.open(owner.link("/papers/")).send("file", kind=kind, file=SimpleUploadedFile("photo.png", PNG))
    owner.open(review)
    assert "Still missing" not in owner.page


def oven(supplier: UUID, **changes: str) -> dict[str, str]:
    told = {"payee_id": str(supplier), "purpose": "kitchen_shop", "kind": "oven", "maker": "Henglian", "model": "HL-3"}
    return {**told, "serial": "HL-2026 00817", "price": "200,000", "term_months": "12", **changes}


def test_a_firm_leases_an_oven_reads_its_meter_and_sees_what_ends_it(world: World, firms: list[MadeUpFirm]) -> None:
    dealer = firm_at_the_door()
    let_in(dealer, kind="supplier", baskets=False)
    owner, invoices = with_firm(world, firms[0], phone="13600136010")
    owner.upload(firms[0])
    root = invoices.removesuffix("invoices/")
    assert f"{root}lease/" in owner.open(f"{root}apply/").page  # the chooser leads to a lease as well
    before = AuditEntry.objects.count()
    owner.open(f"{root}lease/").send("serial", **oven(dealer.firm_id, price="a lot"))
    assert owner.status == 422
    owner.open(f"{root}lease/").send(
        "serial", **oven(dealer.firm_id, price="100")
    )  # below what the product begins with
    assert owner.status == 422
    assert AuditEntry.objects.count() == before
    owner.open(f"{root}lease/").send("serial", **oven(dealer.firm_id))
    review = owner.path
    owner.send("/submit/")
    assert owner.status == 409
    assert "still missing: The supplier" in owner.words()
    sends_paper(owner.open(review), "supplier_quote")
    owner.send("/submit/")
    owner.open(owner.link("/offers/")).open(owner.link("/offers/"))
    world.pass_seconds(60)
    owner.send("proof").send("/code/").send("code", code=world.code_for(owner.phone))
    world.deliver()
    [line] = leases_page(owner.actor)
    mine = f"/leases/{line.id}/"
    assert mine in owner.open("/overview/").page
    assert "40,000.00" in owner.open(mine).page
    owner.send("serial", serial="HL-2026 00818")
    assert owner.status == 422
    assert leases_page(owner.actor)[0].state is LeaseState.CHOSEN
    owner.open(mine).send("serial", serial="hl2026-00817")
    world.deliver()
    world.deliver()
    assert leases_page(owner.actor)[0].state is LeaseState.IN_USE
    owner.open(mine).send("/reading/", meter="hours", value="12.5")
    assert "12.5" in owner.words()
    owner.send("/reading/", meter="hours", value="12")
    assert owner.status == 422
    text = owner.open(mine).words()
    assert "Pay it off today" in text
    assert "160,000.00" in text
    stranger = Visitor(world, phone="13600136011").sign_in()
    for path in (mine, f"{root}lease/", f"{root}place/", f"{root}orders/new/"):
        assert stranger.open(path).status == 404, path
    assert stranger.client.post(f"{mine}accept/", {"key": "k", "serial": "hl2026-00817"}).status_code == 404


def told(**changes: str) -> dict[str, str]:
    today = business_date()
    days = {"ordered_on": today, "deliver_by": today + timedelta(days=60), "pay_by": today + timedelta(days=80)}
    order = {"buyer_name": "Great Buyer Co.", "number": "PO-117", "amount": "200,000", "what": "cloth"}
    return {**order, "quantity": "4,000 m", **{name: day.isoformat() for name, day in days.items()}, **changes}


def test_a_supplier_tells_an_order_finances_it_and_shows_a_proof(world: World, firms: list[MadeUpFirm]) -> None:
    buyer = firm_at_the_door(consent=False, invoices="")
    code = party_card(SYSTEM, party_id=buyer.firm_id).identifier
    owner, invoices = with_firm(world, firms[1], phone="13600136012")
    owner.upload(firms[1])
    new = f"{invoices.removesuffix('invoices/')}orders/new/"
    owner.open(new).send("buyer_uscc", buyer_uscc=credit_code(3)[:-1] + "?", **told())
    assert owner.status == 422
    assert orders_page(SYSTEM) == []
    owner.open(new).send("buyer_uscc", buyer_uscc=code, **told())
    mine = owner.path
    assert "Your buyer has been asked" in owner.page
    [line] = orders_page(SYSTEM)
    answer_order(buyer.call(), order_id=line.id, agree=True)
    owner.open(mine).send("term_months", amount="190,000", term_months="3")  # more than seventy percent
    assert owner.status == 422
    owner.open(mine).send("term_months", amount="140,000", term_months="3")
    sends_paper(owner, "order")
    owner.send("/submit/")
    owner.open(owner.link("/offers/")).open(owner.link("/offers/"))
    world.pass_seconds(60)
    owner.send("proof").send("/code/").send("code", code=world.code_for(owner.phone))
    world.deliver()
    owner.open(mine)
    assert "56,000.00" in owner.page  # forty percent, needs no more than the order
    owner.send("/parts/material/", reason="invoice 0412")
    assert "invoice 0412" in owner.words()
    assert orders_page(SYSTEM)[0].state is OrderState.FINANCED
    stranger = Visitor(world, phone="13600136013").sign_in()
    for path in (mine, f"{mine}finance/", f"{mine}call-off/", f"{mine}parts/shipped/"):
        assert stranger.client.post(path, {"key": "k", "reason": "x"}).status_code in {404, 405}, path
    assert stranger.open(mine).status == 404


def test_from_an_age_on_a_person_is_asked_whether_somebody_should_stand_by_them(world: World) -> None:
    form = "/firms/{}/apply/?product=personal-instalment"
    old, young = (Visitor(world, phone=phone(n)).sign_in() for n in (96, 97))
    for who, n, born in ((old, 96, "19550307"), (young, 97, "19900307")):
        who.open("/me/").send("resident_id", name="王秀英", resident_id=resident_id(n, born=born))
    asked = ["somebody to stand by you" in who.open(form.format(who.actor.party_id)).words() for who in (old, young)]
    assert asked == [True, False]
    old.open("/me/contacts/").send("phone", phone=young.phone)
    assert "somebody to stand by you" not in old.open(form.format(old.actor.party_id)).words()


def test_a_contact_person_is_told_agrees_and_ends_it(world: World) -> None:
    grandmother, niece = identified(world, 61), identified(world, 62, "王芳")
    before = AuditEntry.objects.count()
    grandmother.open("/me/contacts/").send("phone", phone="12")
    assert grandmother.status == 422
    grandmother.open("/me/contacts/").send("phone", phone=grandmother.phone)  # nobody stands by themselves
    assert grandmother.status == 422
    assert AuditEntry.objects.count() == before
    grandmother.open("/me/contacts/").send("phone", phone=niece.phone)
    assert "have not answered yet" in grandmother.words()
    world.deliver()
    [message, *_] = demo_outbox(most=1, phone=niece.phone)
    assert "named you as a contact person" in message.body
    assert "李小芳" not in message.body  # masked: messages lie about on phones
    assert "/me/contacts/" in niece.open("/overview/").page
    stranger = identified(world, 63, "张三")
    relation = re.findall(r"/me/contacts/([0-9a-f-]{36})/", niece.open("/me/contacts/").page)[0]
    gone = stranger.client.post(f"/me/contacts/{relation}/", {"key": "k", "answer": "yes"})
    assert gone.status_code == 404
    niece.send(relation, answer="yes")
    assert "They agreed" in grandmother.open("/me/contacts/").words()
    grandmother.send(relation, answer="end")
    assert "You named" not in grandmother.words()


def test_a_firm_says_where_it_is_and_sees_what_changes(world: World, firms: list[MadeUpFirm]) -> None:
    owner, invoices = with_firm(world, firms[2], phone="13600136014")
    page = f"{invoices.removesuffix('invoices/')}place/"
    firm_id = parties_of(owner.actor)[-1]
    owner.open(page).send("region", region="Atlantis")
    assert owner.status == 422
    seen = owner.open(page).send("region", region="331124")
    assert "What changes with the place" in seen.page
    assert party_card(SYSTEM, party_id=firm_id).region == ""  # looking changes nothing
    seen.send("region", button="sure")
    assert party_card(SYSTEM, party_id=firm_id).region == "331124"
    # Elsewhere later, it is dealt with by the place before until one of us has looked.
    owner.open(page).send("region", region="330106", evidence="")
    assert owner.status == 422
    seen = owner.open(page).send("region", region="330106", evidence="licence of 2026-11-20")
    seen.send("region", button="sure")
    assert "until then the place above counts" in owner.open(page).words().lower()
    assert party_card(SYSTEM, party_id=firm_id).region == "331124"


def test_members_see_what_they_owe_together_and_neighbours_do_not(world: World) -> None:
    one, two = identified(world, 71), identified(world, 72, "王芳")
    call = world.system_call
    group = make_group(call(), kind="joint_liability_group", code="JLG-1", name="East group")
    village = make_group(call(), kind="village", code="V-1", name="East village")
    for member in (one, two):
        person = member.actor.party_id
        assert person
        for kind, where in (("group_member", group), ("village_resident", village)):
            kept = NewRelation(kind=kind, subject_id=person, group_id=where, since_on=business_date(), evidence="paper")
            record_relation(call(), relation=kept)
    for relation in re.findall(r"/farm/agree/([0-9a-f-]{36})/", one.open("/farm/").page):
        one.send(relation, answer="yes")
    assert "East group" in one.open("/groups/").page
    text = one.open(f"/groups/{group}/").words()
    assert "What we owe together" in text
    assert "王芳" not in text
    assert "王" not in one.open(f"/groups/{village}/").words()
    stranger = identified(world, 73, "张三")
    assert stranger.open(f"/groups/{group}/").status == 404


def test_income_is_linked_with_a_consent_for_this_source_alone(world: World) -> None:
    courier = identified(world, 81)
    courier.open("/me/income/link/").send("agree")
    assert courier.status == 422
    courier.open("/me/income/link/").send("agree", agree="yes")
    assert "What the source says" in courier.words()
    consents = courier.open("/my-data/").words()
    assert "Income by month" in consents
    assert "Spending by month" not in consents


def test_a_person_changes_their_number_with_both_codes(world: World) -> None:
    person, number = identified(world, 64), phone(65)
    elsewhere = Visitor(world, phone=person.phone).sign_in()
    assert elsewhere.open("/overview/").path == "/overview/"
    person.open("/my-data/")
    assert "/me/phone/" in person.page
    person.open("/me/phone/").send("phone", phone="12")
    assert person.status == 422
    assert person.open("/me/phone/codes/").path == "/me/phone/"
    person.open("/me/phone/").send("phone", phone=number)
    assert "Enter both codes" in person.words()
    assert number not in person.page
    person.send("old_code", old_code="abc", new_code="")
    assert person.status == 422
    old, new = world.code_for(person.phone), world.code_for(number)
    person.send("old_code", old_code=old, new_code=new)
    assert "Your number is changed" in person.words()
    assert number[-4:] in person.open("/my-data/").words()
    assert "/sign-in/" in elsewhere.open("/overview/").path
    assert Visitor(world, phone=number).sign_in().actor.party_id == person.actor.party_id


def test_who_lost_the_phone_enters_the_code_of_the_new_number_without_signing_in(world: World) -> None:
    person, number = identified(world, 66), phone(67)
    who = person.actor.party_id
    assert who is not None
    visitor = Visitor(world)
    visitor.open("/sign-in/")
    visitor.open(visitor.link("lost-phone"))
    visitor.send("code", phone="12", code="abc")
    assert visitor.status == 422
    visitor.send("code", phone=number, code="123456")
    assert visitor.status == 422  # nothing waits, and the page says no more than for a code that is over
    ask_phone_recovery(
        world.call(staff(Role.OPERATIONS)), party_id=who, phone=number, seen="identity card, the face fits", content=PNG
    )
    visitor.send("code", phone=number, code=world.code_for(number))
    assert "The code was right" in visitor.words()
    assert "_auth_user_id" not in visitor.client.session
    assert person.open("/my-data/").path == "/my-data/"  # nothing has changed yet


def test_the_first_money_to_a_dealer_waits_where_the_customer_sees_and_stops_it(world: World) -> None:
    dealer, courier = firm_at_the_door(invoices=""), person_at_the_door(income="9500.00")
    dealer.at = courier.at = world.clock.now()
    verify_income(courier, income="9500.00", wobble_pct=0)
    let_in(dealer, kind="dealer", baskets=False)
    asked = {"product_code": "gig-vehicle", "purpose": "scooter", "amount": Money.parse("7200.00")}
    loan_id = signed(courier, courier.applied(**asked, payee_id=dealer.firm_id).application_id)
    world.pass_seconds(120)
    person = Visitor(world, phone=courier.phone).sign_in()
    person.open(f"/loans/{loan_id}/")
    person.open(person.link("/waiting/"))
    words = person.words()
    assert "The payout of your loan" in words
    assert "It is paid for you for the first time." in words
    assert party_card(SYSTEM, party_id=dealer.firm_id).name in words
    shop = Visitor(world, phone=dealer.phone).sign_in().open("/waiting/")
    assert "Nothing is waiting." in shop.words()
    person.send("stop")
    assert "Nothing is waiting." in person.words()
    assert loan(SYSTEM, loan_id).state == LoanState.CANCELLED
    assert person.open(f"/loans/{loan_id}/").status == 200
