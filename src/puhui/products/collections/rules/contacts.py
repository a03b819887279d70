"""May this contact be made now? One small rule a question; the first that refuses names its article.

Times of day are those of the debtor's place. A contact is allowed at an instant when no rule refuses it there; the
earliest next instant is found by asking each rule when it would stop refusing, until none does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from puhui.kernel.dates import add_months
from puhui.products.collections.contracts import (
    SILENT,
    Article,
    Channel,
    ContactAsk,
    Hours,
    Standing,
    Verdict,
    Whom,
)

_ROUNDS = 12  # rules that push each other on: quiet hours, a full day, a hold that ends; far more than can happen
_MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """The numbers of the rulebook and of the house, and the article behind each question."""

    quiet: Hours
    zone: ZoneInfo
    calls_most: int
    visits_most: int
    unreachable_attempts: int
    unreachable_days: int
    evaluation_months: int
    stops_during_dispute: bool
    vulnerable_tags: frozenset[str]
    vulnerable_calls_most: int
    may_visit_vulnerable: bool
    unreachable_tags: frozenset[str]
    articles: Mapping[str, Article]


@dataclass(frozen=True, slots=True)
class _Blocked:
    """Refused by the article of that name; `until` is when this rule alone would let it pass, None: not by waiting."""

    code: str
    until: datetime | None


_Rule = Callable[[ContactAsk, Standing, Conduct, datetime], _Blocked | None]


def may_contact(ask: ContactAsk, standing: Standing, conduct: Conduct) -> Verdict:
    """Allowed, or refused with the article and the earliest instant at which nothing would refuse it."""
    blocked = _first(ask, standing, conduct, ask.at.astimezone(UTC))
    if blocked is None:
        return Verdict(allowed=True)
    return Verdict(
        allowed=False,
        code=blocked.code,
        article=conduct.articles[blocked.code],
        earliest_at=_earliest(ask, standing, conduct),
    )


def local_date(at: datetime, conduct: Conduct) -> date:
    """The date on the calendar of the debtor's place."""
    return at.astimezone(conduct.zone).date()


def is_unreachable(standing: Standing, conduct: Conduct) -> bool:
    """True when the debtor cannot be reached, has died or lacks capacity: only then somebody else may be asked."""
    tried = standing.unanswered >= conduct.unreachable_attempts
    return (tried and standing.unanswered_days >= conduct.unreachable_days) or bool(
        standing.tags & conduct.unreachable_tags
    )


def within(hours: Hours, at: time) -> bool:
    """True when the time of day lies in the hours; the end does not belong to them."""
    if hours.begins <= hours.until:
        return hours.begins <= at < hours.until
    return at >= hours.begins or at < hours.until


def _earliest(ask: ContactAsk, standing: Standing, conduct: Conduct) -> datetime | None:
    at = ask.at.astimezone(UTC)
    for _ in range(_ROUNDS):
        waits = [b for rule in RULES if (b := rule(ask, standing, conduct, at))]
        if not waits:
            return at
        ends = [b.until for b in waits if b.until is not None]
        if len(ends) < len(waits):
            return None
        at = max(ends)
    return None


def _first(ask: ContactAsk, standing: Standing, conduct: Conduct, at: datetime) -> _Blocked | None:
    return next((b for rule in RULES if (b := rule(ask, standing, conduct, at))), None)


def _person(ask: ContactAsk, standing: Standing, conduct: Conduct, at: datetime) -> _Blocked | None:
    """Somebody else only when the debtor cannot be reached, and never again after a refusal."""
    del at
    if ask.whom == Whom.DEBTOR:
        return _Blocked("third_party_when", None) if standing.tags & conduct.unreachable_tags else None
    if not is_unreachable(standing, conduct):
        return _Blocked("third_party_when", None)
    if ask.third_party in standing.refused_by:
        return _Blocked("third_party_stops", None)
    return None


