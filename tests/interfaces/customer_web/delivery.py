"""The world around the pages in tests: a clock that is moved, a phone that receives, a bank that answers."""

import re
from datetime import UTC, date, datetime, timedelta

from puhui.adapters.messaging.embedded import EmbeddedMessaging, demo_outbox
from puhui.adapters.payments.embedded import EmbeddedBank
from puhui.adapters.sources.embedded import EmbeddedSources
from puhui.adapters.tax_bureau.embedded import EmbeddedTaxBureau
from puhui.foundation.ledger.facade import draft_from_template, open_first_business_date, post
from puhui.interfaces.jobs.collect_payment_answers import collect_payment_answers
from puhui.interfaces.jobs.deliver_outbox import deliver_outbox
from puhui.interfaces.ports import Ports
from puhui.kernel.actors import SYSTEM, Actor, Call
from puhui.kernel.ids import new_id
from puhui.kernel.ports import MovedClock

OPENED_ON = date(2026, 11, 23)


class World:
    """Stands for everything outside of the pages; time only moves when told to."""

    def __init__(self, *, opened_on: date = OPENED_ON) -> None:
        self.clock = MovedClock(datetime(opened_on.year, opened_on.month, opened_on.day, 2, 0, tzinfo=UTC))
        self.ports = Ports(
            clock=self.clock,
            payments=EmbeddedBank(clock=self.clock),
            messaging=EmbeddedMessaging(),
            invoices=EmbeddedTaxBureau(),
            sources=EmbeddedSources(),
        )
        open_first_business_date(self.system_call(), on=opened_on)
        capital = draft_from_template(
            "capital_paid_in",
            id=new_id(),
            amounts={"capital": 100_000_000_00},
            owners={},
            bucket=0,
            value_date=opened_on,
            source="test",
        )
        post([capital], call=self.system_call())

    def system_call(self) -> Call:
        """A call of the system, now."""
        return self.call()

    def call(self, actor: Actor = SYSTEM) -> Call:
        """A call of somebody behind the pages, now."""
        return Call(actor, f"test/{new_id()}", self.clock.now())

    def pass_seconds(self, seconds: float) -> None:
        """Time goes by."""
        self.clock.instant += timedelta(seconds=seconds)

    def deliver(self) -> None:
        """What the worker does: messages go out, orders reach the bank, answers come back."""
        deliver_outbox(self.ports, now=self.clock.now(), most=500)
        self.pass_seconds(5)
        collect_payment_answers(self.ports, now=self.clock.now(), most=500)
        deliver_outbox(self.ports, now=self.clock.now(), most=500)

    def code_for(self, phone: str) -> str:
        """The code in the newest message to a phone."""
        self.deliver()
        for message in demo_outbox(most=5, phone=phone):
            found = re.search(r"(?<!\d)\d{6}(?!\d)", message.body)
            if found:
                return found.group(0)
        raise AssertionError(f"no code came to {phone}")
