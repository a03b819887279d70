"""Statements and papers by the API: they add up, own loans only, the hash in the header is that of the bytes."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import pytest
from django.core.cache import cache
from tests.interfaces.api.conftest import Program, token
from tests.rooms.lending.world import World

from puhui.kernel.actors import Role

pytestmark = pytest.mark.django_db


@dataclass
class Lent:
    """A loan, its borrower, another customer, and staff; each with a token."""

    loan_id: UUID
    customer: Program
    stranger: Program
    auditor: Program


@pytest.fixture
def lent() -> Lent:
    cache.clear()
    world = World()
    firm, customer = world.firm()
    _, stranger = world.firm()
    return Lent(
        world.borrowed(firm),
        token("c", Role.CUSTOMER, party_id=customer.party_id),
        token("s", Role.CUSTOMER, party_id=stranger.party_id),
        token("a", Role.AUDITOR),
    )


def test_a_statement_for_programs(lent: Lent) -> None:
    for program in (lent.customer, lent.auditor):
        answer = program.get(f"/loans/{lent.loan_id}/statement")
        assert answer.status_code == 200
        said = answer.json()
        assert said["charged"]["principal"] == {"amount": "120000.00", "currency": "CNY"}
        assert [line["kind"] for line in said["lines"]] == ["disbursement"]
    assert lent.customer.get(f"/loans/{lent.loan_id}/statement?from_date=2020-01-01").status_code == 422


def test_papers_as_files_and_issued(lent: Lent) -> None:
    answer = lent.customer.get(f"/loans/{lent.loan_id}/papers/schedule?format=pdf&language=en")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["X-Content-SHA256"] == sha256(answer.content).hexdigest()
    assert lent.customer.get(f"/loans/{lent.loan_id}/papers/schedule?format=csv").status_code == 200
    assert lent.customer.get(f"/loans/{lent.loan_id}/papers/pay_off").status_code == 409
    issued = lent.customer.post(f"/loans/{lent.loan_id}/papers", {"kind": "schedule", "language": "en"})
    assert issued.json()["sha256"] == answer["X-Content-SHA256"]


def test_another_customers_loan_is_not_there(lent: Lent) -> None:
    for path in ("statement", "papers/schedule", "papers/statement", "papers/pay_off"):
        assert lent.stranger.get(f"/loans/{lent.loan_id}/{path}").status_code == 404
    assert lent.stranger.post(f"/loans/{lent.loan_id}/papers", {"kind": "schedule"}).status_code == 404
