"""Laws of contact: never more than three effective calls a day, never in quiet hours, whatever the order and place."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from puhui.foundation.catalogue.facade import installed_parameters
from puhui.products.collections.contracts import Channel, ContactAsk, Hold, HoldKind, Hours, Standing
from puhui.products.collections.policy_files import conduct_of, policy_on
from puhui.products.collections.rules.contacts import local_date, may_contact, within

DAY = date(2026, 11, 25)
SHANGHAI = conduct_of(policy_on(DAY), rules=installed_parameters(DAY))
ZONES = ["Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"]
conducts = st.sampled_from(ZONES).map(lambda name: replace(SHANGHAI, zone=ZoneInfo(name)))
instants = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31), timezones=st.just(UTC))
hours = st.none() | st.builds(Hours, st.times(), st.times()).filter(lambda h: h.begins != h.until)
holds = st.lists(
    st.builds(Hold, st.sampled_from(HoldKind), st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))), max_size=3
).map(tuple)
standings = st.builds(
    Standing,
    channels_off=st.frozensets(st.sampled_from(Channel), max_size=2),
    hours=hours,
    holds=holds,
    tags=st.frozensets(st.sampled_from(["ill", "deceased", "other"]), max_size=2),
    effective_calls=st.integers(0, 5),
    visits=st.integers(0, 2),
    unanswered=st.integers(0, 9),
    unanswered_days=st.integers(0, 9),
)


@given(
    conduct=conducts,
    start=instants,
    gaps=st.lists(st.integers(0, 6 * 3600), min_size=5, max_size=80),
    reached=st.lists(st.booleans(), min_size=80, max_size=80),
)
def test_never_more_than_three_effective_calls_a_day_nor_any_in_quiet_hours(
    conduct: object, start: datetime, gaps: list[int], reached: list[bool]
) -> None:
    at, made = start, []
    for gap, answers in zip(gaps, reached, strict=False):
        at += timedelta(seconds=gap)
        today = local_date(at, conduct)
        count = sum(1 for when in made if local_date(when, conduct) == today)
        ask = ContactAsk(channel=Channel.VOICE, at=at)
        if may_contact(ask, Standing(effective_calls=count), conduct).allowed:
            assert time(8) <= at.astimezone(conduct.zone).time() < time(22)
            if answers:
                made.append(at)
    days = [local_date(when, conduct) for when in made]
    assert all(days.count(day) <= 3 for day in days)


@given(conduct=conducts, at=instants, standing=standings, channel=st.sampled_from(Channel))
def test_the_earliest_next_time_is_allowed_when_it_comes(
    conduct: object, at: datetime, standing: Standing, channel: Channel
) -> None:
    verdict = may_contact(ContactAsk(channel=channel, at=at), standing, conduct)
    if verdict.allowed or verdict.earliest_at is None:
        return
    assert verdict.earliest_at > at
    another_day = local_date(verdict.earliest_at, conduct) != local_date(at, conduct)
    then = replace(standing, effective_calls=0, visits=0) if another_day else standing
    assert may_contact(ContactAsk(channel=channel, at=verdict.earliest_at), then, conduct).allowed


@given(at=instants, standing=standings, channel=st.sampled_from(Channel), minutes=st.integers(0, 4000))
def test_nothing_is_allowed_before_the_earliest_next_time(
    at: datetime, standing: Standing, channel: Channel, minutes: int
) -> None:
    verdict = may_contact(ContactAsk(channel=channel, at=at), standing, SHANGHAI)
    between = at + timedelta(minutes=minutes)
    if verdict.allowed or (verdict.earliest_at is not None and between >= verdict.earliest_at):
        return
    same_day = local_date(between, SHANGHAI) == local_date(at, SHANGHAI)
    then = standing if same_day else replace(standing, effective_calls=0, visits=0)
    assert not may_contact(ContactAsk(channel=channel, at=between), then, SHANGHAI).allowed


@given(at=instants, chosen=hours.filter(bool), channel=st.sampled_from([Channel.VOICE, Channel.VISIT, Channel.SMS]))
def test_agreed_hours_are_kept(at: datetime, chosen: Hours, channel: Channel) -> None:
    allowed = may_contact(ContactAsk(channel=channel, at=at), Standing(hours=chosen), SHANGHAI).allowed
    assert allowed == within(chosen, at.astimezone(SHANGHAI.zone).time())
