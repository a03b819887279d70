"""Loan tapes on the pages: try, propose, confirm by another; a refusal is shown and nothing is booked."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.workbench.institution import Institution
from tests.rooms.tapes.maker import AS_OF, row, written

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM
from puhui.products.lending.facade import tapes
from puhui.products.lending.models import Loan

pytestmark = pytest.mark.django_db


def sent(client: Client, folder: Path, rows: list[dict[str, Any]], **form: str) -> Any:
    tape, events = written(folder, rows)
    files = {
        "tape": SimpleUploadedFile("tape.csv", tape.read_bytes()),
        "events": SimpleUploadedFile("events.csv", events.read_bytes()),
    }
    return client.post("/workbench/imports/upload/", {"name": "old book", **form, **files})


@pytest.fixture
def today(institution: Institution, monkeypatch: pytest.MonkeyPatch) -> Institution:
    """The made-up tape speaks of the open day."""
    day = business_date()
    monkeypatch.setattr("tests.rooms.tapes.maker.AS_OF", day)
    assert day > AS_OF
    return institution


def test_try_propose_confirm(today: Institution, tmp_path: Path) -> None:
    operations, finance = today.client("operations"), today.client("finance")
    before = Loan.objects.count()
    tried = sent(operations, tmp_path, [row(0), row(1, days_past_due=3)], act="try")
    assert tried.status_code == 200
    assert "days_past_due" in tried.content.decode()
    refused = sent(operations, tmp_path, [row(0), row(1, days_past_due=3)], act="propose")
    assert refused.status_code == 409
    assert "differ" in refused.content.decode()
    bad = sent(operations, tmp_path, [{**row(0), "method": "magic"}], act="propose")
    assert bad.status_code == 422
    assert tapes(SYSTEM) == []
    made = sent(operations, tmp_path, [row(0), row(1, days_past_due=3)], act="propose", reason="old clock")
    assert made.status_code == 302
    address = made["Location"]
    assert operations.get(address).status_code == 200
    operations.post(f"{address}act/", {"act": "confirm", "key": "k1"})
    assert Loan.objects.count() == before
    assert today.client("auditor").post(f"{address}act/", {"act": "confirm", "key": "k2"}).status_code == 403
    finance.post(f"{address}act/", {"act": "confirm", "key": "k3"})
    assert Loan.objects.count() == before + 2
    assert tapes(SYSTEM)[0].state == "booked"


def test_who_may_not_bring_in_a_book(today: Institution, tmp_path: Path) -> None:
    for name in ("risk_officer", "compliance", "administrator"):
        assert sent(today.client(name), tmp_path, [row(0)], act="propose").status_code == 403, name
    assert tapes(SYSTEM) == []
