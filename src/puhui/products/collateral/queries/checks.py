"""Proves what is kept twice: the last value beside each thing, the sum of each scheme, what is owed to owners."""

from django.db.models import F, OuterRef, Q, Subquery, Sum

from puhui.foundation.ledger.facade import Fault, control_total
from puhui.products.collateral.models import Asset, Enforcement, Valuation
from puhui.products.collateral.queries.guarantees import scheme_faults


def security_faults() -> list[Fault]:
    """Where a kept value differs from its history, or the books from what was split; one of the checks of the books."""
    return [*_values(), *(Fault("collateral.scheme", code, why) for code, why in scheme_faults()), *_costs()]


def _values() -> list[Fault]:
    last = Valuation.objects.filter(asset=OuterRef("pk")).order_by("-id")
    rows = Asset.objects.annotate(last=Subquery(last.values("value_minor")[:1]))
    wrong = rows.filter(~Q(value_minor=F("last")) | Q(value_minor__isnull=True, last__isnull=False))
    found = wrong.filter(Q(value_minor__isnull=False) | Q(last__isnull=False)).values_list("id", "value_minor", "last")
    return [Fault("collateral.value", str(id_), f"kept {kept}, last valued {real}") for id_, kept, real in found[:100]]


def _costs() -> list[Fault]:
    """What sales cost stands in the ledger until it is paid on; nothing else is booked there."""
    faults = []
    sums = Enforcement.objects.exclude(costs_paid_minor=0).values_list("asset__currency")
    for currency, costs in sums.annotate(Sum("costs_paid_minor")).order_by():
        books = control_total("collateral.costs_payable", currency=currency)
        if books != costs:
            faults.append(Fault("collateral.costs", currency, f"ledger {books}, split {costs}"))
    return faults
