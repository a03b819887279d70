"""A small world behind the API: a firm that was approved, another customer, staff with tokens."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from tests.saved import once

from puhui.flows.give_consent import give_consent
from puhui.flows.originate_loan.start_application import start_application
from puhui.flows.originate_loan.submit_application import submit_application
from puhui.flows.register_firm import register_firm
from puhui.flows.simulation.population import MadeUpFirm, make_population
from puhui.flows.upload_invoices import upload_invoices
from puhui.foundation.access.facade import VISITOR, customer_user_for, issue_token
from puhui.foundation.access.models import User
from puhui.foundation.documents.facade import FileContent
from puhui.foundation.ledger.facade import open_first_business_date
from puhui.foundation.party.facade import register_person
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money

NOW = datetime.now(UTC)


@dataclass
class Program:
    """A program with a bearer token."""

    token: str

    def send(self, method: str, path: str, body: object = None, *, key: str = "", **extra: str):
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or str(new_id()), **extra}
        return Client().generic(
            method,
            f"/api/v1{path}",
            data="" if body is None else json.dumps(body),
            content_type="application/json",
            headers=headers,
        )

    def get(self, path: str, **extra: str):
        return self.send("GET", path, **extra)

    def post(self, path: str, body: object = None, *, key: str = "", **extra: str):
        return self.send("POST", path, body, key=key, **extra)


@dataclass
class World:
    """What the tests talk about."""

    customer: Program
    stranger: Program
    officer: Program
    second_officer: Program
    auditor: Program
    actor: Actor
    firm: MadeUpFirm
    firm_id: UUID
    application_id: UUID
    outcome: str


def call(actor: Actor) -> Call:
    return Call(actor, str(new_id()), NOW, "test")


def person(phone: str) -> Actor:
    party_id = register_person(call(VISITOR), phone=phone)
    user_id = customer_user_for(party_id)
    return Actor(user_id, frozenset({Role.CUSTOMER}), party_id)


def token(name: str, *roles: Role, party_id: UUID | None = None) -> Program:
    admin = Actor(User.objects.create(id=new_id(), login_name=f"admin-{name}").id, frozenset({Role.ADMINISTRATOR}))
    return Program(issue_token(call(admin), name=name, roles=roles, party_id=party_id))


@pytest.fixture
def world(db: None) -> World:
    cache.clear()
    return once("world of the API", made_world)


def made_world() -> World:
    """Opens the books, and lets a firm apply that is decided on."""
    today = NOW.date()
    open_first_business_date(call(SYSTEM), on=today)
    firm = next(f for f in make_population(60, seed=7, as_of=today) if f.rating == "A" and not f.defaults)
    customer = person("19900000001")
    firm_id = register_firm(
        call(customer),
        firm_name=firm.identity.firm_name,
        uscc=firm.identity.uscc,
        representative_name=firm.identity.representative,
        resident_id=firm.identity.resident_id,
        founded_on=firm.founded_on,
    ).firm_id
    give_consent(call(customer), party_id=firm_id, purpose="credit_assessment")
    upload_invoices(
        call(customer),
        firm_id=firm_id,
        name="invoices.csv",
        file=FileContent.of_bytes(firm.invoices_csv()),
        file_format="csv",
    )
    application_id = start_application(
        call(customer),
        firm_id=firm_id,
        product_code="working-capital",
        amount=Money(30_000_000),
        term_months=12,
        method="equal_instalment",
        purpose="stock",
    ).application_id
    decided = submit_application(call(customer), application_id=application_id)
    return World(
        customer=token("customer", Role.CUSTOMER, party_id=customer.party_id),
        stranger=token("stranger", Role.CUSTOMER, party_id=person("19900000002").party_id),
        officer=token("officer", Role.RISK_OFFICER),
        second_officer=token("second", Role.RISK_OFFICER),
        auditor=token("auditor", Role.AUDITOR),
        actor=customer,
        firm=firm,
        firm_id=firm_id,
        application_id=application_id,
        outcome=decided.outcome,
    )
