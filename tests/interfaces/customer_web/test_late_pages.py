"""Choices of contact and promises on the customer's pages: plain forms, refusals on their field, nobody else's data."""

from datetime import timedelta

import pytest
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.late import with_late_loan
from tests.interfaces.customer_web.visitor import Visitor

from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM
from puhui.products.collections.facade import choices_of, promises_of
from puhui.products.collections.models import ContactProfile, Promise

pytestmark = pytest.mark.django_db


def test_a_customer_chooses_how_to_be_contacted(world: World, firms: list[MadeUpFirm]) -> None:
    visitor, firm_id, _ = with_late_loan(world, firms[0], phone="13600136010", days=1)
    visitor.open(f"/my-data/contacts/{firm_id}/")
    assert "at most 3 times a day" in visitor.words()
    assert "between 22:00 and 08:00" in visitor.words()
    visitor.send("voice", voice="no", sms="yes", visit="no", others="no", hours_from="18:00", hours_until="18:00")
    assert visitor.status == 422
    assert "at least 2 hours" in visitor.words()
    assert not ContactProfile.objects.filter(party_id=firm_id).exists()
    visitor.send("voice", voice="no", sms="yes", visit="no", others="no", hours_from="18:00", hours_until="")
    assert visitor.wrong() == ["Choose both hours, or leave both as the rules say."]
    visitor.send("voice", voice="no", sms="yes", visit="no", others="no", hours_from="18:00", hours_until="21:00")
    assert visitor.status == 200
    kept = choices_of(SYSTEM, party_id=firm_id)
    assert [str(c) for c in kept.channels_off] == ["visit", "voice"]
    assert kept.hours is not None
    assert kept.spares_others
    assert visitor.form("voice").values["voice"] == "no"
    stranger = Visitor(world, phone="13600136011").sign_in()
    assert stranger.open(f"/my-data/contacts/{firm_id}/").status == 404


def test_a_customer_promises_on_the_page(world: World, firms: list[MadeUpFirm]) -> None:
    visitor, _, loan_id = with_late_loan(world, firms[0], phone="13600136012")
    page = f"/loans/{loan_id}/promise/"
    visitor.open(f"/loans/{loan_id}/").open(visitor.link("/promise/"))
    by = business_date() + timedelta(days=5)
    visitor.send("due_on", amount="1.00", due_on=by.isoformat())
    assert visitor.status == 422
    assert "A promise names at least" in visitor.words()
    visitor.send("due_on", amount="", due_on="soon")
    assert visitor.wrong() == [
        "Enter how much you will pay, in yuan.",
        "Enter a day of the calendar, such as 2026-05-20.",
    ]
    assert Promise.objects.count() == 0
    visitor.send("due_on", amount="5,000", due_on=by.isoformat())
    assert visitor.status == 200
    assert "We wait for it" in visitor.words()
    assert "due_on" not in visitor.page
    [made] = promises_of(SYSTEM, loan_id=loan_id)
    assert (made.amount.minor, made.due_on, made.by_customer) == (5000_00, by, True)
    stranger = Visitor(world, phone="13600136013").sign_in()
    assert stranger.open(page).status == 404


def test_who_is_not_late_has_nothing_to_promise(world: World, firms: list[MadeUpFirm]) -> None:
    visitor, _, loan_id = with_late_loan(world, firms[0], phone="13600136014", days=1)
    visitor.open(f"/loans/{loan_id}/promise/")
    assert "Nothing of this loan is late" in visitor.words()
