"""Keeps proposed changes of loans, and moves them through their states. Parts of use cases; flows decide."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import new_id
from puhui.products.lending.actions.positions import lock_loan
from puhui.products.lending.change_contracts import ChangeNotOpen, ChangePreview, ChangeView, ChangeWaits
from puhui.products.lending.contracts import ANSWERABLE_CHANGES, OPEN_CHANGES, ChangeState
from puhui.products.lending.models import LoanChange
from puhui.products.lending.queries.changes import change_view
from puhui.products.lending.rules.changes import asked_as_json


def keep_change(
    call: Call,
    *,
    previewed: ChangePreview,
    reason: str,
    state: ChangeState,
    needs_second: bool,
    needs_consent: bool,
    open_until: date,
) -> ChangeView:
    """Keeps a proposal, bound to the loan as it was previewed; a loan has one open proposal at a time."""
    loan, _ = lock_loan(previewed.loan_id)
    today = business_date()
    if state in OPEN_CHANGES and LoanChange.objects.filter(loan=loan, state__in=OPEN_CHANGES).exists():
        raise ChangeWaits(where="loan_id")
    row = LoanChange.objects.create(
        id=new_id(),
        bucket=loan.bucket,
        loan=loan,
        kind=previewed.asked.kind,
        asked=asked_as_json(previewed.asked),
        after_n=previewed.after_n,
        state=state,
        reason=reason,
        needs_second=needs_second,
        needs_consent=needs_consent,
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_on=today,
        open_until=open_until,
    )
    return change_view(row)


def take_change(call: Call, *, change_id: UUID, states: Collection[ChangeState]) -> ChangeView:
    """Locks the loan of a proposal, then the proposal; refuses one that is not in one of these states any more."""
    del call
    loan_id = LoanChange.objects.filter(id=change_id).values_list("loan_id", flat=True).first()
    if loan_id is None:
        raise NotFound("change", where="change_id")
    lock_loan(loan_id)
    row = LoanChange.objects.select_for_update().get(id=change_id)
    if row.state in ANSWERABLE_CHANGES and row.open_until < business_date():
        raise ChangeNotOpen(where="change_id", state=ChangeState.LAPSED)
    if row.state not in states:
        raise ChangeNotOpen(where="change_id", state=row.state)
    return change_view(row)


def move_change(
    call: Call,
    *,
    change_id: UUID,
    state: ChangeState,
    confirmed: bool = False,
    event_id: UUID | None = None,
    consent: dict[str, str] | None = None,
    open_until: date | None = None,
) -> ChangeView:
    """The next state of a proposal that was taken; `confirmed` notes the actor as the second person."""
    row = LoanChange.objects.get(id=change_id)
    row.state = state
    if confirmed:
        row.confirmed_by, row.confirmed_by_name = call.actor.id, call.actor.name[:80]
    if event_id:
        row.event_id = event_id
    if consent:
        row.consent = consent
    if open_until:
        row.open_until = open_until
    if state not in OPEN_CHANGES:
        row.ended_at = call.at
    row.save()
    return change_view(row)


def lapse_open_changes(call: Call, *, on: date, most: int) -> list[UUID]:
    """Ends proposals that nobody answered before `on`; gives their ids."""
    late = LoanChange.objects.filter(state__in=ANSWERABLE_CHANGES, open_until__lt=on).order_by("id")
    ids = list(late.values_list("id", flat=True)[:most])
    LoanChange.objects.filter(id__in=ids).update(state=ChangeState.LAPSED, ended_at=call.at)
    return ids
