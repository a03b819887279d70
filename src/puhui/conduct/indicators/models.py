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
