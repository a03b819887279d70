"""Vouchers and bills by the API: a core enterprise's program pays its suppliers; a shop sells a bill."""

import re
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from tests.interfaces.api.conftest import Program, token
from tests.rooms.bills.portfolio import BANK, Desk, firm, number
from tests.rooms.collections.late import kept
from tests.rooms.lending.world import World
from tests.rooms.party.made_up import credit_code
from tests.rooms.vouchers.chain_of_supply import Chain

from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.kernel.actors import Role
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def code(kind: str) -> str:
    notice = Notice.objects.filter(kind=kind).latest("id")
    return re.findall(r"(?<!\d)\d{6}(?!\d)", message_for_delivery(notice.id).body)[0]


def work(world: World) -> None:
    """The API has asked by the clock on the wall."""
    world.clock.instant = datetime.now(UTC)
    world.work()


def refused(rows: list[tuple[Program, str, object, int, str]]) -> None:
    before = kept()
    for program, path, body, status, problem in rows:
        answer = program.post(path, body)
        assert (answer.status_code, answer.json()["code"]) == (status, problem), path
        assert kept() == before, path


def test_a_core_enterprise_pays_by_program() -> None:
    cache.clear()
    told = Chain()
    manager, risk, operations = (
        token(name, role)
        for name, role in (
            ("manager", Role.RELATIONSHIP_MANAGER),
            ("risk", Role.RISK_OFFICER),
            ("operations", Role.OPERATIONS),
        )
    )
    core, first, second = (token(f"erp{n}", Role.CUSTOMER, party_id=told.firms[n][1].party_id) for n in range(3))
    asked = {
        "issuer_id": str(told.core[0]),
        "limit": money("100000.00"),
        "buying_limit": money("50000.00"),
        "annual_rate_pct": "3.6",
        "valid_until": "2026-12-31",
    }
    program = manager.post("/vouchers/programs", asked).json()["program_id"]
    refused([(manager, f"/vouchers/programs/{program}/decision", {"agree": True}, 403, "forbidden")])
    assert risk.post(f"/vouchers/programs/{program}/decision", {"agree": True}).json()["state"] == "open"
    order = {
        "issuer_id": str(told.core[0]),
        "supplier_uscc": credit_code(2),
        "amount": money("80000.00"),
        "due_on": "2026-04-30",
        "payable": "PO-77",
    }
    voucher = core.post("/vouchers", order).json()["voucher_id"]
    refused(
        [
            (core, "/vouchers", {**order, "amount": money("1.00")}, 409, "voucher_payable_taken"),
            (core, "/vouchers", {**order, "payable": "PO-78"}, 409, "voucher_limit"),
            (core, "/vouchers", {**order, "payable": "PO-78", "supplier_uscc": credit_code(55)}, 422, "invalid_input"),
            (core, "/vouchers", {**order, "colour": "red"}, 422, "invalid_input"),
            (second, f"/vouchers/{voucher}/answer", {"agree": True}, 404, "not_found"),
        ]
    )
    assert first.post(f"/vouchers/{voucher}/answer", {"agree": True}).json()["state"] == "live"
    [part] = first.get("/vouchers/parts").json()["items"]
    path = f"/vouchers/parts/{part['part_id']}"
    assert second.get(path).status_code == 404
    made = first.post(f"{path}/split", {"amounts": [money("30000.00")]}).json()["made"]
    path = f"/vouchers/parts/{made[0]}"
    first.post(f"{path}/code")
    sent = code("code_voucher")
    pass_on = {"to_uscc": credit_code(3), "amount": money("30000.01"), "code": sent}
    refused(
        [
            (first, f"{path}/pass-on", pass_on, 409, "voucher_beyond_part"),
            (first, f"{path}/pass-on", {**pass_on, "amount": money("0")}, 422, "invalid_input"),
            (first, f"{path}/pass-on", {**pass_on, "amount": money("-5.00")}, 422, "invalid_input"),
            (second, f"{path}/pass-on", {**pass_on, "amount": money("1.00")}, 404, "not_found"),
            (operations, f"/vouchers/{voucher}/collect", None, 409, "voucher_not_due"),
        ]
    )
    passed = first.post(f"{path}/pass-on", {**pass_on, "amount": money("30000.00")}).json()["made"][0]
    chain = second.get(f"/vouchers/parts/{passed}/chain").json()
    assert ([link["kind"] for link in chain["links"]], chain["fault"]) == (["issued", "split", "passed"], "")
    quote = second.get(f"/vouchers/parts/{passed}/quote?amount=10000.00").json()
    assert quote["sheet"]["proceeds"] == money("9911.00")
    second.post(f"/vouchers/parts/{passed}/code")
    sale = {"amount": money("10000.00"), "sheet_hash": quote["sheet_hash"], "code": code("code_voucher")}
    sold = second.post(f"/vouchers/parts/{passed}/sell", sale).json()
    assert sold["proceeds"] == money("9911.00")
    work(told.world)
    [bought] = second.get("/vouchers/purchases").json()["items"]
    assert (bought["state"], bought["all_in_pct"]) == ("held", "3.74")
    assert first.get("/vouchers/purchases").json()["items"] == []
    assert operations.get(f"/vouchers/programs/{program}").json()["bought"] == money("10000.00")
    refused([(operations, f"/vouchers/purchases/{bought['id']}/recourse", None, 409, "voucher_no_recourse")])
    mine = second.get("/vouchers/parts").json()["items"][0]["part_id"]
    operations.post(f"/vouchers/parts/{mine}/pledge", {"pledged_for": "loan 77"})
    assert second.get(f"/vouchers/parts/{mine}").json()["state"] == "pledged"
    assert operations.post(f"/vouchers/parts/{mine}/release").status_code == 200
    refused([(operations, f"/vouchers/parts/{mine}/pay-again", None, 404, "not_found")])
    assert len(core.get("/vouchers?state=live").json()["items"]) == 1
    assert core.get(f"/vouchers/{voucher}").json()["payable"] == "PO-77"
    assert [one["state"] for one in core.get("/vouchers/programs").json()["items"]] == ["open"]
    assert risk.post(f"/vouchers/programs/{program}/end").json()["state"] == "ended"


