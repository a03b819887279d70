"""Customers in every stage of the journey, so that every page has something to show."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.interfaces.customer_web.delivery import OPENED_ON, World
from tests.interfaces.customer_web.late import with_plan
from tests.interfaces.customer_web.trade import call, held_bill, in_group, ordered, trader
from tests.interfaces.customer_web.visitor import Visitor
from tests.interfaces.workbench.trade_room import signed_lease
from tests.rooms.lending.lender import signed_loan
from tests.rooms.party.made_up import phone, resident_id
from tests.small_papers import PNG

from puhui.flows.change_loan.payment_day import payment_day
from puhui.flows.lease_equipment.accept_delivery import accept_delivery
from puhui.flows.simulation.population import MadeUpFirm
from puhui.flows.trade.take_order import answer_order
from puhui.foundation.access.facade import create_staff
from puhui.foundation.party.facade import make_group, parties_of
from puhui.kernel.actors import Role
from puhui.products.vouchers.facade import answer_voucher, holdings_page

PASSWORD = "correct horse 42"
BROKEN = b"side,invoice_no,invoice_date,counterparty_id,amount,tax\nout,1,2026-02-30,x,10.00,1.00\n"


@dataclass(frozen=True)
class Shown:
    """A page, and who may see it."""

    name: str
    path: str
    visitor: Visitor | None = None
    typed: Mapping[str, str] = field(default_factory=dict)  # the page is the answer to its only form, so filled in


def with_firm(world: World, firm: MadeUpFirm, *, phone: str) -> tuple[Visitor, str]:
    """A customer whose firm is registered and has consented; the second is the address of its invoices."""
    visitor = Visitor(world, phone=phone)
    visitor.sign_in().register(firm).consent()
    return visitor, visitor.path


def applied(world: World, firm: MadeUpFirm, *, phone: str) -> Visitor:
    """A customer who stands before sending the application."""
    visitor, _ = with_firm(world, firm, phone=phone)
    visitor.upload(firm)
    return visitor.open(visitor.link("/apply/")).apply()


def with_offers(world: World, firm: MadeUpFirm, *, phone: str) -> Visitor:
    """A customer who compares offers."""
    visitor = applied(world, firm, phone=phone).send("/submit/")
    return visitor.open(visitor.link("/offers/"))


def with_contract(world: World, firm: MadeUpFirm, *, phone: str) -> Visitor:
    """A customer who reads the contract."""
    visitor = with_offers(world, firm, phone=phone)
    visitor.open(visitor.link("/offers/"))
    world.pass_seconds(60)
    return visitor.send("proof")


def with_loan(world: World, firm: MadeUpFirm, *, phone: str) -> Visitor:
    """A customer whose loan is paid out."""
    visitor = with_contract(world, firm, phone=phone).send("/code/")
    visitor.send("code", code=world.code_for(phone))
    world.deliver()
    return visitor.open(visitor.path)


def with_limit(world: World, firm: MadeUpFirm, *, phone: str) -> Visitor:
    """A customer whose line is signed."""
    visitor, _ = with_firm(world, firm, phone=phone)
    visitor.upload(firm)
    visitor.open(visitor.link("/apply/")).apply(product="working-capital-line", method="credit_line")
    visitor.send("/submit/")
    visitor.open(visitor.link("/offers/"))
    visitor.open(visitor.link("/offers/"))
    world.pass_seconds(60)
    visitor.send("proof").send("/code/")
    visitor.send("code", code=world.code_for(phone))
    world.deliver()
    return visitor.open(visitor.path)


def known_firm(world: World, firm: MadeUpFirm, *, phone: str) -> tuple[Visitor, str]:
    """A customer who let registers and the bureau be asked, and applied; the second is the firm's id."""
    visitor = applied(world, firm, phone=phone)
    review = visitor.path
    firm_id = parties_of(visitor.actor)[-1]
    for purpose in ("firm_records", "credit_report"):
        visitor.open(f"/firms/{firm_id}/consent/{purpose}/").send("agree", agree="yes")
    visitor.open(review).send("/submit/")
    return visitor, str(firm_id)


def all_pages(world: World, firms: list[MadeUpFirm]) -> list[Shown]:
    """Every page of the customer's side."""
    return [
        *_open_pages(world),
        *_stages(world, firms),
        *_loan_pages(world, firms[4]),
        *_late_pages(world, firms[5]),
        *_known_pages(world, firms[6]),
        *_paper_pages(world, firms[7]),
        *_thing_pages(world),
        *_helper_pages(world),
    ]


