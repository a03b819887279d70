"""The pages of vouchers and bills: limits by two people, a bill that is checked, a voucher that is pledged."""

from datetime import timedelta

import pytest
from tests.interfaces.workbench.institution import Institution, footprint
from tests.interfaces.workbench.test_acts import posted
from tests.interfaces.workbench.test_quality import shown
from tests.rooms.bills.portfolio import BANK, OPERATOR, Desk

from puhui.flows.discount_bill.check import check_bill
from puhui.kernel.actors import SYSTEM
from puhui.products.bills.facade import bill, limits_page, rediscounts_page, submit_bill
from puhui.products.vouchers.facade import holdings_page, programs_page

pytestmark = pytest.mark.django_db


def test_programs_and_limits_are_decided_by_a_second_person(institution: Institution) -> None:
    manager, risk, second = (institution.client(n) for n in ("relationship_manager", "risk_officer", "second_risk"))
    operations = institution.client("operations")
    form = {"limit": "500000.00", "annual_rate_pct": "3.6", "valid_until": "2027-06-30"}
    program = {**form, "issuer_id": str(institution.borrower), "buying_limit": "200000.00"}
    before = footprint()
    _, text = posted(manager, "vouchers/propose/", **{**program, "buying_limit": "500000.01"})
    assert "no more than the limit" in text
    _, text = posted(manager, "vouchers/propose/", **{**program, "issuer_id": "nobody"})
    assert "this is not an id" in text
    _, text = posted(manager, "bills/propose/", **form, kind="paper", acceptor_name="Bank", acceptor_code="1")
    assert "choose one of the kinds" in text
    assert posted(operations, "vouchers/propose/", **program)[0] == 403
    assert footprint() == before
    _, text = posted(risk, "vouchers/propose/", **program)
    assert "a second person decides" in text
    [proposed] = programs_page(SYSTEM)
    _, text = posted(risk, f"vouchers/programs/{proposed.id}/act/", act="agree")
    assert "you proposed it yourself" in text
    posted(second, f"vouchers/programs/{proposed.id}/act/", act="agree")
    assert programs_page(SYSTEM)[0].state == "open"
    posted(risk, f"vouchers/programs/{proposed.id}/act/", act="end")
    assert programs_page(SYSTEM)[0].state == "ended"
    posted(manager, "bills/propose/", **form, kind="bank", acceptor_name=BANK.name, acceptor_code=BANK.code)
    [limit] = limits_page(SYSTEM)
    posted(second, f"bills/limits/{limit.id}/act/", act="agree")
    posted(second, f"bills/limits/{limit.id}/act/", act="block")
    assert limits_page(SYSTEM)[0].state == "blocked"
    assert "农村商业银行" in shown(manager, "bills/")


def test_a_bill_is_checked_and_a_voucher_is_pledged(institution: Institution) -> None:
    operations, risk = institution.client("operations"), institution.client("risk_officer")
    page = f"bills/{institution.bill_id}/act/"
    desk = Desk(world=institution.world)
    fresh = submit_bill(institution.world.call(desk.shop), asked=desk.asked(3)).bill_id
    _, text = posted(operations, f"bills/{fresh}/act/", act="check", registry_reference="PJS-3")
    assert "Done." in text
    assert bill(SYSTEM, fresh).state == "quoted"
    before = footprint()
    _, text = posted(operations, page, act="present")
    assert "this is not possible" in text
    _, text = posted(operations, page, act="recourse", debtor_code="")
    assert "this is not possible" in text
    _, text = posted(operations, page, act="letter", note="nothing came")
    assert "this is not possible" in text
    _, text = posted(operations, page, act="steal")
    assert "choose one of the acts" in text
    assert footprint() == before
    posted(risk, page, act="refuse", reason="the acceptor is on the list of late payers")
    assert bill(SYSTEM, institution.bill_id).state == "declined"

    _sold_on(institution, desk)

    page = f"vouchers/{institution.voucher_id}/act/"
    free = next(one for one in holdings_page(SYSTEM) if one.amount.minor == 600_00)
    posted(operations, page, act="pledge", part_id=str(free.part_id), pledged_for="loan 77")
    assert "loan 77" in shown(operations, f"vouchers/{institution.voucher_id}/")
    posted(operations, page, act="release", part_id=str(free.part_id))
    assert {one.state for one in holdings_page(SYSTEM)} == {"free"}
    before = footprint()
    _, text = posted(operations, page, act="collect")
    assert "not before" in text
    assert posted(operations, page, act="pay_again", part_id=str(free.part_id))[0] == 404
    assert posted(operations, page, act="recourse", purchase_id="x")[1].count("this is not an id") == 1
    assert footprint() == before


def _sold_on(institution: Institution, desk: Desk) -> None:
    """Finance proposes that a bill goes on to a bank, risk agrees, and everybody reads what it brings."""
    finance, risk = institution.client("finance"), institution.client("risk_officer")
    asked = desk.asked(6, due_on=desk.asked(6).issued_on + timedelta(days=90))
    bill_id = submit_bill(institution.world.call(desk.shop), asked=asked).bill_id
    check_bill(institution.world.call(OPERATOR), bill_id=bill_id, registry_reference="PJS-6")
    desk.sold(bill_id)
    institution.world.work()
    page = f"bills/{bill_id}/act/"
    form = {"act": "rediscount", "taker_name": "示例市商业银行", "annual_rate_pct": "1.8"}
    before = footprint()
    _, text = posted(finance, page, **form, taker_code="12")
    assert "12 digits" in text
    assert posted(risk, page, **form, taker_code="313491000026")[0] == 403
    assert footprint() == before
    assert "Sell it on to a bank" in shown(finance, f"bills/{bill_id}/")
    posted(finance, page, **form, taker_code="313491000026")
    [proposed] = rediscounts_page(SYSTEM)
    _, text = posted(risk, page, act="let_go", rediscount_id=str(proposed.id))
    assert "money on its way" in text
    assert bill(SYSTEM, bill_id).state == "rediscounted"
    _, text = posted(institution.client("operations"), page, act="taker_paid")
    assert "this is not possible" in text or "not before" in text
