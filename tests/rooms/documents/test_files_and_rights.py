"""Stored files are unreadable at rest; reports and files are seen by those whom they concern."""

import hashlib
from datetime import UTC, date, datetime

import pytest

from puhui.foundation.documents.facade import (
    FileContent,
    FileTooLarge,
    batches_of,
    files_of,
    import_invoices,
    import_report,
    month_totals,
    read_file,
    store_file,
)
from puhui.foundation.documents.models import StoredFile
from puhui.foundation.party.facade import PartyRoleKind, add_role, register_organisation, register_person
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.canonical import digest
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SECRET = b"%PDF the licence of a firm"
CSV = b"side,invoice_no,invoice_date,counterparty_id,amount,tax\nout,1,2026-10-15,B1,10,1\nin,1,2026-09-15,S1,4,1\nout"


def call(actor: Actor = SYSTEM) -> Call:
    return Call(actor, str(new_id()), AT)


@pytest.fixture
def owner() -> Actor:
    person = register_person(call(), phone="19900000001")
    return Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=person)


@pytest.fixture
def stranger() -> Actor:
    return Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=register_person(call(), phone="19900000002"))


@pytest.fixture
def firm(owner: Actor) -> object:
    assert owner.party_id
    firm_id = register_organisation(call(), name="示例五金商行", uscc="91999999M39GCNG37M")
    add_role(call(), person_id=owner.party_id, organisation_id=firm_id, role=PartyRoleKind.OWNER)
    return firm_id


@pytest.mark.django_db
class TestFiles:
    def test_a_file_comes_back_and_lies_there_unreadable(self, owner: Actor, firm) -> None:
        card = store_file(
            call(owner), party_id=firm, name="C:\\files\\licence.pdf", media_type="application/pdf", content=SECRET
        )
        assert (card.name, card.size, card.sha256) == ("licence.pdf", len(SECRET), hashlib.sha256(SECRET).hexdigest())
        assert read_file(owner, file_id=card.id) == (card, SECRET)
        assert SECRET not in bytes(StoredFile.objects.get().sealed_content)
        assert files_of(owner, party_id=firm) == [card]

    def test_of_somebody_else_there_is_no_such_file(self, stranger: Actor, firm) -> None:
        card = store_file(call(), party_id=firm, name="a", media_type="image/png", content=SECRET)
        with pytest.raises(NotFound):
            read_file(stranger, file_id=card.id)
        with pytest.raises(NotFound):
            files_of(stranger, party_id=firm)
        with pytest.raises(NotFound):
            read_file(stranger, file_id=new_id())

    @pytest.mark.parametrize(
        ("refusal", "changes"),
        [
            (InvalidInput, {"content": b""}),
            (FileTooLarge, {"content": b"x" * 10_000_001}),
            (InvalidInput, {"media_type": ""}),
            (InvalidInput, {"media_type": "x" * 10_000_000}),
            (InvalidInput, {"media_type": "image/\n"}),
        ],
    )
    def test_refused_files(self, firm, refusal: type[Exception], changes: dict[str, object]) -> None:
        good = {"party_id": firm, "name": "a", "media_type": "image/png", "content": SECRET}
        with pytest.raises(refusal):
            store_file(call(), **{**good, **changes})
        assert not StoredFile.objects.exists()

    def test_a_name_of_ten_megabytes_is_cut(self, firm) -> None:
        card = store_file(call(), party_id=firm, name="n" * 10_000_000, media_type="image/png", content=SECRET)
        assert card.name == "n" * 120


@pytest.mark.django_db
class TestReports:
    def test_the_owner_and_staff_see_the_report_and_a_stranger_does_not(
        self, owner: Actor, stranger: Actor, firm
    ) -> None:
        file = FileContent.of_bytes(CSV)
        made = import_invoices(
            call(owner), firm_id=firm, file=file, file_format="csv", name="../x.csv", source="upload"
        )
        staff = Actor(new_id(), frozenset({Role.RISK_OFFICER}))
        for actor in (owner, staff):
            assert import_report(actor, batch_id=made.batch_id) == made
            assert [(b.name, b.rows_new) for b in batches_of(actor, firm_id=firm)] == [("x.csv", 2)]
            totals = month_totals(actor, firm_id=firm)
            assert [(t.month, t.sales_minor, t.purchases_minor) for t in totals] == [
                (date(2026, 9, 1), 0, 400),
                (date(2026, 10, 1), 1000, 0),
            ]
        for ask in (
            lambda: import_report(stranger, batch_id=made.batch_id),
            lambda: import_report(stranger, batch_id=new_id()),
            lambda: batches_of(stranger, firm_id=firm),
            lambda: month_totals(stranger, firm_id=firm),
        ):
            with pytest.raises(NotFound):
                ask()


def test_a_file_is_the_same_request_wherever_it_lies(tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    assert digest(FileContent.of_path(path)) == digest(FileContent.of_bytes(CSV))
    assert digest(FileContent.of_bytes(CSV)) != digest(FileContent.of_bytes(CSV + b"\n"))
    with FileContent.of_path(path).open() as stream:
        assert stream.read() == CSV
