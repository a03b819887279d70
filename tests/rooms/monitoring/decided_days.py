"""Days of decisions made by the real engine on made-up facts, with firms whose owners have a known sex. For tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

import numpy as np
from tests.rooms.party.made_up import phone, resident_id
from tests.unit.decisioning.shipped import request

from puhui.flows.watch_decisions import watch_decisions
from puhui.foundation.access.facade import VISITOR, customer_user_for
from puhui.foundation.ledger.facade import advance_business_date, open_first_business_date
from puhui.foundation.party.facade import complete_person, register_person
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.facade import decide_and_record
from puhui.risk.monitoring.facade import DayWatched

FIRST = date(2026, 3, 2)
_people = count(1)
_calls = count(1)


def at(day: date) -> datetime:
    return datetime.combine(day, time(8), tzinfo=UTC)


def call(day: date, actor: Actor = SYSTEM) -> Call:
    return Call(actor, f"watch-test-{next(_calls)}", at(day))


@dataclass
class Lender:
    """A lender that decides on so many applications a day, and watches each day as it is over."""

    day: date = FIRST
    a_day: int = 20
    seed: int = 11

    def __post_init__(self) -> None:
        self.roll = np.random.default_rng(self.seed)
        open_first_business_date(call(self.day), on=self.day)

    def live(self, days: int, *, worse: float = 0.0, firms: list[UUID] | None = None, **changes: Any) -> DayWatched:
        """Lives so many days; `worse` moves what the firms look like. What the last watch came to."""
        for _ in range(days):
            for n in range(self.a_day):
                firm = firms[n % len(firms)] if firms else None
                decide_and_record(call(self.day), request=self._asked(worse, firm_id=firm, **changes))
            watched = self.close()
        return watched

    def close(self) -> DayWatched:
        """Moves the business date on, and watches the day that is over."""
        over = self.day
        advance_business_date(call(over), from_date=over)
        self.day += timedelta(days=1)
        return watch_decisions(call(self.day), on=over)

    def _asked(self, worse: float, **changes: Any) -> Any:
        quality = float(self.roll.normal()) - worse
        facts = {
            "turnover_volatility_12m": Decimal(f"{0.45 * np.exp(-0.35 * quality):.4f}"),
            "buyer_hhi_12m": Decimal(f"{0.12 * np.exp(-0.3 * quality):.4f}"),
            "buyers_12m": max(2, int(13 * np.exp(0.3 * quality))),
            "void_share_12m": Decimal(f"{0.04 * np.exp(-0.3 * quality):.4f}"),
            "longest_gap_12m": int(self.roll.poisson(np.exp(-1 - quality))),
            "buyer_top1_share_12m": Decimal(f"{min(0.9, 0.25 * np.exp(-0.3 * quality)):.4f}"),
            "gross_margin_12m": Decimal(f"{0.2 + 0.05 * quality:.4f}"),
        }
        return request(application_id=new_id(), as_of=self.day, facts=facts | changes.pop("facts", {}), **changes)


def person(*, female: bool, day: date = FIRST) -> UUID:
    """A person with a valid number that tells the sex."""
    n = next(_people)
    person_id = register_person(Call(VISITOR, f"watch-person-{n}-{new_id()}", at(day)), phone=phone(7000 + n))
    actor = Actor(customer_user_for(person_id), frozenset({Role.CUSTOMER}), person_id)
    number = resident_id(2 * n + (0 if female else 1), born="19800101")
    complete_person(call(day, actor), party_id=person_id, name="王芳", resident_id=number)
    return person_id