def _known_pages(world: World, firm: MadeUpFirm) -> list[Shown]:
    owner, firm_id = known_firm(world, firm, phone="13700137008")
    owner.open(f"/my-data/known/{firm_id}/")
    value, row = owner.link("field=capital_minor"), owner.link("row=0").replace("&amp;", "&")
    owner.open(value).send("reason", value="1000000", reason="The licence says so.")
    return [
        Shown("known", f"/my-data/known/{firm_id}/", owner),
        Shown("bank statement", f"/firms/{firm_id}/bank-statement/", owner),
        Shown("correct_value", value, owner),
        Shown("correct_row", row, owner),
    ]


def limit_pages(world: World, firm: MadeUpFirm) -> list[Shown]:
    """A limit with a draw that waits for its code."""
    owner = with_limit(world, firm, phone="13700137030")
    limit = owner.path
    draw = owner.open(limit + "draw/").send("amount", amount="50,000", purpose="stock").path
    return [
        Shown("limit", limit, owner),
        Shown("draw", limit + "draw/", owner),
        Shown("cost of a draw", draw, owner),
        Shown("draw confirmed", draw + "confirm/", owner),
        Shown("lower the limit", limit + "lower/", owner),
        Shown("ask for it back", limit + "raise/", owner),
    ]


def _paper_pages(world: World, firm: MadeUpFirm) -> list[Shown]:
    told = trader(world, firm, phone="13700137011")
    owner, offer = told.visitor, f"/vouchers/offers/{told.voucher_id}/"
    answer_voucher(call(world, owner.actor), voucher_id=told.voucher_id, accept=True)
    sold = held_bill(world, told, firm, phone="13700137011")
    part = f"/vouchers/{holdings_page(owner.actor)[0].part_id}/"
    return [
        Shown("paper", "/paper/", owner),
        Shown("offered voucher", offer, owner),
        Shown("voucher", part, owner),
        Shown("split voucher", f"{part}split/", owner),
        Shown("pass voucher", f"{part}pass-on/", owner),
        Shown("sell voucher", f"{part}sell/", owner),
        Shown("issue voucher", f"/firms/{told.firm_id}/vouchers/new/", owner),
        Shown("bill", f"/bills/{told.bill_id}/", owner),
        Shown("divide bill", f"/bills/{told.bill_id}/divide/", owner),
        Shown("pass bill", f"/bills/{told.bill_id}/pass-on/", owner),
        Shown("bill without recourse", f"/bills/{told.bill_id}/?terms=without", owner),
        Shown("sold bill", f"/bills/{sold}/", owner),
        Shown("have the bill back", f"/bills/{sold}/buy-back/", owner),
        Shown("new bill", f"/firms/{told.firm_id}/bills/new/", owner),
    ]


def _thing_pages(world: World) -> list[Shown]:
    """A firm with a leased oven and an order; a person in a group who named somebody and linked their income."""
    lease_id, door, dealer = signed_lease(world.clock.now())
    accept_delivery(door.call(), lease_id=lease_id, serial="hl2026-00817")
    world.deliver()
    owner = Visitor(world, phone=door.phone).sign_in()
    order_id = ordered(door.call(), seller_id=door.firm_id, buyer_id=dealer.firm_id).order_id
    answer_order(dealer.call(), order_id=order_id, agree=True)
    person = Visitor(world, phone=phone(91)).sign_in()
    person.open("/me/").send("resident_id", name="Li Fang", resident_id=resident_id(91))
    person.open("/me/contacts/").send("phone", phone=phone(92))
    person.open("/me/income/link/").send("agree", agree="yes")
    group_id, meeting_id = in_group(world, person.actor.party_id)
    return [
        Shown("leases", "/leases/", owner),
        Shown("lease", f"/leases/{lease_id}/", owner),
        Shown("ask for a lease", f"/firms/{door.firm_id}/lease/", owner),
        Shown("new order", f"/firms/{door.firm_id}/orders/new/", owner),
        Shown("order", f"/orders/{order_id}/", owner),
        Shown("place of a firm", f"/firms/{door.firm_id}/place/", owner),
        Shown("what changes with the place", f"/firms/{door.firm_id}/place/", owner, {"region": "331124"}),
        Shown("contacts", "/me/contacts/", person),
        Shown("another phone number", "/me/phone/", person),
        Shown("linked income", "/me/income/link/", person),
        Shown("groups", "/groups/", person),
        Shown("group", f"/groups/{group_id}/", person),
        Shown("group meeting", f"/groups/meetings/{meeting_id}/", person),
    ]


