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
        raise ExclusionInvalid(where="months", months=told, until=running or until)
    _keep(call, party_id=party_id, kind=WishKind.EXCLUSION, holds_from=on, until=until)
    return until


def keep_own_limit(call: Call, *, party_id: UUID, limit: Money, on: date) -> date:
    """A limit over all products; the day from which it holds."""
    now = protections(party_id, on=on).own_limit
    kind = WishKind.OWN_LIMIT
    return _keep_amount(call, party_id=party_id, kind=kind, amount=limit, now=now, on=on, where="limit")


def keep_think_from(call: Call, *, party_id: UUID, amount: Money, on: date) -> date:
    """From this amount on every act waits; the day from which that holds: at once when stricter, else after days."""
    now = protections(party_id, on=on).think_from
    kind = WishKind.THINK_FROM
    return _keep_amount(call, party_id=party_id, kind=kind, amount=amount, now=now, on=on, where="amount")


def check_protections(party_id: UUID, *, owed: Money, amount: Money, on: date) -> None:
    """Refuses to lend more to a person who does not want it. `owed`: what all products come to already."""
    found = protections(party_id, on=on)
    if found.excluded_until is not None:
        raise SelfExcluded(where="party_id", until=found.excluded_until)
    if found.own_limit is not None and owed + amount > found.own_limit:
        raise OwnLimitPassed(where="amount", owed=owed, most=found.own_limit)


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


def _keep_amount(
    call: Call, *, party_id: UUID, kind: WishKind, amount: Money, now: Money | None, on: date, where: str
) -> date:
    """Lower than now holds at once, higher after days of thinking; the day from which it holds."""
    if amount.currency != "CNY" or amount.minor < 0:
        raise InvalidInput(where, "an amount of CNY, zero or above")
    wait = protection_on(on).raise_wait_days
    start = starts_on(amount.minor, now_minor=now.minor if now else None, on=on, wait_days=wait)
    _keep(call, party_id=party_id, kind=kind, holds_from=start, amount_minor=amount.minor)
    return start
