"""The quality of the book: provisions by cell, roll rates and vintages, and what the estimates rest on."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Sum

from puhui.foundation.ledger.facade import Fault, control_total
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.dates import add_months
from puhui.risk.provisioning.contracts import Basis, Grade, ProvisionLine, Quality, RollRate, VintagePoint
from puhui.risk.provisioning.models import Allowance, AllowanceHeld, GradeChange, ReserveHeld, RollCount
from puhui.risk.provisioning.policy import loss_data
from puhui.risk.provisioning.rules.migration import STATES, Estimate, Moves, estimated
from puhui.risk.provisioning.rules.vintage import vintage_curves

LOOK_BACK_MONTHS = 36


def migration_on(product_code: str, *, on: date) -> Estimate:
    """The migration matrix for a product on a day: the book's own months before it, mixed with the preset."""
    data = loss_data(on)
    first = add_months(on.replace(day=1), -LOOK_BACK_MONTHS)
    rows = RollCount.objects.filter(product_code=product_code, month__gte=first, month__lte=on)
    counts = {
        (came, went): loans
        for came, went, loans in rows.values_list("from_state", "to_state").annotate(Sum("loans")).order_by()
    }
    months = rows.aggregate(months=Count("month", distinct=True))["months"]
    return estimated(
        Moves(counts, months),
        preset=data.matrix,
        months_least=data.months_least,
        moves_least=data.moves_least,
        smoothing=data.smoothing,
    )


def last_provided(actor: Actor) -> date | None:
    """The last business date for which allowances were written."""
    actor.require(*READING_ROLES, verb="read provisions")
    last: date | None = Allowance.objects.aggregate(last=Max("business_date"))["last"]
    return last


def provisions(actor: Actor, *, on: date, product_code: str | None = None) -> list[ProvisionLine]:
    """What is set aside at the end of a business date, all groups together, both measures side by side."""
    actor.require(*READING_ROLES, verb="read provisions")
    rows = Allowance.objects.filter(business_date=on)
    if product_code:
        rows = rows.filter(product_code=product_code)
    sums = rows.values_list("product_code", "currency", "grade", "stage", "basis").annotate(
        Sum("loans"), Sum("exposure_minor"), Sum("amount_minor")
    )
    cells: dict[tuple[str, str, int, int], dict[str, tuple[int, int, int]]] = {}
    for product, currency, grade, stage, basis, loans, exposure, amount in sums.order_by():
        cells.setdefault((product, currency, grade, stage), {})[basis] = (loans, exposure, amount)
    return [
        ProvisionLine(
            product_code=product,
            currency=currency,
            grade=Grade(grade),
            stage=stage,
            loans=by[Basis.STATUTORY][0],
            principal_minor=by[Basis.STATUTORY][1],
            exposure_minor=by[Basis.EXPECTED_LOSS][1],
            statutory_minor=by[Basis.STATUTORY][2],
            expected_loss_minor=by[Basis.EXPECTED_LOSS][2],
        )
        for (product, currency, grade, stage), by in sorted(cells.items())
    ]


def quality(lines: Iterable[ProvisionLine]) -> Quality:
    """What lines of one currency come to."""
    listed = list(lines)
    return Quality(
        loans_minor=sum(line.principal_minor for line in listed),
        non_performing_minor=sum(line.principal_minor for line in listed if line.grade.is_non_performing),
        allowance_minor=sum(line.expected_loss_minor for line in listed),
    )


def roll_rates(actor: Actor, *, since: date, until: date, product_code: str | None = None) -> list[RollRate]:
    """Moves between bands, month by month."""
    actor.require(*READING_ROLES, verb="read provisions")
    rows = RollCount.objects.filter(month__range=(since, until))
    if product_code:
        rows = rows.filter(product_code=product_code)
    sums = rows.values_list("month", "from_state", "to_state").annotate(Sum("loans"), Sum("principal_minor"))
    return [
        RollRate(month=month, from_band=STATES[came], to_band=STATES[went], loans=loans, principal_minor=principal)
        for month, came, went, loans, principal in sums.order_by("month", "from_state", "to_state")
    ]


def vintages(
    actor: Actor, *, paid_out: Mapping[date, int], on: date, product_code: str | None = None, loan_ids: Any = None
) -> list[VintagePoint]:
    """Vintage curves of loans paid out by month (`paid_out`, from lending): ever non-performing by month.

    `loan_ids`: of these alone, a query or a collection.
    """
    actor.require(*READING_ROLES, verb="read provisions")
    rows = GradeChange.objects.filter(to_grade__gte=Grade.SUBSTANDARD, paid_out_on__isnull=False, on__lte=on)
    if paid_out:
        rows = rows.filter(paid_out_on__gte=min(paid_out))
    if product_code:
        rows = rows.filter(product_code=product_code)
    if loan_ids is not None:
        rows = rows.filter(loan_id__in=loan_ids)
    firsts = rows.values_list("loan_id", "paid_out_on").annotate(Min("on")).order_by()
    return vintage_curves(paid_out, ((paid_on, first) for _, paid_on, first in firsts.iterator()), on=on)


def ever_non_performing(*, loan_ids: Collection[UUID], by: date) -> set[UUID]:
    """Those of these loans that had become non-performing by a day, whatever became of them since."""
    ids = list(loan_ids)
    found: set[UUID] = set()
    for start in range(0, len(ids), 400):
        worse = GradeChange.objects.filter(
            loan_id__in=ids[start : start + 400], to_grade__gte=Grade.SUBSTANDARD, on__lte=by
        )
        found.update(worse.values_list("loan_id", flat=True))
    return found


def allowance_differences() -> list[Fault]:
    """Where the ledger's allowance and reserve differ from what was reckoned; one of the checks of the books."""
    return [*_in_ledger(), *_as_reckoned()]


def _in_ledger() -> list[Fault]:
    held = dict(AllowanceHeld.objects.values_list("currency").annotate(Sum("allowance_minor")).order_by())
    kept = dict(ReserveHeld.objects.values_list("currency", "amount_minor"))
    faults = []
    for code, sums in (("loss.allowance", held), ("equity.general_reserve", kept)):
        for currency, amount in sums.items():
            books = control_total(code, currency=currency)
            if books != amount:
                faults.append(Fault("provisioning.control", f"{code} {currency}", f"ledger {books}, reckoned {amount}"))
    return faults


def _as_reckoned() -> list[Fault]:
    faults = []
    last: dict[date | None, dict[tuple[int, str, str], int]] = {}
    for row in AllowanceHeld.objects.all():
        if row.as_of not in last:
            last[row.as_of] = _expected_by_place(row.as_of)
        reckoned = last[row.as_of].get((row.group, row.product_code, row.currency), 0)
        if row.allowance_minor != reckoned:
            where = f"group {row.group} {row.product_code} {row.currency}"
            faults.append(Fault("provisioning.held", where, f"held {row.allowance_minor}, reckoned {reckoned}"))
    return faults


def _expected_by_place(on: date | None) -> dict[tuple[int, str, str], int]:
    if on is None:
        return {}
    rows = Allowance.objects.filter(business_date=on, basis=Basis.EXPECTED_LOSS)
    sums = rows.values_list("group", "product_code", "currency").annotate(Sum("amount_minor")).order_by()
    return {(group, product, currency): amount for group, product, currency, amount in sums}
