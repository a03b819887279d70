"""What staff do on the pages of orders, receivables, leases and payees: four eyes where the flow has them."""

import pytest
from tests.interfaces.workbench.institution import SECRETS, Institution, footprint
from tests.interfaces.workbench.test_acts import posted
from tests.interfaces.workbench.test_quality import shown
from tests.rooms.party.made_up import phone

from puhui.kernel.actors import SYSTEM
from puhui.products.leasing.facade import LeaseState, lease
from puhui.products.orders.facade import OrderState, order
from puhui.products.payees.facade import payee
from puhui.products.receivables.facade import LimitSide, State, limits_page, receivable

pytestmark = pytest.mark.django_db


def test_a_paper_of_the_buyer_counts_once_two_have_noted_it(institution: Institution) -> None:
    operations, manager, finance = (institution.client(n) for n in ("operations", "relationship_manager", "finance"))
    page, act = f"orders/{institution.order_id}/", f"orders/{institution.order_id}/act/"
    before = footprint()
    assert posted(finance, act, act="confirm", reason="letter of the buyer")[0] == 403
    assert posted(operations, act, act="pay_out", code="material")[0] == 404  # nothing was lent on it
    _, text = posted(operations, act, act="steal")
    assert "choose one of the acts" in text
    assert footprint() == before
    posted(operations, act, act="confirm", reason="letter of the buyer, folder 7")
    assert order(SYSTEM, institution.order_id).state == OrderState.REGISTERED
    held = footprint()
    posted(operations, act, act="confirm", reason="letter of the buyer, folder 7")
    assert footprint() == held
    posted(manager, act, act="confirm", reason="letter of the buyer, folder 7")
    assert order(SYSTEM, institution.order_id).state == OrderState.CONFIRMED
    assert "folder 7" in shown(manager, page)
    posted(manager, act, act="call_off", reason="the buyer went elsewhere")
    assert order(SYSTEM, institution.order_id).state == OrderState.CANCELLED


def test_a_receivable_is_disputed_diluted_and_paid(institution: Institution) -> None:
    operations, risk = institution.client("operations"), institution.client("risk_officer")
    one, act = institution.receivable_id, f"receivables/{institution.receivable_id}/act/"
    assert "110,000.00" in shown(operations, f"receivables/{one}/")
    posted(operations, act, act="dispute", reason="two rolls were wet")
    assert receivable(SYSTEM, one).state == State.DISPUTED
    assert "two rolls were wet" in shown(risk, f"receivables/{one}/")
    posted(operations, act, act="resolve", reason="they keep them at half the price")
    posted(operations, act, act="dilute", amount="1,000.00", reason="credit note 12")
    before = footprint()
    assert posted(operations, act, act="dilute", amount="999999.00", reason="more than that")[0] == 200
    assert posted(operations, act, act="write_off", reason="they will not pay")[0] == 403
    _, text = posted(risk, act, act="write_off", reason="they will not pay")  # with recourse the seller is asked first
    assert "funded" in text
    assert footprint() == before
    posted(operations, act, act="pay", amount=str(receivable(SYSTEM, one).outstanding))
    institution.world.work()
    assert receivable(SYSTEM, one).state == State.SETTLED
    form = {"side": "debtor", "party_id": str(institution.borrower), "limit": "90000.00", "valid_until": "2027-06-30"}
    told = {**form, "payment_days": "45", "reason": "pays in time"}
    assert posted(operations, "receivables/limits/grant/", **told)[0] == 403
    _, text = posted(risk, "receivables/limits/grant/", **{**told, "payment_days": "soon"})
    assert "this is not a number" in text
    _, text = posted(risk, "receivables/limits/grant/", **{**told, "side": "witness"})
    assert "choose one of the sides" in text
    posted(risk, "receivables/limits/grant/", **told)
    [granted] = limits_page(SYSTEM, party_id=institution.borrower)
    assert (granted.side, granted.payment_days) == (LimitSide.DEBTOR, 45)


def test_a_leased_thing_is_read_comes_back_and_is_sold(institution: Institution) -> None:
    operations, manager = institution.client("operations"), institution.client("relationship_manager")
    lease_id, act = institution.lease_id, f"leases/{institution.lease_id}/act/"
    text = shown(manager, f"leases/{lease_id}/")
    for words in ("HL-2026 00817", "200,000.00", "40,000.00", "16,000.00", "What ends it today"):
        assert words in text
    posted(manager, act, act="reading", meter="hours", value="20")
    before = footprint()
    _, text = posted(manager, act, act="reading", meter="hours", value="19")
    assert "20" in text
    assert posted(manager, act, act="take_back", reason="rents are late")[0] == 403
    assert posted(operations, act, act="sell", amount="1.00", reason="too early")[0] == 200
    assert footprint() == before
    posted(operations, act, act="take_back", reason="two rents are late")
    assert lease(SYSTEM, lease_id).line.state is LeaseState.TAKEN_BACK
    posted(operations, act, act="sell", amount="170,000.00", reason="auction 12")
    assert lease(SYSTEM, lease_id).line.state is LeaseState.SOLD


def test_a_payee_is_let_in_by_a_second_person_and_suspended(institution: Institution) -> None:
    operations, manager, officer = (institution.client(n) for n in ("operations", "relationship_manager", "compliance"))
    one, act = institution.payee_id, f"payees/{institution.payee_id}/act/"
    before = footprint()
    assert posted(operations, act, act="agree")[0] == 403
    form = {"party_id": str(one), "kind": "merchant", "returns_within_days": "7", "reason": "again"}
    assert "already" in posted(manager, "payees/propose/", **form)[1]
    assert footprint() == before
    posted(officer, act, act="agree")
    assert payee(SYSTEM, one).state == "active"
    posted(officer, act, act="suspend")
    assert payee(SYSTEM, one).state == "suspended"
    form = {**form, "party_id": str(institution.borrower), "kind": "dealer", "reason": "sells scooters"}
    posted(manager, "payees/propose/", **form, baskets="on")
    assert "sells scooters" in shown(officer, f"payees/{institution.borrower}/")


def test_protections_are_seen_and_changed_by_nobody(institution: Institution) -> None:
    officer, page = institution.client("compliance"), f"customers/{institution.protected_id}/protections/"
    text = shown(officer, page)
    assert "50,000.00" in text
    assert "2027-02-23" in text
    assert "Waits for the person" in text
    assert not any(secret in text for secret in SECRETS)
    assert '<form method="post"' not in text.split('class="wb"')[1]
    listed = shown(officer, "protections/")
    assert page in listed
    assert phone(901) not in listed
