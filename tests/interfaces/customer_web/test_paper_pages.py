"""Vouchers and bills on the customer's pages: taken, divided, passed on, sold; what is wrong is said, and kept."""

import pytest
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.trade import OTHER, trader
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.party.made_up import credit_code

from puhui.flows.simulation.population import MadeUpFirm
from puhui.kernel.actors import SYSTEM
from puhui.kernel.money import Money
from puhui.products.bills.facade import BillState, bill, bills_page
from puhui.products.vouchers.facade import holdings_page, purchases_page

pytestmark = pytest.mark.django_db


def test_a_supplier_uses_a_voucher_and_sells_a_bill(world: World, firms: list[MadeUpFirm]) -> None:
    told = trader(world, firms[0], phone="13700137009")
    visitor, phone = told.visitor, "13700137009"
    stranger = Visitor(world, phone="13700137010").sign_in()
    visitor.open("/overview/").open(visitor.link("/paper/"))
    assert "A voucher waits for your answer" in visitor.words()
    visitor.open(visitor.link("/vouchers/offers/")).send("/offers/", answer="take")
    visitor.open(visitor.link(r"/vouchers/[0-9a-f-]{36}/"))
    part = visitor.path
    assert "Every step was proved just now." in visitor.words()
    for path in (part, f"{part}sell/", f"{part}split/", f"{part}pass-on/", f"/vouchers/offers/{told.voucher_id}/"):
        assert stranger.open(path).status == 404, path
    assert stranger.open(f"/bills/{told.bill_id}/").status == 404
    assert stranger.open(f"/firms/{told.firm_id}/bills/new/").status == 404

    visitor.open(f"{part}split/").send("amount", amount="9000")
    assert "¥9,000.00 were asked for" in visitor.page
    visitor.send("amount", amount="3,000")
    amounts = sorted(one.amount.minor for one in holdings_page(SYSTEM))
    assert amounts == [3_000_00, 5_000_00]

    small, large = (f"/vouchers/{one.part_id}/" for one in sorted(holdings_page(SYSTEM), key=lambda h: h.amount.minor))
    visitor.open(f"{small}pass-on/").send("to_uscc", to_uscc=credit_code(OTHER), amount="1000")
    code = world.code_for(phone)
    visitor.send("code", to_uscc=credit_code(4242), code=code)
    assert visitor.status == 422
    assert "no firm is registered here" in visitor.page
    visitor.send("code", to_uscc=credit_code(OTHER), code="12 34")
    assert "6 digits" in visitor.page
    visitor.send("code", to_uscc=credit_code(OTHER), code=code)
    assert sorted(one.amount.minor for one in holdings_page(SYSTEM)) == [1_000_00, 2_000_00, 5_000_00]

    visitor.open(f"{large}sell/?amount=9999")
    assert visitor.status == 422
    visitor.open(f"{large}sell/?amount=4000")
    assert "3,963.60" in visitor.words()  # 4,000.00 x 3.6 % x 91 / 360 = 36.40; the 90th day is a Sunday
    visitor.send("sheet_hash")
    visitor.send("code", code=world.code_for(phone))
    [sold] = purchases_page(SYSTEM)
    assert (sold.face, sold.proceeds) == (Money(4_000_00), Money(3_963_60))
    world.deliver()
    assert visitor.open("/messages/").words().count("Your voucher was paid early") == 2  # and in its button

    visitor.open(f"/bills/{told.bill_id}/")
    assert "What it costs to be paid today" in visitor.words()
    assert "you pay us" in visitor.words()
    visitor.open(visitor.link("?terms=without"))
    assert "owe us nothing" in visitor.words()
    visitor.send("sheet_hash").send("code", code="000000")
    assert len(visitor.wrong()) == 1  # and what was chosen is not forgotten
    visitor.send("code", code=world.code_for(phone))
    shown = bill(SYSTEM, told.bill_id)
    assert (shown.state, shown.is_without_recourse) == (BillState.BUYING, True)
    world.deliver()
    assert stranger.open(f"/bills/{told.bill_id}/buy-back/").status == 404
    visitor.open(f"/bills/{told.bill_id}/").open(visitor.link("/buy-back/"))
    assert str(shown.proceeds)[:2] in visitor.words()
    visitor.send("/buy-back/").send("code", code="000000")
    assert len(visitor.wrong()) == 1
    visitor.send("code", code=world.code_for(phone))
    world.deliver()
    assert bill(SYSTEM, told.bill_id).state == BillState.BOUGHT_BACK
    form = {
        "number": "1" * 30,
        "kind": "bank",
        "is_last": "no",
        "face": "100000",
        "issued_on": "2026-11-01",
        "due_on": "2027-02-01",
        "drawer_name": "Drawer",
        "drawer_code": credit_code(90),
        "acceptor_name": "County Bank",
        "acceptor_code": "402491000018",
        "payee_name": "Payee",
        "payee_code": credit_code(91),
        "endorsements": "2026-11-02, A",
    }
    visitor.open(f"/firms/{told.firm_id}/bills/new/").send("number", **form)
    assert visitor.status == 422
    assert "line 1 has 2 parts, not 5 or 6" in visitor.page
    visitor.send("number", **{**form, "endorsements": ""})
    assert "This is not the number of such a bill" in visitor.page
    line = f"2026-11-02，Payee，{credit_code(91)}，Mine，{firms[0].identity.uscc}"
    good = {**form, "number": "1402 4910 0001 8202 6110 1000 0000 27", "endorsements": line}
    visitor.send("number", **good)
    assert "We are looking it up at the registry" in visitor.words()
    visitor.send("/back/")
    assert visitor.path == "/paper/"
    _divides_and_pays(visitor, world, form=good, new=f"/firms/{told.firm_id}/bills/new/", phone=phone)
    visitor.open(f"/firms/{told.firm_id}/vouchers/new/")
    assert "no open program" in visitor.words()


def _divides_and_pays(visitor: Visitor, world: World, *, form: dict[str, str], new: str, phone: str) -> None:
    """A bill with a range becomes two; one of them pays another firm, by a code for just that."""
    packet = {**form, "number": "5402 4910 0001 8202 6110 1000 0000 27", "part": "1 - 10000000"}
    visitor.open(new).send("number", **{**packet, "part": "1-99"})
    assert "it has 99 cents" in visitor.page
    visitor.send("number", **{**packet, "part": "all of it"})
    assert "write it as 1-3000000" in visitor.page
    visitor.send("number", **packet)
    whole = visitor.path
    assert "1-10000000" in visitor.words()
    visitor.open(f"{whole}divide/").send("amount", amount="100000")
    assert visitor.status == 422
    assert "less than 10000000 cents" in visitor.page
    visitor.send("amount", amount="30,000")
    assert "1-3000000" in visitor.words()
    part = visitor.path
    visitor.open(f"{part}pass-on/").send("to_uscc", to_uscc=credit_code(OTHER))
    code = world.code_for(phone)
    visitor.send("code", to_uscc=credit_code(4242), code=code)
    assert "no firm is registered here" in visitor.page
    visitor.send("code", to_uscc=credit_code(OTHER), code=code)
    assert visitor.path == "/paper/"
    assert "passed on" in visitor.words()
    assert "divided into parts" in visitor.words()
    states = sorted(one.state for one in bills_page(SYSTEM) if one.number.startswith("5"))
    assert states == ["divided", "passed_on", "submitted", "submitted"]
