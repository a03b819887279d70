"""Laws of sources and facts: nothing from the future counts, order never matters, what lies outside says nothing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from puhui.foundation.sources.facade import Standing, Status, source_definitions
from puhui.foundation.sources.rules.choosing import choose
from puhui.risk.facts.contracts import FactRule
from puhui.risk.facts.rules.source_facts import measured

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SOURCES = ("judicial_records", "tax", "credit_bureau")


@dataclass(frozen=True)
class Row:
    id: UUID
    source: str
    status: str
    known_at: datetime
    corrects_id: UUID | None = None
    content_hash: str = ""


rows = st.lists(
    st.builds(
        Row,
        id=st.uuids(),
        source=st.sampled_from(SOURCES),
        status=st.sampled_from([str(s) for s in Status]),
        known_at=st.integers(-400 * 24, 400 * 24).map(lambda hours: AT + timedelta(hours=hours)),
    ),
    max_size=20,
    unique_by=lambda row: row.id,
)


@given(rows, st.randoms())
def test_what_counts_was_known_and_usable_and_young_enough_in_any_order(found: list[Row], luck: object) -> None:
    definitions = source_definitions(on=ON)
    chosen = choose(found, definitions=definitions, at=AT)
    shuffled = list(found)
    luck.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose(shuffled, definitions=definitions, at=AT) == chosen
    for source, one in chosen.items():
        age = AT - one.row.known_at
        assert timedelta(0) <= age <= timedelta(days=definitions[source].stale_days)
        assert one.row.status in (Status.OK, Status.ABSENT)
        assert (one.standing == Standing.FRESH) == (age <= definitions[source].max_age)
        later = [r for r in found if r.source == source and one.row.known_at < r.known_at <= AT]
        assert all(r.status not in (Status.OK, Status.ABSENT) for r in later)


@given(rows, st.integers(1, 10_000))
def test_what_comes_later_changes_nothing(found: list[Row], hours: int) -> None:
    definitions = source_definitions(on=ON)
    later = [Row(UUID(int=n), s, Status.OK, AT + timedelta(hours=hours)) for n, s in enumerate(SOURCES)]
    assert choose([*found, *later], definitions=definitions, at=AT) == choose(found, definitions=definitions, at=AT)


def rule(**changes: object) -> FactRule:
    words = {"zh": "一", "en": "one", "meaning_zh": "一", "meaning_en": "one"}
    base = {"name": "cases_24m", "source": "judicial_records", "unit": "cases", "window_months": 24, "op": "count"}
    return FactRule.model_validate({**base, "rows": "cases", "date": "filed_on", **words, **changes})


days = st.integers(-2000, 2000).map(lambda n: ON + timedelta(days=n))
cases = st.lists(st.tuples(days, st.integers(0, 10**12), st.sampled_from(["suit", "enforcement"])), max_size=30)


def content(of: list[tuple[date, int, str]]) -> dict[str, object]:
    return {"cases": [{"filed_on": d.isoformat(), "amount_minor": a, "kind": k} for d, a, k in of]}


@given(cases)
def test_a_window_counts_its_days_and_no_others(of: list[tuple[date, int, str]]) -> None:
    inside = [c for c in of if date(2024, 11, 23) < c[0] <= ON]
    assert measured(rule(), content(of), on=ON) == len(inside)
    total = rule(op="sum", field="amount_minor", unit="minor", where={"kind": ["suit"]})
    assert measured(total, content(of), on=ON) == sum(a for _, a, k in inside if k == "suit")
    assert measured(total, content(list(reversed(of))), on=ON) == measured(total, content(inside), on=ON)


@given(cases)
def test_unknown_is_never_zero(of: list[tuple[date, int, str]]) -> None:
    assert measured(rule(), None, on=ON) is None
    assert measured(rule(absent=0), None, on=ON) == 0
    assert measured(rule(op="sum", field="colour", unit="minor"), content([*of, (ON, 1, "suit")]), on=ON) is None
    assert measured(rule(op="known", rows="", date="", window_months=0, unit="flag"), None, on=ON) == 0
