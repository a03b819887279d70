"""A made-up firm at the lender's door: signed in, registered, consented, with its invoices in. For tests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from tests.rooms.party.made_up import credit_code, phone, resident_id

from puhui.flows.originate_loan.accept_offer import accept_offer
from puhui.flows.originate_loan.show_offer import show_offer
from puhui.flows.originate_loan.start_application import start_application
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.register_firm import register_firm
from puhui.flows.simulation.papers import send_required
from puhui.foundation.access.facade import VISITOR, customer_user_for
from puhui.foundation.consent.facade import give_consent
from puhui.foundation.documents.facade import FileContent, import_invoices
from puhui.foundation.ledger.facade import NoBusinessDate, business_date, open_first_business_date
from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.facade import register_person
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.dates import add_months
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
TODAY = date(2026, 11, 23)
REQUEST: dict[str, Any] = {
    "product_code": "working-capital",
    "amount": Money.parse("200000.00"),
    "term_months": 12,
    "method": "equal_instalment",
    "purpose": "stock",
}
_firms = count(1)


def staff(*roles: Role, name: str = "staff") -> Actor:
    return Actor(new_id(), frozenset(roles), name=name)


def open_books(on: date = TODAY) -> None:
    """The first business date, unless the books are open."""
    try:
        business_date()
    except NoBusinessDate:
        open_first_business_date(Call(SYSTEM, f"open-{on}", AT), on=on)


@dataclass
class Door:
    """A firm and the person who acts for it, with a clock that the test moves."""

    actor: Actor
    firm_id: UUID
    phone: str
    at: datetime = AT
    keys: Iterator[int] = field(default_factory=count)

    def call(self, key: str = "") -> Call:
        """A call of the person, now; each with a new key unless one is given."""
        return Call(self.actor, key or f"{self.firm_id}-{next(self.keys)}", self.at, "web")

    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.at += timedelta(seconds=seconds)

    def apply(self, **changes: Any) -> UUID:
        """Starts an application."""
        return start_application(self.call(), firm_id=self.firm_id, **{**REQUEST, **changes}).application_id

    def applied(self, **changes: Any) -> Any:
        """Starts an application, sends the papers that are required, and submits it."""
        application_id = self.apply(**changes)
        send_required(self.call, application_id=application_id)
        return submit_application(self.call(), application_id=application_id)

    def read(self, offer_id: UUID, *, seconds: int = 10, language: str = "zh-hans") -> UUID:
        """Has the cost sheet on the screen for some seconds; the proof of it."""
        proof_id = show_offer(self.call(), offer_id=offer_id, language=language).proof_id
        self.wait(seconds)
        return proof_id

    def accept(self, offer_id: UUID) -> UUID:
        """Reads the sheet and accepts; the contract."""
        proof_id = self.read(offer_id)
        return accept_offer(self.call(), offer_id=offer_id, proof_id=proof_id, seconds_shown=8).contract_id

    def last_code(self) -> str:
        """The one-time code that was sent last for signing."""
        notice = Notice.objects.filter(kind="code_sign_contract").latest("id")
        return re.findall(r"\d{6}", message_for_delivery(notice.id).body)[0]


def firm_at_the_door(
    *, invoices: str | None = None, consent: bool = True, founded_on: date = date(2020, 1, 1), region: str = ""
) -> Door:
    """Registers a person and a firm, gives the consent, and imports invoices (healthy ones unless others are given)."""
    open_books()
    n = next(_firms)
    person_id = register_person(Call(VISITOR, f"person-{n}-{new_id()}", AT), phone=phone(n))
    actor = Actor(customer_user_for(person_id), frozenset({Role.CUSTOMER}), person_id, name=f"customer {n}")
    door = Door(actor, person_id, phone(n))
    door.firm_id = register_firm(
        door.call(),
        firm_name=f"杭州诚信商贸{n}有限公司",
        uscc=credit_code(n),
        representative_name="王芳",
        resident_id=resident_id(n),
        founded_on=founded_on,
        region=region,
    ).firm_id
    if consent:
        give_consent(door.call(), party_id=door.firm_id, purpose="credit_assessment", scope=("tax_invoices",))
    text = healthy_invoices() if invoices is None else invoices
    if text:
        import_invoices(
            door.call(),
            firm_id=door.firm_id,
            file=FileContent.of_bytes(text.encode()),
            file_format="csv",
            name="invoices.csv",
            source="test",
        )
    return door


def healthy_invoices(*, until: date = TODAY, months: int = 36) -> str:
    """Three years of steady trade with many buyers and suppliers: CSV in the format of the importer."""
    lines = ["side,invoice_no,invoice_date,counterparty_id,amount,tax,void"]
    for back in range(months, 0, -1):
        month = add_months(until.replace(day=1), -back)
        growth = 100 + (months - back)
        for k in range(20):
            day = month.replace(day=1 + k)
            lines.append(
                f"out,{9_000_000 + back * 100 + k},{day},buyer-{k % 12},{growth * 120}.00,{growth * 12}.00,false"
            )
        for k in range(8):
            day = month.replace(day=3 + k)
            lines.append(
                f"in,{5_000_000 + back * 100 + k},{day},maker-{k % 6},{growth * 200}.00,{growth * 20}.00,false"
            )
    return "\n".join(lines) + "\n"


def stopped_invoices() -> str:
    """A firm that traded well and has sold nothing for a year."""
    return healthy_invoices(until=date(2025, 9, 1), months=24)
