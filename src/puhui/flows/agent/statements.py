"""A helper fills in plots and facts beside a customer; they wait, and only the customer's own code keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from puhui.flows.agent.prepare import as_customer, beside
from puhui.foundation.access.facade import Sealed, check_code, counts_wrong_codes, limit_rate, make_code, sealed
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.facade import send_code_notice
from puhui.foundation.party.facade import (
    WaitingView,
    drop_waiting,
    keep_waiting,
    open_visit_of,
    phone_of,
    take_waiting,
    waiting_in,
)
from puhui.kernel.actors import Actor, Call
from puhui.kernel.canonical import digest
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.products.farms.facade import NewPlot, add_plot, check_fact, check_plot, state_fact

PURPOSE: Final = "agent_facts"


@dataclass(frozen=True, slots=True)
class StatementWaits:
    """It waits for the customer's code."""

    statement_id: UUID


@dataclass(frozen=True, slots=True)
class StatementsKept:
    """What the customer confirmed: how many plots, how many facts."""

    visit_id: UUID
    plots: int
    facts: int


@use_case("agent.prepare_plot", answers=StatementWaits, subject="statement_id")
def prepare_plot(
    call: Call,
    *,
    visit_id: UUID,
    name: str,
    area_mu: Decimal,
    crop: str,
    tenure: str = "contracted",
    code: str = "",
    certificate: str = "",
    right_until: date | None = None,
) -> StatementWaits:
    """A plot as the customer tells it; refused at once when it could not be kept."""
    told = {
        "name": name,
        "area_mu": str(area_mu),
        "crop": crop,
        "tenure": str(tenure),
        "code": code,
        "certificate": certificate,
        "right_until": right_until.isoformat() if right_until else None,
    }
    acting = beside(call, visit_id=visit_id)
    check_plot(acting, plot=_plot(told, party_id=_party(acting.actor)))
    return StatementWaits(keep_waiting(call, visit_id=visit_id, kind="plot", told=told))


@use_case("agent.prepare_fact", answers=StatementWaits, subject="statement_id")
def prepare_fact(call: Call, *, visit_id: UUID, name: str, value: Decimal) -> StatementWaits:
    """A fact of the farm as the customer tells it, new or to correct the one before."""
    check_fact(name, value=value)
    told = {"name": name, "value": str(value)}
    return StatementWaits(keep_waiting(call, visit_id=visit_id, kind="fact", told=told))


@use_case("agent.drop_statement", answers=StatementWaits, subject="statement_id")
def drop_statement(call: Call, *, visit_id: UUID, statement_id: UUID) -> StatementWaits:
    """What was filled in wrongly goes before anybody confirms it."""
    drop_waiting(call, visit_id=visit_id, statement_id=statement_id)
    return StatementWaits(statement_id)


@use_case("agent.request_statement_code", answers=UUID, subject="visit_id")
def request_statement_code(call: Call, *, visit_id: UUID) -> UUID:
    """Sends the customer a code that keeps just what waits now: what is filled in later needs another one."""
    visit = open_visit_of(call.actor, visit_id=visit_id, at=call.at)
    waits = _waiting(call, visit_id)
    limit_rate(f"agent_facts/{visit_id}", most=6, seconds=600, at=call.at)
    code = make_code(call, purpose=PURPOSE, subject=_subject(visit_id, waits))
    send_code_notice(call, phone=phone_of(visit.party_id), code=code, purpose=PURPOSE)
    return visit_id


def confirm_statements(call: Call, *, visit_id: UUID, code: str) -> StatementsKept:
    """The customer types the code of their own phone: what waits is kept as their word; the audit names both."""
    visit = open_visit_of(call.actor, visit_id=visit_id, at=call.at)
    customer = as_customer(call, visit.party_id, visit_id=visit_id)
    return _confirm(customer, visit_id=visit_id, code=sealed(code, where="code"))


@counts_wrong_codes
@use_case("agent.confirm_statements", answers=StatementsKept, subject="visit_id")
def _confirm(call: Call, *, visit_id: UUID, code: Sealed) -> StatementsKept:
    party_id, waits = _party(call.actor), take_waiting(visit_id)
    check_code(call, purpose=PURPOSE, subject=_subject(visit_id, waits), code=code)
    plots = [one for one in waits if one.kind == "plot"]
    for one in plots:
        add_plot(call.step(str(one.id)), plot=_plot(one.told, party_id=party_id))
    facts = [one for one in waits if one.kind == "fact"]
    for one in facts:
        name, value = one.told["name"], Decimal(one.told["value"])
        state_fact(call.step(str(one.id)), party_id=party_id, name=name, value=value)
    return StatementsKept(visit_id, len(plots), len(facts))


def _waiting(call: Call, visit_id: UUID) -> list[WaitingView]:
    waits = waiting_in(call.actor, visit_id=visit_id, at=call.at)
    if not waits:
        raise InvalidInput("visit_id", "nothing waits to be confirmed")
    return waits


def _subject(visit_id: UUID, waits: list[WaitingView]) -> str:
    """A code confirms what the customer saw: another list is another subject."""
    return f"{visit_id}/{digest([str(one.id) for one in waits])[:32]}"


def _plot(told: Mapping[str, Any], *, party_id: UUID) -> NewPlot:
    until = told["right_until"]
    return NewPlot(
        party_id=party_id,
        **{name: told[name] for name in ("name", "crop", "tenure", "code", "certificate")},
        area_mu=Decimal(told["area_mu"]),
        right_until=date.fromisoformat(until) if until else None,
    )


def _party(actor: Actor) -> UUID:
    if actor.party_id is None:
        raise NotFound("party", where="party_id")
    return actor.party_id
