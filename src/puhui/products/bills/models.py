"""What bills keep: limits of acceptors, bills, their endorsements, and who was asked to pay in the acceptor's place."""

from django.db import models
from django.db.models import F, Q

from puhui.products.bills.contracts import LEFT, BillKind, BillState, LimitState, RediscountState


class AcceptorLimit(models.Model):
    """What we take of one acceptor. Its row is the lock under which bills are taken; `used_minor` can be rebuilt."""

    personal_data = "names of firms and staff"
    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in BillKind])
    acceptor_name = models.CharField(max_length=120)
    acceptor_code = models.CharField(max_length=18)
    currency = models.CharField(max_length=3)
    limit_minor = models.BigIntegerField()
    used_minor = models.BigIntegerField(default=0)
    annual_rate_pct = models.DecimalField(max_digits=7, decimal_places=4)
    valid_until = models.DateField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in LimitState])
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=80)
    proposed_on = models.DateField()
    decided_by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["acceptor_code", "kind"],
                name="one_open_limit_per_acceptor",
                condition=Q(state=LimitState.OPEN),
            ),
            models.CheckConstraint(
                name="bills_within_limit", condition=Q(used_minor__gte=0) & Q(used_minor__lte=F("limit_minor"))
            ),
        ]


class Packet(models.Model):
    """The number of a bill: the lock under which the parts of one bill are shown, so that no cent is taken twice."""

    personal_data = "none: the number of a bill"
    number = models.CharField(max_length=64, primary_key=True)


class Bill(models.Model):
    """A bill that was shown to us, or a part of one. `sheet` is the cost sheet that its holder confirmed.

    `first` and `last` are the cents of a divisible bill; zero: the bill goes whole. `parent`: in whose place it stands.
    """

    personal_data = "names and credit codes of firms; free text of staff"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    limit = models.ForeignKey(AcceptorLimit, on_delete=models.PROTECT, related_name="+", null=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    holder_id = models.UUIDField()
    number = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in BillKind])
    face_minor = models.BigIntegerField()
    first = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    drawer_name = models.CharField(max_length=120)
    drawer_code = models.CharField(max_length=18)
    acceptor_name = models.CharField(max_length=120)
    acceptor_code = models.CharField(max_length=18)
    acceptor_id = models.UUIDField(null=True)  # when it is a firm that we know
    payee_name = models.CharField(max_length=120)
    payee_code = models.CharField(max_length=18)
    issued_on = models.DateField()
    due_on = models.DateField()
    pays_on = models.DateField()
    ends_on = models.DateField()
    is_out_of_town = models.BooleanField()
    state = models.CharField(max_length=12, choices=[(s, s) for s in BillState])
    submitted_on = models.DateField()
    registry_reference = models.CharField(max_length=60, blank=True, default="")
    checked_by = models.UUIDField(null=True)
    checked_by_name = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    product_code = models.CharField(max_length=60, blank=True, default="")
    product_version = models.PositiveIntegerField(default=0)
    annual_rate_pct = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    quoted_until = models.DateField(null=True)
    days = models.PositiveSmallIntegerField(default=0)
    interest_minor = models.BigIntegerField(default=0)
    bought_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    is_without_recourse = models.BooleanField(default=False)  # its holder owes nothing when the acceptor does not pay
    allowance_minor = models.BigIntegerField(default=0)
    back_on = models.DateField(null=True)
    back_minor = models.BigIntegerField(default=0)  # for what its holder takes it back
    sheet = models.JSONField(default=dict)
    sheet_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["holder_id", "id"], name="bill_holder"),
            models.Index(fields=["state", "id"], name="bill_state"),
            models.Index(fields=["acceptor_id", "id"], name="bill_acceptor", condition=Q(acceptor_id__isnull=False)),
            models.Index(fields=["pays_on", "id"], name="bill_held", condition=Q(state=BillState.HELD)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "first"], name="one_part_of_a_bill_once", condition=~Q(state__in=LEFT)
            ),
            models.CheckConstraint(
                name="part_is_its_cents",
                condition=Q(first=0, last=0) | Q(first__gt=0, last=F("first") + F("face_minor") - 1),
            ),
            models.CheckConstraint(name="bill_above_zero", condition=Q(face_minor__gt=0)),
            models.CheckConstraint(
                name="bill_interest_below_face",
                condition=Q(interest_minor__gte=0) & Q(interest_minor__lt=F("face_minor")),
            ),
            models.CheckConstraint(
                name="bill_back_for_its_face_at_most",
                condition=Q(back_minor__gte=0) & Q(back_minor__lte=F("face_minor")),
            ),
            models.CheckConstraint(
                name="bill_allowance_within_face",
                condition=Q(allowance_minor__gte=0) & Q(allowance_minor__lte=F("face_minor")),
            ),
        ]


class Endorsement(models.Model):
    """One link of a bill's chain. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "names and credit codes of firms"
    id = models.UUIDField(primary_key=True)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField()
    giver_name = models.CharField(max_length=120)
    giver_code = models.CharField(max_length=18)
    taker_name = models.CharField(max_length=120)
    taker_code = models.CharField(max_length=18)
    on = models.DateField()
    is_last = models.BooleanField()
    first = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bill", "n"], name="one_endorsement_per_place")]


class RecourseClaim(models.Model):
    """Somebody before us who was asked to pay in the acceptor's place."""

    personal_data = "names and credit codes of firms"
    id = models.UUIDField(primary_key=True)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField()
    debtor_id = models.UUIDField(null=True)
    debtor_name = models.CharField(max_length=120)
    debtor_code = models.CharField(max_length=18)
    amount_minor = models.BigIntegerField()
    claimed_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=[(o, o) for o in ("asked", "paid", "refused")])
    by_name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "debtor_code"], name="each_is_asked_once"),
            models.CheckConstraint(name="recourse_above_zero", condition=Q(amount_minor__gt=0)),
        ]


class Rediscount(models.Model):
    """A bill of ours that went on to another institution, or shall: we answer for it until it is paid."""

    personal_data = "names of institutions and staff"
    id = models.UUIDField(primary_key=True)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="+")
    taker_name = models.CharField(max_length=120)
    taker_code = models.CharField(max_length=12)
    annual_rate_pct = models.DecimalField(max_digits=7, decimal_places=4)
    state = models.CharField(max_length=10, choices=[(s, s) for s in RediscountState])
    days = models.PositiveSmallIntegerField(default=0)
    interest_minor = models.BigIntegerField(default=0)
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=80)
    proposed_on = models.DateField()
    decided_by_name = models.CharField(max_length=80, blank=True, default="")
    settled_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="rediscount_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["bill"],
                name="one_open_rediscount_per_bill",
                condition=Q(state__in=("proposed", "selling", "sold", "returning")),
            ),
            models.CheckConstraint(name="rediscount_interest_not_negative", condition=Q(interest_minor__gte=0)),
        ]


class IncomeClock(models.Model):
    """Up to the beginning of which day the discounts of bills are in the books: one row, and a lock."""

    personal_data = "none: a date"
    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    earned_until = models.DateField()
