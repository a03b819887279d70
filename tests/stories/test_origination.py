"""Stories of an application, as a banker would tell them: everything through the real flows."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from tests.rooms.origination.firm_at_the_door import healthy_invoices, staff, stopped_invoices
from tests.rooms.party.made_up import credit_code, phone, resident_id

from puhui.flows.give_consent import give_consent
from puhui.flows.originate_loan.accept_offer import accept_offer
from puhui.flows.originate_loan.ask_for_person import ask_for_person
from puhui.flows.originate_loan.confirm_review import confirm_review
from puhui.flows.originate_loan.propose_review import propose_review
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.show_offer import show_offer
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.originate_loan.start_application import start_application
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.register_firm import register_firm
from puhui.flows.request_sign_in_code import request_sign_in_code
from puhui.flows.sign_in_customer import sign_in_customer
from puhui.flows.upload_invoices import upload_invoices
from puhui.foundation.access.facade import VISITOR
from puhui.foundation.casework.facade import cases_page, take_case
from puhui.foundation.documents.facade import FileContent
from puhui.foundation.evidence.facade import audit_lines
from puhui.foundation.ledger.facade import open_first_business_date
from puhui.foundation.notices.facade import message_for_delivery, notices_of
from puhui.foundation.notices.models import Notice
from puhui.foundation.payments.models import PaymentOrder
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import LoanState, loan
from puhui.products.origination.facade import OfferDraft, ReadTooFast, application, contract, offer, offers_of
from puhui.risk.decisioning.facade import replay_decision

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


class Desk:
    """A person with a phone, and a clock."""

    def __init__(self, n: int) -> None:
        self.at = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
        self.number, self.n = phone(n), n
        self.actor = VISITOR

    def call(self) -> Call:
        self.at += timedelta(seconds=1)
        return Call(self.actor, str(new_id()), self.at, "web")

    def code(self, kind: str) -> str:
        notice = Notice.objects.filter(kind=kind).latest("id")
        return re.findall(r"\d{6}", message_for_delivery(notice.id).body)[0]

    def signs_in(self) -> None:
        request_sign_in_code(self.call(), phone=self.number)
        who = sign_in_customer(self.call(), phone=self.number, code=self.code("code_sign_in"))
        self.actor = Actor(who.user_id, frozenset({Role.CUSTOMER}), who.party_id)

    def brings_its_firm(self, invoices: str) -> UUID:
        firm_id = register_firm(
            self.call(),
            firm_name="嘉兴晨光纺织有限公司",
            uscc=credit_code(self.n),
            representative_name="李晨光",
            resident_id=resident_id(self.n),
            founded_on=date(2019, 5, 1),
        ).firm_id
        give_consent(self.call(), party_id=firm_id, purpose="credit_assessment")
        file = FileContent.of_bytes(invoices.encode())
        report = upload_invoices(self.call(), firm_id=firm_id, name="2026.csv", file=file, file_format="csv")
        assert report.rows_refused == 0
        return firm_id

    def asks_for(self, amount: str, firm_id: UUID) -> UUID:
        return start_application(
            self.call(),
            firm_id=firm_id,
            product_code="working-capital",
            amount=Money.parse(amount),
            term_months=12,
            method="equal_instalment",
            purpose="stock",
        ).application_id

    def reads_and_accepts(self, offer_id: UUID, language: str) -> UUID:
        shown = show_offer(self.call(), offer_id=offer_id, language=language)
        with pytest.raises(ReadTooFast):
            accept_offer(self.call(), offer_id=offer_id, proof_id=shown.proof_id, seconds_shown=1)
        self.at += timedelta(seconds=shown.minimum_seconds)
        return accept_offer(
            self.call(), offer_id=offer_id, proof_id=shown.proof_id, seconds_shown=shown.minimum_seconds
        ).contract_id

    def signs(self, contract_id: UUID) -> UUID:
        request_signing_code(self.call(), contract_id=contract_id)
        return sign_contract(self.call(), contract_id=contract_id, code=self.code("code_sign_contract")).loan_id


@pytest.fixture(autouse=True)
def _books() -> None:
    open_first_business_date(Call(SYSTEM, "books", datetime(2026, 11, 23, tzinfo=UTC)), on=TODAY)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_small_firm_from_the_first_visit_to_the_signature(language: str) -> None:
    desk = Desk(501)
    desk.signs_in()
    firm_id = desk.brings_its_firm(healthy_invoices())
    application_id = desk.asks_for("300000.00", firm_id)

    decided = submit_application(desk.call(), application_id=application_id)
    assert decided.outcome == "approve"
    assert decided.decision_id
    assert replay_decision(SYSTEM, decision_id=decided.decision_id).agrees

    dearest = max(offers_of(desk.actor, application_id), key=lambda o: o.all_in_cost_pct)
    assert Decimal(4) <= dearest.annual_rate_pct <= dearest.all_in_cost_pct < Decimal(16)
    contract_id = desk.reads_and_accepts(dearest.id, language)
    loan_id = desk.signs(contract_id)

    opened = loan(desk.actor, loan_id)
    assert opened.state == LoanState.DISBURSING
    assert sum(line.principal for line in opened.instalments) == dearest.amount.minor
    asked = PaymentOrder.objects.get()
    assert (asked.subject_id, asked.amount_minor) == (loan_id, dearest.amount.minor)
    assert contract(desk.actor, contract_id).loan_id == loan_id
    assert {"offers_ready", "contract_signed"} <= {n.kind for n in notices_of(desk.actor)}

    verbs = [line.verb for line in audit_lines(staff(Role.AUDITOR), most=100)]
    assert verbs[::-1][-6:] == [
        "originate_loan.start_application",
        "originate_loan.submit_application",
        "originate_loan.show_offer",
        "originate_loan.accept_offer",
        "originate_loan.request_signing_code",
        "originate_loan.sign_contract",
    ]


def test_a_declined_firm_is_heard_by_two_people_and_borrows_less() -> None:
    desk = Desk(502)
    desk.signs_in()
    firm_id = desk.brings_its_firm(stopped_invoices())
    application_id = desk.asks_for("500000.00", firm_id)
    assert submit_application(desk.call(), application_id=application_id).outcome == "decline"
    notice = notices_of(desk.actor)[0]
    assert notice.kind == "adverse_notice"
    assert "销售" in notice.body.zh

    ask_for_person(desk.call(), application_id=application_id, reason="我们搬了厂，新订单已签。")
    anna, bo = staff(Role.RELATIONSHIP_MANAGER, name="Anna"), staff(Role.RISK_OFFICER, name="Bo")
    case_id = cases_page(anna, kind="review", state="open")[0].id
    take_case(Call(anna, "take", desk.at), case_id=case_id)
    terms = OfferDraft(
        amount_minor=10_000_000, term_months=6, method="interest_only", annual_rate_pct=Decimal("11"), label="reviewed"
    )
    propose_review(
        Call(anna, "propose", desk.at), case_id=case_id, outcome="approve", reason="Orders seen", offers=[terms]
    )
    confirm_review(Call(bo, "confirm", desk.at), case_id=case_id, agree=True, note="Agreed for half a year.")

    made = offers_of(desk.actor, application_id)[0]
    assert (made.amount, made.label) == (Money(10_000_000), "reviewed")
    contract_id = desk.reads_and_accepts(made.id, "zh-hans")
    desk.signs(contract_id)
    assert application(desk.actor, application_id).state == "signed"
    assert offer(desk.actor, made.id).state == "accepted"
