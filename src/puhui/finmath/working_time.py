"""Hours that are worked: when so many of them are over, and how many lie between two instants."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from puhui.finmath.calendars import is_working_day

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """On which days and in which hours is worked. Hours lie within one day; the zone has no summer time."""

    calendar: str
    opens: time
    closes: time
    zone: timezone

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise ValueError("a day opens before it closes")

    @property
    def minutes_a_day(self) -> int:
        """The whole minutes of one working day."""
        return int((_at(date(2000, 1, 1), self.closes) - _at(date(2000, 1, 1), self.opens)).total_seconds()) // 60

    def after_minutes(self, start: datetime, minutes: int) -> datetime:
        """The instant at which so many working minutes have passed since the start."""
        left = timedelta(minutes=minutes)
        for begin, end in self._spans(start):
            if end - begin >= left:
                return (begin + left).astimezone(UTC)
            left -= end - begin
        raise AssertionError("there is always another working day")

    def after_days(self, start: datetime, days: int) -> datetime:
        """The close of the n-th working day after the day of the start; with 0 the next close there is."""
        spans = self._spans(start)
        begin, end = next(spans)
        left = days - (begin.date() > start.astimezone(self.zone).date())
        while left > 0:
            begin, end = next(spans)
            left -= 1
        return end.astimezone(UTC)

    def close_of(self, day: date) -> datetime:
        """When work ends on a day, whether it is worked or not."""
        return _at(day, self.closes).replace(tzinfo=self.zone).astimezone(UTC)

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """The whole working minutes from one instant to a later one; 0 when it is not later."""
        worked = timedelta()
        for begin, close in self._spans(start):
            if begin >= end:
                break
            worked += min(close, end) - begin
        return int(worked.total_seconds()) // 60

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is left of each working day from an instant on, without end."""
        local = start.astimezone(self.zone)
        day = local.date()
        while True:
            if is_working_day(day, calendar=self.calendar):
                begin, end = (_at(day, hour).replace(tzinfo=self.zone) for hour in (self.opens, self.closes))
                if end > local:
                    yield max(begin, local), end
            day += _DAY


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour)
