"""Opens and ends visits of helpers, and says for whom a helper may act now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from puhui.foundation.party.models import HelperVisit, VisitItem, WaitingStatement
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.errors import InvalidInput, NotFound, Refusal
from puhui.kernel.texts import Text

MOST_WAITING: Final = 20


class VisitOver(Refusal):
    """The customer's permission has run out, or was ended."""

    code = "visit_over"
    http_status = 403
    text = Text(
        en="The customer's permission is over. Ask for it again with their code.",
        zh="客户授权已结束，请凭客户验证码重新取得。",
    )


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit: whose, with whom, until when."""

    id: UUID
    agent_id: UUID
    party_id: UUID
    until_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A statement that waits: `kind` plot or fact, and what was told."""

    id: UUID
    kind: str
    told: Mapping[str, Any]


def keep_visit(call: Call, *, party_id: UUID, minutes: int) -> VisitView:
    """A customer has given their code: the helper may act beside them. A part of a flow, which checked it."""
    call.actor.require(Role.AGENT, verb="help a customer")
    WaitingStatement.objects.filter(visit__until_at__lte=call.at).delete()  # nobody can confirm them any more
    row = HelperVisit.objects.create(
        agent_id=call.actor.id, party_id=party_id, opened_at=call.at, until_at=call.at + timedelta(minutes=minutes)
    )
    return _view(row)


def close_visit(call: Call, *, visit_id: UUID) -> None:
    """The helper ends it; nothing of the customer is seen any more, and what waits for them goes. A part of a flow."""
    mine = HelperVisit.objects.filter(id=visit_id, agent_id=call.actor.id, ended_at=None)
    if not mine.update(ended_at=call.at):
        raise NotFound("visit", where="visit_id")
    WaitingStatement.objects.filter(visit_id=visit_id).delete()


def open_visit_of(actor: Actor, *, visit_id: UUID, at: datetime) -> VisitView:
    """The helper's own visit, while it lasts; another helper's is not there."""
    actor.require(Role.AGENT, verb="help a customer")
    row = HelperVisit.objects.filter(id=visit_id, agent_id=actor.id).first()
    if row is None:
        raise NotFound("visit", where="visit_id")
    if row.ended_at is not None or at >= row.until_at:
        raise VisitOver(where="visit_id")
    return _view(row)


def open_visits(actor: Actor, *, at: datetime, most: int = 50) -> list[VisitView]:
    """The helper's own visits that last at an instant, newest first."""
    actor.require(Role.AGENT, verb="help a customer")
    rows = HelperVisit.objects.filter(agent_id=actor.id, ended_at=None, until_at__gt=at)
    return [_view(row) for row in rows.order_by("-opened_at")[:most]]


def prepared_in(actor: Actor, *, visit_id: UUID, at: datetime) -> list[UUID]:
    """What was prepared in the helper's own visit while it lasts, newest first, by ids of applications."""
    visit = open_visit_of(actor, visit_id=visit_id, at=at)
    items = VisitItem.objects.filter(visit_id=visit.id).order_by("-id")
    return list(items.values_list("application_id", flat=True))


def prepared_since(actor: Actor, *, since: datetime) -> list[UUID]:
    """What a helper has prepared since an instant; two devices of one helper wait for each other. A part of a flow."""
    actor.require(Role.AGENT, verb="help a customer")
    visits = HelperVisit.objects.select_for_update().filter(agent_id=actor.id, until_at__gte=since).order_by("id")
    items = VisitItem.objects.filter(visit_id__in=list(visits.values_list("id", flat=True)), prepared_at__gte=since)
    return list(items.values_list("application_id", flat=True))


def visiting(actor: Actor, *, visit_id: UUID, at: datetime) -> Actor:
    """The helper as they act in a visit: beside this customer, and nobody else."""
    return replace(actor, party_id=open_visit_of(actor, visit_id=visit_id, at=at).party_id)


def visits_since(agent_id: UUID, *, since: datetime) -> int:
    """How many visits a helper has opened since an instant. For limits: no rights are looked at."""
    return HelperVisit.objects.filter(agent_id=agent_id, opened_at__gte=since).count()


def keep_item(call: Call, *, visit_id: UUID, application_id: UUID) -> None:
    """What was prepared. A part of a flow."""
    VisitItem.objects.create(visit_id=visit_id, application_id=application_id, prepared_at=call.at)


def is_prepared_in(visit_id: UUID, *, application_id: UUID) -> bool:
    """Whether an application was prepared in a visit."""
    return VisitItem.objects.filter(visit_id=visit_id, application_id=application_id).exists()


def keep_waiting(call: Call, *, visit_id: UUID, kind: str, told: Mapping[str, Any]) -> UUID:
    """Something waits for the customer's code: a plot, or a fact (the newest of a name). A part of a flow."""
    visit = open_visit_of(call.actor, visit_id=visit_id, at=call.at)
    HelperVisit.objects.select_for_update().get(id=visit.id)
    mine = WaitingStatement.objects.filter(visit_id=visit.id)
    if kind == "fact":
        mine.filter(kind=kind, told__name=told["name"]).delete()
    if mine.count() >= MOST_WAITING:
        raise InvalidInput("visit_id", f"at most {MOST_WAITING} statements wait: confirm them first")
    row = WaitingStatement.objects.create(visit_id=visit.id, kind=kind, told=dict(told), prepared_at=call.at)
    return row.id


def waiting_in(actor: Actor, *, visit_id: UUID, at: datetime) -> list[WaitingView]:
    """What waits for the customer's code in the helper's own visit while it lasts, oldest first."""
    visit = open_visit_of(actor, visit_id=visit_id, at=at)
    rows = WaitingStatement.objects.filter(visit_id=visit.id).order_by("id")
    return [WaitingView(row.id, row.kind, row.told) for row in rows]


def take_waiting(visit_id: UUID) -> list[WaitingView]:
    """What waits in a visit, taken away to be kept, oldest first. A part of a flow, which checked whose it is."""
    HelperVisit.objects.select_for_update().get(id=visit_id)
    rows = list(WaitingStatement.objects.filter(visit_id=visit_id).order_by("id"))
    WaitingStatement.objects.filter(id__in=[row.id for row in rows]).delete()
    return [WaitingView(row.id, row.kind, row.told) for row in rows]


def drop_waiting(call: Call, *, visit_id: UUID, statement_id: UUID) -> None:
    """One that was wrong goes. A part of a flow."""
    visit = open_visit_of(call.actor, visit_id=visit_id, at=call.at)
    if not WaitingStatement.objects.filter(visit_id=visit.id, id=statement_id).delete()[0]:
        raise NotFound("statement", where="statement_id")


def _view(row: HelperVisit) -> VisitView:
    return VisitView(row.id, row.agent_id, row.party_id, row.until_at)
