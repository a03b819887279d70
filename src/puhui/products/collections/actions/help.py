"""Requests for help: written, moved on, ended."""

from datetime import date
from uuid import UUID

from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.products.collections.actions.contacts import COLLECTORS, lift_holds_of
from puhui.products.collections.help_contracts import (
    OPEN_HELP,
    HelpNotOpen,
    HelpState,
    HelpView,
    HelpWaits,
    NewHelp,
)
from puhui.products.collections.models import HelpRequest
from puhui.products.collections.policy_files import policy_on
from puhui.products.collections.queries.help import help_view


def write_help(call: Call, *, asked: NewHelp, today: date) -> HelpView:
    """Keeps a request; one that is open already is enough. A part of a use case."""
    call.actor.require(Role.CUSTOMER, *COLLECTORS, verb="ask for help")
    if asked.reason not in {reason.code for reason in policy_on(today).hardship.reasons}:
        raise InvalidInput("reason", "choose one of the reasons")
    if asked.can_pay is not None and asked.can_pay.minor < 0:
        raise InvalidInput("can_pay", "an amount of zero or more")
    if asked.better_on is not None and asked.better_on <= today:
        raise InvalidInput("better_on", "a day that is still to come")
    if HelpRequest.objects.filter(loan_id=asked.loan_id, state__in=OPEN_HELP).exists():
        raise HelpWaits(where="loan_id")
    row = HelpRequest.objects.create(
        id=new_id(),
        bucket=asked.bucket,
        loan_id=asked.loan_id,
        party_id=asked.party_id,
        case_id=asked.case_id,
        reason=asked.reason,
        currency=asked.can_pay.currency if asked.can_pay else "CNY",
        can_pay_minor=asked.can_pay.minor if asked.can_pay else None,
        better_on=asked.better_on,
        asked_at=call.at,
        asked_on=today,
        asked_by=call.actor.id,
        state=HelpState.ASKED,
    )
    return help_view(row)


def take_help(call: Call, *, help_id: UUID, states: tuple[HelpState, ...] = OPEN_HELP) -> HelpView:
    """Locks a request that is in one of these states. A part of a use case."""
    del call
    row = HelpRequest.objects.select_for_update().filter(id=help_id).first()
    if row is None:
        raise NotFound("request", where="help_id")
    if row.state not in states:
        raise HelpNotOpen(where="help_id", state=row.state)
    return help_view(row)


def move_help(
    call: Call,
    *,
    help_id: UUID,
    state: HelpState,
    today: date,
    change_id: UUID | None = None,
    observed_until: date | None = None,
) -> HelpView:
    """The next state of a request that was taken; with its end, contacts are free again. A part of a use case."""
    row = HelpRequest.objects.get(id=help_id)
    row.state = state
    if state == HelpState.ASKED:
        row.change_id = None
    if change_id:
        row.change_id = change_id
    if observed_until:
        row.observed_until = observed_until
    if state not in OPEN_HELP:
        row.ended_on = today
        lift_holds_of(call, source_ids=[help_id])
    row.save()
    return help_view(row)
