"""What regions keep: lists imported over the shipped one; append-only, the newest row of a code stands."""

from django.db import models

from puhui.kernel.ids import new_id


class RegionImport(models.Model):
    """One list that was taken over."""

    personal_data = "none: the id of who imported"
    id = models.UUIDField(primary_key=True, default=new_id)
    source = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    imported_by = models.UUIDField()
    imported_at = models.DateTimeField()


class RegionRow(models.Model):
    """What an import says of a region, where it differs from what was known before."""

    personal_data = "none: public names and codes"
    id = models.UUIDField(primary_key=True, default=new_id)
    region_import = models.ForeignKey(RegionImport, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=6)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    tier = models.CharField(max_length=16, blank=True, default="")
    parent = models.CharField(max_length=6, blank=True, default="")
    effective_from = models.DateField(null=True)
    effective_until = models.DateField(null=True)
    replaced_by = models.CharField(max_length=6, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_import", "code"], name="region_once_per_import")]
