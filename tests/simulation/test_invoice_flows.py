"""Invoices come in under right and consent only; the same request twice is one import."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from puhui.adapters.tax_bureau.embedded import EmbeddedTaxBureau
from puhui.flows.pull_invoices import pull_invoices
from puhui.flows.simulation.identities import identity_of
from puhui.flows.upload_invoices import upload_invoices
from puhui.foundation.consent.facade import NoConsent, consents_of, give_consent, withdraw_consent
from puhui.foundation.documents.facade import FileContent, InvoiceFileRefused
from puhui.foundation.documents.models import ImportBatch, Invoice
from puhui.foundation.evidence.facade import KeyReused
from puhui.foundation.party.facade import PartyRoleKind, add_role, register_organisation, register_person
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Conflict, Forbidden, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.ports import NoInvoiceSource

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CSV = b"side,invoice_no,invoice_date,counterparty_id,amount,tax\nout,1,2026-10-15,B1,10,1\nout,2,2026-10-15,B1,x,1\n"
WHO = identity_of(seed=1, number=0)


def call(actor: Actor, key: str = "") -> Call:
    return Call(actor, key or str(new_id()), AT)


def customer(phone: str) -> Actor:
    return Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=register_person(call(SYSTEM), phone=phone))


@pytest.fixture
def owner() -> Actor:
    return customer("19900000001")


@pytest.fixture
def firm(owner: Actor) -> UUID:
    assert owner.party_id
    firm_id = register_organisation(call(SYSTEM), name=WHO.firm_name, uscc=WHO.uscc)
    add_role(call(SYSTEM), person_id=owner.party_id, organisation_id=firm_id, role=PartyRoleKind.LEGAL_REPRESENTATIVE)
    give_consent(call(owner), party_id=firm_id, purpose="credit_assessment")
    return firm_id


def upload(actor: Actor, firm_id: UUID, *, key: str = "", content: bytes = CSV) -> object:
    file = FileContent.of_bytes(content)
    return upload_invoices(call(actor, key), firm_id=firm_id, name="a.csv", file=file, file_format="csv")


@pytest.mark.django_db
class TestFlows:
    def test_the_same_request_gets_the_same_report(self, owner: Actor, firm: UUID) -> None:
        first = upload(owner, firm, key="k")
        assert upload(owner, firm, key="k") == first
        assert ImportBatch.objects.count() == 1
        with pytest.raises(KeyReused):
            upload(owner, firm, key="k", content=CSV + b"out,3,2026-10-15,B1,10,1\n")
        assert Invoice.objects.count() == 1

    def test_a_pull_brings_the_made_up_invoices_and_a_second_one_nothing_new(self, owner: Actor, firm: UUID) -> None:
        report = pull_invoices(call(owner), firm_id=firm, source=EmbeddedTaxBureau())
        assert report.rows_new > 50
        assert report.rows_refused == 0
        again = pull_invoices(call(owner), firm_id=firm, source=EmbeddedTaxBureau())
        assert (again.rows_new, again.rows_known) == (0, report.rows_new)

    @pytest.mark.parametrize(
        ("who", "refusal"),
        [("stranger", NotFound), ("auditor", Forbidden), ("visitor", Forbidden), ("withdrawn", NoConsent)],
    )
    def test_who_may_not(self, owner: Actor, firm: UUID, who: str, refusal: type[Exception]) -> None:
        actor = {
            "stranger": lambda: customer("19900000002"),
            "auditor": lambda: Actor(new_id(), frozenset({Role.AUDITOR})),
            "visitor": lambda: Actor(new_id(), frozenset()),
            "withdrawn": lambda: owner,
        }[who]()
        if who == "withdrawn":
            [consent] = consents_of(owner, party_id=firm)
            withdraw_consent(call(owner), consent_id=consent.consent_id)
        with pytest.raises(refusal):
            upload(actor, firm)
        with pytest.raises(refusal):
            pull_invoices(call(actor), firm_id=firm, source=EmbeddedTaxBureau())
        assert not Invoice.objects.exists()
        assert not ImportBatch.objects.exists()

    def test_refused_files_and_sources_leave_nothing(self, owner: Actor, firm: UUID) -> None:
        with pytest.raises(InvoiceFileRefused):
            upload(owner, firm, content=b"\x00\x01")
        with pytest.raises(Conflict):
            pull_invoices(call(owner), firm_id=firm, source=NoInvoiceSource())
        with pytest.raises(NotFound):
            upload(owner, new_id())
        assert not ImportBatch.objects.exists()
