"""Imports of loan tapes by the API: listed for who reads, given up by who may, and never after they were booked."""

from pathlib import Path

import pytest
from django.core.cache import cache
from tests.interfaces.api.conftest import token
from tests.rooms.collections.late import kept
from tests.rooms.lending.lender import call, open_lender
from tests.rooms.tapes.maker import AS_OF, row, written

from puhui.flows.import_loans.book_tape import confirm_upload, propose_upload
from puhui.kernel.actors import Actor, Role
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import TapeMoved

pytestmark = pytest.mark.django_db
OPERATIONS = Actor(new_id(), frozenset({Role.OPERATIONS}), name="Op")
FINANCE = Actor(new_id(), frozenset({Role.FINANCE}), name="Fin")


def proposed(folder: Path, n: int) -> str:
    tape, events = written(folder, [row(n)])
    made = propose_upload(
        call(OPERATIONS),
        name=f"old book {n}",
        tape=("tape.csv", tape.read_bytes()),
        events=("events.csv", events.read_bytes()),
        accept_reason="",
    )
    return str(made.tape_id)


def test_tapes_are_listed_and_given_up(tmp_path: Path) -> None:
    cache.clear()
    open_lender(AS_OF)
    operations, auditor = token("operations", Role.OPERATIONS), token("auditor", Role.AUDITOR)
    risk, customer = token("risk", Role.RISK_OFFICER), token("shop", Role.CUSTOMER, party_id=new_id())
    assert operations.get("/operations/loan-tapes").json() == []
    first, second = proposed(tmp_path, 1), proposed(tmp_path, 2)
    listed = auditor.get("/operations/loan-tapes").json()
    assert [(one["id"], one["state"], one["name"]) for one in listed] == [
        (second, "proposed", "old book 2"),
        (first, "proposed", "old book 1"),
    ]
    assert (listed[0]["as_of"], listed[0]["proposed_by_name"]) == (AS_OF.isoformat(), "Op")
    assert len(auditor.get("/operations/loan-tapes?limit=1").json()) == 1
    assert customer.get("/operations/loan-tapes").json()["code"] == "forbidden"
    before = kept()
    for program, tape_id, status, code in (
        (auditor, first, 403, "forbidden"),
        (risk, first, 403, "forbidden"),
        (customer, first, 403, "forbidden"),
        (operations, str(new_id()), 404, "not_found"),
    ):
        answer = program.post(f"/operations/loan-tapes/{tape_id}/reject")
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert kept() == before
    done = operations.post(f"/operations/loan-tapes/{first}/reject", key="give-up").json()
    assert done == {"tape_id": first}
    assert operations.post(f"/operations/loan-tapes/{first}/reject", key="give-up").json() == done  # sent twice is once
    assert auditor.get("/operations/loan-tapes").json()[1]["state"] == "rejected"
    again = operations.post(f"/operations/loan-tapes/{first}/reject")
    assert (again.status_code, again.json()["code"]) == (409, "tape_not_in_state")
    with pytest.raises(TapeMoved):
        confirm_upload(call(FINANCE), tape_id=listed[1]["id"])
    confirm_upload(call(FINANCE), tape_id=listed[0]["id"])
    assert auditor.get("/operations/loan-tapes").json()[0]["state"] == "booked"
    before = kept()
    late = operations.post(f"/operations/loan-tapes/{second}/reject")
    assert (late.status_code, late.json()["code"]) == (409, "tape_not_in_state")
    assert kept() == before
