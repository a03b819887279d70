"""A cooperative keeps a limit ready and pays for what it does not draw: exactly what its cost sheet says."""

import dataclasses
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st
from tests.interfaces.workbench.institution import footprint
from tests.rooms.facilities.holders import OFFICER
from tests.rooms.farms.village import MANAGER
from tests.rooms.lending.lender import proven
from tests.rooms.origination.firm_at_the_door import TODAY, Door
from tests.rooms.party.made_up import call_by
from tests.stories.test_drawing_on_a_limit import Shop

from puhui.finmath.commitment import charge_days, fee_of, undrawn_fees
from puhui.flows.draw_facility.change_limit import change_limit
from puhui.flows.draw_facility.commitment import charge_commitment
from puhui.flows.run_end_of_day.facade import close_day
from puhui.foundation.catalogue.loading import SHIPPED
from puhui.foundation.ledger.facade import balance, business_date
from puhui.foundation.party.facade import make_group
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.money import Money
from puhui.products.facilities.facade import facility, facility_faults
from puhui.products.origination.facade import contract, offer

pytestmark = pytest.mark.django_db
OWN = {
    "review_days = 3\n": 'review_days = 3\ndecision_policy = "firm-lines"\n',
    'id = "seasonal-stock-line"': 'id = "seed-line"',
    'groups = ["small_firm"]': 'groups = ["cooperative"]',
    "availability_months = 9": "availability_months = 3",
    'draws = "loans"': (
        'draws = "loans"\ncommitment_fee_pct = 0.5\ncommitment_fee_receiver = { en = "Lender", zh = "贷款人" }'
    ),
}


@pytest.fixture
def shop(settings: LazySettings, tmp_path: Path) -> Shop:
    """A cooperative that has signed for a limit of 200,000.00 at 0.5 percent a year for what is not drawn."""
    made = (SHIPPED / "products/seasonal-stock-line-1.toml").read_text(encoding="utf-8")
    for old, new in OWN.items():
        assert old in made
        made = made.replace(old, new, 1)
    (tmp_path / "products").mkdir()
    (tmp_path / "products/seed-line-1.toml").write_text(made, encoding="utf-8")
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
    return Shop("seed-line", "bullet", before=_a_cooperative)


def _a_cooperative(door: Door) -> None:
    make_group(
        call_by(MANAGER), kind="cooperative", code=f"C-{door.firm_id}", name="合作社", organisation_id=door.firm_id
    )


def close_until(shop: Shop, day: date) -> None:
    while business_date() < day:
        opened = business_date()
        close_day(Call(SYSTEM, f"close-{opened}", shop.clock.now()), on=opened)
        shop.clock.instant += timedelta(days=1)
        shop.door.at = shop.clock.instant
        shop.work()


def sheet_of(shop: Shop) -> dict[str, object]:
    agreed = offer(SYSTEM, contract(SYSTEM, facility(SYSTEM, shop.id).contract_id).offer_id)
    return dict(agreed.sheet)


def test_who_never_draws_pays_what_the_sheet_says_to_the_fen(shop: Shop) -> None:
    sheet = sheet_of(shop)
    [line] = [one for one in sheet["costs"] if one["code"] == "commitment_fee"]  # type: ignore[union-attr]
    assert (line["total"], line["receiver"]) == ("0.00", {"en": "Lender", "zh": "贷款人"})
    days = [(date(2026, 12, 1) - TODAY).days, 31, 31, 23]  # a broken month, two whole ones, and the first 23 days
    each = [fee_of(200_000_00 * n, yearly_pct=Decimal("0.5")) for n in days]
    assert line["most_undrawn"] == str(Money(sum(each)))
    assert str(Money(sum(each))) in line["basis"]["en"]
    close_until(shop, date(2027, 2, 26))
    fees = facility(SYSTEM, shop.id).fees
    assert [fee.amount.minor for fee in reversed(fees)] == each
    assert sum(fee.paid.minor for fee in fees) == sum(each)
    assert balance("income.commitment_fee").minor == sum(each)
    assert balance("facilities.fee_receivable").minor == 0
    assert facility_faults() == []
    proven()


def test_what_is_drawn_or_frozen_costs_no_fee_and_a_refused_fee_stays_owed(shop: Shop) -> None:
    shop.draw(150_000_00, term_months=3)
    close_until(shop, date(2026, 12, 1))
    change_limit(Call(OFFICER, "freeze", shop.clock.now()), facility_id=shop.id, act="frozen", reason="looking")
    close_until(shop, date(2027, 1, 2))
    [fee] = facility(SYSTEM, shop.id).fees
    assert fee.amount.minor == fee_of(50_000_00 * 8, yearly_pct=Decimal("0.5"))
    assert fee.paid == fee.amount
    before = footprint()
    assert charge_commitment(Call(SYSTEM, "again", shop.clock.now()), day=date(2026, 11, 30)) == 0
    assert footprint() == before


@given(
    st.integers(1, 10**11),
    st.decimals("0.01", "3", places=2),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 900),
)
def test_periods_join_without_gap_and_the_fee_is_that_of_all_days(
    undrawn: int, pct: Decimal, begins: date, days: int
) -> None:
    ends = begins + timedelta(days=days)
    periods = charge_days(begins, ends)
    assert periods[0][0] == begins
    assert periods[-1][1] == ends + timedelta(days=1)
    assert all(one[1] == after[0] for one, after in pairwise(periods))
    whole = fee_of(undrawn * (days + 1), yearly_pct=pct)
    assert abs(sum(undrawn_fees(undrawn, yearly_pct=pct, begins=begins, ends=ends)) - whole) <= len(periods)