def helper_at(world: World, name: str) -> Visitor:
    """A helper of a service point who has signed in."""
    create_staff(
        world.system_call(), login_name=name, display_name=f"Helper {name}", roles=[Role.AGENT], password=PASSWORD
    )
    return Visitor(world).open("/sign-in/helper/").send("password", name=name, password=PASSWORD)


def _helper_pages(world: World) -> list[Shown]:
    """A helper who asked one customer for their code, sits beside a new one, and handed over to two others."""
    village = make_group(world.call(), kind="village", code="V-7", name="East village", region="511523")
    helper = helper_at(world, "agent-wu")
    visits = [_beside(world, helper, n, village=str(village)) for n in (95, 96)]
    prepared = [_prepared(helper, visit) for visit in visits]
    helper.open(f"{visits[0]}land/plot/").send("area_mu", name="East slope", area_mu="4", crop="rice")
    confirmed = prepared[1]
    papers = helper.open(visits[1]).link("/papers/")
    for kind in ("household_register", "land_certificate"):
        helper.open(papers).send("file", kind=kind, file=SimpleUploadedFile("photo.png", PNG))
    helper.client.post(confirmed, {"key": "code-1"})
    texts = re.findall(r'name="consents" value="([a-z_]+)"', helper.open(confirmed).page)
    helper.send("code", code=world.code_for(phone(96)), consents=texts)
    new = _beside(world, helper, 97)
    helper.open("/helper/").send("phone", phone=phone(98))
    return [
        Shown("helper_sign_in", "/sign-in/helper/"),
        Shown("helper", "/helper/", helper),
        Shown("helper_code", "/helper/code/", helper),
        Shown("helper_visit of a new customer", new, helper),
        Shown("helper_farmer", f"{new}who/", helper),
        Shown("helper_visit", visits[1], helper),
        Shown("helper_land", f"{visits[0]}land/", helper),
        Shown("helper_plot", f"{visits[0]}land/plot/", helper),
        Shown("helper_facts", f"{visits[0]}land/facts/", helper),
        Shown("helper_land_confirm", f"{visits[0]}land/confirm/", helper),
        Shown("helper_choose", f"{visits[0]}apply/", helper),
        Shown("helper_apply", f"{visits[0]}apply/?product=farmland-mortgage", helper),
        Shown("helper_papers", papers, helper),
        Shown("helper_confirm", prepared[0], helper),
        Shown("helper_receipt", confirmed, helper),
    ]


def _beside(world: World, helper: Visitor, n: int, *, village: str = "") -> str:
    """Begins a visit, and says who the customer is where a village is given."""
    helper.open("/helper/").send("phone", phone=phone(n))
    helper.send("code", code=world.code_for(phone(n)))
    visit = helper.path
    if village:
        who = {"name": "Zhou Cuihua", "resident_id": resident_id(n, born="19700307"), "village_id": village}
        helper.open(f"{visit}who/").send("resident_id", **who)
    return visit


def _prepared(helper: Visitor, visit: str) -> str:
    """What the two fill in together; the page on which the customer confirms it."""
    helper.open(f"{visit}apply/?product=farmland-mortgage")
    chosen = {name: first_choice(helper.page, name) for name in ("term_months", "method", "purpose")}
    return helper.send("amount", amount="12,000", **chosen).path


def first_choice(page: str, name: str) -> str:
    """The first of the choices of a field."""
    found = re.search(rf'<input type="radio" name="{name}" value="([^"]+)"', page)
    assert found, name
    return found.group(1)


def _open_pages(world: World) -> list[Shown]:
    asked = Visitor(world, phone="13700137000").open("/sign-in/").send("phone", phone="13700137000")
    return [
        Shown("home", "/"),
        Shown("prices", "/prices/?region=331124"),
        Shown("help", "/help/"),
        Shown("check a receipt", "/receipts/"),
        Shown("products", "/products/"),
        Shown("product", "/products/working-capital/?amount=120000&months=12&method=equal_instalment"),
        Shown("find_question", "/products/find/?q=1&who=small_firm&amount=300000"),
        Shown("find", "/products/find/?who=small_firm&amount=300000&months=12"),
        Shown("sign_in", "/sign-in/"),
        Shown("sign_in_code", "/sign-in/code/", asked),
        Shown("lost phone", "/sign-in/lost-phone/"),
        Shown("outbox", "/demo/outbox/"),
        Shown("not_found", "/nothing/"),
    ]


