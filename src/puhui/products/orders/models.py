"""What orders keeps: orders, the milestones of a loan on them, and what happened."""

from django.db import models
from django.db.models import F, Q

from puhui.products.orders.contracts import Kind, MilestoneState, OrderState


class PurchaseOrder(models.Model):
    """What a buyer has ordered of a seller. Its row is the lock under which it moves."""

    personal_data = "parties by id, number and lines of an order; free text of staff"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    seller_id = models.UUIDField()
    buyer_id = models.UUIDField()
    number = models.CharField(max_length=60)
    number_key = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    delivered_minor = models.BigIntegerField(null=True)
    paid_minor = models.BigIntegerField(default=0)
    to_loan_minor = models.BigIntegerField(default=0)
    to_seller_minor = models.BigIntegerField(default=0)
    surplus_left_minor = models.BigIntegerField(default=0)
    ordered_on = models.DateField()
    deliver_by = models.DateField()
    pay_by = models.DateField()
    lines = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=10, choices=[(s, s) for s in OrderState])
    looks_like = models.UUIDField(null=True)
    paper_by = models.UUIDField(null=True)
    confirmed_on = models.DateField(null=True)
    application_id = models.UUIDField(null=True)
    loan_id = models.UUIDField(null=True)
    happened_n = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["seller_id", "-id"], name="purchase_order_seller"),
            models.Index(fields=["buyer_id", "-id"], name="purchase_order_buyer"),
            models.Index(fields=["buyer_id", "number_key"], name="purchase_order_number"),
            models.Index(fields=["pay_by", "id"], name="purchase_order_open", condition=Q(state=OrderState.FINANCED)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], name="an_order_is_known_once"),
            models.UniqueConstraint(fields=["loan_id"], name="one_order_per_loan", condition=Q(loan_id__isnull=False)),
            models.CheckConstraint(name="nobody_orders_of_themselves", condition=~Q(seller_id=F("buyer_id"))),
            models.CheckConstraint(
                name="each_fen_of_a_buyer", condition=Q(paid_minor=F("to_loan_minor") + F("to_seller_minor"))
            ),
            models.CheckConstraint(
                name="order_above_zero",
                condition=Q(
                    amount_minor__gt=0, surplus_left_minor__gte=0, surplus_left_minor__lte=F("to_seller_minor")
                ),
            ),
        ]


class OrderMilestone(models.Model):
    """One part of the loan on an order, paid out once its proof is agreed to."""

    personal_data = "free text of staff"
    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=41)
    text_en = models.CharField(max_length=200)
    text_zh = models.CharField(max_length=200)
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=[(s, s) for s in MilestoneState])
    evidence = models.CharField(max_length=300, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    shown_by = models.UUIDField(null=True)
    shown_by_name = models.CharField(max_length=80, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "code"], name="one_milestone_per_code")]


class OrderEvent(models.Model):
    """One thing that happened to an order. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "names and free text of staff"
    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=[(k, k) for k in Kind])
    on = models.DateField()
    amount_minor = models.BigIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True, default="")
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "n"], name="one_place_in_an_order")]