def test_a_shop_sells_a_bill() -> None:
    cache.clear()
    desk = Desk()
    manager, risk, operations = (
        token(name, role)
        for name, role in (
            ("manager", Role.RELATIONSHIP_MANAGER),
            ("risk", Role.RISK_OFFICER),
            ("operations", Role.OPERATIONS),
        )
    )
    shop = token("shop", Role.CUSTOMER, party_id=desk.firms[0][1].party_id)

    def named(n: int) -> dict[str, str]:
        return {"name": firm(n).name, "code": firm(n).code}

    limit = {
        "kind": "bank",
        "acceptor": {"name": BANK.name, "code": BANK.code},
        "limit": money("200000.00"),
        "annual_rate_pct": "2.4",
        "valid_until": "2026-12-31",
    }
    limit_id = manager.post("/bills/limits", limit).json()["limit_id"]
    assert risk.post(f"/bills/limits/{limit_id}/decision", {"agree": True}).json()["state"] == "open"
    told = {
        "holder_id": str(desk.firms[0][0]),
        "number": number(1),
        "kind": "bank",
        "face": money("100000.00"),
        "drawer": named(90),
        "acceptor": limit["acceptor"],
        "payee": named(91),
        "issued_on": "2026-01-05",
        "due_on": "2026-06-27",
        "is_out_of_town": True,
        "endorsements": [{"giver": named(91), "taker": named(1), "on": "2026-01-12"}],
    }
    bill = shop.post("/bills", told).json()["bill_id"]
    refused(
        [
            (shop, "/bills", told, 409, "bill_taken"),
            (shop, "/bills", {**told, "number": "1" * 29}, 422, "bill_number"),
            (shop, "/bills", {**told, "is_last": True}, 422, "bill_not_transferable"),
            (shop, "/bills", {**told, "endorsements": []}, 422, "bill_not_the_holder"),
            (shop, "/bills", {**told, "due_on": "2026-07-06"}, 422, "bill_term"),
            (shop, f"/bills/{bill}/check", {"registry_reference": "PJS-1"}, 403, "forbidden"),
            (shop, f"/bills/{bill}/present", None, 403, "forbidden"),
            (operations, f"/bills/{bill}/recourse", {}, 409, "bill_state"),
            (operations, f"/bills/{bill}/letter", {"note": "nothing"}, 409, "bill_state"),
            (operations, f"/bills/{new_id()}/present", None, 404, "not_found"),
        ]
    )
    assert operations.post(f"/bills/{bill}/check", {"registry_reference": "PJS-1"}).json()["state"] == "quoted"
    quote = shop.get(f"/bills/{bill}/quote").json()
    assert (quote["sheet"]["pays_on"], quote["sheet"]["ends_on"], quote["sheet"]["days"]) == (
        "2026-06-29",
        "2026-07-02",
        152,
    )
    dear = shop.get(f"/bills/{bill}/quote?without_recourse=true").json()["sheet"]
    assert (dear["annual_rate_pct"], dear["product"]["code"]) == ("2.7000", "bank-bill-without-recourse")
    shop.post(f"/bills/{bill}/code")
    sold = shop.post(f"/bills/{bill}/sell", {"sheet_hash": quote["sheet_hash"], "code": code("code_bill")}).json()
    assert sold["proceeds"] == money("98986.67")  # 100,000.00 x 2.4 % x 152 / 360 = 1,013.33
    work(desk.world)
    shown = shop.get(f"/bills/{bill}").json()
    assert (shown["state"], shown["endorsements"][0]["taker"]["code"]) == ("held", credit_code(1))
    assert shop.get("/bills?state=held").json()["items"][0]["id"] == bill
    assert risk.get("/bills/limits").json()["items"][0]["used"] == money("100000.00")
    assert shop.get("/bills/limits").status_code == 403
    refused([(operations, f"/bills/{bill}/present", None, 409, "bill_not_due")])
    back = shop.get(f"/bills/{bill}/buy-back").json()
    assert (back["price"], back["kept"]) == (money("98986.67"), money("0.00"))
    refused(
        [
            (operations, f"/bills/{bill}/buy-back", {"price": back["price"], "code": "123456"}, 403, "forbidden"),
            (shop, f"/bills/{bill}/buy-back", {"price": money("98986.66"), "code": "123456"}, 409, "conflict"),
            (shop, f"/bills/{bill}/buy-back", {"price": money("1.001"), "code": "123456"}, 422, "invalid_input"),
            (shop, f"/bills/{new_id()}/buy-back", {"price": back["price"], "code": "123456"}, 404, "not_found"),
        ]
    )
    _goes_on(bill, finance=token("finance", Role.FINANCE), risk=risk, operations=operations, world=desk.world)
    packet = {
        **told,
        "number": number(5, first="5"),
        "part": {"first": 1, "last": 10_000_000},
        "endorsements": [{**told["endorsements"][0], "part": {"first": 1, "last": 10_000_000}}],  # type: ignore[index]
    }
    refused(
        [
            (shop, "/bills", {**packet, "part": {"first": 1, "last": 9}}, 422, "bill_part"),
            (shop, "/bills", {**packet, "part": {"first": 0, "last": 9}}, 422, "invalid_input"),
            (shop, f"/bills/{bill}/divide", {"amount": money("1.00")}, 409, "bill_state"),
        ]
    )
    whole = shop.post("/bills", packet).json()["bill_id"]
    parts = shop.post(f"/bills/{whole}/divide", {"amount": money("30000.00")}).json()["parts"]
    assert [shop.get(f"/bills/{one}").json()["part"] for one in parts] == [
        {"first": 1, "last": 3_000_000},
        {"first": 3_000_001, "last": 10_000_000},
    ]
    shop.post(f"/bills/{parts[0]}/code?to_pass_on=true")
    passing = {"to_uscc": credit_code(desk.first + 2), "code": code("code_bill_pass")}
    refused([(shop, f"/bills/{parts[0]}/pass-on", {**passing, "to_uscc": credit_code(77)}, 422, "invalid_input")])
    passed = shop.post(f"/bills/{parts[0]}/pass-on", passing).json()["next_id"]
    assert shop.get(f"/bills/{passed}").status_code == 404
    assert operations.get(f"/bills/{passed}").json()["divided_from"] == parts[0]
    second = shop.post("/bills", {**told, "number": number(2)}).json()["bill_id"]
    assert shop.post(f"/bills/{second}/refuse", {"reason": "I keep it"}).json()["state"] == "declined"
    assert risk.post(f"/bills/limits/{limit_id}/block").json()["state"] == "blocked"


