"""What receivables keeps: limits, sales, receivables and what happened to them, fundings, days of earning."""

from django.db import models
from django.db.models import F, Q

from puhui.products.receivables.contracts import LIVE, OPEN, Kind, LimitSide, SaleState, State

IDS_ONLY = "none: parties by id, amounts and dates"


class TradeLimit(models.Model):
    """What risk granted to a seller or for a debtor. Its row is the lock under which receivables are sold.

    `used_minor` is the sum of what is live: kept, and proved by a check of the books.
    """

    personal_data = "party id; free text of staff"
    id = models.UUIDField(primary_key=True)
    party_id = models.UUIDField()
    side = models.CharField(max_length=6, choices=[(s, s) for s in LimitSide])
    currency = models.CharField(max_length=3)
    limit_minor = models.BigIntegerField()
    used_minor = models.BigIntegerField(default=0)
    valid_until = models.DateField()
    product_code = models.CharField(max_length=41, blank=True, default="")
    product_version = models.PositiveIntegerField(default=0)
    annual_rate_pct = models.DecimalField(max_digits=9, decimal_places=4, default=0)
    payment_days = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=500)
    granted_by = models.UUIDField()
    granted_by_name = models.CharField(max_length=80)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party_id", "side"], name="one_limit_per_party_and_side"),
            models.CheckConstraint(
                name="trade_limit_not_below_zero", condition=Q(limit_minor__gte=0) & Q(used_minor__gte=0)
            ),
        ]


class Sale(models.Model):
    """What a seller was quoted, and confirmed."""

    personal_data = "party id; numbers of invoices in the cost sheet"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    seller_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in SaleState])
    product_code = models.CharField(max_length=41)
    product_version = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    with_recourse = models.BooleanField()
    notice = models.CharField(max_length=12)
    annual_rate_pct = models.DecimalField(max_digits=9, decimal_places=4)
    lines = models.JSONField()
    sheet = models.JSONField()
    sheet_hash = models.CharField(max_length=64)
    made_on = models.DateField()
    valid_until = models.DateField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["seller_id", "-id"], name="sale_seller")]


class Funding(models.Model):
    """One payout of the advance of receivables of a sale; its id is that of the payment order."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, related_name="+")
    advance_minor = models.BigIntegerField()
    asked_on = models.DateField()


class Receivable(models.Model):
    """One invoice that was sold: where each fen of its face went."""

    personal_data = "parties by id, the number of an invoice; free text of staff"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, related_name="+")
    funding = models.ForeignKey(Funding, on_delete=models.PROTECT, related_name="+", null=True)
    seller_id = models.UUIDField()
    debtor_id = models.UUIDField()
    invoice_no = models.CharField(max_length=30)
    number_key = models.CharField(max_length=30)
    invoice_date = models.DateField()
    due_on = models.DateField()
    fingerprint = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=12, choices=[(s, s) for s in State])
    with_recourse = models.BooleanField()
    notice = models.CharField(max_length=12)
    annual_rate_pct = models.DecimalField(max_digits=9, decimal_places=4)
    face_minor = models.BigIntegerField()
    collected_minor = models.BigIntegerField(default=0)
    diluted_minor = models.BigIntegerField(default=0)
    bought_back_minor = models.BigIntegerField(default=0)
    written_off_minor = models.BigIntegerField(default=0)
    outstanding_minor = models.BigIntegerField()
    advance_minor = models.BigIntegerField()
    reserve_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    reserve_left_minor = models.BigIntegerField(default=0)
    claim_left_minor = models.BigIntegerField(default=0)
    allowance_minor = models.BigIntegerField(default=0)
    notified_on = models.DateField(null=True)
    notice_file_id = models.UUIDField(null=True)
    acknowledged_on = models.DateField(null=True)
    acknowledged_by_name = models.CharField(max_length=80, blank=True, default="")
    funded_on = models.DateField(null=True)
    disputed_on = models.DateField(null=True)
    dispute_until = models.DateField(null=True)
    dispute_reason = models.CharField(max_length=500, blank=True, default="")
    write_off_by = models.UUIDField(null=True)
    write_off_by_name = models.CharField(max_length=80, blank=True, default="")
    closed_on = models.DateField(null=True)
    happened_n = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["seller_id", "-id"], name="receivable_seller"),
            models.Index(fields=["debtor_id", "-id"], name="receivable_debtor"),
            models.Index(fields=["debtor_id", "number_key"], name="receivable_number"),
            models.Index(fields=["due_on", "id"], name="receivable_open", condition=Q(state__in=OPEN)),
            models.Index(fields=["state", "-id"], name="receivable_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], name="a_receivable_is_sold_once"),
            models.CheckConstraint(
                name="each_fen_of_a_receivable",
                condition=Q(
                    face_minor=F("collected_minor")
                    + F("diluted_minor")
                    + F("bought_back_minor")
                    + F("written_off_minor")
                    + F("outstanding_minor")
                ),
            ),
            models.CheckConstraint(
                name="each_fen_of_the_price",
                condition=Q(face_minor=F("advance_minor") + F("reserve_minor") + F("discount_minor") + F("fee_minor")),
            ),
            models.CheckConstraint(
                name="no_part_below_zero",
                condition=Q(outstanding_minor__gte=0, collected_minor__gte=0, diluted_minor__gte=0)
                & Q(bought_back_minor__gte=0, written_off_minor__gte=0, reserve_left_minor__gte=0)
                & Q(claim_left_minor__gte=0, allowance_minor__gte=0, face_minor__gt=0),
            ),
            models.CheckConstraint(name="live_or_nothing_open", condition=Q(state__in=LIVE) | Q(outstanding_minor=0)),
            models.CheckConstraint(name="nobody_sells_to_themselves", condition=~Q(seller_id=F("debtor_id"))),
        ]


class Happened(models.Model):
    """One thing that happened to a receivable. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "names and free text of staff"
    id = models.UUIDField(primary_key=True)
    receivable = models.ForeignKey(Receivable, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(k, k) for k in Kind])
    on = models.DateField()
    amount_minor = models.BigIntegerField(default=0)
    order_id = models.UUIDField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["receivable", "n"], name="one_place_in_a_receivable")]


class EarnedDay(models.Model):
    """What a day earned of all discounts, by currency. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "none: sums"
    id = models.UUIDField(primary_key=True)
    day = models.DateField()
    currency = models.CharField(max_length=3)
    earned_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "currency"], name="a_day_earns_once")]
