"""What protection keeps."""

from django.db import models
from django.db.models import Q

from puhui.conduct.protection.contracts import WishKind


class Wish(models.Model):
    """What a person wished, from which day on, until which. Append-only: a trigger refuses changes."""

    personal_data = "that a person, by id, keeps themselves from borrowing"
    id = models.UUIDField(primary_key=True)
    party_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    holds_from = models.DateField()
    until = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in WishKind]), name="wish_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="exclusion", until__isnull=False, amount_minor=None)
                | Q(kind__in=["own_limit", "think_from"], until=None, amount_minor__gte=0),
                name="wish_says_what_its_kind_needs",
            ),
        ]
        indexes = [models.Index(fields=["party_id", "kind", "id"], name="wish_of_party")]
