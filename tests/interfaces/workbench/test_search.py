"""One search over what a role may see: exact numbers and names, ids, parts of names; bounded; nothing in clear."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.interfaces.workbench.institution import FIRST, Institution
from tests.rooms.party.made_up import phone

from puhui.foundation.party.facade import party_card
from puhui.kernel.actors import SYSTEM
from puhui.products.origination.models import Contract

pytestmark = pytest.mark.django_db


def found(institution: Institution, who: str, text: str) -> list[tuple[str, str]]:
    """Kind and address of what a role finds."""
    answer = institution.client(who).get(f"/workbench/search/quick/?q={quote(text)}")
    assert answer.status_code == 200, answer.content
    return [(one["kind"], one["href"].removeprefix("/workbench/")) for one in answer.json()["found"]]


def test_a_customer_by_number_and_name_with_what_they_have(institution: Institution) -> None:
    card = party_card(SYSTEM, party_id=institution.borrower)
    at, loan = f"customers/{institution.borrower}/", f"loans/{institution.loan_id}/"
    for text in (card.identifier, card.name, f"  {card.name} "):
        assert {("Customer", at), ("Loan", loan)} <= set(found(institution, "risk_officer", text)), text
    assert ("Customer", f"customers/{institution.person_id}/") in found(institution, "operations", phone(FIRST + 1))
    text = institution.client("operations").get(f"/workbench/search/?q={phone(FIRST + 1)}").content.decode()
    # In the field, as it was typed, and where a choice of light or dark comes back to; the answer is masked.
    assert text.count(phone(FIRST + 1)) == 2
    assert card.name[:-1] not in [name for _, name in found(institution, "risk_officer", card.name[:-1])]


def test_by_id_by_number_and_by_a_part_of_a_name(institution: Institution) -> None:
    contract = Contract.objects.first()
    rows = [
        (
            "risk_officer",
            str(institution.application_id),
            ("Application", f"applications/{institution.application_id}/"),
        ),
        ("finance", str(institution.loan_id), ("Loan", f"loans/{institution.loan_id}/")),
        ("risk_officer", str(institution.case("review").id), ("Case", f"cases/{institution.case('review').id}/")),
        ("risk_officer", "of an applic", ("Queue", "queues/review/")),
        ("risk_officer", "customers", ("Page", "customers/")),
        ("finance", "working-cap", ("Product", "products/working-capital/1/")),
    ]
    if contract is not None:
        rows.append(
            ("risk_officer", contract.number[:-1].lower(), ("Contract", f"applications/{contract.application_id}/"))
        )
    for who, text, line in rows:
        assert line in found(institution, who, text), text


def test_nobody_finds_what_their_role_may_not_see(institution: Institution) -> None:
    for who, text in (
        ("finance", str(institution.borrower)),
        ("finance", str(institution.application_id)),
        ("finance", str(institution.case("review").id)),
        ("administrator", str(institution.loan_id)),
        ("administrator", phone(FIRST + 1)),
        ("administrator", "Loans and books differ"),
    ):
        assert found(institution, who, text) == [], (who, text)


def test_bounds(institution: Institution) -> None:
    client = institution.client("auditor")
    assert client.get("/workbench/search/?q=" + "x" * 101).status_code == 422
    assert client.get("/workbench/search/?q=a%00b").status_code == 422
    assert client.get("/workbench/search/quick/?q=").json()["found"]
    card = party_card(SYSTEM, party_id=institution.borrower)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/workbench/search/?q={quote(card.identifier)}")
    assert len(queries) <= 25, [one["sql"][:90] for one in queries]
