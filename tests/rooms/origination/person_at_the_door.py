"""A made-up person at the lender's door: signed in, identified, consented, with what sources and they say."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from tests.rooms.origination.firm_at_the_door import Door, open_books
from tests.rooms.party.made_up import phone, resident_id

from puhui.flows.declare_income import declare_income
from puhui.flows.give_consent import give_consent
from puhui.foundation.access.facade import VISITOR, customer_user_for
from puhui.foundation.party.facade import complete_person, register_person
from puhui.foundation.sources.facade import Heard, Status, store_answers
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.dates import add_months
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
REQUEST: dict[str, Any] = {
    "product_code": "personal-instalment",
    "amount": Money.parse("8000.00"),
    "term_months": 12,
    "method": "equal_instalment",
    "purpose": "household",
}
_persons = count(500)


def person_at_the_door(
    *, born: str = "19900307", income: str = "7000.00", living: str = "2600.00", due: str = "0.00", consent: bool = True
) -> Door:
    """Registers and identifies a person, gives the consent to assess, and states an income ("" states none)."""
    open_books()
    n = next(_persons)
    person_id = register_person(Call(VISITOR, f"person-{n}-{new_id()}", AT), phone=phone(n))
    actor = Actor(customer_user_for(person_id), frozenset({Role.CUSTOMER}), person_id, name=f"customer {n}")
    door = Door(actor, person_id, phone(n))
    complete_person(door.call(), party_id=person_id, name="李小芳", resident_id=resident_id(n, born=born))
    if consent:
        give_consent(door.call(), party_id=person_id, purpose="personal_assessment")
    if income:
        state_income(door, income=income, living=living, due=due)
    return door


def state_income(door: Door, *, income: str, living: str = "2600.00", due: str = "0.00") -> None:
    """The person says what they earn, spend and owe."""
    declare_income(
        door.call(),
        party_id=door.firm_id,
        income=Money.parse(income),
        living_cost=Money.parse(living),
        monthly_due=Money.parse(due),
    )


def verify_income(door: Door, *, months: int = 12, income: str = "7000.00", wobble_pct: int = 8, due: str = "") -> None:
    """What sources say of the person, as if they had been asked: steady income, few debts. Needs no connector."""
    give_consent(door.call(), party_id=door.firm_id, purpose="personal_records")
    give_consent(door.call(), party_id=door.firm_id, purpose="credit_report", scope=("person_credit",))
    base = Money.parse(income).minor
    first = TODAY.replace(day=1)
    rows = [
        {
            "month_on": add_months(first, -back).isoformat(),
            "income_minor": base + base * wobble_pct // 100 * (1 if back % 2 else -1),
        }
        for back in range(1, months + 1)
    ]
    loans = (
        [
            {
                "opened_on": "2025-05-01",
                "lender": "示例村镇银行",
                "balance_minor": Money.parse(due).minor * 10,
                "monthly_minor": Money.parse(due).minor,
                "overdue_days": 0,
                "worst_overdue_days": 0,
            }
        ]
        if due
        else []
    )
    _told(door, "person_income", {"employer_since_on": "2022-01-01", "months": rows})
    _told(
        door,
        "person_credit",
        {"cards_limit_minor": 1_000_000, "cards_used_minor": 100_000, "loans": loans, "inquiries": []},
    )
    late = [{"month_on": r["month_on"], "spent_minor": 250_000, "bills_late": 0} for r in rows]
    _told(door, "person_spending", {"months": late})


def _told(door: Door, source: str, content: dict[str, Any]) -> UUID:
    heard = Heard(source=source, status=Status.OK, as_of=TODAY, content=content)
    return store_answers(door.call(), party_id=door.firm_id, request_id=new_id(), heard=[heard])[0]
