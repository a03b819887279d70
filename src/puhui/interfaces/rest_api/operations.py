"""What operations does: the day close, payment orders, daily figures, who works here."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from puhui.conduct.indicators.facade import DEFINITIONS, MOST_DAYS, daily_figures
from puhui.flows.import_loans.book_tape import reject_import
from puhui.flows.run_end_of_day.facade import close_day
from puhui.foundation.access.facade import deactivate_user, grant_role, revoke_role, staff_list
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.payments.facade import OrderState, orders_page
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, MoneyOut, Page, Strict, TextOut
from puhui.kernel.dates import EARLIEST, LATEST
from puhui.products.lending.facade import TapeState, tapes

router = Router()
GrantableRole = Literal[
    "relationship_manager", "risk_officer", "operations", "finance", "compliance", "auditor", "administrator"
]


class CloseIn(Strict):
    """The business date to close, so that a request that comes late closes nothing else."""

    on: date


class Closed(Schema):
    """The day that was closed and the one that is open now."""

    day: date
    opened: date
    loans: int


class OrderOut(Schema):
    """A payment order."""

    id: UUID
    direction: str
    amount: MoneyOut
    party_id: UUID
    purpose: str
    subject_id: UUID
    state: str
    requested_on: date


class TapeOut(Schema):
    """An import of a lender's existing book."""

    id: UUID
    name: str
    state: TapeState
    as_of: date
    proposed_by_name: str
    confirmed_by_name: str


class TapeMoved(Schema):
    """An import after an act."""

    tape_id: UUID


class FigureOut(Schema):
    """What a daily figure means; `minor` is fen, `bps` are hundredths of a percent."""

    name: str
    unit: str
    text: TextOut


class DayOut(Schema):
    """All figures of one business date."""

    on: date
    values: Mapping[str, int]


class Indicators(Schema):
    """Daily figures with their definitions."""

    definitions: list[FigureOut]
    days: list[DayOut]


class StaffOut(Schema):
    """A staff member."""

    user_id: UUID
    login_name: str
    display_name: str
    roles: list[str]
    is_active: bool


class RoleIn(Strict):
    """A role to give."""

    role: GrantableRole


class Changed(Schema):
    """The staff member that was changed."""

    user_id: UUID


@router.post("/day/close", response={200: Closed, **REFUSALS}, summary="Close the business day")
def close(request: HttpRequest, key: IdempotencyKey, body: CloseIn) -> object:
    """Safe to repeat and to interrupt."""
    return close_day(call_from(request, key), on=body.on)


@router.get("/payment-orders", response={200: Page[OrderOut], **REFUSALS}, summary="Payment orders, newest first")
def list_orders(request: HttpRequest, limit: Limit, after: After, state: OrderState | None = None) -> object:
    """Staff only."""
    found = orders_page(actor_from(request), state=state, before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.get("/loan-tapes", response={200: list[TapeOut], **REFUSALS}, summary="Imports of loan tapes, newest first")
def list_tapes(request: HttpRequest, limit: Limit) -> object:
    """Proposed, confirmed, booked or given up."""
    return tapes(actor_from(request), most=limit)


@router.post("/loan-tapes/{uuid:tape_id}/reject", response={200: TapeMoved, **REFUSALS}, summary="Give an import up")
def reject_tape(request: HttpRequest, tape_id: UUID, key: IdempotencyKey) -> object:
    """Before anything of it is booked; its files are emptied."""
    return reject_import(call_from(request, key), tape_id=tape_id)


@router.get("/indicators", response={200: Indicators, **REFUSALS}, summary="Daily figures")
def read_indicators(
    request: HttpRequest,
    until: Annotated[date | None, Query(None, ge=EARLIEST, le=LATEST)],
    days: Annotated[int, Query(30, ge=1, le=MOST_DAYS)],
) -> object:
    """Oldest first; staff only."""
    actor = actor_from(request)
    found = daily_figures(actor, until=until or business_date(), days=days)
    return {"definitions": list(DEFINITIONS.values()), "days": found}


@router.get("/staff", response={200: list[StaffOut], **REFUSALS}, summary="Who works here")
def list_staff(request: HttpRequest) -> object:
    """With the roles they hold."""
    return staff_list(actor_from(request))


@router.post("/staff/{uuid:user_id}/roles", response={200: Changed, **REFUSALS}, summary="Give a role")
def give_role(request: HttpRequest, user_id: UUID, key: IdempotencyKey, body: RoleIn) -> object:
    """Administrators only."""
    return {"user_id": grant_role(call_from(request, key), user_id=user_id, role=body.role)}


@router.delete("/staff/{uuid:user_id}/roles/{role}", response={200: Changed, **REFUSALS}, summary="Take a role back")
def take_role(request: HttpRequest, user_id: UUID, role: GrantableRole, key: IdempotencyKey) -> object:
    """The last administrator keeps theirs."""
    return {"user_id": revoke_role(call_from(request, key), user_id=user_id, role=role)}


@router.post("/staff/{uuid:user_id}/deactivate", response={200: Changed, **REFUSALS}, summary="Switch somebody off")
def deactivate(request: HttpRequest, user_id: UUID, key: IdempotencyKey) -> object:
    """No sign-in any more, and open sessions end; the last administrator stays."""
    return {"user_id": deactivate_user(call_from(request, key), user_id=user_id)}
