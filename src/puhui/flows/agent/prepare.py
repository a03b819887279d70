"""A helper prepares an application; the customer confirms it with a code of their own, and only that submits it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from puhui.flows.agent.policy import AgentPolicy, agent_policy
from puhui.flows.give_consent import give_consent
from puhui.flows.originate_loan.answers import ApplicationDecided, ApplicationStarted
from puhui.flows.originate_loan.start_application import start_application
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.send_papers import require_papers, send_paper
from puhui.foundation.access.facade import (
    Sealed,
    check_code,
    counts_wrong_codes,
    customer_user_for,
    limit_rate,
    make_code,
    sealed,
)
from puhui.foundation.catalogue.facade import product
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import send_code_notice
from puhui.foundation.party.facade import is_prepared_in, keep_item, open_visit_of, phone_of, prepared_since, visiting
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import InvalidInput, NotFound, Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.origination.facade import application, asked_in_all

PURPOSE = "agent_confirm"


class AboveAgentLimit(Refusal):
    """More than a helper prepares; the customer can ask for it themselves."""

    code = "agent_amount"
    text = Text(
        en="A helper prepares up to {most}. For more, please come to us or use your own phone.",
        zh="服务点最多协助办理 {most}，超过请到营业网点或用本人手机办理。",
    )


class DayFull(Refusal):
    """The helper has filled in for as much as one day allows."""

    code = "agent_day_full"
    http_status = 429
    text = Text(
        en="A helper prepares up to {most} a day; {left} are left. Please come to us or use your own phone.",
        zh="每位服务人员每日最多协助办理 {most}，今日剩余 {left}。请到营业网点或用本人手机办理。",
    )


def beside(call: Call, *, visit_id: UUID) -> Call:
    """The helper's call as they act in a visit; the visit is named in the audit entry."""
    actor = visiting(call.actor, visit_id=visit_id, at=call.at)
    return replace(call, actor=actor, channel="agent", meta={**call.meta, "visit": str(visit_id)})


@use_case("agent.prepare_application", answers=ApplicationStarted, subject="application_id")
def prepare_application(
    call: Call, *, visit_id: UUID, product_code: str, amount: Money, term_months: int, method: str, purpose: str
) -> ApplicationStarted:
    """Writes a draft for the customer of a visit: for a product that is sold through helpers, up to their limit."""
    acting = beside(call, visit_id=visit_id)
    today = business_date()
    if "agent" not in product(product_code, on=today).channels:
        raise InvalidInput("product_code", "this product is not prepared by helpers")
    _check_amount(call, amount=amount, policy=agent_policy(today))
    started = start_application(
        acting,
        firm_id=_customer(acting.actor),
        product_code=product_code,
        amount=amount,
        term_months=term_months,
        method=method,
        purpose=purpose,
    )
    keep_item(call, visit_id=visit_id, application_id=started.application_id)
    return started


def _check_amount(call: Call, *, amount: Money, policy: AgentPolicy) -> None:
    """Within what a helper prepares at once, and with all that they prepared within 24 hours."""
    if amount.currency != policy.most.currency or amount.minor > policy.most.minor:
        raise AboveAgentLimit(where="amount", most=policy.most)
    earlier = prepared_since(call.actor, since=call.at - timedelta(days=1))
    left = policy.most_a_day.minor - asked_in_all(earlier)
    if amount.minor > left:
        raise DayFull(where="amount", most=policy.most_a_day, left=Money(max(0, left), amount.currency))


@use_case("agent.send_prepared_paper", answers=UUID, subject="application_id")
def send_prepared_paper(call: Call, *, visit_id: UUID, application_id: UUID, kind: str, content: bytes) -> UUID:
    """Keeps a photo or a PDF that the customer brought, with what was prepared; the helper never sees it again."""
    acting = beside(call, visit_id=visit_id)
    _require_prepared(visit_id, application_id)
    return send_paper(acting, application_id=application_id, kind=kind, content=content)


@use_case("agent.request_confirmation", answers=UUID, subject="application_id")
def request_confirmation(call: Call, *, visit_id: UUID, application_id: UUID) -> UUID:
    """Sends the customer a code that confirms this very application; refused while a paper is missing."""
    visit = open_visit_of(call.actor, visit_id=visit_id, at=call.at)
    _require_prepared(visit_id, application_id)
    require_papers(application(SYSTEM, application_id), before="sending")
    limit_rate(f"agent_confirm/{application_id}", most=6, seconds=600, at=call.at)
    code = make_code(call, purpose=PURPOSE, subject=str(application_id))
    send_code_notice(call, phone=phone_of(visit.party_id), code=code, purpose=PURPOSE)
    return application_id


def confirm_prepared(
    call: Call, *, visit_id: UUID, application_id: UUID, code: str, consents: tuple[str, ...] = ()
) -> ApplicationDecided:
    """The customer types the code of their own phone: they consent and submit; the audit names both.

    The act is the customer's: it is kept under their name, with the helper beside it.
    """
    visit = open_visit_of(call.actor, visit_id=visit_id, at=call.at)
    _require_prepared(visit_id, application_id)
    customer = as_customer(call, visit.party_id, visit_id=visit_id)
    given = sealed(code, where="code")
    return _confirm(customer, application_id=application_id, code=given, consents=tuple(sorted(consents)))


@counts_wrong_codes
@use_case("agent.confirm_prepared", answers=ApplicationDecided, subject="application_id")
def _confirm(call: Call, *, application_id: UUID, code: Sealed, consents: tuple[str, ...]) -> ApplicationDecided:
    check_code(call, purpose=PURPOSE, subject=str(application_id), code=code)
    for purpose in consents[:5]:
        give_consent(call, party_id=_customer(call.actor), purpose=purpose)
    return submit_application(call, application_id=application_id)


def as_customer(call: Call, party_id: UUID, *, visit_id: UUID) -> Call:
    """The customer's own call, at the helper's device."""
    actor = Actor(customer_user_for(party_id), frozenset({Role.CUSTOMER}), party_id, name="customer")
    meta = {"agent": str(call.actor.id), "agent_name": call.actor.name[:80], "visit": str(visit_id)}
    return Call(actor, f"agent/{call.key}"[:200], call.at, "agent", meta)


def _require_prepared(visit_id: UUID, application_id: UUID) -> None:
    if not is_prepared_in(visit_id, application_id=application_id):
        raise NotFound("application", where="application_id")


def _customer(actor: Actor) -> UUID:
    if actor.party_id is None:
        raise NotFound("party", where="party_id")
    return actor.party_id
