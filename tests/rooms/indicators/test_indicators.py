"""Daily figures: written once, bounded, staff only."""

from datetime import UTC, date, datetime, timedelta

import pytest

from puhui.conduct.indicators.facade import MOST_DAYS, daily_figures, record_day
from puhui.conduct.indicators.models import DailyFigure
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden
from puhui.kernel.ids import new_id

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
CALL = Call(SYSTEM, "k", AT)


@pytest.mark.django_db
def test_a_day_is_written_once() -> None:
    assert record_day(CALL, on=DAY, values={"loans_active": 3}) == 1
    assert record_day(CALL, on=DAY, values={"loans_active": 9}) == 0
    assert [dict(d.values) for d in daily_figures(SYSTEM, until=DAY)] == [{"loans_active": 3}]


@pytest.mark.django_db
def test_days_come_oldest_first_and_bounded() -> None:
    for back in (0, 5, MOST_DAYS + 1):
        record_day(CALL, on=DAY - timedelta(days=back), values={"loans_active": back})
    assert [d.on for d in daily_figures(SYSTEM, until=DAY, days=10**6)] == [DAY - timedelta(days=5), DAY]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.AUDITOR, Role.RELATIONSHIP_MANAGER])
def test_who_may_not_write_changes_nothing(role: Role) -> None:
    with pytest.raises(Forbidden):
        record_day(Call(Actor(new_id(), frozenset({role})), "k", AT), on=DAY, values={"loans_active": 1})
    assert DailyFigure.objects.count() == 0


@pytest.mark.django_db
def test_a_customer_may_not_read() -> None:
    with pytest.raises(Forbidden):
        daily_figures(Actor(new_id(), frozenset({Role.CUSTOMER})), until=DAY)


@pytest.mark.django_db
def test_a_figure_needs_a_definition() -> None:
    with pytest.raises(ValueError, match="definition"):
        record_day(CALL, on=DAY, values={"made_up": 1})
    assert DailyFigure.objects.count() == 0
