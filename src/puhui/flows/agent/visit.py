"""A visit opens with the customer's own code, and with it a helper may fill in for them for a short time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from puhui.flows.agent.policy import agent_policy
from puhui.foundation.access.facade import (
    VISITOR,
    Sealed,
    check_code,
    counts_wrong_codes,
    limit_rate,
    make_code,
    sealed,
)
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.facade import send_code_notice
from puhui.foundation.party.facade import (
    blind_index,
    close_visit,
    home_date,
    keep_visit,
    normal_phone,
    register_person,
    visits_since,
)
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text

PURPOSE = "agent_visit"


class TooManyVisits(Refusal):
    """The helper has reached the limit of a day."""

    code = "agent_limit"
    http_status = 429
    text = Text(en="A helper opens at most {most} visits a day.", zh="服务人员每日最多协助 {most} 位客户。")


@dataclass(frozen=True, slots=True)
class VisitAsked:
    """A code is on its way to the customer's phone, known or not."""

    sent: bool


@dataclass(frozen=True, slots=True)
class VisitOpened:
    """The visit, and until when."""

    visit_id: UUID
    until_at: datetime


def request_visit(call: Call, *, phone: str) -> VisitAsked:
    """Sends a code to the customer's own phone; the number is sealed before anything is kept."""
    return _request(call, phone=sealed(phone, where="phone"))


@use_case("agent.request_visit", answers=VisitAsked)
def _request(call: Call, *, phone: Sealed) -> VisitAsked:
    call.actor.require(Role.AGENT, verb="help a customer")
    most = agent_policy(home_date(call.at)).most_visits_a_day
    if visits_since(call.actor.id, since=call.at - timedelta(days=1)) >= most:
        raise TooManyVisits(where="phone", most=most)
    number = normal_phone(phone.opened())
    subject = _subject(call, number)
    limit_rate(f"agent_visit/{subject}", most=6, seconds=600, at=call.at)
    send_code_notice(call, phone=number, code=make_code(call, purpose=PURPOSE, subject=subject), purpose=PURPOSE)
    return VisitAsked(True)


def open_visit(call: Call, *, phone: str, code: str) -> VisitOpened:
    """The customer reads their code to the helper: the visit begins; who is new comes on record with their phone."""
    return _open(call, phone=sealed(phone, where="phone"), code=sealed(code, where="code"))


@counts_wrong_codes
@use_case("agent.open_visit", answers=VisitOpened, subject="visit_id")
def _open(call: Call, *, phone: Sealed, code: Sealed) -> VisitOpened:
    call.actor.require(Role.AGENT, verb="help a customer")
    number = normal_phone(phone.opened())
    check_code(call, purpose=PURPOSE, subject=_subject(call, number), code=code)
    party_id = register_person(replace(call, actor=VISITOR), phone=number)
    kept = keep_visit(call, party_id=party_id, minutes=agent_policy(home_date(call.at)).visit_minutes)
    return VisitOpened(kept.id, kept.until_at)


@use_case("agent.end_visit", answers=UUID, subject="visit_id")
def end_visit(call: Call, *, visit_id: UUID) -> UUID:
    """Ends a visit before its time."""
    close_visit(call, visit_id=visit_id)
    return visit_id


def _subject(call: Call, number: str) -> str:
    """A code lets in one helper to one customer."""
    return f"{call.actor.id}/{blind_index('phone', number)}"
