"""What indicators keep."""

from django.db import models


class DailyFigure(models.Model):
    """One figure of one business date."""

    personal_data = "none: counts and sums over the whole book"
    id = models.UUIDField(primary_key=True)
    business_date = models.DateField()
    name = models.CharField(max_length=60)
    value = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_date", "name"], name="one_figure_per_day")]


class ReachedBorrower(models.Model):
    """A borrower who had a running loan at the last count, and the groups that they belong to."""

    personal_data = (
        "sensitive, by id: whether a woman leads the firm, whether somebody is old or has no record at a bureau; "
        "kept of the last count only, to lead figures to their lists"
    )
    party_id = models.UUIDField(primary_key=True)
    counted_on = models.DateField()
    place = models.CharField(max_length=12)
    women = models.BooleanField()
    old = models.BooleanField()
    thin_file = models.BooleanField()
    first_time = models.BooleanField()
    rural = models.BooleanField()
    loans = models.PositiveIntegerField()
    outstanding_minor = models.BigIntegerField()


class PlaceFigure(models.Model):
    """One sum of the last count, of a place (empty: not known) and perhaps of a product in it."""

    personal_data = "none: counts and sums by place"
    id = models.UUIDField(primary_key=True)
    counted_on = models.DateField()
    place = models.CharField(max_length=12)
    product_code = models.CharField(max_length=60, default="")
    name = models.CharField(max_length=60)
    value = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "product_code", "name"], name="one_figure_per_place"),
        ]


class ManagedDay(models.Model):
    """The running loans that one relationship manager looked after at the end of a business date, by cell. Append-only.

    No manager and no branch are the id zero, so that a cell is kept once. `earned_minor`: what the loans earned on the
    day as income; losses and provisions are shared out by principal within product, class and stage.
    """

    personal_data = "none of customers: sums by the id of a member of staff"
    id = models.UUIDField(primary_key=True)
    business_date = models.DateField()
    branch_id = models.UUIDField()
    manager_id = models.UUIDField()
    product_code = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    grade = models.SmallIntegerField()
    days_band = models.SmallIntegerField()
    loans = models.PositiveIntegerField()
    principal_minor = models.BigIntegerField()
    earned_minor = models.BigIntegerField()
    statutory_minor = models.BigIntegerField()
    expected_loss_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "business_date",
                    "branch_id",
                    "manager_id",
                    "product_code",
                    "currency",
                    "grade",
                    "days_band",
                ],
                name="one_managed_day_per_cell",
            )
        ]
