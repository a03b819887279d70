"""What reports keep."""

from django.db import models
from django.db.models import Q

STAFF = "ids and names of staff, and the filters that they chose"


class SavedView(models.Model):
    """A page with filters under a name; one that is ended stays."""

    personal_data = STAFF
    id = models.UUIDField(primary_key=True)
    owner_id = models.UUIDField()
    owner_name = models.CharField(max_length=80)
    what = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    params = models.JSONField()
    shared_with = models.CharField(max_length=30, default="", blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["what", "owner_id", "name"], condition=Q(ended_at=None), name="one_view_per_name"
            )
        ]


class Subscription(models.Model):
    """A table that is made for somebody after each day, week or month; `digest` is of what and under which filters."""

    personal_data = STAFF
    id = models.UUIDField(primary_key=True)
    owner_id = models.UUIDField()
    what = models.CharField(max_length=60)
    sheet = models.CharField(max_length=40, default="", blank=True)
    name = models.CharField(max_length=120)
    params = models.JSONField()
    form = models.CharField(max_length=4)
    language = models.CharField(max_length=10)
    every = models.CharField(max_length=5)
    purpose = models.CharField(max_length=40, default="", blank=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_id", "digest"], condition=Q(ended_at=None), name="one_subscription_per_table"
            )
        ]
        indexes = [models.Index(fields=["every", "id"], condition=Q(ended_at=None), name="subscription_due")]


class Report(models.Model):
    """What came of a subscription on a business date: a file, or the code of a refusal."""

    personal_data = "none: ids"
    id = models.UUIDField(primary_key=True)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+")
    owner_id = models.UUIDField()
    day = models.DateField()
    rows = models.PositiveIntegerField()
    refused = models.CharField(max_length=60, default="", blank=True)
    file_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "day"], name="one_report_per_day")]
        indexes = [models.Index(fields=["owner_id", "-id"], name="report_owner")]


class Appearance(models.Model):
    """How somebody wants their pages to look, on every device."""

    personal_data = STAFF
    owner_id = models.UUIDField(primary_key=True)
    theme = models.CharField(max_length=5)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(theme__in=["auto", "dark", "light"]), name="theme_known"),
        ]
