"""Chart and templates: what ships is sound, what a lender lays over it is taken, what is wrong stops the start."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from tests.rooms.ledger.books import DAY, LOAN

from puhui.config.environment import read_environment
from puhui.foundation.ledger.facade import BadTemplateUse, chart, draft_from_template, template_names
from puhui.foundation.ledger.policy.files import BadPolicy
from puhui.foundation.ledger.policy.templates import _editions, edition_on
from puhui.kernel.ids import new_id

HEAD = 'id = "{id}"\nversion = {version}\neffective_from = {day}\nsource = "s"\napproved_by = "a"\n'
Lay = Callable[[str, str], None]


@pytest.fixture
def lay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lay]:
    """Puts a file into a policy folder that lies over the shipped one."""
    environment = read_environment({"PUHUI_HOME": str(tmp_path / "home"), "PUHUI_POLICIES": str(tmp_path)})
    monkeypatch.setattr(settings, "PUHUI_ENVIRONMENT", environment)

    def put(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        chart.cache_clear()
        _editions.cache_clear()

    yield put
    chart.cache_clear()
    _editions.cache_clear()


def template(name: str, *, version: int = 1, day: str = "2020-01-01", id_: str = "own", amount: str = "x") -> str:
    return HEAD.format(id=id_, version=version, day=day) + (
        f"[templates.{name}]\ntext = {{en = 'e', zh = 'z'}}\n"
        f"transfers = [{{amount = '{amount}', debit = 'bank.operating', credit = 'equity.capital'}}]\n"
    )


def make(name: str, amounts: dict[str, int], *, day: date = DAY, owners: dict[str, UUID] | None = None) -> object:
    return draft_from_template(
        name, id=new_id(), amounts=amounts, owners=owners or {}, bucket=0, value_date=day, source="test:1"
    )


def test_what_ships_is_sound() -> None:
    assert {"loan.principal", "bank.operating", "payments.in_transit", "customer.unapplied"} <= set(chart())
    assert {"capital_paid_in", "disbursement_requested", "interest_accrued", "repayment_received"} <= set(
        template_names()
    )
    assert not chart()["loss.allowance"].is_debit_normal
    assert chart()["loss.expense"].is_debit_normal
    for name in template_names():
        for part in edition_on(name, DAY).template.transfers:
            assert part.debit != part.credit


@pytest.mark.parametrize(
    ("name", "amounts", "owners"),
    [
        ("no_such", {}, {}),
        ("capital_paid_in", {}, {}),
        ("capital_paid_in", {"capital": 1, "more": 1}, {}),
        ("capital_paid_in", {"capital": -1}, {}),
        ("capital_paid_in", {"capital": 0}, {}),
        ("disbursement_requested", {"principal": 1}, {}),
        ("disbursement_requested", {"principal": 1}, {"firm": LOAN}),
    ],
)
def test_a_template_that_does_not_fit_is_refused(name: str, amounts: dict[str, int], owners: dict[str, UUID]) -> None:
    with pytest.raises(BadTemplateUse):
        make(name, amounts, owners=owners)
    with pytest.raises(BadTemplateUse):
        make("capital_paid_in", {"capital": 1}, day=date(2019, 12, 31))


def test_a_lender_adds_accounts_and_templates_and_a_newer_edition_takes_over_on_its_day(lay: Lay) -> None:
    lay("posting_templates/own-1.toml", template("gift"))
    lay("posting_templates/own-2.toml", template("gift", version=2, day="2026-12-01", amount="y"))
    assert make("gift", {"x": 1}).template == "own@1"  # type: ignore[attr-defined]
    assert make("gift", {"y": 1}, day=date(2026, 12, 1)).template == "own@2"  # type: ignore[attr-defined]
    account = "[accounts.'gift.box']\nnumber = '9901'\ntype = 'asset'\nname = {en = 'e', zh = 'z'}\n"
    lay("charts_of_accounts/own.toml", HEAD.format(id="own", version=1, day="2020-01-01") + account)
    assert chart()["gift.box"].number == "9901"
    assert "loan.principal" in chart()


def test_a_file_of_the_same_name_takes_the_shipped_ones_place(lay: Lay) -> None:
    lay("posting_templates/house.toml", template("only", id_="house"))
    assert "capital_paid_in" not in template_names()
    assert "only" in template_names()


HEADED = HEAD.format(id="own", version=1, day="2020-01-01")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("posting_templates/own.toml", "not toml ["),
        ("posting_templates/own.toml", template("t").replace("version = 1", "")),
        ("posting_templates/own.toml", template("t") + "surprise = 1\n"),
        ("posting_templates/own.toml", template("t").replace("equity.capital", "no.such")),
        ("posting_templates/own.toml", template("t").replace("equity.capital", "bank.operating")),
        ("posting_templates/own.toml", template("capital_paid_in")),
        ("charts_of_accounts/own.toml", HEADED + "[accounts.x]\nnumber='abc'\ntype='asset'\nname={en='',zh=''}"),
        ("charts_of_accounts/own.toml", HEADED + "[accounts.x]\nnumber='1002'\ntype='asset'\nname={en='',zh=''}"),
        ("charts_of_accounts/own.toml", HEADED + "[accounts.x]\nnumber='9002'\ntype='odd'\nname={en='',zh=''}"),
        (
            "charts_of_accounts/own.toml",
            HEADED + "[accounts.'loan.principal']\nnumber='9003'\ntype='asset'\nname={en='',zh=''}",
        ),
    ],
)
def test_a_wrong_file_stops_the_start_and_is_named(lay: Lay, name: str, text: str) -> None:
    lay(name, text)
    with pytest.raises(BadPolicy, match=r"own\.toml|1002|loan\.principal"):
        template_names()
