"""The workshop: a product is made without code, held against every clause, and published by a second person."""

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction
from tests.rooms.catalogue.workshop import (
    ANNA,
    AT,
    BO,
    CUSTOMER,
    SELLER,
    by,
    drafted,
    footprint,
    published,
    submitted,
    text,
)
from tests.rooms.origination.firm_at_the_door import TODAY, open_books

from puhui.flows.product_workshop.checked import check_product_text
from puhui.flows.product_workshop.publish_product import (
    drop_product,
    publish_product,
    return_product,
    submit_product,
    withdraw_from_sale,
)
from puhui.flows.product_workshop.simulate_product import simulate_product
from puhui.flows.product_workshop.write_product import change_product_text, change_product_values, start_product_draft
from puhui.foundation.catalogue.facade import (
    BreaksRule,
    NoSuchProduct,
    ProductFaulty,
    pin_product,
    product,
    product_draft,
    product_drafts,
    product_releases,
    product_version,
    products_on,
)
from puhui.foundation.catalogue.loading import SHIPPED
from puhui.foundation.catalogue.models import ProductRelease, PublishedVersion
from puhui.foundation.catalogue.rules.allowed import in_sale
from puhui.foundation.drafts.facade import CannotMoveDraft, DraftFourEyes
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.facade import decision_policy

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def books() -> None:
    open_books()


def test_from_a_version_to_a_product_that_is_sold() -> None:
    draft_id = start_product_draft(by(ANNA), based_on="working-capital@1", text=text(), note="for stalls").draft_id
    changed = change_product_values(
        by(ANNA), draft_id=draft_id, revision=1, values={"amount.highest": '"500000.00"', "price.highest_pct": "14"}
    )
    assert changed.revision == 2
    seen = check_product_text(ANNA, text=product_draft(ANNA, draft_id).text, on=TODAY)
    assert (seen.faults, seen.in_force, seen.differences) == ([], None, [])
    with pytest.raises(CannotMoveDraft, match="simulate"):
        submit_product(by(ANNA), draft_id=draft_id)
    simulate_product(by(ANNA), draft_id=draft_id, firms=400)
    told = product_draft(ANNA, draft_id).simulation
    assert told is not None
    assert (told["firms"], told["revision"], told["draft"]["asked"] > 300) == (400, 2, True)
    assert "in_force" not in told
    submit_product(by(ANNA), draft_id=draft_id)
    made = publish_product(by(BO), draft_id=draft_id, effective_from=TOMORROW)
    assert (made.code, made.version) == ("market-stall", 1)
    with pytest.raises(NoSuchProduct):
        product("market-stall", on=TODAY)
    sold = product("market-stall", on=TOMORROW)
    assert (sold.highest.minor, sold.price.highest_pct, sold.digest) == (50_000_000, 14, made.digest)
    assert sold.approved_by == "Anna, Anna; Bo"
    assert "market-stall" in [p.code for p in products_on(TOMORROW)]
    assert decision_policy("market-stall", on=TOMORROW).id == "working-capital"
    assert PublishedVersion.objects.get(code="market-stall").digest == made.digest
    pin_product(sold, at=AT)
    assert product_drafts(BO, is_over=True)[0].published_version == 1


def test_the_next_version_is_compared_with_the_one_in_force_and_takes_over_on_its_day() -> None:
    base = text("working-capital", top="", rate=("highest_pct = 15", "highest_pct = 12"))
    seen = check_product_text(ANNA, text=base, on=TODAY)
    assert [(d.key, d.before, d.after) for d in seen.differences] == [("price.highest_pct", "15", "12")]
    draft_id = submitted(base)
    told = product_draft(ANNA, draft_id).simulation
    assert told is not None
    assert told["in_force"]["asked"] == told["draft"]["asked"]
    assert publish_product(by(BO), draft_id=draft_id, effective_from=TOMORROW).version == 2
    assert product("working-capital", on=TODAY).version == 1
    assert product("working-capital", on=TOMORROW).version == 2
    assert product_version("working-capital", 1).price.highest_pct == 15
    assert product_version("working-capital", 2).price.highest_pct == 12


