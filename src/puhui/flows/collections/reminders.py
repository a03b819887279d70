"""Which way a reminder goes: by which channel, and not before when. Asked for many borrowers at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from puhui.kernel.actors import Call
from puhui.products.collections.facade import (
    Channel,
    ContactAsk,
    NewAttempt,
    Outcome,
    conduct_on,
    may_contact,
    policy_on,
    record_automatic,
    standings,
)


@dataclass(frozen=True, slots=True)
class ReminderWay:
    """By text message too, or on the borrower's pages only; a message that would disturb waits until `not_before`."""

    by_sms: bool
    not_before: datetime | None = None


def reminder_ways(call: Call, *, party_ids: Collection[UUID], is_dunning: bool) -> dict[UUID, ReminderWay]:
    """The way for each borrower. A complaint or a promise stops dunning, not the friendly word before a due date."""
    policy = policy_on(call.at.date()).reminders
    conduct = conduct_on(call.at.date())
    ask = ContactAsk(channel=Channel.SMS, at=call.at)
    ways = {}
    for party_id, found in standings(party_ids, at=call.at).items():
        standing = found if is_dunning else replace(found, holds=())
        verdict = may_contact(ask, standing, conduct)
        waits_until = verdict.earliest_at if not verdict.allowed else call.at
        in_time = waits_until is not None and waits_until - call.at <= timedelta(hours=policy.wait_hours_most)
        ways[party_id] = ReminderWay(
            by_sms=in_time and Channel.SMS in policy.channels,
            not_before=waits_until if in_time and not verdict.allowed else None,
        )
    return ways


def note_reminders(call: Call, *, borrowers: Mapping[UUID, UUID], ways: Mapping[UUID, ReminderWay]) -> None:
    """Records what was sent about late loans (`borrowers` by loan) among the contacts of their borrowers."""
    sent = [
        NewAttempt(
            party_id=party_id,
            loan_id=loan_id,
            channel=Channel.SMS if ways[party_id].by_sms else Channel.IN_APP,
            outcome=Outcome.SENT,
            at=ways[party_id].not_before,
        )
        for loan_id, party_id in borrowers.items()
    ]
    record_automatic(call, sent=sent)
