"""What vouchers keep: programs, vouchers, the chain of their parts, who holds the living ones, what we bought."""

from django.db import models
from django.db.models import F, Q

from puhui.products.vouchers.contracts import (
    RUNNING,
    HoldingState,
    PartKind,
    ProgramState,
    PurchaseState,
    VoucherState,
)

IDS_ONLY = "none: parties by id, amounts and dates"
OPEN_PURCHASE = (PurchaseState.REQUESTED, PurchaseState.HELD)


class Program(models.Model):
    """What an issuer may owe by voucher. Its row is the lock under which its vouchers are issued and bought.

    The two sums are kept beside their limits, so that each is one look; a check rebuilds them.
    """

    personal_data = "names of staff"
    id = models.UUIDField(primary_key=True)
    issuer_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    limit_minor = models.BigIntegerField()
    used_minor = models.BigIntegerField(default=0)
    buying_limit_minor = models.BigIntegerField()
    bought_minor = models.BigIntegerField(default=0)
    annual_rate_pct = models.DecimalField(max_digits=7, decimal_places=4)
    product_code = models.CharField(max_length=60)
    valid_until = models.DateField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in ProgramState])
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=80)
    proposed_on = models.DateField()
    decided_by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["issuer_id", "id"], name="program_issuer")]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer_id", "currency"],
                name="one_open_program_per_issuer",
                condition=Q(state=ProgramState.OPEN),
            ),
            models.CheckConstraint(
                name="vouchers_within_limit", condition=Q(used_minor__gte=0) & Q(used_minor__lte=F("limit_minor"))
            ),
            models.CheckConstraint(
                name="purchases_within_limit",
                condition=Q(bought_minor__gte=0) & Q(bought_minor__lte=F("buying_limit_minor")),
            ),
        ]


class Voucher(models.Model):
    """A payable that was promised. Its row is the lock under which its parts move."""

    personal_data = "parties by id; the number of a contract or invoice; free text"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, unique=True)
    issuer_id = models.UUIDField()
    supplier_id = models.UUIDField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    payable = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True, default="")
    issued_on = models.DateField()
    due_on = models.DateField()
    pays_on = models.DateField()
    parts = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=[(s, s) for s in VoucherState])
    ended_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["issuer_id", "id"], name="voucher_issuer"),
            models.Index(fields=["supplier_id", "id"], name="voucher_supplier"),
            models.Index(fields=["pays_on", "id"], name="voucher_running", condition=Q(state__in=RUNNING)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer_id", "payable"],
                name="a_payable_is_promised_once",
                condition=~Q(state=VoucherState.REFUSED),
            ),
            models.CheckConstraint(name="voucher_above_zero", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(name="voucher_runs_forward", condition=Q(due_on__gt=F("issued_on"))),
            models.CheckConstraint(name="not_issued_to_itself", condition=~Q(supplier_id=F("issuer_id"))),
        ]


class VoucherPart(models.Model):
    """One link of a chain: a part, and the part it came from. Append-only: a trigger refuses UPDATE and DELETE.

    `place`: which of the parts of its parent it is. Since two that spend the same parent both make its first part, the
    database itself lets only one of them.
    """

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    place = models.PositiveSmallIntegerField()
    depth = models.PositiveSmallIntegerField()
    holder_id = models.UUIDField()
    amount_minor = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=[(k, k) for k in PartKind])
    made_on = models.DateField()
    made_by = models.UUIDField()
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "place"], name="a_part_is_spent_once"),
            models.UniqueConstraint(
                fields=["voucher"], name="a_voucher_has_one_first_part", condition=Q(parent__isnull=True)
            ),
            models.CheckConstraint(name="part_above_zero", condition=Q(amount_minor__gt=0)),
        ]


class Holding(models.Model):
    """A living part: it goes when the part is spent."""

    personal_data = IDS_ONLY
    part = models.OneToOneField(VoucherPart, on_delete=models.PROTECT, related_name="+", primary_key=True)
    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="+")
    holder_id = models.UUIDField()
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=[(s, s) for s in HoldingState])
    pledged_for = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["holder_id", "part"], name="holding_holder")]
        constraints = [models.CheckConstraint(name="holding_above_zero", condition=Q(amount_minor__gt=0))]


class Purchase(models.Model):
    """A part that we bought before its day. `sheet` is the cost sheet that the seller confirmed."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    part = models.OneToOneField(VoucherPart, on_delete=models.PROTECT, related_name="+")
    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="+")
    seller_id = models.UUIDField()
    product_code = models.CharField(max_length=60)
    product_version = models.PositiveIntegerField()
    face_minor = models.BigIntegerField()
    interest_minor = models.BigIntegerField()
    annual_rate_pct = models.DecimalField(max_digits=7, decimal_places=4)
    days = models.PositiveSmallIntegerField()
    all_in_pct = models.DecimalField(max_digits=9, decimal_places=2)
    is_with_recourse = models.BooleanField()
    asked_on = models.DateField()
    settled_on = models.DateField(null=True)
    ends_on = models.DateField()
    ended_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=[(s, s) for s in PurchaseState])
    sheet = models.JSONField()
    sheet_hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["bucket", "id"], name="purchase_held", condition=Q(state=PurchaseState.HELD)),
            models.Index(fields=["seller_id", "id"], name="purchase_seller"),
        ]
        constraints = [
            models.CheckConstraint(
                name="purchase_interest_below_face",
                condition=Q(interest_minor__gte=0) & Q(interest_minor__lt=F("face_minor")),
            )
        ]


class IncomeClock(models.Model):
    """Up to the beginning of which day the discounts of purchases are earned in the books: one row, and a lock.

    A purchase begins and ends under it, so that no day of its discount is booked twice or left out.
    """

    personal_data = "none: a date"
    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    earned_until = models.DateField()
