"""Small words for tests of facilities: a granted limit, draws under way, what must hold."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from django.db import transaction

from puhui.foundation.ledger.facade import NoBusinessDate, business_date, open_first_business_date
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.dates import add_months
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.facilities.facade import (
    DrawMoved,
    DrawnAs,
    NewDraw,
    NewFacility,
    confirm_draw,
    facility_faults,
    grant_facility,
    replayed,
    reserve_draw,
    settle_draw,
)
from puhui.products.facilities.models import Facility

TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
OFFICER = Actor(new_id(), frozenset({Role.RISK_OFFICER}), name="Ri")
SECOND = Actor(new_id(), frozenset({Role.RISK_OFFICER}), name="Si")
MANAGER = Actor(new_id(), frozenset({Role.RELATIONSHIP_MANAGER}), name="Ma")
_keys: Iterator[int] = count(1)


def call(actor: Actor = SYSTEM, *, minutes: int = 0) -> Call:
    return Call(actor, f"f-{next(_keys)}-{new_id()}", AT + timedelta(minutes=minutes))


def open_books() -> None:
    try:
        business_date()
    except NoBusinessDate:
        open_first_business_date(call(), on=TODAY)


def granted(minor: int = 100_000_00, **changes: Any) -> UUID:
    """A line of a made-up holder, for a year from today on."""
    open_books()
    today = business_date()
    told: dict[str, Any] = {
        "holder_id": new_id(),
        "product_code": "working-capital-line",
        "product_version": 1,
        "contract_id": new_id(),
        "loan_id": new_id(),
        "limit": Money(minor),
        "drawn_as": DrawnAs.LINE,
        "annual_rate_pct": Decimal("7.2"),
        "available_until": add_months(today, 11),
        "expires_on": add_months(today, 12),
        "review_on": add_months(today, 12),
        "lowest_draw_minor": 1_000_00,
        "undrawn_counts_pct": 100,
        "method": "credit_line",
        "sub_limits": {},
        **changes,
    }
    with transaction.atomic():
        return grant_facility(call(), new=NewFacility(**told))


def wish(minor: int, **changes: Any) -> NewDraw:
    told: dict[str, Any] = {
        "amount": Money(minor),
        "purpose": "stock",
        "term_months": 12,
        "method": "credit_line",
        "sheet": {},
        "sheet_hash": "0" * 64,
        "language": "en",
        **changes,
    }
    return NewDraw(**told)


def reserved(facility_id: UUID, minor: int, *, minutes: int = 0, **changes: Any) -> DrawMoved:
    with transaction.atomic():
        return reserve_draw(call(minutes=minutes), facility_id=facility_id, new=wish(minor, **changes))


def paying(facility_id: UUID, minor: int, **changes: Any) -> DrawMoved:
    moved = reserved(facility_id, minor, **changes)
    row = Facility.objects.get(id=facility_id)
    with transaction.atomic():
        return confirm_draw(call(), draw_id=moved.draw_id, seconds_measured=9, loan_id=row.loan_id or new_id())


def drawn(facility_id: UUID, minor: int, **changes: Any) -> DrawMoved:
    moved = paying(facility_id, minor, **changes)
    with transaction.atomic():
        return settle_draw(call(), draw_id=moved.draw_id)


def stands(facility_id: UUID) -> tuple[int, int, int, int]:
    """Limit, drawn, reserved and beyond the limit; proves on the way that replay and checks say the same."""
    row = Facility.objects.get(id=facility_id)
    assert replayed(facility_id) == (row.limit_minor, row.drawn_minor, row.reserved_minor)
    assert facility_faults() == []
    return row.limit_minor, row.drawn_minor, row.reserved_minor, row.over_minor
