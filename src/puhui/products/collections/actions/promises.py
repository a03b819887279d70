"""Promises to pay: made, and judged once."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.collections.actions.contacts import COLLECTORS, hold_contacts, lift_holds_of, lock_profile
from puhui.products.collections.contracts import (
    HoldKind,
    LateLoan,
    PromiseMade,
    PromiseOpen,
    PromiseState,
    PromiseView,
)
from puhui.products.collections.models import CollectionFile, Promise
from puhui.products.collections.policy_files import CollectionsPolicy, policy_on
from puhui.products.collections.queries.promises import promise_view
from puhui.products.collections.rules.promises import check_promise, judged
from puhui.products.collections.rules.stages import priority_of


def write_promise(call: Call, *, loan: LateLoan, amount: Money, due_on: date, today: date) -> PromiseMade:
    """Keeps a promise of the customer, or one made to staff on a call. A part of a use case."""
    call.actor.require(Role.CUSTOMER, *COLLECTORS, verb="promise a payment")
    lock_profile(loan.party_id)
    policy = policy_on(today).promise
    standing = Promise.objects.filter(loan_id=loan.loan_id, state=PromiseState.OPEN).first()
    if standing:
        shown = Money(standing.amount_minor, standing.currency)
        raise PromiseOpen(where="loan_id", amount=shown, due_on=standing.due_on)
    check_promise(
        amount=amount,
        due_on=due_on,
        late=loan.late,
        today=today,
        most_days_ahead=policy.most_days_ahead,
        least_share_pct=policy.least_share_pct,
    )
    made = Promise.objects.create(
        id=new_id(),
        bucket=loan.bucket,
        loan_id=loan.loan_id,
        party_id=loan.party_id,
        currency=amount.currency,
        amount_minor=amount.minor,
        due_on=due_on,
        made_on=today,
        made_at=call.at,
        made_by=call.actor.id,
        made_by_name=call.actor.name[:80],
        by_customer=call.actor.is_customer,
        state=PromiseState.OPEN,
    )
    if policy.holds_contacts:
        reason = f"{amount} {amount.currency} promised for {due_on}"
        hold_contacts(
            call,
            party_id=loan.party_id,
            kind=HoldKind.PROMISE,
            reason=reason,
            until=due_on + timedelta(days=policy.judge_after_days),
            source_id=made.id,
        )
    return PromiseMade(made.id, loan.loan_id)


def judge_promises(
    call: Call, *, promises: Iterable[PromiseView], paid: Mapping[UUID, int], today: date
) -> list[PromiseView]:
    """Judges promises by what was paid for each in minor units; a promise that was judged stays as it is."""
    asked = list(promises)
    locked = {row.id: row for row in Promise.objects.select_for_update().filter(id__in=[p.id for p in asked])}
    rows = [locked[p.id] for p in asked if locked[p.id].state == PromiseState.OPEN]
    for row in rows:
        row.paid_minor = paid.get(row.id, 0)
        row.state, row.judged_on = judged(promised_minor=row.amount_minor, paid_minor=row.paid_minor), today
    Promise.objects.bulk_update(rows, ["paid_minor", "state", "judged_on"], batch_size=400)
    lift_holds_of(call, source_ids=[row.id for row in rows])
    _note_broken([row.loan_id for row in rows if row.state != PromiseState.KEPT], policy_on(today))
    return [promise_view(row) for row in rows]


def _note_broken(loan_ids: list[UUID], policy: CollectionsPolicy) -> None:
    """A broken promise moves a file up the worklist."""
    files = list(CollectionFile.objects.select_for_update().filter(loan_id__in=loan_ids, is_open=True))
    for file in files:
        file.broken_promises += 1
        file.priority = priority_of(
            late_minor=file.late_minor,
            stage=policy.stage(file.stage),
            broken_promises=file.broken_promises,
            broken_adds_pct=policy.promise.broken_adds_pct,
        )
    CollectionFile.objects.bulk_update(files, ["broken_promises", "priority"], batch_size=400)
