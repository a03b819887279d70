"""What happened to a loan cannot be changed in the database itself."""

import pytest
from django.db import IntegrityError, connection, transaction
from tests.rooms.lending.lender import open_lender, pay, running_loan

from puhui.products.lending.models import LoanEvent


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql", ["UPDATE lending_loanevent SET amount_minor = 1", "DELETE FROM lending_loanevent"], ids=["update", "delete"]
)
def test_events_are_append_only(sql: str) -> None:
    open_lender()
    pay(running_loan(), 5_00)
    before = list(LoanEvent.objects.order_by("id").values())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(LoanEvent.objects.order_by("id").values()) == before
