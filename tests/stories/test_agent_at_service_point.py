"""The agent at the service point: fills in beside a farmer, sees nobody else, and cannot confirm for the farmer."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

import pytest
from tests.interfaces.workbench.institution import footprint
from tests.rooms.farms.village import MANAGER, Village
from tests.rooms.lending.world import World
from tests.rooms.party.made_up import phone, resident_id
from tests.small_papers import PNG

from puhui.flows.agent.prepare import (
    AboveAgentLimit,
    DayFull,
    beside,
    confirm_prepared,
    prepare_application,
    request_confirmation,
    send_prepared_paper,
)
from puhui.flows.agent.statements import (
    confirm_statements,
    drop_statement,
    prepare_fact,
    prepare_plot,
    request_statement_code,
)
from puhui.flows.agent.visit import end_visit, open_visit, request_visit
from puhui.flows.farm.register_farmer import register_farmer
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.send_papers import own_paper
from puhui.foundation.access.facade import CodeWrong
from puhui.foundation.evidence.models import AuditEntry
from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.facade import party_card, party_ids_for, search_parties, waiting_in
from puhui.foundation.party.models import WaitingStatement
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.farms.facade import NewPlot, add_plot, facts_stated, plots_of, state_fact
from puhui.products.lending.facade import loans_page
from puhui.products.origination.facade import application, applications_page

pytestmark = pytest.mark.django_db
BEGINS = date(2026, 2, 5)
AGENT = Actor(new_id(), frozenset({Role.AGENT}), name="agent Wu")
OTHER = Actor(new_id(), frozenset({Role.AGENT}), name="agent Ma")
_keys = count(1)


def code_sent(kind: str) -> str:
    notice = Notice.objects.filter(kind=f"code_{kind}").latest("id")
    return re.findall(r"\d{6}", message_for_delivery(notice.id).body)[0]


def refused(act: Callable[[], object]) -> str:
    before = footprint()
    with pytest.raises(Refusal) as found:
        act()
    assert footprint() == before
    return found.value.code


def test_a_farmer_without_a_phone_of_the_new_kind_applies_at_the_service_point() -> None:
    world = World(start=BEGINS)
    village = Village(world)
    neighbour = village.farmer()

    def call(actor: Actor = AGENT, minutes: int = 0) -> Call:
        return Call(actor, f"agent-{next(_keys)}-{new_id()}", world.clock.now() + timedelta(minutes=minutes), "agent")

    # The farmer reads out the code that reached their own phone: now the agent may fill in, for an hour.
    number = phone(8800)
    assert refused(lambda: request_visit(call(MANAGER), phone=number)) == "forbidden"
    request_visit(call(), phone=number)
    code = code_sent("agent_visit")
    assert refused(lambda: open_visit(call(OTHER), phone=number, code=code)) == "code_expired"  # sent to another agent
    visit = open_visit(call(), phone=number, code=code)

    def fill_in(minutes: int = 0, actor: Actor = AGENT) -> Call:
        return beside(call(actor, minutes), visit_id=visit.visit_id)

    farmer = fill_in().actor.party_id
    assert farmer is not None
    assert refused(lambda: fill_in(actor=OTHER)) == "not_found"
    assert refused(lambda: fill_in(minutes=61)) == "visit_over"
    register_farmer(
        fill_in(), name="周翠花", resident_id=resident_id(88, born="19550307"), village_id=village.village_id
    )
    told_to_the_helper(call, visit_id=visit.visit_id, farmer=farmer)

    # What the agent sees: this one farmer, masked, while it lasts; nobody without a visit.
    seen = fill_in().actor
    assert set(party_ids_for(seen)) == {farmer}
    assert party_card(seen, party_id=farmer).name == "周*"
    assert party_card(seen, party_id=farmer).phone == "138****8800"
    assert not party_ids_for(AGENT).exists()
    assert loans_page(AGENT).loans == ()
    assert applications_page(AGENT) == []
    rows: list[tuple[str, Callable[[], object]]] = [
        ("not_found", lambda: party_card(seen, party_id=neighbour)),
        ("forbidden", lambda: search_parties(seen, phone=number)),
        ("forbidden", lambda: add_plot(
            fill_in(), plot=NewPlot(party_id=farmer, name="x", area_mu=Decimal(1), crop="rice"))),
        ("forbidden", lambda: state_fact(fill_in(), party_id=farmer, name="years_farming", value=Decimal(1))),
    ]  # fmt: skip
    for expected, act in rows:
        assert refused(act) == expected
    assert plots_of(seen, party_id=neighbour) == []

    # The agent prepares what the farmer asks for, up to the agent's limit.
    asked = {"product_code": "orchard-season", "term_months": 12, "method": "credit_line", "purpose": "citrus"}

    def prepare(amount: str, **changes: object) -> UUID:
        request = {**asked, **changes}
        return prepare_application(
            call(),
            visit_id=visit.visit_id,
            amount=Money.parse(amount),
            **request,  # type: ignore[arg-type]
        ).application_id

    with pytest.raises(AboveAgentLimit, match=r"¥50,000\.00"):
        prepare("50000.01")
    assert refused(lambda: prepare("8000.00", product_code="working-capital")) == "invalid_input"
    for _ in range(3):
        prepare("50000.00")
    made = prepare("8000.00")
    with pytest.raises(DayFull, match=r"¥42,000\.00"):  # 200,000 within 24 hours, so much is left
        prepare("42000.01")

    # Only the farmer confirms. The agent cannot submit it, nor with the first code, nor what was prepared elsewhere.
    assert refused(lambda: submit_application(fill_in(), application_id=made)) == "forbidden"
    at_hand = {"visit_id": visit.visit_id, "application_id": made}
    assert refused(lambda: request_confirmation(call(), **at_hand)) == "papers_missing"
    brought = ({"kind": kind, "content": PNG, **at_hand} for kind in ("household_register", "land_certificate"))
    for paper in brought:
        assert refused(lambda paper=paper: send_prepared_paper(call(OTHER), **paper)) == "not_found"
        elsewhere = {**paper, "application_id": new_id()}
        assert refused(lambda paper=elsewhere: send_prepared_paper(call(), **paper)) == "not_found"
        sent = send_prepared_paper(call(), **paper)
        with pytest.raises(Forbidden):
            own_paper(seen, paper_id=sent)  # the agent never sees it again
    request_confirmation(call(), visit_id=visit.visit_id, application_id=made)
    wrong = {"visit_id": visit.visit_id, "application_id": made}
    with pytest.raises(CodeWrong):
        confirm_prepared(call(), code="x00000", **wrong)
    assert refused(lambda: confirm_prepared(call(), visit_id=visit.visit_id, application_id=new_id(), code="1")) == (
        "not_found"
    )
    assert refused(lambda: confirm_prepared(call(OTHER), code=code_sent("agent_confirm"), **wrong)) == "not_found"
    assert application(SYSTEM, made).state == "draft"
    decided = confirm_prepared(call(), code=code_sent("agent_confirm"), consents=("personal_assessment",), **wrong)
    assert decided.outcome == "approve"

    # The act is the farmer's, and the audit names both.
    entry = AuditEntry.objects.filter(verb="agent.confirm_prepared").get()
    assert (entry.roles, entry.channel, entry.subject) == ("customer", "agent", str(made))
    assert entry.detail == {"agent": str(AGENT.id), "agent_name": "agent Wu", "visit": str(visit.visit_id)}
    filled = AuditEntry.objects.get(verb="agent.confirm_statements")
    assert (filled.roles, filled.detail["agent"], filled.detail["visit"]) == (
        "customer", str(AGENT.id), str(visit.visit_id),
    )  # fmt: skip

    # The visit ends; with it, all that the agent could see.
    end_visit(call(), visit_id=visit.visit_id)
    assert refused(fill_in) == "visit_over"
    assert refused(lambda: end_visit(call(OTHER), visit_id=visit.visit_id)) == "not_found"


def told_to_the_helper(call: Callable[..., Call], *, visit_id: UUID, farmer: UUID) -> None:
    """A plot and two facts: they wait, and only the farmer's own code, for just these, keeps them."""
    at = {"visit_id": visit_id}

    def plot(name: str = "坡上", **told: object) -> Callable[[], UUID]:
        asked = {"name": name, "area_mu": Decimal("5.00"), "crop": "citrus", **told}
        return lambda: prepare_plot(call(), **at, **asked).statement_id  # type: ignore[arg-type]

    rows: list[tuple[str, Callable[[], object]]] = [
        ("not_found", lambda: prepare_plot(call(OTHER), **at, name="x", area_mu=Decimal(1), crop="citrus")),
        ("visit_over", lambda: prepare_fact(call(minutes=61), **at, name="years_farming", value=Decimal(1))),
        ("invalid_input", plot(area_mu=Decimal(0))),
        ("invalid_input", plot(code="12")),
        ("plot_right_ended", plot(tenure="rented", right_until=date(2026, 2, 5))),
        ("invalid_input", lambda: prepare_fact(call(), **at, name="years_farming", value=Decimal(-1))),
        ("invalid_input", lambda: prepare_fact(call(), **at, name="no_such_fact", value=Decimal(1))),
        ("invalid_input", lambda: request_statement_code(call(), **at)),
    ]
    for place, (expected, act) in enumerate(rows):
        assert refused(act) == expected, place
    one = call()
    asked = {"name": "坡上", "area_mu": Decimal("5.00"), "crop": "citrus", "right_until": date(2030, 1, 1)}
    made = prepare_plot(one, **at, **asked, tenure="rented")  # type: ignore[arg-type]
    assert prepare_plot(one, **at, **asked, tenure="rented") == made  # type: ignore[arg-type]  # the same key, once
    wrong = plot("下坡")()
    drop_statement(call(), **at, statement_id=wrong)
    assert refused(lambda: drop_statement(call(OTHER), **at, statement_id=made.statement_id)) == "not_found"
    prepare_fact(call(), **at, name="household_income", value=Decimal(23000))
    prepare_fact(call(), **at, name="household_income", value=Decimal(32000))  # corrected before it is confirmed
    request_statement_code(call(), **at)
    early = code_sent("agent_facts")
    prepare_fact(call(), **at, name="years_farming", value=Decimal(30))
    with pytest.raises(Refusal):  # what was filled in after the code was sent was not read with it
        confirm_statements(call(), **at, code=early)
    assert len(waiting_in(AGENT, visit_id=visit_id, at=call().at)) == 3
    assert plots_of(SYSTEM, party_id=farmer) == facts_stated(SYSTEM, party_id=farmer) == []
    request_statement_code(call(), **at)
    with pytest.raises(CodeWrong):
        confirm_statements(call(), **at, code="x00000")
    assert refused(lambda: confirm_statements(call(OTHER), **at, code=code_sent("agent_facts"))) == "not_found"
    done = confirm_statements(call(), **at, code=code_sent("agent_facts"))
    assert (done.plots, done.facts) == (1, 2)
    assert waiting_in(AGENT, visit_id=visit_id, at=call().at) == []
    [kept] = plots_of(SYSTEM, party_id=farmer)
    assert (kept.name, kept.tenure, kept.right_until) == ("坡上", "rented", date(2030, 1, 1))
    assert {fact.name: int(fact.value) for fact in facts_stated(SYSTEM, party_id=farmer)} == {
        "household_income": 32000,
        "years_farming": 30,
    }