def _goes_on(bill: str, *, finance: Program, risk: Program, operations: Program, world: World) -> None:
    """A bill of ours is sold on to a bank: proposed, agreed to by another, and listed."""
    asked = {"taker": {"name": "City Bank", "code": "313491000026"}, "annual_rate_pct": "1.8"}
    path = f"/bills/{bill}/rediscount"
    refused(
        [
            (operations, path, asked, 403, "forbidden"),
            (finance, path, {**asked, "annual_rate_pct": "0"}, 422, "invalid_input"),
            (finance, path, {**asked, "taker": {"name": "City Bank", "code": "1"}}, 422, "invalid_input"),
            (operations, f"{path}/paid", None, 409, "bill_state"),
            (operations, f"{path}/back", None, 409, "bill_state"),
        ]
    )
    made = finance.post(path, asked).json()["rediscount_id"]
    refused(
        [
            (finance, path, asked, 409, "bill_no_rediscount"),
            (finance, f"/bills/rediscounts/{made}/decision", {"agree": True}, 403, "forbidden"),
        ]
    )
    assert risk.post(f"/bills/rediscounts/{made}/decision", {"agree": True}).json()["state"] == "selling"
    work(world)
    [row] = finance.get("/bills/rediscounts?state=sold").json()["items"]
    assert (row["proceeds"], row["interest"]) == (money("99240.00"), money("760.00"))  # 1.8 % x 152 days
    assert operations.get(f"/bills/{bill}").json()["rediscounts"][0]["id"] == made
    refused([(operations, f"{path}/paid", None, 409, "bill_not_due")])