def test_what_the_lender_published_stands_against_every_shipped_file_and_its_own_later_word_holds() -> None:
    one = product_version("working-capital", 1)
    in_june, in_july, in_august = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)
    of_june = one.model_copy(update={"version": 2, "effective_from": in_june})
    of_july = one.model_copy(update={"version": 3, "effective_from": in_july})

    def sold(on: date, *, shipped: set[tuple[str, int]]) -> int | None:
        found = in_sale(files=[one, of_july], shipped=shipped, published=[of_june], withdrawn_from=(), on=on)
        return found.version if found else None

    from_puhui = {(one.code, 1), (one.code, 3)}
    assert [sold(day, shipped=from_puhui) for day in (date(2026, 5, 31), in_june, in_august)] == [1, 2, 2]
    assert [sold(day, shipped={(one.code, 1)}) for day in (date(2026, 5, 31), in_june, in_august)] == [1, 2, 3]


def test_a_file_that_comes_later_under_a_number_that_was_published_is_not_that_version(
    settings: LazySettings, tmp_path: Path
) -> None:
    published(text("working-capital", top="", rate=("highest_pct = 15", "highest_pct = 12")), effective_from=TODAY)
    (tmp_path / "products").mkdir()
    later = text("working-capital", top="", a=("version = 1", "version = 2"), b=("2019-08-20", "2026-12-01"))
    (tmp_path / "products/working-capital-2.toml").write_text(later, encoding="utf-8")
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
    assert product("working-capital", on=date(2026, 12, 31)).price.highest_pct == 12
    assert product_version("working-capital", 2).price.highest_pct == 12


def test_a_product_is_taken_from_sale_from_a_day_and_comes_back_with_a_new_version() -> None:
    published(effective_from=TODAY)
    withdraw_from_sale(by(BO), code="market-stall", from_on=TOMORROW, reason="nobody asks for it")
    assert product("market-stall", on=TODAY).version == 1
    with pytest.raises(NoSuchProduct):
        product("market-stall", on=TOMORROW)
    assert product_version("market-stall", 1).code == "market-stall"
    published(effective_from=TOMORROW + timedelta(days=3))
    with pytest.raises(NoSuchProduct):
        product("market-stall", on=TOMORROW + timedelta(days=2))
    assert product("market-stall", on=TOMORROW + timedelta(days=3)).version == 2
    assert [line.kind for line in product_releases(BO, code="market-stall")] == ["published", "withdrawn", "published"]


def test_a_product_that_replaces_another_takes_its_place_on_its_day() -> None:
    published(text("better", top='decision_policy = "working-capital"\nreplaces = "working-capital"\n'),
              effective_from=TOMORROW)  # fmt: skip
    assert {"better"} <= {p.code for p in products_on(TOMORROW)}
    assert "working-capital" not in {p.code for p in products_on(TOMORROW)}
    assert product("working-capital", on=TODAY).version == 1


def test_a_clause_that_is_broken_on_the_day_is_named_with_its_article() -> None:
    """15 % a year is lawful today, and above four times the loan prime rate from the end of 2027 on."""
    draft_id = submitted()
    before = footprint()
    with pytest.raises(BreaksRule) as refused:
        publish_product(by(BO), draft_id=draft_id, effective_from=date(2027, 12, 31))
    assert refused.value.detail["rule"] == "cn.cost-of-credit/all_in_cost_cap_lpr_multiple"
    assert "part 2" in refused.value.message.zh
    assert footprint() == before


FEE = """[[fees]]
code = "service"
name = { en = "Service", zh = "服务费" }
way = { en = "with each instalment", zh = "每期" }
receiver = { en = "Lender", zh = "贷款人" }
kind = "per_instalment"
fixed = "100.00"
"""
FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown key": ({"a": ('currency = "CNY"', 'currency = "CNY"\ncolour = "red"')}, "colour"),
    "a range upside down": ({"a": ("lowest_pct = 4", "lowest_pct = 20")}, "price"),
    "amounts upside down": ({"a": ('lowest = "100000.00"', 'lowest = "2000000.00"')}, "amount"),
    "a fee without receiver": (
        {"a": ('receiver = { en = "Tax authority", zh = "税务机关" }\n', "")},
        "fees.0.receiver",
    ),
    "a circular reference": ({"top": 'follows = "market-stall"\n'}, "follows"),
    "a name nobody bears": ({"top": 'sources = ["tarot"]\n'}, "sources"),
    "a method that the engine has not": ({"a": ('"equal_principal"', '"balloon"')}, "methods.1"),
    "no day": ({"a": ("2019-08-20", '"soon"')}, "effective_from"),
    "a cap broken by rate and fees together": (
        {
            "a": ("highest_pct = 15", "highest_pct = 23"),
            "b": ("[eligibility]", f"{FEE}\n[eligibility]"),
        },
        "price.highest_pct",
    ),
    "a decision policy that is not there": ({"top": 'decision_policy = "crystal-ball"\n'}, "decision_policy"),
}  # fmt: skip


