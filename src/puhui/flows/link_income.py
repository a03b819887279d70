"""A person links their income: they allow one source to be asked, and it is asked at once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from puhui.flows.ask_sources import SourcesAsked, ask_sources
from puhui.flows.give_consent import give_consent
from puhui.foundation.consent.facade import consent_text, covered_scopes
from puhui.foundation.party.facade import home_date
from puhui.foundation.sources.facade import KnownAnswer, known_answers_of
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Forbidden
from puhui.kernel.money import Money
from puhui.kernel.ports import SourceConnector

PURPOSE, SOURCE = "personal_records", "person_income"
SHOWN_MONTHS = 12
RECENT_MONTHS = 3


@dataclass(frozen=True, slots=True)
class LinkedIncome:
    """Income by month as the source has it, newest first; `month` is its first day."""

    as_of: date
    months: tuple[tuple[date, Money], ...]
    mean: Money | None


def link_income(call: Call, *, connector: SourceConnector) -> SourcesAsked:
    """The consent over this source alone, unless it is there, and then the question; the answer feeds decisions."""
    call.actor.require(Role.CUSTOMER, verb="link an income")
    person_id = call.actor.party_id
    if person_id is None:
        raise Forbidden("link an income")
    if not is_linked(person_id, on=home_date(call.at)):
        on = home_date(call.at)
        text = consent_text(PURPOSE, on=on)
        until = on + timedelta(days=text.max_days)
        give_consent(call.step("consent"), party_id=person_id, purpose=PURPOSE, scope=(SOURCE,), until=until)
    return ask_sources(call, party_ids=[person_id], connector=connector, only=[SOURCE], again=True)


def is_linked(person_id: UUID, *, on: date) -> bool:
    """Whether the person allows us to ask. For pages of their own: no rights are looked at."""
    return (PURPOSE, SOURCE) in covered_scopes(party_id=person_id, on=on)


def income_of(call: Call) -> LinkedIncome | None:
    """What the source has said of the person who asks; None when nothing was heard."""
    if call.actor.party_id is None:
        return None
    found = known_answers_of([(call.actor.party_id, call.at)])[0].get(SOURCE)
    return _read(found) if found is not None and found.content else None


def recent_income(person_id: UUID, *, at: datetime) -> Money | None:
    """The mean of the last months that the source told, while the person allows it. For flows: no rights."""
    if not is_linked(person_id, on=home_date(at)):
        return None
    found = known_answers_of([(person_id, at)])[0].get(SOURCE)
    told = _read(found).months[:RECENT_MONTHS] if found is not None and found.content else ()
    if len(told) < RECENT_MONTHS:
        return None
    return Money(sum(amount.minor for _on, amount in told) // len(told))


def _read(found: KnownAnswer) -> LinkedIncome:
    assert found.content is not None
    told = found.content["months"]
    rows = [(date.fromisoformat(str(row["month_on"])[:10]), Money(int(row["income_minor"]))) for row in told]
    months = tuple(sorted(rows, reverse=True)[:SHOWN_MONTHS])
    mean = Money(sum(amount.minor for _on, amount in months) // len(months)) if months else None
    return LinkedIncome(found.as_of, months, mean)