def _hold(ask: ContactAsk, standing: Standing, conduct: Conduct, at: datetime) -> _Blocked | None:
    """A complaint, a dispute, a promise or a request for help: formal letters and notices go on, nothing else."""
    if ask.channel in SILENT or not conduct.stops_during_dispute:
        return None
    today = local_date(at, conduct)
    standing_holds = [hold for hold in standing.holds if hold.until is None or hold.until >= today]
    if not standing_holds:
        return None
    ends = [hold.until for hold in standing_holds if hold.until is not None]
    until = _at(max(ends) + timedelta(days=1), _MIDNIGHT, conduct) if len(ends) == len(standing_holds) else None
    return _Blocked("hold", until)


def _choice(ask: ContactAsk, standing: Standing, conduct: Conduct, at: datetime) -> _Blocked | None:
    """A channel that the debtor turned off stays off; nobody else is asked where the debtor does not want it.

    A choice ends with the debtor's life or capacity: then there is nobody else to speak with.
    """
    del at
    if ask.whom == Whom.DEBTOR:
        return _Blocked("choice", None) if ask.channel in standing.channels_off else None
    spared = standing.spares_others and not standing.tags & conduct.unreachable_tags
    return _Blocked("choice", None) if spared else None


def _hours(ask: ContactAsk, standing: Standing, conduct: Conduct, at: datetime) -> _Blocked | None:
    """Not in the quiet hours; or, for a debtor who agreed on hours, only within those."""
    if ask.channel in SILENT:
        return None
    agreed = standing.hours if ask.whom == Whom.DEBTOR else None
    allowed = agreed or Hours(conduct.quiet.until, conduct.quiet.begins)
    local = at.astimezone(conduct.zone)
    if within(allowed, local.time()):
        return None
    begins = _at(local.date(), allowed.begins, conduct)
    until = begins if begins > at else _at(local.date() + timedelta(days=1), allowed.begins, conduct)
    return _Blocked("quiet", until)


def _frequency(ask: ContactAsk, standing: Standing, conduct: Conduct, at: datetime) -> _Blocked | None:
    """So many effective calls and visits a day; fewer for people who need care."""
    if local_date(at, conduct) != local_date(ask.at, conduct):
        return None
    vulnerable = bool(standing.tags & conduct.vulnerable_tags)
    most = min(conduct.calls_most, conduct.vulnerable_calls_most) if vulnerable else conduct.calls_most
    tomorrow = _at(local_date(at, conduct) + timedelta(days=1), _MIDNIGHT, conduct)
    if ask.channel == Channel.VOICE and standing.effective_calls >= most:
        return _Blocked("calls", tomorrow)
    if ask.channel == Channel.VISIT and standing.visits >= conduct.visits_most:
        return _Blocked("visits", tomorrow)
    return None


def _care(ask: ContactAsk, standing: Standing, conduct: Conduct, at: datetime) -> _Blocked | None:
    """People who need care are not visited unless the policy says so."""
    del at
    refused = ask.channel == Channel.VISIT and bool(standing.tags & conduct.vulnerable_tags)
    return _Blocked("care", None) if refused and not conduct.may_visit_vulnerable else None


def _outsourcer(ask: ContactAsk, standing: Standing, conduct: Conduct, at: datetime) -> _Blocked | None:
    """A firm that collects for the lender and was not evaluated in time contacts nobody."""
    del standing
    if not ask.is_outsourced:
        return None
    until = add_months(ask.evaluated_on, conduct.evaluation_months) if ask.evaluated_on else None
    fresh = until is not None and local_date(at, conduct) <= until
    return None if fresh else _Blocked("outsourcer", None)


RULES: tuple[_Rule, ...] = (_outsourcer, _person, _hold, _choice, _care, _hours, _frequency)


def _at(day: date, at: time, conduct: Conduct) -> datetime:
    return datetime.combine(day, at, tzinfo=conduct.zone).astimezone(UTC)
