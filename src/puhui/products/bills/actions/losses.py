"""Sets aside for bills that were not paid, by class; what was set aside goes back when somebody has paid."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from puhui.products.bills.contracts import BillState
from puhui.products.bills.models import Bill
from puhui.products.bills.policy_files import bill_policy
from puhui.products.bills.queries.losses import allowance_of


def provide_until(day: date) -> Mapping[tuple[str, str], int]:
    """What is set aside for bills at the beginning of a day more than before, in minor units by product and currency.

    Less is a number below zero. A part of the day close, which posts the sums; asked again on a day it changes nothing.
    """
    policy, sums = bill_policy(day), dict[tuple[str, str], int]()
    rows = list(
        Bill.objects.select_for_update()
        .filter(Q(state=BillState.DISHONOURED) | Q(allowance_minor__gt=0))
        .order_by("id")
        .only("state", "product_code", "currency", "face_minor", "ended_on", "is_without_recourse", "allowance_minor")
    )
    moved = []
    for row in rows:
        now = allowance_of(row, policy=policy, on=day)
        if now != row.allowance_minor:
            key = row.product_code, row.currency
            sums[key] = sums.get(key, 0) + now - row.allowance_minor
            row.allowance_minor = now
            moved.append(row)
    Bill.objects.bulk_update(moved, ["allowance_minor"], batch_size=500)
    return sums
