"""What the catalogue keeps: which product version was used, with its hash."""

from django.db import models


class PublishedVersion(models.Model):
    """A product version at its first use. Later uses must read the same."""

    personal_data = "none: product codes and hashes"
    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=41)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    first_used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_text_per_product_version")]
