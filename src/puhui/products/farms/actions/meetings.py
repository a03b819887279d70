"""Meetings of joint-liability groups: opened with what is due, counted and closed, money into and out of savings."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import F, Max

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import households_of, members_of
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.money import MAX_MINOR, Money
from puhui.products.farms.contracts import Brought, MeetingMoved, MeetingState
from puhui.products.farms.models import GroupSavings, Meeting, MeetingLine, SavingsMove
from puhui.products.farms.policy_files import farm_policy
from puhui.products.farms.refusals import (
    GroupSize,
    MeetingNotOpen,
    SameHousehold,
    SavingsTooLow,
    SheetDoesNotAddUp,
)
from puhui.products.farms.rules.meetings import Put, put_cash

HOLDERS: Final = (Role.RELATIONSHIP_MANAGER, Role.OPERATIONS)


def check_group(group_id: UUID) -> tuple[UUID, ...]:
    """The members of a group that is whole: as many as policy asks, each of another household."""
    policy = farm_policy(business_date())
    members = tuple(member.party_id for member in members_of(group_id))
    if not policy.group_least <= len(members) <= policy.group_most:
        raise GroupSize(where="group_id", least=policy.group_least, most=policy.group_most, now=len(members))
    homes = households_of(members)
    if len(set(homes.values())) != len(members):
        raise SameHousehold(where="group_id")
    return members


def open_meeting(
    call: Call, *, group_id: UUID, on: date, place: str, due_minor: Mapping[UUID, tuple[UUID | None, int]]
) -> MeetingMoved:
    """A meeting begins with its sheet: every member, their loan, what is due on it. A part of a flow."""
    call.actor.require(*HOLDERS, verb="hold a meeting")
    members = check_group(group_id)
    if on != business_date():
        raise InvalidInput("on", "the open business day")
    if Meeting.objects.filter(group_id=group_id, state=MeetingState.OPEN).exists():
        raise MeetingNotOpen(where="group_id", state="open")
    last = Meeting.objects.filter(group_id=group_id).aggregate(last=Max("n"))["last"] or 0
    row = Meeting.objects.create(
        group_id=group_id,
        n=last + 1,
        on=on,
        place=clean_text(place, where="place", least=2, most=100),
        state=MeetingState.OPEN,
        opened_by=call.actor.id,
    )
    lines = [(member, *due_minor.get(member, (None, 0))) for member in members]
    MeetingLine.objects.bulk_create(
        MeetingLine(meeting=row, party_id=member, loan_id=loan_id, due_minor=due) for member, loan_id, due in lines
    )
    return MeetingMoved(row.id, MeetingState.OPEN, Money(0, row.currency))


def close_meeting(
    call: Call, *, meeting_id: UUID, brought: Collection[Brought], counted: Money, owed_minor: Mapping[UUID, int]
) -> dict[UUID, tuple[UUID, Put]]:
    """Counts the cash and says where it goes, by member with their loan. A part of a flow, which books it.

    What was counted on the table must be what the lines add up to; a member without a loan saves.
    """
    call.actor.require(*HOLDERS, verb="hold a meeting")
    row = locked_meeting(meeting_id)
    if row.state != MeetingState.OPEN:
        raise MeetingNotOpen(where="meeting_id", state=row.state)
    lines = {line.party_id: line for line in MeetingLine.objects.filter(meeting=row)}
    _check_brought(row, lines, brought, counted)
    pct = farm_policy(row.on).savings_pct
    put: dict[UUID, tuple[UUID, Put]] = {}
    for one in brought:
        line = lines[one.party_id]
        owed = owed_minor.get(line.loan_id, 0) if line.loan_id else 0
        parts = put_cash(one.cash.minor, due_minor=min(line.due_minor, owed), owed_minor=owed, savings_pct=pct)
        line.is_present, line.cash_minor = one.is_present, one.cash.minor
        line.to_loan_minor, line.to_savings_minor = parts
        if line.loan_id and parts.to_loan:
            put[one.party_id] = (line.loan_id, parts)
    MeetingLine.objects.bulk_update(
        lines.values(), ["is_present", "cash_minor", "to_loan_minor", "to_savings_minor"], batch_size=200
    )
    row.state, row.cash_minor, row.closed_by = MeetingState.CLOSED, counted.minor, call.actor.id
    row.save(update_fields=["state", "cash_minor", "closed_by"])
    saved = sum(line.to_savings_minor for line in lines.values())
    if saved:
        move_savings(call, group_id=row.group_id, amount=Money(saved, row.currency), meeting_id=row.id)
    return put


def move_savings(
    call: Call, *, group_id: UUID, amount: Money, meeting_id: UUID | None = None, loan_id: UUID | None = None
) -> UUID:
    """Money into a group's savings, or (below zero) out of them for a member's loan. A part of a flow.

    Never below nothing: the row of the group is locked, and the database refuses besides.
    """
    call.actor.require(*HOLDERS, Role.RISK_OFFICER, Role.SYSTEM, verb="move savings")
    GroupSavings.objects.bulk_create([GroupSavings(group_id=group_id)], ignore_conflicts=True)
    row = GroupSavings.objects.select_for_update().get(group_id=group_id)
    if amount.currency != row.currency or amount.minor == 0:
        raise InvalidInput("amount", f"an amount of {row.currency}")
    if row.balance_minor + amount.minor < 0:
        raise SavingsTooLow(where="amount", free=Money(row.balance_minor, row.currency))
    GroupSavings.objects.filter(group_id=group_id).update(balance_minor=F("balance_minor") + amount.minor)
    move = SavingsMove.objects.create(
        group_id=group_id,
        amount_minor=amount.minor,
        meeting_id=meeting_id,
        loan_id=loan_id,
        on=business_date(),
        by_id=call.actor.id,
    )
    return move.id


def locked_meeting(meeting_id: UUID) -> Meeting:
    """The meeting, locked: two who close it come one after the other."""
    row = Meeting.objects.select_for_update().filter(id=meeting_id).first()
    if row is None:
        raise NotFound("meeting", where="meeting_id")
    return row


def _check_brought(
    row: Meeting, lines: Mapping[UUID, MeetingLine], brought: Collection[Brought], counted: Money
) -> None:
    named = [one.party_id for one in brought]
    if len(set(named)) != len(named) or not set(named) <= set(lines):
        raise InvalidInput("brought", "each member of the group once")
    for one in brought:
        if one.cash.currency != row.currency or not 0 <= one.cash.minor <= MAX_MINOR:
            raise InvalidInput("brought", f"amounts of {row.currency} that are not below zero")
    total = sum(one.cash.minor for one in brought)
    if counted.currency != row.currency or counted.minor != total:
        shown = Money(total, row.currency)
        raise SheetDoesNotAddUp(where="counted", counted=counted, lines=shown)
