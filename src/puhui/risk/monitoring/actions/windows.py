"""The kept counts of the last days, added up: one statement for every segment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from puhui.risk.monitoring.contracts import Segment
from puhui.risk.monitoring.models import DayTally, Reference
from puhui.risk.monitoring.policy import WatchPolicy
from puhui.risk.monitoring.rules.tallies import OUTCOME, Counts, added, rows_in

Page = tuple[str, str]  # kind, subject
_COLUMNS = ("product_code", "model", "kind", "subject", "business_date", "counts")


@dataclass
class Kept:
    """What is kept of one segment: tallies by kind, subject and day, and what they are compared with."""

    since: date = date.min
    tallies: dict[Page, dict[date, Counts]] = field(default_factory=lambda: defaultdict(dict))
    references: dict[Page, tuple[Counts, date | None]] = field(default_factory=dict)

    def now(self, kind: str, subject: str = "") -> Counts:
        """The counts of the window; a reference that was made of days itself is not compared with those days."""
        _, until = self.references.get((kind, subject), ({}, None))
        first = self.since if until is None else max(self.since, until + timedelta(days=1))
        return self._added(kind, subject, first=first)

    def long(self, kind: str, subject: str = "") -> Counts:
        """The counts of the longest window."""
        return self._added(kind, subject, first=date.min)

    def before(self, kind: str, subject: str = "") -> Counts:
        """The reference; empty before there is one."""
        return self.references.get((kind, subject), ({}, None))[0]

    def halves(self, kind: str, subject: str) -> list[Counts]:
        """The counts of the longest window, of every other day each."""
        days = self.tallies.get((kind, subject), {})
        return [added(counts for day, counts in days.items() if day.toordinal() % 2 == half) for half in (0, 1)]

    def subjects(self, kind: str) -> list[str]:
        """What there are tallies of."""
        return sorted(subject for name, subject in self.tallies if name == kind)

    def kinds(self, begin: str) -> list[str]:
        """The kinds whose name begins so."""
        return sorted({name for name, _ in self.tallies if name.startswith(begin)})

    def _added(self, kind: str, subject: str, *, first: date) -> Counts:
        days = self.tallies.get((kind, subject), {})
        return added(counts for day, counts in days.items() if day >= first)


def windows_on(on: date, policy: WatchPolicy) -> dict[Segment, Kept]:
    """What is kept of each segment up to a day, with the shortest window that has enough decisions."""
    first = on - timedelta(days=policy.windows_days[-1] - 1)
    found: dict[Segment, Kept] = defaultdict(Kept)
    rows = DayTally.objects.filter(business_date__range=(first, on)).values_list(*_COLUMNS)
    for product_code, model, kind, subject, day, counts in rows.iterator(chunk_size=1000):
        found[Segment(product_code=product_code, model=model)].tallies[kind, subject][day] = counts
    for kept in Reference.objects.filter(product_code__in={s.product_code for s in found}):
        if _segment(kept) in found:
            found[_segment(kept)].references[kept.kind, kept.subject] = (kept.counts, kept.until)
    for window in found.values():
        window.since = _since(window.tallies.get((OUTCOME, ""), {}), on=on, policy=policy)
    return dict(sorted(found.items(), key=lambda pair: (pair[0].product_code, pair[0].model)))


def _since(outcomes: dict[date, Counts], *, on: date, policy: WatchPolicy) -> date:
    """The first day of the shortest window with enough decisions, else of the longest."""
    firsts = [on - timedelta(days=days - 1) for days in policy.windows_days]
    return next((first for first in firsts if _rows(outcomes, first) >= policy.enough_rows), firsts[-1])


def _rows(outcomes: dict[date, Counts], first: date) -> int:
    return sum(rows_in(counts) for day, counts in outcomes.items() if day >= first)


def _segment(row: Reference) -> Segment:
    return Segment(product_code=row.product_code, model=row.model)


def pages_added(rows: Iterable[DayTally]) -> dict[Page, Counts]:
    """Tallies of several days as one, by kind and subject."""
    by_page: dict[Page, list[Counts]] = defaultdict(list)
    for row in rows:
        by_page[row.kind, row.subject].append(row.counts)
    return {page: added(counts) for page, counts in by_page.items()}
