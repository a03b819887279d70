"""Pre-approval in bulk: the same answers as one by one, once a day, going on after a kill; told only with consent."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.interfaces.workbench.institution import footprint
from tests.rooms.origination.firm_at_the_door import AT, TODAY, Door, firm_at_the_door, healthy_invoices, staff
from tests.rooms.origination.firm_at_the_door import stopped_invoices as stopped

from puhui.flows import pre_approve_customers as flow
from puhui.flows.originate_loan.facts_of_book import facts_of_book
from puhui.flows.pre_approve_customers import pre_approve_customers, requests_of
from puhui.flows.tell_pre_approvals import told_pre_approvals
from puhui.foundation.catalogue.facade import product
from puhui.foundation.consent.facade import give_consent, withdraw_consent
from puhui.foundation.documents.facade import invoice_summary
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import Forbidden
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.facade import decide_now
from puhui.risk.facts.facade import facts_from_invoices
from puhui.risk.lab.facade import pre_approval_passes, pre_approvals, pre_approvals_of
from puhui.risk.lab.models import PreApproval, PreApprovalRun

pytestmark = pytest.mark.django_db


def call() -> Call:
    return Call(SYSTEM, str(new_id()), AT)


def firms() -> list[Door]:
    """Two that do well, one that has stopped, one with a short file, one without a consent."""
    short = healthy_invoices(months=4)
    return [
        firm_at_the_door(),
        firm_at_the_door(),
        firm_at_the_door(invoices=stopped()),
        firm_at_the_door(invoices=short),
        firm_at_the_door(consent=False),
    ]


def test_every_consented_firm_gets_what_it_would_get_alone() -> None:
    doors = firms()
    made = pre_approve_customers(call())
    assert (made.asked, made.offered, made.borrowing, made.one_by_one, made.is_finished) == (4, 2, 0, 0, True)
    found = {one.firm_id: one for one in pre_approvals(SYSTEM, on=TODAY)}
    asked = requests_of([door.firm_id for door in doors], product=product("working-capital", on=TODAY), on=TODAY)
    assert len(asked) == len(doors)
    for request in asked:
        assert request.firm_id is not None
        alone = facts_from_invoices(invoice_summary(firm_id=request.firm_id, as_of=TODAY))
        own_book = facts_of_book(request.firm_id, on=TODAY)
        assert request.facts == {name: fact.value for name, fact in alone.items()} | own_book
        answer = decide_now(request)
        if request.firm_id == doors[-1].firm_id or answer.outcome != "approve":
            assert request.firm_id not in found
            continue
        kept, first = found[request.firm_id], answer.offers[0]
        assert (kept.limit_minor, kept.annual_rate_pct, kept.band) == (
            first.amount_minor,
            first.annual_rate_pct,
            answer.band,
        )
        assert kept.term_months == first.term_months
    assert len(found) == 2


def test_again_on_the_same_day_changes_nothing() -> None:
    firms()
    first = pre_approve_customers(call())
    before = footprint()
    assert pre_approve_customers(call()) == first
    assert footprint() == before
    assert len(pre_approval_passes(SYSTEM)) == 1


def test_a_pass_that_was_killed_goes_on_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    firms()
    monkeypatch.setattr(flow, "AT_ONCE", 1)
    batches, real = [], flow.keep_batch

    def dying(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        batches.append(kwargs["looked_at"])
        if len(batches) == 3:
            raise KeyboardInterrupt  # between the writing of a batch and its commit, as a kill may come

    monkeypatch.setattr(flow, "keep_batch", dying)
    with pytest.raises(KeyboardInterrupt):
        pre_approve_customers(call())
    assert PreApprovalRun.objects.get().asked == 2
    made = pre_approve_customers(call())
    assert (made.asked, made.offered) == (4, 2)
    assert batches[2] == batches[3]  # the batch that was lost is the one that comes next
    assert PreApproval.objects.count() == 2


def test_facts_of_many_firms_are_read_by_sets() -> None:
    doors = firms()
    ids, of = [door.firm_id for door in doors], product("working-capital", on=TODAY)
    with CaptureQueriesContext(connection) as one:
        requests_of(ids[:1], product=of, on=TODAY)
    with CaptureQueriesContext(connection) as many:
        requests_of(ids, product=of, on=TODAY)
    assert len(one) == len(many)


def test_a_customer_is_told_only_of_own_firms_that_consented_to_offers() -> None:
    told, silent = firm_at_the_door(), firm_at_the_door()
    consent_id = give_consent(told.call(), party_id=told.firm_id, purpose="marketing", scope=())
    pre_approve_customers(call())
    [found] = told_pre_approvals(told.actor, on=TODAY)
    assert (found.firm_id, found.limit_minor > 0) == (told.firm_id, True)
    assert told_pre_approvals(silent.actor, on=TODAY) == []
    assert pre_approvals_of(silent.actor, firm_ids=[told.firm_id], on=TODAY) == []
    assert told_pre_approvals(told.actor, on=found.until.replace(year=2027)) == []
    withdraw_consent(told.call(), consent_id=consent_id)
    assert told_pre_approvals(told.actor, on=TODAY) == []


def test_who_may_not_and_what_may_not_be_changed() -> None:
    door = firm_at_the_door()
    pre_approve_customers(call())
    before = footprint()
    with pytest.raises(Forbidden):
        pre_approvals(door.actor, on=TODAY)
    with pytest.raises(Forbidden):
        pre_approval_passes(door.actor)
    with pytest.raises(Forbidden):
        pre_approve_customers(Call(staff(Role.OPERATIONS), str(new_id()), AT))
    for change in (lambda: PreApproval.objects.update(limit_minor=1), lambda: PreApproval.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert footprint() == before