def test_what_waits_is_gone_with_the_visit() -> None:
    world = World(start=BEGINS)

    def call(minutes: int = 0) -> Call:
        return Call(AGENT, f"agent-{next(_keys)}-{new_id()}", world.clock.now() + timedelta(minutes=minutes), "agent")

    def visit(n: int, minutes: int = 0) -> UUID:
        request_visit(call(minutes), phone=phone(n))
        return open_visit(call(minutes), phone=phone(n), code=code_sent("agent_visit")).visit_id

    ended, forgotten = visit(8850), visit(8851)
    for one in (ended, forgotten):
        prepare_fact(call(), visit_id=one, name="years_farming", value=Decimal(3))
    end_visit(call(), visit_id=ended)
    assert WaitingStatement.objects.count() == 1
    visit(8852, minutes=61)  # the next customer: nothing of the one before is left
    assert WaitingStatement.objects.count() == 0


def test_a_helper_has_a_limit_of_visits_a_day() -> None:
    world = World(start=BEGINS)

    def call() -> Call:
        return Call(AGENT, f"agent-{next(_keys)}-{new_id()}", world.clock.now(), "agent")

    for n in range(20):
        request_visit(call(), phone=phone(8900 + n))
        open_visit(call(), phone=phone(8900 + n), code=code_sent("agent_visit"))
    assert refused(lambda: request_visit(call(), phone=phone(8999))) == "agent_limit"