def named_in(line: str, key: str) -> bool:
    """The line is the key's own, or begins its table."""
    return any(part in line for part in key.split(".") if not part.isdigit())


@pytest.mark.parametrize("name", list(FAULTS))
def test_a_fault_is_told_by_key_and_line_and_stops_the_submission(name: str) -> None:
    changes, key = FAULTS[name]
    words = text(**changes)
    [first, *_] = check_product_text(BO, text=words, on=TODAY).faults
    assert first.key == key
    assert first.line is None or named_in(words.split("\n")[first.line - 1], key)
    assert first.reason.zh
    draft_id = drafted(words)
    before = footprint()
    with pytest.raises((ProductFaulty, BreaksRule)) as refused:
        submit_product(by(ANNA), draft_id=draft_id)
    assert refused.value.where == key
    assert footprint() == before


def test_all_faults_are_told_at_once() -> None:
    words = text(a=("lowest_pct = 4", 'lowest_pct = "low"'), b=("grace_days = 0", "grace_days = 99\ncolour = 1"))
    faults = check_product_text(BO, text=words, on=TODAY).faults
    assert {fault.key for fault in faults} == {"price.lowest_pct", "grace_days", "colour"}
    assert all(fault.line for fault in faults)
    assert {f.key: f.reason.zh for f in faults}["colour"] == "不是产品文件的键"


REFUSED: dict[str, tuple[Callable[[Any], object], type[Refusal]]] = {
    "its writer publishes": (
        lambda d: publish_product(by(ANNA), draft_id=d["sent"], effective_from=TODAY),
        DraftFourEyes,
    ),
    "a seller publishes": (
        lambda d: publish_product(by(SELLER), draft_id=d["sent"], effective_from=TODAY),
        Forbidden,
    ),
    "a seller writes": (lambda d: start_product_draft(by(SELLER), text=text()), Forbidden),
    "a customer reads": (lambda d: product_draft(CUSTOMER, d["sent"]), Forbidden),
    "a customer checks": (lambda d: check_product_text(CUSTOMER, text=text(), on=TODAY), Forbidden),
    "compliance writes": (lambda d: start_product_draft(by(BO), text=text()), Forbidden),
    "an open draft is published": (
        lambda d: publish_product(by(BO), draft_id=d["open"], effective_from=TODAY),
        CannotMoveDraft,
    ),
    "a sent draft is changed": (
        lambda d: change_product_text(by(ANNA), draft_id=d["sent"], revision=1, text=text()),
        CannotMoveDraft,
    ),
    "an old revision": (
        lambda d: change_product_text(by(ANNA), draft_id=d["open"], revision=9, text=text()),
        CannotMoveDraft,
    ),
    "another product": (
        lambda d: change_product_text(by(ANNA), draft_id=d["open"], revision=1, text=text("other")),
        InvalidInput,
    ),
    "a key of several lines": (
        lambda d: change_product_values(by(ANNA), draft_id=d["open"], revision=1, values={"nothing.here": "1"}),
        InvalidInput,
    ),
    "a value that is no TOML": (
        lambda d: change_product_values(by(ANNA), draft_id=d["open"], revision=1, values={"amount.lowest": '"1'}),
        InvalidInput,
    ),
    "a value that is two lines": (
        lambda d: change_product_values(
            by(ANNA), draft_id=d["open"], revision=1, values={"price.highest_pct": "15\n[x"}
        ),
        InvalidInput,
    ),
    "yesterday": (
        lambda d: publish_product(by(BO), draft_id=d["sent"], effective_from=TODAY - timedelta(days=1)),
        InvalidInput,
    ),
    "in a hundred years": (
        lambda d: publish_product(by(BO), draft_id=d["sent"], effective_from=date(2126, 1, 1)),
        InvalidInput,
    ),
    "no reason to give back": (lambda d: return_product(by(BO), draft_id=d["sent"], note=" "), InvalidInput),
    "an unknown draft": (lambda d: drop_product(by(ANNA), draft_id=new_id()), NotFound),
    "an unknown base": (lambda d: start_product_draft(by(ANNA), based_on="yacht-loan@1"), NoSuchProduct),
    "a base without a number": (lambda d: start_product_draft(by(ANNA), based_on="working-capital"), NoSuchProduct),
    "nothing at all": (lambda d: start_product_draft(by(ANNA)), InvalidInput),
    "no TOML": (lambda d: start_product_draft(by(ANNA), text="= ="), InvalidInput),
    "a text of a megabyte": (lambda d: start_product_draft(by(ANNA), text="# " + "x" * 1_000_000), InvalidInput),
    "a zero character": (lambda d: start_product_draft(by(ANNA), text='id = "ab"\x00'), InvalidInput),
    "too many firms": (lambda d: simulate_product(by(ANNA), draft_id=d["open"], firms=10**9), InvalidInput),
    "withdrawing what is not there": (
        lambda d: withdraw_from_sale(by(BO), code="yacht-loan", from_on=TODAY, reason="none"),
        NoSuchProduct,
    ),
    "withdrawing yesterday": (
        lambda d: withdraw_from_sale(by(BO), code="working-capital", from_on=date(2020, 1, 1), reason="none"),
        InvalidInput,
    ),
    "withdrawing by a seller": (
        lambda d: withdraw_from_sale(by(SELLER), code="working-capital", from_on=TODAY, reason="none"),
        Forbidden,
    ),
    "paper in the lab": (lambda d: simulate_product(by(ANNA), draft_id=d["paper"], firms=100), CannotMoveDraft),
}


