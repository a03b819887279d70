"""Pre-approval night by night: what holds is what each firm would get alone on that day, and rows tell what changed."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.rooms.lab.test_pre_approval import call
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door, healthy_invoices, stopped_invoices

from puhui.flows import pre_approve_customers as flow
from puhui.flows.originate_loan.facts_of_book import facts_of_book
from puhui.flows.pre_approve_customers import pre_approve_customers, requests_of
from puhui.foundation.catalogue.facade import product
from puhui.foundation.consent.facade import covered_scopes, give_consent, withdraw_consent
from puhui.foundation.documents.facade import FileContent, import_invoices, invoice_summary
from puhui.foundation.ledger.models import BusinessDate
from puhui.kernel.actors import SYSTEM
from puhui.kernel.dates import add_months
from puhui.risk.decisioning.facade import decide_now
from puhui.risk.facts.facade import facts_from_invoices
from puhui.risk.lab.facade import PreApprovalPass, pre_approvals, pre_approvals_of
from puhui.risk.lab.models import InvoiceFactsKept, PreApproval, PreApprovalEnd

pytestmark = pytest.mark.django_db
ASSESSED = ("credit_assessment", "tax_invoices")


def night(on: date) -> PreApprovalPass:
    """The day becomes the open one, and its pass is made."""
    BusinessDate.objects.update(business_date=on)
    return pre_approve_customers(call())


def more_invoices(door: Door, *, on: date, amount: int, number: int) -> None:
    """One more sale in the last complete month."""
    day = add_months(on.replace(day=1), -1)
    line = f"out,{number},{day},buyer-new,{amount}.00,0.00,false"
    text = f"side,invoice_no,invoice_date,counterparty_id,amount,tax,void\n{line}\n"
    file = FileContent.of_bytes(text.encode())
    import_invoices(door.call(), firm_id=door.firm_id, file=file, file_format="csv", name="more.csv", source="test")


def alone(door: Door, *, on: date) -> tuple[Any, ...] | None:
    """What the firm would get by itself, its invoices read anew: limit, term, rate and band; None for nothing."""
    if ASSESSED not in covered_scopes(party_id=door.firm_id, on=on):
        return None
    [request] = requests_of([door.firm_id], product=product("working-capital", on=on), on=on)
    facts = {n: f.value for n, f in facts_from_invoices(invoice_summary(firm_id=door.firm_id, as_of=on)).items()}
    assert request.facts == facts | facts_of_book(door.firm_id, on=on)
    answer = decide_now(request)
    if answer.outcome != "approve" or not answer.offers or request.facts["borrower.exposure_minor"]:
        return None
    first = answer.offers[0]
    return first.amount_minor, first.term_months, first.annual_rate_pct, answer.band


def holds(on: date) -> dict[Any, tuple[Any, ...]]:
    return {
        one.firm_id: (one.limit_minor, one.term_months, one.annual_rate_pct, one.band)
        for one in pre_approvals(SYSTEM, on=on)
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_each_night_what_holds_is_what_each_would_get_alone(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "AT_ONCE", 2)
    chance, on = Random(seed), TODAY
    doors = [firm_at_the_door(invoices=text) for text in (healthy_invoices(), healthy_invoices(months=14))]
    doors += [firm_at_the_door(invoices=stopped_invoices()), firm_at_the_door(consent=False)]
    for number in range(8):
        for door in chance.sample(doors, k=2):
            given = covered_scopes(party_id=door.firm_id, on=on).get(ASSESSED)
            what = chance.choice(("sells", "withdraws", "nothing")) if given else "consents"
            if what == "sells":
                more_invoices(door, on=on, amount=chance.choice((10, 900_000)), number=100 + number)
            elif what == "withdraws" and given:
                withdraw_consent(door.call(), consent_id=given)
            elif what == "consents":
                give_consent(door.call(), party_id=door.firm_id, purpose=ASSESSED[0], scope=ASSESSED[1:])
        made = night(on)
        expected = {door.firm_id: answer for door in doors if (answer := alone(door, on=on))}
        assert holds(on) == expected
        assert made.offered == len(expected)
        on += timedelta(days=chance.choice((1, 1, 9, 30)))


def test_a_night_on_which_nothing_changed_measures_and_writes_nothing() -> None:
    firm_at_the_door(), firm_at_the_door(invoices=stopped_invoices())
    first = night(TODAY)
    assert (first.measured, first.changed, first.ended) == (2, 1, 0)
    rows = list(PreApproval.objects.values())
    second = night(TODAY + timedelta(days=1))
    assert (second.asked, second.offered, second.measured, second.changed, second.ended) == (2, 1, 0, 0, 0)
    assert list(PreApproval.objects.values()) == rows
    assert holds(TODAY + timedelta(days=1)) == holds(TODAY) != {}


def test_a_new_month_and_an_import_are_measured_anew() -> None:
    one, _ = firm_at_the_door(), firm_at_the_door()
    night(TODAY)
    more_invoices(one, on=TODAY, amount=900_000, number=7)
    assert night(TODAY + timedelta(days=1)).measured == 1
    assert night(date(2026, 12, 1)).measured == 2
    InvoiceFactsKept.objects.update(definitions="another release")
    assert night(date(2026, 12, 2)).measured == 2


def test_what_stands_is_said_anew_before_its_end() -> None:
    door = firm_at_the_door()
    night(TODAY)
    until = PreApproval.objects.get(firm_id=door.firm_id).until
    night(until - timedelta(days=6))
    [found] = pre_approvals(SYSTEM, on=until)
    assert found.until == until - timedelta(days=6) + timedelta(days=flow.VALID_DAYS)
    assert PreApproval.objects.filter(firm_id=door.firm_id).count() == 2


def test_what_holds_no_more_has_a_row_that_says_since_when() -> None:
    """The last firm by its id too, behind which nobody consents any more."""
    doors = [firm_at_the_door(), firm_at_the_door()]
    night(TODAY)
    later = TODAY + timedelta(days=1)
    for door in doors:
        withdraw_consent(door.call(), consent_id=covered_scopes(party_id=door.firm_id, on=TODAY)[ASSESSED])
    assert night(later).ended == 2
    assert len(holds(TODAY)) == 2  # of that day it stays true
    assert holds(later) == {}
    assert pre_approvals_of(SYSTEM, firm_ids=[door.firm_id for door in doors], on=later) == []
    assert {(row.firm_id, row.on) for row in PreApprovalEnd.objects.all()} == {(d.firm_id, later) for d in doors}
    assert night(later).ended == 2  # again it changes nothing
    assert PreApprovalEnd.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        PreApprovalEnd.objects.all().delete()
