"""A person states what they earn, spend and owe elsewhere: kept as their own word, and never taken for verified."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.flows.ask_sources import request_of, tell_stale
from puhui.foundation.consent.facade import require_consent
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import home_date, require_person
from puhui.foundation.sources.facade import Heard, Status, checked_content, source_definition, store_answers
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money

SOURCE, PURPOSE = "person_declared", "personal_assessment"
MOST_MINOR = 100_000_000  # a million yuan a month: above it is a slip of the hand


@dataclass(frozen=True, slots=True)
class IncomeDeclared:
    """The statement that counts from now on."""

    answer_id: UUID
    party_id: UUID


@use_case("flows.declare_income", answers=IncomeDeclared, subject="party_id")
def declare_income(
    call: Call,
    *,
    party_id: UUID,
    income: Money,
    living_cost: Money,
    monthly_due: Money,
    work_since_on: date | None = None,
) -> IncomeDeclared:
    """Keeps the statement under the consent for it; refuses amounts that nobody has, and a day that is to come.

    Only persons state their own; staff may write down what the person says (agent, branch), which the audit tells.
    """
    call.actor.require(Role.CUSTOMER, Role.RELATIONSHIP_MANAGER, verb="state an income")
    require_person(call.actor, party_id=party_id)
    on = home_date(call.at)
    consent_id = require_consent(party_id=party_id, purpose=PURPOSE, scope=(SOURCE,), on=on)
    if work_since_on is not None and work_since_on > on:
        raise InvalidInput("work_since_on", "a day that is not to come")
    content = {
        "income_minor": _checked(income, where="income"),
        "living_cost_minor": _checked(living_cost, where="living_cost"),
        "monthly_due_minor": _checked(monthly_due, where="monthly_due"),
        "work_since_on": None if work_since_on is None else work_since_on.isoformat(),
    }
    heard = Heard(
        source=SOURCE,
        status=Status.OK,
        as_of=on,
        content=checked_content(content, definition=source_definition(SOURCE, on=on)),
        provenance="customer",
        consent_id=consent_id,
    )
    (answer_id,) = store_answers(call, party_id=party_id, request_id=request_of(call, party_id), heard=[heard])
    tell_stale(call, party_id=party_id)
    return IncomeDeclared(answer_id, party_id)


def _checked(amount: Money, *, where: str) -> int:
    if amount.currency != "CNY" or not 0 <= amount.minor <= MOST_MINOR:
        raise InvalidInput(where, "0 to 1,000,000.00 CNY a month")
    return amount.minor
