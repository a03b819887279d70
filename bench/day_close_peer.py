"""The peer: a day close as it is usually written with an ORM, in bulk, 1000 loans at a time.

It accrues interest and default interest, counts days past due and grades; it posts nothing and proves nothing.
"""

import time
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection, models, transaction

from puhui.kernel.ids import new_id

TODAY = date(2026, 6, 15)


class PeerLoan(models.Model):
    """A loan as a textbook has it."""

    id = models.UUIDField(primary_key=True)
    principal = models.DecimalField(max_digits=19, decimal_places=2)
    rate = models.DecimalField(max_digits=12, decimal_places=8)
    due_on = models.DateField()
    accrued = models.DecimalField(max_digits=19, decimal_places=2)
    days_past_due = models.IntegerField()
    grade = models.SmallIntegerField()

    class Meta:
        app_label = "lending"


class PeerAccrual(models.Model):
    """What a loan earned on a day."""

    id = models.UUIDField(primary_key=True)
    loan = models.ForeignKey(PeerLoan, on_delete=models.CASCADE)
    on = models.DateField()
    interest = models.DecimalField(max_digits=19, decimal_places=2)
    penalty = models.DecimalField(max_digits=19, decimal_places=2)

    class Meta:
        app_label = "lending"


def loans_per_second_of_bulk_orm(count: int) -> int:
    """So many loans in tables of their own, which go again."""
    with connection.schema_editor() as editor:
        editor.create_model(PeerLoan)
        editor.create_model(PeerAccrual)
    try:
        with transaction.atomic():
            PeerLoan.objects.bulk_create([_loan(n) for n in range(count)], batch_size=1000)
        started = time.perf_counter()
        with transaction.atomic():
            for begin in range(0, count, 1000):
                _close(list(PeerLoan.objects.order_by("id")[begin : begin + 1000]))
        return round(count / (time.perf_counter() - started))
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(PeerAccrual)
            editor.delete_model(PeerLoan)


def _close(loans: list[PeerLoan]) -> None:
    accruals = []
    for loan in loans:
        late = max((TODAY - loan.due_on).days, 0)
        interest = (loan.principal * loan.rate / 36000).quantize(Decimal("0.01"))
        penalty = (interest / 2).quantize(Decimal("0.01")) if late else Decimal(0)
        accruals.append(PeerAccrual(id=new_id(), loan=loan, on=TODAY, interest=interest, penalty=penalty))
        loan.accrued += interest + penalty
        loan.days_past_due = late
        loan.grade = 1 + sum(late > days for days in (0, 60, 90, 270))
    PeerAccrual.objects.bulk_create(accruals)
    PeerLoan.objects.bulk_update(loans, ["accrued", "days_past_due", "grade"])


def _loan(n: int) -> PeerLoan:
    return PeerLoan(
        id=new_id(),
        principal=Decimal(10_000 + n % 997),
        rate=Decimal(400 + n % 1100) / 100,
        due_on=TODAY + timedelta(days=n % 30 - (50 if n % 50 == 0 else 0)),
        accrued=Decimal(0),
        days_past_due=0,
        grade=1,
    )
