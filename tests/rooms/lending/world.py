"""A lender with borrowers, a bank and a clock: days pass, orders go out, answers come in."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from tests.rooms.lending.lender import START, open_lender, signed_loan
from tests.rooms.party.made_up import credit_code, phone, resident_id

from puhui.adapters.messaging.embedded import EmbeddedMessaging
from puhui.adapters.payments.embedded import BankHabits, EmbeddedBank
from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.run_end_of_day.facade import DayClosed, close_day
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import add_role, register_organisation, register_person
from puhui.interfaces.jobs.rounds import run_until_idle
from puhui.interfaces.ports import Ports
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.ids import new_id
from puhui.kernel.ports import MovedClock

PROMPT = BankHabits(delay=timedelta(0), twice_per_mille=0)


@dataclass
class World:
    """Opens the books on `start`; the clock shows eight in the morning of the open business date in UTC."""

    habits: BankHabits = PROMPT
    start: date = START
    clock: MovedClock = field(init=False)
    bank: EmbeddedBank = field(init=False)
    ports: Ports = field(init=False)
    made: int = 0

    def __post_init__(self) -> None:
        self.clock = MovedClock(datetime(self.start.year, self.start.month, self.start.day, 8, tzinfo=UTC))
        self.bank = EmbeddedBank(clock=self.clock, habits=self.habits)
        self.ports = Ports(clock=self.clock, payments=self.bank, messaging=EmbeddedMessaging())
        open_lender(self.start)

    def call(self, actor: Actor = SYSTEM) -> Call:
        return Call(actor, f"world/{new_id()}", self.clock.now())

    def firm(self) -> tuple[UUID, Actor]:
        """A firm, and the customer who acts for it."""
        self.made += 1
        n = self.made
        person = register_person(self.call(), phone=phone(n), name="王小明", resident_id=resident_id(n))
        firm = register_organisation(self.call(), name=f"示例商行{n}", uscc=credit_code(n))
        add_role(self.call(), person_id=person, organisation_id=firm, role="legal_representative")
        return firm, Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=person, name="王")

    def borrowed(self, firm: UUID, **terms: object) -> UUID:
        """A loan of the firm, paid out as far as the bank is willing."""
        loan_id = signed_loan(firm, **terms)
        request_disbursement(self.call(), loan_id=loan_id)
        self.work()
        return loan_id

    def work(self) -> None:
        """The worker works until nothing is left to do."""
        run_until_idle(self.ports, with_tasks=False)

    def close(self) -> DayClosed:
        """One day passes: its close, then what the bank and the worker do on the next one."""
        closed = close_day(self.call())
        self.clock.instant += timedelta(days=1)
        self.work()
        return closed

    def close_until(self, day: date) -> None:
        while business_date() < day:
            self.close()