def _stages(world: World, firms: list[MadeUpFirm]) -> list[Shown]:
    new = Visitor(world, phone="13700137001").sign_in()
    early, invoices = with_firm(world, firms[0], phone="13700137002")
    firm_root = invoices.removesuffix("invoices/")
    early.send("file", file=SimpleUploadedFile("broken.csv", BROKEN))
    report = early.path
    early.open(firm_root + "apply/").apply().send("/submit/")
    referred = early.path
    draft = applied(world, firms[1], phone="13700137003")
    offered = with_offers(world, firms[2], phone="13700137004")
    signing = with_contract(world, firms[3], phone="13700137005")
    return [
        Shown("first_overview", "/overview/", new),
        Shown("register", "/firms/new/", new),
        Shown("farm", "/farm/", new),
        Shown("farm_new", "/farm/new/", new),
        Shown("farm_plot", "/farm/plots/new/", new),
        Shown("farm_facts", "/farm/facts/", new),
        Shown("consent", firm_root + "consent/", early),
        Shown("invoices", invoices, early),
        Shown("import_report", report, early),
        Shown("sell", firm_root + "sell/", early),
        Shown("trade", "/trade/", early),
        Shown("apply", firm_root + "apply/", early),
        Shown("apply for one", firm_root + "apply/?product=working-capital", early),
        Shown("result", referred, early),
        Shown("explanation", referred + "explanation/", early),
        Shown("review", draft.path, draft),
        Shown("papers", draft.path + "papers/", draft),
        Shown("offers", offered.path, offered),
        Shown("offer", offered.link("/offers/"), offered),
        Shown("withdraw", offered.path.replace("offers/", "withdraw/"), offered),
        Shown("approved", offered.path.removesuffix("offers/"), offered),
        Shown("contract", signing.path, signing),
        Shown("sign", signing.path + "sign/", signing),
    ]


def _loan_pages(world: World, firm: MadeUpFirm) -> list[Shown]:
    owner = with_loan(world, firm, phone="13700137006")
    loan = owner.path
    contract = owner.link("/contracts/")
    needing = signed_loan(owner.actor.party_id, product=("orchard-season", 2), disbursement_date=OPENED_ON)
    return [
        Shown("loan", loan, owner),
        Shown("loan that waits for cover", f"/loans/{needing}/", owner),
        Shown("what is needed", f"/loans/{needing}/needed/", owner),
        Shown("repay", loan + "repay/", owner),
        Shown("partners", "/my-data/partners/", owner),
        Shown("paper_proof", "/papers/check/"),
        Shown("waiting", "/waiting/", owner),
        Shown("protections", "/me/protections/", owner),
        Shown("partners to share with", "/my-data/partners/new/", owner),
        Shown("payment_day", loan + "payment-day/", owner),
        Shown("payment_day_check", loan + "payment-day/", owner, {"day": other_day(owner, loan)}),
        Shown("history", loan + "history/", owner),
        Shown("statement", loan + "statement/", owner),
        Shown("signed_contract", contract, owner),
        Shown("overview", "/overview/", owner),
        Shown("messages", "/messages/", owner),
        Shown("message_choices", "/messages/choices/", owner),
        Shown("my_data", "/my-data/", owner),
        Shown("who_looked", "/my-data/who-looked/", owner),
        Shown("erase_data", "/my-data/erase/", owner),
    ]


def other_day(owner: Visitor, loan: str) -> str:
    """A day of the month that is near the one on which a loan is due."""
    state = payment_day(owner.actor, loan_id=UUID(loan.split("/")[2]))
    return str(next(day for day in state.days if state.day is None or abs(day - state.day) < 5))


def _late_pages(world: World, firm: MadeUpFirm) -> list[Shown]:
    late, firm_id, loan_id = with_plan(world, firm, phone="13700137007")
    return [
        Shown("late_loan", f"/loans/{loan_id}/", late),
        Shown("contact_choices", f"/my-data/contacts/{firm_id}/", late),
        Shown("promise", f"/loans/{loan_id}/promise/", late),
        Shown("cannot_pay", f"/loans/{loan_id}/cannot-pay/", late),
        Shown("plan", f"/loans/{loan_id}/plan/", late),
    ]
