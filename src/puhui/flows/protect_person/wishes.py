"""A person keeps themselves from borrowing for some months, or sets a limit of their own over all products."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.conduct.protection.facade import keep_exclusion, keep_own_limit, keep_think_from
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import home_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Forbidden
from puhui.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Excluded:
    """Nobody lends to the person until this day, the day included."""

    party_id: UUID
    until: date


@dataclass(frozen=True, slots=True)
class OwnLimitSet:
    """The limit, and from which day on it holds."""

    party_id: UUID
    limit: Money
    holds_from: date


@use_case("protect_person.exclude_self", answers=Excluded)
def exclude_self(call: Call, *, months: int) -> Excluded:
    """For so many months from today nobody lends to the person who asks; not to be lifted early by anybody."""
    person_id = _who(call, verb="keep yourself from borrowing")
    return Excluded(person_id, keep_exclusion(call, party_id=person_id, months=months, on=home_date(call.at)))


@use_case("protect_person.set_own_limit", answers=OwnLimitSet)
def set_own_limit(call: Call, *, limit: Money) -> OwnLimitSet:
    """The most that the person wants to owe over all products: lower at once, higher after days of thinking."""
    person_id = _who(call, verb="set a limit of your own")
    start = keep_own_limit(call, party_id=person_id, limit=limit, on=home_date(call.at))
    return OwnLimitSet(person_id, limit, start)


@use_case("protect_person.set_think_from", answers=OwnLimitSet)
def set_think_from(call: Call, *, amount: Money) -> OwnLimitSet:
    """From this amount on, every draw and early repayment waits: lower at once, higher after days of thinking."""
    person_id = _who(call, verb="let acts of your own wait")
    start = keep_think_from(call, party_id=person_id, amount=amount, on=home_date(call.at))
    return OwnLimitSet(person_id, amount, start)


def _who(call: Call, *, verb: str) -> UUID:
    """Only the person themselves: nobody wishes it for another."""
    call.actor.require(Role.CUSTOMER, verb=verb)
    if call.actor.party_id is None:
        raise Forbidden(verb)
    return call.actor.party_id
