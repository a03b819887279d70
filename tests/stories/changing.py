"""Small words for tests of changes: staff of each role, a loan in arrears, and its borrower."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from tests.rooms.lending.lender import START, pass_days_to, pay
from tests.rooms.lending.world import World

from puhui.adapters.messaging.embedded import demo_outbox
from puhui.flows.change_loan.answers import ChangeMoved
from puhui.flows.change_loan.propose_change import propose_change
from puhui.kernel.actors import Actor, Role
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import ChangeAsked, loan

TODAY = date(2026, 4, 10)


def staff(role: Role, name: str = "") -> Actor:
    return Actor(new_id(), frozenset({role}), name=name or role.value)


@dataclass
class Desk:
    """A lender on 10 April 2026, and a firm that did not pay the second instalment."""

    world: World = field(default_factory=World)
    operations: Actor = field(default_factory=lambda: staff(Role.OPERATIONS, "Op"))
    officer: Actor = field(default_factory=lambda: staff(Role.RISK_OFFICER, "Ri"))
    finance: Actor = field(default_factory=lambda: staff(Role.FINANCE, "Fi"))
    auditor: Actor = field(default_factory=lambda: staff(Role.AUDITOR, "Au"))
    firm: UUID = field(init=False)
    customer: Actor = field(init=False)
    loan_id: UUID = field(init=False)

    def __post_init__(self) -> None:
        self.firm, self.customer = self.world.firm()
        self.loan_id = self.world.borrowed(self.firm)
        with transaction.atomic():
            pass_days_to(date(2026, 2, 28))
            pay(self.loan_id, loan(self.customer, self.loan_id).due_now.total)
            pass_days_to(TODAY)
        self.world.clock.instant += TODAY - START

    def propose(self, kind: str, *, by: Actor | None = None, reason: str = "asked for", **how: Any) -> ChangeMoved:
        call = self.world.call(by or self.operations)
        after_n = how.pop("after_n", None)
        asked = ChangeAsked(kind=kind, **how)
        return propose_change(call, loan_id=self.loan_id, asked=asked, reason=reason, after_n=after_n)

    def code(self) -> str:
        """The code in the newest text message."""
        self.world.work()
        found = (re.search(r"(?<!\d)\d{6}(?!\d)", message.body) for message in demo_outbox(most=5))
        return next(code.group(0) for code in found if code)

    @property
    def shown(self) -> Any:
        return loan(self.customer, self.loan_id)
