"""What selling receivables refuses, each proven to change nothing; who may look; and exposures."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.interfaces.workbench.institution import footprint
from tests.rooms.party.made_up import credit_code
from tests.rooms.receivables.seller import START, Trade, staff

from puhui.flows.trade.sell_invoices import dispute_invoice, invoices_to_sell, quote_invoices, sell_invoices
from puhui.foundation.catalogue.facade import NoSuchProduct
from puhui.kernel.actors import Role
from puhui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.money import Money
from puhui.products.receivables.facade import (
    AlreadyAssigned,
    LimitPassed,
    LimitSide,
    NoLimit,
    NoRecourse,
    NoticeMissing,
    NotInState,
    NotSellable,
    SecondPerson,
    SheetChanged,
    TooConcentrated,
    TooMuch,
    acknowledge,
    buy_back,
    confirm_sale,
    dilute,
    exposures,
    fund_sale,
    pay_claim,
    pay_receivable,
    propose_write_off,
    receivable,
    receivables_faults,
)

pytestmark = pytest.mark.django_db
Act = Callable[[Trade, Any], object]


def sell_again(trade: Trade, _: Any) -> object:
    quote = trade.quoted(3)
    sell_invoices(trade.world.call(trade.owner), sale_id=quote.sale_id, sheet_hash=quote.sheet_hash)
    return confirm_sale(trade.world.call(trade.owner), sale_id=quote.sale_id, sheet_hash=quote.sheet_hash)


def two_quotes(trade: Trade, _: Any) -> object:
    """Two quotes of one invoice: the first to be confirmed has it."""
    one, other = trade.quoted(3), trade.quoted(3)
    for quote in (one, other):
        sell_invoices(trade.world.call(trade.owner), sale_id=quote.sale_id, sheet_hash=quote.sheet_hash)
    return None


def under_two_names(trade: Trade, _: Any) -> object:
    """Another firm brings the same invoice to the same debtor into the store, and wants to sell it too."""
    firm, actor = trade.world.firm()
    line = f"out,8000,{START - timedelta(days=10)},{credit_code(2)},100000.00,10000.00,false"
    trade.issue([line], firm=firm, by=actor)
    trade.grant(firm, LimitSide.SELLER, "800000.00")
    return quote_invoices(trade.world.call(actor), seller_id=firm, picks=(trade.pick(0),))


def concentrated(trade: Trade, _: Any) -> object:
    line = f"out,8100,{START - timedelta(days=10)},{credit_code(2)},{380_000}.00,{38_000}.00,false"
    trade.issue([line])
    trade.grant(trade.buyers[0][0], LimitSide.DEBTOR, "900000.00")
    quote = quote_invoices(
        trade.world.call(trade.owner), seller_id=trade.seller, picks=(replace(trade.pick(0), invoice_no="8100"),)
    )
    return confirm_sale(trade.world.call(trade.owner), sale_id=quote.sale_id, sheet_hash=quote.sheet_hash)


def low_limit(trade: Trade, _: Any) -> object:
    trade.grant(trade.buyers[1][0], LimitSide.DEBTOR, "43000.00")
    return trade.sold(1)


def run_out(trade: Trade, _: Any) -> object:
    quote = trade.quoted(2)
    trade.until(START + timedelta(days=4))
    return confirm_sale(trade.world.call(trade.owner), sale_id=quote.sale_id, sheet_hash=quote.sheet_hash)


def own_paper(trade: Trade, id_: Any) -> object:
    sale_id, (fresh,) = trade.sold(2)
    del sale_id
    acknowledge(trade.world.call(trade.operations), receivable_id=fresh, evidence="stamped copy")
    return acknowledge(trade.world.call(trade.operations), receivable_id=fresh, evidence="stamped copy")


STRANGER = staff(Role.AUDITOR, "Au")
REFUSED: list[tuple[str, type[Refusal], Act]] = [
    ("sold twice by one", NotInState, sell_again),
    ("sold twice from two quotes", AlreadyAssigned, two_quotes),
    ("listed as sold", NotSellable, lambda t, i: t.quoted(0)),
    ("sold under two names", NotSellable, under_two_names),
    ("debtor above its limit", LimitPassed, low_limit),
    ("one debtor too large", TooConcentrated, concentrated),
    ("a quote that ran out", SheetChanged, run_out),
    (
        "another sheet",
        SheetChanged,
        lambda t, i: confirm_sale(t.world.call(t.owner), sale_id=t.quoted(2).sale_id, sheet_hash="0" * 64),
    ),
    ("no such invoice", InvalidInput, lambda t, i: t.quoted(77)),
    ("nothing picked", InvalidInput, lambda t, i: t.quoted()),
    ("the same one twice", InvalidInput, lambda t, i: t.quoted(2, 2)),
    (
        "a limit under no product",
        NoSuchProduct,
        lambda t, i: t.grant(t.seller, LimitSide.SELLER, "1", product_code="x"),
    ),
    (
        "a debtor without a limit",
        NoLimit,
        lambda t, i: quote_invoices(
            t.world.call(t.owner), seller_id=t.seller, picks=(replace(t.pick(2), debtor_id=t.seller),)
        ),
    ),
    (
        "paid before anybody was told",
        NoticeMissing,
        lambda t, i: fund_sale(t.world.call(t.operations), sale_id=t.sold(2)[0]),
    ),
    ("one person for two", SecondPerson, own_paper),
    ("another's sale", NotFound, lambda t, i: acknowledge(t.world.call(t.world.firm()[1]), receivable_id=i)),
    ("the seller acknowledges", NotFound, lambda t, i: acknowledge(t.world.call(t.owner), receivable_id=i)),
    ("another pays", NotFound, lambda t, i: pay_receivable(t.world.call(t.owner), receivable_id=i)),
    (
        "too much is paid",
        TooMuch,
        lambda t, i: pay_receivable(t.world.call(t.operations), receivable_id=i, amount=Money(11_000_001)),
    ),
    (
        "in another currency",
        InvalidInput,
        lambda t, i: pay_receivable(t.world.call(t.operations), receivable_id=i, amount=Money(1, "USD")),
    ),
    (
        "a credit note above it",
        TooMuch,
        lambda t, i: dilute(t.world.call(t.operations), receivable_id=i, amount=Money(11_000_001), reason="no"),
    ),
    ("nothing to claim", TooMuch, lambda t, i: pay_claim(t.world.call(t.owner), receivable_id=i)),
    (
        "a customer writes a credit note",
        Forbidden,
        lambda t, i: dilute(t.world.call(t.owner), receivable_id=i, amount=Money(1), reason="no"),
    ),
    (
        "risk writes off with recourse",
        NotInState,
        lambda t, i: propose_write_off(t.world.call(t.risk), receivable_id=i, reason="gone"),
    ),
    ("an auditor acts", Forbidden, lambda t, i: buy_back(t.world.call(STRANGER), receivable_id=i, reason="why")),
    (
        "disputed by the seller",
        NotFound,
        lambda t, i: dispute_invoice(t.world.call(t.owner), receivable_id=i, reason="no"),
    ),
]


@pytest.fixture
def sold(db: None) -> tuple[Trade, Any]:
    trade = Trade()
    return trade, trade.funded(0)[0]


@pytest.mark.parametrize(("what", "refusal", "act"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_and_nothing_changed(sold: tuple[Trade, Any], what: str, refusal: type[Refusal], act: Act) -> None:
    trade, id_ = sold
    before = footprint()
    with pytest.raises(refusal), transaction.atomic():
        act(trade, id_)
    assert footprint() == before
    assert receivables_faults() == []


def test_without_recourse_a_late_debtor_stays_with_the_lender() -> None:
    trade = Trade(recourse=False)
    (id_,) = trade.funded(1)
    with pytest.raises(NoRecourse):
        buy_back(trade.world.call(trade.operations), receivable_id=id_, reason="late")
    with pytest.raises(Conflict):
        propose_write_off(trade.world.call(trade.risk), receivable_id=id_, reason="too early")
    buyer = trade.buyers[1][0]
    seen = exposures([buyer, trade.seller], on=START)
    assert (seen[buyer].as_debtor_minor, seen[trade.seller].as_seller_minor) == (
        trade.seen(id_).face.minor - trade.seen(id_).reserve.minor,
        0,
    )


def test_who_may_look(sold: tuple[Trade, Any]) -> None:
    trade, id_ = sold
    stranger = trade.world.firm()[1]
    assert receivable(trade.owner, id_).happened[-1].by_name == ""
    assert receivable(trade.buyers[0][1], id_).id == id_
    for actor in (stranger, trade.buyers[1][1]):
        with pytest.raises(NotFound):
            receivable(actor, id_)
    with pytest.raises(NotFound):
        invoices_to_sell(stranger, seller_id=trade.seller)
