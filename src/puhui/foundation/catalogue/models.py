"""What the catalogue keeps: versions that were used, drafts that people write, and what was published or withdrawn."""

from django.db import models
from django.db.models import Q

from puhui.foundation.drafts.facade import DraftRow


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


class ProductDraft(DraftRow):
    """A product that people write: the text of its file, and what the policy lab found of it."""

    personal_data = "names of staff who wrote a product"
    published_version = models.PositiveIntegerField(null=True)
    simulation = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["code", "id"], name="product_draft_code"),
            models.Index(fields=["state", "id"], name="product_draft_state"),
        ]


class ProductRelease(models.Model):
    """A version that two people put into force, or a day from which a product is no longer sold. Append-only."""

    personal_data = "names of staff who published or withdrew a product"
    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=41)
    version = models.PositiveIntegerField(null=True)
    effective_from = models.DateField()
    content = models.TextField(blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    approved_by = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True, default="")
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="product_release_once"),
            models.CheckConstraint(condition=Q(kind__in=["published", "withdrawn"]), name="product_release_kind"),
            models.CheckConstraint(
                condition=Q(kind="withdrawn", version=None) | Q(kind="published", version__isnull=False),
                name="product_release_version",
            ),
        ]
