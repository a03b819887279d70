"""Look-up pages of large tables: filters offer what the program knows, and no page reads a table for its filters."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.interfaces.workbench.institution import Institution, a_day_later

from puhui.products.lending.models import Loan, LoanEvent

pytestmark = pytest.mark.django_db
PAGES = (
    "lending/loan/",
    "lending/loanevent/",
    "lending/loanchange/",
    "origination/application/",
    "facilities/facility/",
)


@pytest.mark.parametrize("page", PAGES)
def test_no_table_is_read_for_its_filters(institution: Institution, page: str) -> None:
    client = institution.client("auditor")
    client.get(f"/workbench/{page}")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/workbench/{page}").status_code == 200
    assert not [one["sql"][:120] for one in asked if "DISTINCT" in one["sql"]]


def test_a_filter_offers_what_there_is_and_narrows(institution: Institution) -> None:
    a_day_later(institution.world)
    client = institution.client("auditor")
    shown = client.get("/workbench/lending/loanevent/").content.decode()
    kinds = set(LoanEvent.objects.values_list("kind", flat=True))
    assert kinds
    assert all(f"kind={kind}" in shown for kind in kinds)
    codes = set(Loan.objects.values_list("product_code", flat=True))
    loans = client.get("/workbench/lending/loan/").content.decode()
    assert all(f"product_code={code}" in loans for code in codes)
    one = str(institution.loan_id)
    assert one in client.get(f"/workbench/lending/loan/?product_code={min(codes)}").content.decode()
    assert one not in client.get("/workbench/lending/loan/?product_code=nothing-sold").content.decode()
