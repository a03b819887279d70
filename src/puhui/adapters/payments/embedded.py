"""The embedded bank: answers after a while, sometimes twice, sometimes with a failure, sometimes never.

What it does with an order follows from the order's id and from its habits, so that a run can be repeated.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from puhui.adapters.payments.models import BankCustomer, BankOrder
from puhui.kernel.ports import Clock, PaymentAnswer, PaymentOrder, SystemClock


@dataclass(frozen=True, slots=True, kw_only=True)
class BankHabits:
    """How the bank behaves; shares are per thousand orders."""

    delay: timedelta = timedelta(seconds=1)
    refused_per_mille: int = 0
    twice_per_mille: int = 100
    never_per_mille: int = 0


@dataclass(frozen=True, slots=True)
class EmbeddedBank:
    """A bank with tables of its own. Everybody has money, until `set_account` says otherwise."""

    clock: Clock = field(default_factory=SystemClock)
    habits: BankHabits = field(default_factory=BankHabits)

    def send(self, order: PaymentOrder) -> None:
        """Takes an order over; the same id again changes nothing."""
        now = self.clock.now()
        silent = _draw(order.id, "never") < self.habits.never_per_mille
        row = BankOrder(
            id=order.id,
            direction=order.direction,
            amount_minor=order.amount.minor,
            currency=order.amount.currency,
            party_id=order.party_id,
            received_at=now,
            times_left=2 if _draw(order.id, "twice") < self.habits.twice_per_mille else 1,
            next_answer_at=None if silent else now + self.habits.delay,
        )
        BankOrder.objects.bulk_create([row], ignore_conflicts=True)

    def collect_answers(self, *, now: datetime, most: int) -> Sequence[PaymentAnswer]:
        """The answers that are there by now, oldest first."""
        due = list(BankOrder.objects.filter(next_answer_at__lte=now).order_by("next_answer_at", "id")[:most])
        fresh = [row for row in due if not row.outcome]
        trouble = {c.party_id: c for c in BankCustomer.objects.filter(party_id__in={row.party_id for row in fresh})}
        for row in fresh:
            row.reason = self._trouble_with(row, trouble.get(row.party_id))
            row.outcome = "refused" if row.reason else "settled"
            row.answered_at = now
        BankOrder.objects.bulk_update(fresh, ["outcome", "reason", "answered_at"], batch_size=100)
        return [
            PaymentAnswer(
                order_id=row.id,
                outcome="refused" if row.outcome == "refused" else "settled",
                reason=row.reason,
                answered_at=row.answered_at or now,
                bank_reference=f"EB{row.id.hex[-12:].upper()}",
            )
            for row in due
        ]

    def acknowledge(self, order_ids: Sequence[UUID]) -> None:
        """Notes that the answers were booked; some are given once more all the same."""
        rows = BankOrder.objects.filter(id__in=order_ids, next_answer_at__isnull=False)
        again = self.clock.now() + self.habits.delay
        rows.filter(times_left__lte=1).update(times_left=0, next_answer_at=None)
        rows.filter(times_left__gt=1).update(times_left=F("times_left") - 1, next_answer_at=again)

    def set_account(self, party_id: UUID, *, is_empty: bool = False, is_closed: bool = False) -> None:
        """Empties or closes a party's account: an empty one cannot be collected from, a closed one not be paid."""
        BankCustomer.objects.update_or_create(
            party_id=party_id, defaults={"is_empty": is_empty, "is_closed": is_closed}
        )

    def _trouble_with(self, row: BankOrder, customer: BankCustomer | None) -> str:
        """Why the order fails, or nothing."""
        if customer and customer.is_closed:
            return "account_closed"
        if customer and customer.is_empty and row.direction == "collect":
            return "insufficient_funds"
        return "bank_system_error" if _draw(row.id, "refused") < self.habits.refused_per_mille else ""


def _draw(order_id: UUID, what: str) -> int:
    """0..999, the same for ever for one order and question."""
    return int.from_bytes(hashlib.sha256(order_id.bytes + what.encode()).digest()[:4], "big") % 1000
