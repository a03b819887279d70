"""A lender whose borrower is late: the world of the tests of collections."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.kept_rows import digest
from tests.rooms.lending.world import World
from tests.saved import once

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Actor, Role
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import PaymentIn, book_payment

COLLECTOR = Actor(new_id(), frozenset({Role.OPERATIONS}), name="Li")
MANAGER = Actor(new_id(), frozenset({Role.RELATIONSHIP_MANAGER}), name="Zhao")
RISK = Actor(new_id(), frozenset({Role.RISK_OFFICER}), name="Wu")
SECOND_RISK = Actor(new_id(), frozenset({Role.RISK_OFFICER}), name="Sun")
FINANCE = Actor(new_id(), frozenset({Role.FINANCE}), name="Qian")
COMPLIANCE = Actor(new_id(), frozenset({Role.COMPLIANCE}), name="Zhou")
AUDITOR = Actor(new_id(), frozenset({Role.AUDITOR}), name="Zheng")
SHANGHAI = ZoneInfo("Asia/Shanghai")
TRACES = {"Session", "IdempotencyRecord", "AuditEntry"}


def late_world(*, until: date, **terms: object) -> tuple[World, UUID, Actor, UUID]:
    """A firm with an empty account, its customer, and their loan of weekly dues; days have passed until the day.

    The first due date is 7 February 2026, so that few days need be closed; and they are closed once for all tests.
    """
    return once(("late", until, *sorted(terms.items())), lambda: _lived(until, terms))


def _lived(until: date, terms: dict[str, object]) -> tuple[World, UUID, Actor, UUID]:
    world = World()
    firm, customer = world.firm()
    loan_id = world.borrowed(firm, **{"unit": "week", **terms})
    world.bank.set_account(firm, is_empty=True)
    world.close_until(until)
    return world, firm, customer, loan_id


def pays(world: World, loan_id: UUID, minor: int) -> None:
    """Money comes in for the loan, now."""
    payment = PaymentIn(loan_id=loan_id, order_id=new_id(), amount=Money(minor), on=business_date())
    book_payment(world.call(), payment=payment)


def clock_at(world: World, text: str, *, days: int = 0) -> None:
    """Moves the clock to a time of day in Shanghai, so many days on."""
    day = world.clock.now().astimezone(SHANGHAI).date() + timedelta(days=days)
    world.clock.instant = datetime.combine(day, time.fromisoformat(text), tzinfo=SHANGHAI).astimezone(UTC)


def kept() -> str:
    """A digest of every row but audit entries, keys and sessions: the same when nothing has changed."""
    return digest(without=TRACES)
