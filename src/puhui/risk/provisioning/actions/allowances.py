"""Sets aside: reckons both measures for every cell of the book, keeps them side by side, and posts the net difference.

The allowance in the ledger is the expected loss. What the statutory provision exceeds it by, over the whole book, is a
reserve within equity (measures for provisions of financial enterprises, MOF, Cai Jin 2012-20).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Sum

from puhui.foundation.ledger.facade import JournalDraft, draft_from_template, post
from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import derived_id, new_id
from puhui.risk.provisioning.contracts import Basis, Cell, Grade
from puhui.risk.provisioning.models import Allowance, AllowanceHeld, ReserveHeld
from puhui.risk.provisioning.policy import loss_data, statutory_rule
from puhui.risk.provisioning.queries.portfolio import migration_on
from puhui.risk.provisioning.rules.expected_loss import LossModel, expected_loss_minor, loss_factor
from puhui.risk.provisioning.rules.statutory import statutory_minor

NAMESPACE = UUID("0d3f7c1e-5b1a-5e0c-9a64-70726f766973")
BUCKETS_TOGETHER = 64  # the width of a group of buckets: its first bucket names the stripe of house accounts


class _Key(NamedTuple):
    group: int
    product_code: str
    currency: str
    grade: Grade
    stage: int


@dataclass(slots=True)
class _Sums:
    loans: int = 0
    principal: int = 0
    exposure: int = 0
    statutory: int = 0
    expected: int = 0


def provide(call: Call, *, groups: Sequence[int], cells: Sequence[Cell], on: date) -> dict[int, int]:
    """Writes the allowances of these groups at the end of a business date and posts what changed.

    A second run on the same day finds what the first one wrote and changes nothing. Gives loans by group.
    """
    call.actor.require(Role.SYSTEM, Role.FINANCE, Role.ADMINISTRATOR, verb="provide for loans")
    done = _loans_provided(groups, on)
    waiting = [group for group in groups if group not in done]
    sums = _reckoned([cell for cell in cells if cell.group not in done], on=on)
    Allowance.objects.bulk_create(_rows(sums, on=on), batch_size=300)
    wanted: dict[tuple[int, str, str], int] = {}
    for key, cell in sums.items():
        place = (key.group, key.product_code, key.currency)
        wanted[place] = wanted.get(place, 0) + cell.expected
    _post_differences(call, groups=waiting, wanted=wanted, on=on)
    loans = dict.fromkeys(waiting, 0) | done
    for key, cell in sums.items():
        loans[key.group] += cell.loans
    return loans


def set_reserve(call: Call, *, on: date) -> int:
    """Moves the general risk reserve to the statutory excess over expected loss of the whole book; gives the moves."""
    call.actor.require(Role.SYSTEM, Role.FINANCE, Role.ADMINISTRATOR, verb="provide for loans")
    totals: dict[str, dict[str, int]] = {}
    rows = Allowance.objects.filter(business_date=on).values_list("currency", "basis").annotate(Sum("amount_minor"))
    for currency, basis, amount in rows.order_by():
        totals.setdefault(currency, {})[basis] = amount
    held = {row.currency: row for row in ReserveHeld.objects.select_for_update()}
    keeps = statutory_rule(on).excess_to_reserve
    drafts: list[JournalDraft] = []
    for currency in sorted(totals.keys() | held.keys()):
        sums = totals.get(currency, {})
        excess = max(sums.get(Basis.STATUTORY, 0) - sums.get(Basis.EXPECTED_LOSS, 0), 0) if keeps else 0
        kept = held.get(currency) or ReserveHeld(currency=currency)
        drafts += _moved("general_reserve_raised", "general_reserve_released", excess - kept.amount_minor,
                         name=f"reserve/{on}/{currency}", currency=currency, bucket=0, on=on)  # fmt: skip
        ReserveHeld.objects.update_or_create(currency=currency, defaults={"as_of": on, "amount_minor": excess})
    post(drafts, call=call)
    return len(drafts)


def _reckoned(cells: Sequence[Cell], *, on: date) -> dict[_Key, _Sums]:
    rule, data = statutory_rule(on), loss_data(on)
    models = {product: data.model(migration_on(product, on=on).matrix) for product in {c.product_code for c in cells}}
    factors: dict[tuple[str, Grade, int, int, int], Decimal] = {}
    sums: dict[_Key, _Sums] = {}
    for cell in cells:
        kind = (cell.product_code, cell.grade, cell.stage, cell.days_band, cell.months)
        if kind not in factors:
            factors[kind] = _factor(models[cell.product_code], cell)
        kept = sums.setdefault(_Key(cell.group, cell.product_code, cell.currency, cell.grade, cell.stage), _Sums())
        exposure = cell.principal_minor + cell.interest_minor
        kept.loans += cell.loans
        kept.principal += cell.principal_minor
        kept.exposure += exposure
        kept.expected += expected_loss_minor(
            factors[kind], exposure_minor=exposure, covered_minor=cell.covered_minor, covered_share=data.covered_share
        )
    for key, kept in sums.items():
        kept.statutory = statutory_minor(rule, grade=key.grade, principal_minor=kept.principal)
    return sums


def _factor(model: LossModel, cell: Cell) -> Decimal:
    return loss_factor(model, grade=cell.grade, stage=cell.stage, days_past_due=cell.days_band, months=cell.months)


def _rows(sums: Mapping[_Key, _Sums], *, on: date) -> list[Allowance]:
    versions = {Basis.STATUTORY: statutory_rule(on).version, Basis.EXPECTED_LOSS: loss_data(on).name}
    return [
        Allowance(
            id=new_id(),
            business_date=on,
            group=key.group,
            product_code=key.product_code,
            currency=key.currency,
            grade=key.grade,
            stage=key.stage,
            basis=basis,
            loans=cell.loans,
            exposure_minor=exposure,
            amount_minor=amount,
            parameters=versions[basis],
        )
        for key, cell in sums.items()
        for basis, exposure, amount in (
            (Basis.STATUTORY, cell.principal, cell.statutory),
            (Basis.EXPECTED_LOSS, cell.exposure, cell.expected),
        )
    ]


def _post_differences(
    call: Call, *, groups: Sequence[int], wanted: Mapping[tuple[int, str, str], int], on: date
) -> None:
    """One journal for each group, product and currency whose allowance changed."""
    held = _locked_held(groups)
    drafts: list[JournalDraft] = []
    rows: list[AllowanceHeld] = []
    for place in sorted(wanted.keys() | held.keys()):
        group, product, currency = place
        row = held.get(place) or AllowanceHeld(id=new_id(), group=group, product_code=product, currency=currency)
        change = wanted.get(place, 0) - row.allowance_minor
        drafts += _moved("loss_provided", "loss_released", change, name=f"{on}/{group}/{product}/{currency}",
                         currency=currency, bucket=group * BUCKETS_TOGETHER, on=on, product=product)  # fmt: skip
        row.as_of, row.allowance_minor = on, wanted.get(place, 0)
        rows.append(row)
    post(drafts, call=call)
    AllowanceHeld.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["group", "product_code", "currency"],
        update_fields=["as_of", "allowance_minor"],
    )  # fmt: skip


def _moved(
    up: str, down: str, change: int, *, name: str, currency: str, bucket: int, on: date, product: str = ""
) -> list[JournalDraft]:
    if change == 0:
        return []
    return [
        draft_from_template(
            up if change > 0 else down,
            id=derived_id(NAMESPACE, name),
            amounts={"allowance" if product else "reserve": abs(change)},
            owners={},
            bucket=bucket,
            value_date=on,
            source=f"provisioning:{product}:{bucket // BUCKETS_TOGETHER}" if product else "provisioning:reserve",
            currency=currency,
        )
    ]


def _locked_held(groups: Sequence[int]) -> dict[tuple[int, str, str], AllowanceHeld]:
    rows = AllowanceHeld.objects.select_for_update().filter(group__in=groups).order_by("group", "id")
    return {(row.group, row.product_code, row.currency): row for row in rows}


def _loans_provided(groups: Sequence[int], on: date) -> dict[int, int]:
    rows = Allowance.objects.filter(business_date=on, group__in=groups, basis=Basis.STATUTORY)
    return dict(rows.values_list("group").annotate(Sum("loans")).order_by())