@pytest.mark.parametrize(
    ("code", "least_in_vain"),
    [("personal-instalment", 0), ("consumption-line", 0), ("merchant-instalment", 0), ("seasonal-crop", 1)],
)
def test_persons_and_households_ask_for_what_is_for_them(code: str, least_in_vain: int) -> None:
    """Persons of the lab ask; what a farm's policy asks of the farm nobody there has, and that is named."""
    made = (SHIPPED / f"products/{code}-1.toml").read_text(encoding="utf-8").replace(f'id = "{code}"', 'id = "mine"')
    draft_id = drafted(made)
    with pytest.raises(CannotMoveDraft, match="simulate"):
        submit_product(by(ANNA), draft_id=draft_id)
    simulate_product(by(ANNA), draft_id=draft_id, firms=300)
    told = product_draft(ANNA, draft_id).simulation
    assert told is not None
    assert (told["who"], told["draft"]["asked"]) == ("persons", 300)
    assert 0 <= told["draft"]["approved"] <= 300
    assert len(told["not_simulated"]) >= least_in_vain
    again = drafted(made)
    simulate_product(by(ANNA), draft_id=again, firms=300)
    repeated = product_draft(ANNA, again).simulation
    assert repeated is not None
    assert repeated["draft"] == told["draft"]  # the same seed, the same people
    submit_product(by(ANNA), draft_id=draft_id)


def test_each_refusal_changes_nothing() -> None:
    drafts = {
        "open": drafted(),
        "sent": submitted(text("other-stall")),
        "paper": drafted((SHIPPED / "products/bank-bill-discount-1.toml").read_text(encoding="utf-8").replace(
            'id = "bank-bill-discount"', 'id = "other-paper"')),
    }  # fmt: skip
    before = footprint()
    for name, (act, refusal) in REFUSED.items():
        with pytest.raises(refusal):
            act(drafts)
        assert footprint() == before, name


def test_each_publication_has_its_own_number_and_is_never_edited() -> None:
    drafts = [submitted(), submitted()]
    numbers = [publish_product(by(BO), draft_id=one, effective_from=TODAY).version for one in drafts]
    assert numbers == [1, 2]
    assert product("market-stall", on=TODAY).version == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        ProductRelease.objects.filter(version=1).update(effective_from=TOMORROW)
    with pytest.raises(DatabaseError), transaction.atomic():
        ProductRelease.objects.all().delete()


def test_the_same_key_twice_publishes_once() -> None:
    draft_id, call = submitted(), by(BO)
    first = publish_product(call, draft_id=draft_id, effective_from=TODAY)
    assert publish_product(call, draft_id=draft_id, effective_from=TODAY) == first
    assert ProductRelease.objects.count() == 1


def test_known_versions_cost_no_query(django_assert_num_queries: Any) -> None:
    published(effective_from=TODAY)
    product_version("working-capital", 1)
    with django_assert_num_queries(0):
        product_version("working-capital", 1)
    product("market-stall", on=TODAY)
    with django_assert_num_queries(1):
        product("market-stall", on=TODAY)
    with django_assert_num_queries(1):
        products_on(TODAY)
