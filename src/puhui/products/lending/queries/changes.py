"""Changes of loans that were proposed: one, those of a loan, and the queue of staff."""

from uuid import UUID

from puhui.foundation.party.facade import party_ids_for
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.products.lending.change_contracts import ChangeView
from puhui.products.lending.contracts import CannotReverseEvent, ChangeState, LoanEventView
from puhui.products.lending.models import LoanChange
from puhui.products.lending.queries.loans import loan_events, loan_row
from puhui.products.lending.rules.changes import asked_from_json

MOST_LINES = 200
_FOR_BORROWERS = (ChangeState.OFFERED, ChangeState.BOOKED)


def loan_change(actor: Actor, change_id: UUID) -> ChangeView:
    """One proposed change, for who may see its loan; a customer sees those that are offered to them, or booked."""
    found = LoanChange.objects.filter(id=change_id).first()
    if found is None or not (actor.reads_all or found.state in _FOR_BORROWERS):
        raise NotFound("change", where="change_id")
    loan_row(actor, found.loan_id)
    return change_view(found)


def loan_event(actor: Actor, loan_id: UUID, event_id: UUID) -> LoanEventView:
    """One event of a loan; refuses one that is not of this loan."""
    found = next((event for event in loan_events(actor, loan_id) if event.id == event_id), None)
    if found is None:
        raise CannotReverseEvent(where="of", reason="it is no event of this loan that can be undone")
    return found


def loan_changes(actor: Actor, loan_id: UUID) -> list[ChangeView]:
    """What was proposed for a loan, newest first."""
    loan_row(actor, loan_id)
    found = LoanChange.objects.filter(loan_id=loan_id)
    if not actor.reads_all:
        found = found.filter(state__in=_FOR_BORROWERS)
    return [change_view(row) for row in found.order_by("-id")[:MOST_LINES]]


def offered_changes(actor: Actor) -> list[ChangeView]:
    """Changes of all loans of a customer that wait for their answer."""
    found = LoanChange.objects.filter(state=ChangeState.OFFERED, loan__borrower_id__in=party_ids_for(actor))
    return [change_view(row) for row in found.order_by("-id")[:MOST_LINES]]


def changes_page(
    actor: Actor, *, state: ChangeState | None = None, after: UUID | None = None, most: int = 50
) -> list[ChangeView]:
    """Proposals of all loans, oldest first, for staff."""
    if not actor.reads_all:
        raise NotFound("change")
    asked = {"state": state, "id__gt": after}
    found = LoanChange.objects.filter(**{name: value for name, value in asked.items() if value}).order_by("id")
    return [change_view(row) for row in found[: max(1, min(most, MOST_LINES))]]


def change_view(row: LoanChange) -> ChangeView:
    """The row as others see it."""
    return ChangeView(
        id=row.id,
        loan_id=row.loan_id,
        kind=row.kind,
        asked=asked_from_json(row.asked),
        after_n=row.after_n,
        state=ChangeState(row.state),
        reason=row.reason,
        needs_second=row.needs_second,
        needs_consent=row.needs_consent,
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        proposed_on=row.proposed_on,
        confirmed_by_name=row.confirmed_by_name,
        open_until=row.open_until,
        consent=row.consent,
        event_id=row.event_id,
    )
