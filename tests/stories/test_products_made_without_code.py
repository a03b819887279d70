"""Three products made live without code, by API, command and page; one is sold, and costs what its sheet said."""

import html
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.test import Client
from tests.interfaces.api.conftest import Program, token
from tests.interfaces.workbench.institution import proved
from tests.rooms.catalogue.workshop import text
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door

from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.foundation.access.facade import create_staff, user_by_id
from puhui.foundation.catalogue.facade import product, product_drafts, products_on
from puhui.foundation.ledger.facade import balance, business_date
from puhui.interfaces.command_line.product import command
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import LoanState, loan, loan_events
from puhui.products.origination.facade import offers_of

pytestmark = pytest.mark.django_db
SERVICE = """[[fees]]
code = "account_keeping"
name = { en = "Account keeping", zh = "账户管理费" }
way = { en = "with each instalment", zh = "随每期还款收取" }
receiver = { en = "Lender", zh = "贷款人" }
receiver_kind = "lender"
kind = "per_instalment"
fixed = "8.00"

"""


def made_by_api(anna: Program, bo: Program) -> None:
    """A loan with a fee of its own, for one month; first too dear, then lawful."""
    words = text("autumn-stock", a=("terms_months = [3, 6, 12]", "terms_months = [1]"),
                 b=("[[fees]]", f"{SERVICE}[[fees]]"), c=("highest_pct = 15", "highest_pct = 24"))  # fmt: skip
    draft = anna.post("/products/drafts", {"text": words, "note": "for the autumn"}).json()
    at = f"/products/drafts/{draft['draft_id']}"
    [fault] = anna.get(f"{at}/check").json()["faults"]
    assert (fault["key"], fault["rule"], fault["limit"]) == (
        "price.highest_pct", "cn.cost-of-credit/all_in_cost_cap_pct", "24 %",
    )  # fmt: skip
    assert words.split("\n")[fault["line"] - 1] == "highest_pct = 24"
    refused = anna.post(f"{at}/submit")
    assert (refused.status_code, refused.json()["code"]) == (422, "breaks_rule")
    changed = anna.send("PATCH", at, {"revision": 1, "values": {"price.highest_pct": "15"}}).json()
    assert changed["revision"] == 2
    assert anna.get(f"{at}/check").json()["faults"] == []
    anna.post(f"{at}/simulate", {"firms": 200})
    assert anna.get(at).json()["simulation"]["draft"]["approved"] > 0
    assert anna.post(f"{at}/submit").json()["state"] == "submitted"
    assert anna.post(f"{at}/publish", {"effective_from": TODAY.isoformat()}).status_code == 403
    done = bo.post(f"{at}/publish", {"effective_from": TODAY.isoformat()}).json()
    assert (done["code"], done["version"]) == ("autumn-stock", 1)
    offered = {p["code"]: p for p in anna.get("/products").json()}
    assert [fee["code"] for fee in offered["autumn-stock"]["fees"]] == ["account_keeping", "stamp_duty"]
    assert b'id = "autumn-stock"' in anna.get("/products/autumn-stock/1").content
    assert anna.get("/products/releases?code=autumn-stock").json()[0]["kind"] == "published"
    for status, answer in (
        (422, anna.post("/products/drafts", {"text": "= ="})),
        (404, anna.post("/products/drafts", {"based_on": "yacht@1"})),
        (409, anna.send("PUT", at, {"revision": 1, "text": words})),
        (404, anna.get("/products/autumn-stock/99999999999999999999")),
        (403, token("mei", Role.RELATIONSHIP_MANAGER).post("/products/drafts", {"text": words})),
        (422, bo.post("/products/autumn-stock/withdraw", {"from_on": "2000-01-01", "reason": "none"})),
    ):
        assert answer.status_code == status, answer.content


def made_by_command(anna: Program, bo: Program, folder: Path) -> None:
    """A loan for young firms, from a file."""

    def run(*words: str) -> str:
        answer = CliRunner().invoke(command, list(words))
        assert answer.exit_code == 0, answer.output
        return answer.output

    file = folder / "young-firm.toml"
    audience = '[audience]\ngroups = ["small_firm"]\nstages = ["start_up"]\n'
    file.write_text(text("young-firm", b=("months_since_founding = 6", "months_since_founding = 3")) + audience)
    assert "No fault was found." in run("check", str(file))
    draft_id = re.search(r"draft_id ([0-9a-f-]{36})", run("draft", str(file), "--token", anna.token))
    assert draft_id
    run("simulate", draft_id[1], "--firms", "200", "--token", anna.token)
    run("submit", draft_id[1], "--token", anna.token)
    assert "version 1" in run("publish", draft_id[1], "--from", TODAY.isoformat(), "--token", bo.token)
    assert "young-firm@1" in run("list")
    assert 'id = "young-firm"' in run("show", "young-firm@1")
    file.write_text(text("young-firm", a=("penalty_multiple = 1.5", "penalty_multiple = 2")))
    broken = CliRunner().invoke(command, ["check", str(file)])
    assert broken.exit_code == 1
    assert "penalty_multiple: " in broken.output
    assert "Yin Fa 2003-251" in broken.output


