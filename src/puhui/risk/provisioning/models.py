"""What provisioning keeps."""

from django.db import models
from django.db.models import F, Q

NONE = "none: loans and borrowers by id, grades and sums"


class LoanGrade(models.Model):
    """How a loan is graded now, and what the next grading must know. A loan that was always normal has no row."""

    personal_data = NONE
    loan_id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    borrower_id = models.UUIDField()
    product_code = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    own_grade = models.SmallIntegerField()
    cross_grade = models.SmallIntegerField(default=1)
    grade = models.SmallIntegerField()
    stage = models.SmallIntegerField()
    stage_since = models.DateField(null=True)
    is_non_accrual = models.BooleanField()
    clean_since = models.DateField(null=True)
    observed_from = models.DateField(null=True)
    reasons = models.JSONField(default=list)
    graded_on = models.DateField()
    is_ended = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["bucket", "loan_id"], name="grade_bucket", condition=Q(is_ended=False)),
            models.Index(
                fields=["borrower_id"], name="grade_contagious", condition=Q(own_grade__gte=3) | Q(cross_grade__gt=1)
            ),
            models.Index(fields=["grade", "loan_id"], name="grade_drill_down", condition=Q(is_ended=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="final_grade_is_the_worse_one",
                condition=Q(grade__gte=F("own_grade")) & Q(grade__gte=F("cross_grade")),
            ),
            models.CheckConstraint(
                name="grade_and_stage_known", condition=Q(grade__range=(1, 5)) & Q(stage__range=(1, 3))
            ),
        ]


class GradeChange(models.Model):
    """One change of a loan's grade, stage or accrual. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = NONE
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    loan_id = models.UUIDField()
    product_code = models.CharField(max_length=60)
    paid_out_on = models.DateField(null=True)
    on = models.DateField()
    from_grade = models.SmallIntegerField()
    to_grade = models.SmallIntegerField()
    from_stage = models.SmallIntegerField()
    to_stage = models.SmallIntegerField()
    is_non_accrual = models.BooleanField()
    reasons = models.JSONField(default=list)
    rulebook = models.CharField(max_length=60)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["loan_id", "id"], name="grade_change_loan"),
            models.Index(fields=["on", "to_grade"], name="grade_change_day"),
        ]


class GradeOverride(models.Model):
    """A worse grade than the rules ask for, proposed by one person and confirmed by another."""

    personal_data = "free text of staff"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    loan_id = models.UUIDField()
    grade = models.SmallIntegerField()
    until = models.DateField()
    reason = models.CharField(max_length=500)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in ("proposed", "in_force", "declined", "ended")], default="proposed"
    )
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=80, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan_id"], condition=Q(state__in=["proposed", "in_force"]), name="one_open_override_per_loan"
            ),
            models.CheckConstraint(
                name="override_four_eyes", condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by"))
            ),
            models.CheckConstraint(name="override_is_worse_than_normal", condition=Q(grade__range=(2, 5))),
        ]


class Allowance(models.Model):
    """What is set aside at the end of a business date for one cell of the book, by one measure. Append-only."""

    personal_data = NONE
    id = models.UUIDField(primary_key=True)
    business_date = models.DateField()
    group = models.SmallIntegerField()
    product_code = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    grade = models.SmallIntegerField()
    stage = models.SmallIntegerField()
    basis = models.CharField(max_length=20, choices=[(s, s) for s in ("statutory", "expected_loss")])
    loans = models.PositiveIntegerField()
    exposure_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    parameters = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business_date", "group", "product_code", "currency", "grade", "stage", "basis"],
                name="one_allowance_per_day_and_cell",
            ),
            models.CheckConstraint(
                name="allowance_within_exposure",
                condition=Q(amount_minor__gte=0) & Q(amount_minor__lte=F("exposure_minor")),
            ),
        ]


class AllowanceHeld(models.Model):
    """What the ledger holds for a group, product and currency; its row is the lock of whoever moves it."""

    personal_data = NONE
    id = models.UUIDField(primary_key=True)
    group = models.SmallIntegerField()
    product_code = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    as_of = models.DateField(null=True)
    allowance_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "product_code", "currency"], name="one_held_per_group_and_product")
        ]


class ReserveHeld(models.Model):
    """The general risk reserve that the ledger holds in one currency: the statutory excess over expected loss."""

    personal_data = NONE
    currency = models.CharField(max_length=3, primary_key=True)
    as_of = models.DateField()
    amount_minor = models.BigIntegerField(default=0)


class MonthEndBand(models.Model):
    """The band of days past due in which a late loan ended a month; loans in time have no row. Append-only."""

    personal_data = NONE
    id = models.UUIDField(primary_key=True)
    month = models.DateField()
    loan_id = models.UUIDField()
    product_code = models.CharField(max_length=60)
    state = models.SmallIntegerField()
    principal_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "loan_id"], name="one_band_per_month_and_loan")]


class RollCount(models.Model):
    """How many loans, and how much principal, moved from one band to another within a month. Append-only."""

    personal_data = NONE
    id = models.UUIDField(primary_key=True)
    month = models.DateField()
    product_code = models.CharField(max_length=60)
    from_state = models.SmallIntegerField()
    to_state = models.SmallIntegerField()
    loans = models.PositiveIntegerField()
    principal_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "product_code", "from_state", "to_state"], name="one_roll_count_per_move"
            )
        ]
