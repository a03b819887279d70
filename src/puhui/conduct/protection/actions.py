"""Keeps what a person wishes. Called by flows, in their transaction."""

from datetime import date
from uuid import UUID

from puhui.conduct.protection.contracts import ExclusionInvalid, OwnLimitPassed, SelfExcluded, WishKind
from puhui.conduct.protection.models import Wish
from puhui.conduct.protection.policy import protection_on
from puhui.conduct.protection.queries import protections
from puhui.conduct.protection.rules import starts_on
from puhui.kernel.actors import Call
from puhui.kernel.dates import add_months
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money


def keep_exclusion(call: Call, *, party_id: UUID, months: int, on: date) -> date:
    """Nobody lends to the person until the day that is answered; it is never earlier than one that runs."""
    allowed = protection_on(on).exclusion_months
    until, running = add_months(on, months), protections(party_id, on=on).excluded_until
    if months not in allowed or (running is not None and until < running):
        told = ", ".join(str(n) for n in allowed)
        raise ExclusionInvalid(where="months", months=told, until=str(running or until))
    _keep(call, party_id=party_id, kind=WishKind.EXCLUSION, holds_from=on, until=until)
    return until


def keep_own_limit(call: Call, *, party_id: UUID, limit: Money, on: date) -> date:
    """A limit over all products; the day from which it holds."""
    if limit.currency != "CNY" or limit.minor < 0:
        raise InvalidInput("limit", "an amount of CNY, zero or above")
    now = protections(party_id, on=on).own_limit
    wait = protection_on(on).raise_wait_days
    start = starts_on(limit.minor, now_minor=now.minor if now else None, on=on, wait_days=wait)
    _keep(call, party_id=party_id, kind=WishKind.OWN_LIMIT, holds_from=start, amount_minor=limit.minor)
    return start


def keep_think_from(call: Call, *, party_id: UUID, amount: Money, on: date) -> date:
    """From this amount on every act waits; the day from which that holds: at once when stricter, else after days."""
    if amount.currency != "CNY" or amount.minor < 0:
        raise InvalidInput("amount", "an amount of CNY, zero or above")
    now = protections(party_id, on=on).think_from
    wait = protection_on(on).raise_wait_days
    start = starts_on(amount.minor, now_minor=now.minor if now else None, on=on, wait_days=wait)
    _keep(call, party_id=party_id, kind=WishKind.THINK_FROM, holds_from=start, amount_minor=amount.minor)
    return start


def check_protections(party_id: UUID, *, owed: Money, amount: Money, on: date) -> None:
    """Refuses to lend more to a person who does not want it. `owed`: what all products come to already."""
    found = protections(party_id, on=on)
    if found.excluded_until is not None:
        raise SelfExcluded(where="party_id", until=found.excluded_until.isoformat())
    if found.own_limit is not None and owed + amount > found.own_limit:
        raise OwnLimitPassed(where="amount", owed=str(owed), most=str(found.own_limit))


def _keep(
    call: Call,
    *,
    party_id: UUID,
    kind: WishKind,
    holds_from: date,
    until: date | None = None,
    amount_minor: int | None = None,
) -> None:
    Wish(
        id=new_id(),
        party_id=party_id,
        kind=kind,
        amount_minor=amount_minor,
        currency="CNY",
        holds_from=holds_from,
        until=until,
        made_at=call.at,
        made_by=call.actor.id,
    ).save(force_insert=True)