def made_by_pages(writer: Client, second: Client) -> None:
    """A loan for market stalls, made from a copy in the boxes of the page."""

    def post(client: Client, path: str, **form: Any) -> str:
        return html.unescape(client.post(path, {"key": str(new_id()), **form}, follow=True).content.decode())

    post(writer, "/workbench/products/start/", text=text(), note="stalls")
    draft = product_drafts(SYSTEM)[0]
    at = f"/workbench/products/drafts/{draft.id}/"
    shown = writer.get(at).content.decode()
    assert 'name="amount.highest" value="1000000.00"' in shown
    bad = post(writer, f"{at}act/", act="values", revision=1, **{"price.highest_pct": "36"})
    assert "Guideline on the all-in cost of small-loan companies" in bad
    assert 'aria-invalid="true"' in bad
    assert "a number such as 12" in post(writer, f"{at}act/", act="values", revision=2, **{"amount.highest": "lots"})
    values = {"price.highest_pct": "12", "amount.highest": "300000.00", "name.zh": '摊位"贷', "terms_months": "3, 6"}
    saved = post(writer, f"{at}act/", act="values", revision=2, **values)
    assert "No fault" in saved
    post(writer, f"{at}act/", act="simulate")
    post(writer, f"{at}act/", act="submit")
    assert "second person" in post(writer, f"{at}act/", act="publish", effective_from=TODAY.isoformat())
    assert "published" in post(second, f"{at}act/", act="publish", effective_from=TODAY.isoformat())
    stall = product("market-stall", on=TODAY)
    assert (stall.name.zh, stall.terms_months, stall.highest.minor) == ('摊位"贷', (3, 6), 30_000_000)
    assert "market-stall" in second.get("/workbench/products/").content.decode()
    assert "Take it from sale" in second.get("/workbench/products/market-stall/1/").content.decode()


def sold_to_the_end(world: World, door: Door) -> None:
    """Borrowed for a month at the offer's rate; every instalment is collected on its day."""
    applied = door.applied(product_code="autumn-stock", term_months=1, amount=Money.parse("120000.00"))
    offer = next(o for o in offers_of(door.actor, applied.application_id) if o.method == "equal_instalment")
    contract_id = door.accept(offer.id)
    request_signing_code(door.call(), contract_id=contract_id)
    loan_id = sign_contract(door.call(), contract_id=contract_id, code=door.last_code()).loan_id
    world.work()
    world.close_until(TODAY + timedelta(days=33))
    view = loan(door.actor, loan_id)
    assert view.state == LoanState.CLOSED
    paid = sum(event.amount.minor for event in loan_events(door.actor, loan_id) if event.kind == "payment")
    sheet = offer.sheet
    assert [(i.due_date.isoformat(), str(Money(i.paid))) for i in view.instalments] == [
        (line["due_date"], line["total"]) for line in sheet["schedule"]
    ]
    promised = sum(Decimal(line["total"]) for line in sheet["schedule"])
    assert Decimal(paid) / 100 == promised
    assert Decimal(paid - view.line.principal.minor) / 100 == Decimal(sheet["total_cost"])
    assert balance("loan.principal").minor == 0


def test_three_products_are_made_and_one_is_sold_to_the_end(tmp_path: Path) -> None:
    cache.clear()
    world = World(start=TODAY)
    door = firm_at_the_door()
    anna, bo = token("anna", Role.RISK_OFFICER), token("bo", Role.COMPLIANCE)
    made_by_api(anna, bo)
    made_by_command(anna, bo, tmp_path)
    made_by_pages(browser(world, "risk.officer", Role.RISK_OFFICER), browser(world, "compliance", Role.COMPLIANCE))
    assert {"autumn-stock", "young-firm", "market-stall"} <= {p.code for p in products_on(business_date())}
    sold_to_the_end(world, door)


def browser(world: World, name: str, role: Role) -> Client:
    """A signed-in member of staff."""
    user_id = create_staff(world.call(), login_name=name, roles=[role], password="correct horse 42", display_name=name)
    client = Client()
    user = user_by_id(user_id)
    assert user is not None
    client.force_login(user)
    proved(client, user.id)
    client.cookies["django_language"] = "en"
    return client
