"""Proves the book of receivables: ledger against sums, limits against what is live, rows against their events."""

from django.db.models import F, Q, Sum

from puhui.foundation.ledger.facade import Fault, business_date, control_total
from puhui.products.receivables.contracts import LIVE, OPEN, Kind, LimitSide
from puhui.products.receivables.models import EarnedDay, Happened, Receivable, TradeLimit
from puhui.products.receivables.rules.price import earned_minor

COLUMNS = {
    "factoring.receivable": ("outstanding_minor", Q(state__in=OPEN)),
    "factoring.reserve": ("reserve_left_minor", Q()),
    "factoring.seller_claims": ("claim_left_minor", Q()),
    "factoring.allowance": ("allowance_minor", Q()),
}
COUNTED = {
    "collected_minor": Kind.COLLECTED,
    "diluted_minor": Kind.DILUTED,
    "bought_back_minor": Kind.BOUGHT_BACK,
    "written_off_minor": Kind.WRITTEN_OFF,
}


def receivables_faults() -> list[Fault]:
    """Where the books, a limit or a row differ from what happened; one of the checks of the books."""
    currencies = set(Receivable.objects.values_list("currency", flat=True).distinct())
    return [*(fault for one in sorted(currencies) for fault in _books(one)), *_limits(), *_events()]


def _books(currency: str) -> list[Fault]:
    rows, faults = Receivable.objects.filter(currency=currency), []
    for account, (column, which) in COLUMNS.items():
        kept = rows.filter(which).aggregate(total=Sum(column))["total"] or 0
        booked = control_total(account, currency=currency)
        if booked != kept:
            faults.append(Fault(account, currency, f"ledger {booked}, receivables {kept}"))
    return [*faults, *_unearned(currency)]


def _unearned(currency: str) -> list[Fault]:
    """The discount not earned yet: of what is open, up to today, or to tomorrow when today has been earned."""
    day = business_date()
    is_earned = EarnedDay.objects.filter(day=day, currency=currency).exists()
    rows = Receivable.objects.filter(currency=currency, state__in=OPEN)
    kept = 0
    for discount, funded_on, due_on in rows.values_list("discount_minor", "funded_on", "due_on").iterator():
        assert funded_on is not None
        on = type(day).fromordinal(day.toordinal() + is_earned)
        kept += discount - earned_minor(discount, funded_on=funded_on, due_on=due_on, on=on)
    booked = control_total("factoring.unearned", currency=currency)
    return [] if booked == kept else [Fault("factoring.unearned", currency, f"ledger {booked}, receivables {kept}")]


def _limits() -> list[Fault]:
    live = Receivable.objects.filter(state__in=LIVE)
    used = {
        LimitSide.SELLER: dict(live.values_list("seller_id").annotate(Sum("outstanding_minor")).order_by()),
        LimitSide.DEBTOR: dict(live.values_list("debtor_id").annotate(Sum("outstanding_minor")).order_by()),
    }
    kept = TradeLimit.objects.values_list("party_id", "side", "used_minor")
    return [
        Fault("receivables.limit", f"{side} {party}", f"kept {minor}, live {used[LimitSide(side)].get(party, 0)}")
        for party, side, minor in kept
        if minor != used[LimitSide(side)].get(party, 0)
    ]


def _events() -> list[Fault]:
    """Each column is the sum of its events."""
    faults = []
    for column, kind in COUNTED.items():
        told = dict(
            Happened.objects.filter(kind=kind).values_list("receivable_id").annotate(Sum("amount_minor")).order_by()
        )
        rows = Receivable.objects.filter(Q(id__in=list(told)) | ~Q(**{column: 0}))
        for id_, minor in rows.annotate(kept=F(column)).values_list("id", "kept"):
            if minor != told.get(id_, 0):
                faults.append(Fault("receivables.events", str(id_), f"{column} {minor}, events {told.get(id_, 0)}"))
    return faults
