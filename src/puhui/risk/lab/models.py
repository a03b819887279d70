"""What the lab keeps."""

from django.db import models
from django.db.models import Q

NONE = "none: sums over firms; examples stand by id, with facts and without names"


class LabRun(models.Model):
    """A run as it was asked for: everything that its result follows from. Append-only."""

    personal_data = NONE
    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    inputs = models.TextField()
    inputs_hash = models.CharField(max_length=64)


class LabWork(models.Model):
    """How far a run is; the only part of it that changes."""

    personal_data = NONE
    run = models.OneToOneField(LabRun, on_delete=models.PROTECT, related_name="+", primary_key=True)
    state = models.CharField(max_length=10)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    seen_at = models.DateTimeField(null=True)
    why_failed = models.CharField(max_length=300, default="")

    class Meta:
        indexes = [models.Index(fields=["state"], name="lab_work_open", condition=Q(state__in=["waiting", "running"]))]


class LabResult(models.Model):
    """What came out, as canonical JSON. Append-only."""

    personal_data = NONE
    run = models.OneToOneField(LabRun, on_delete=models.PROTECT, related_name="+", primary_key=True)
    finished_at = models.DateTimeField()
    content = models.TextField()
    content_hash = models.CharField(max_length=64)


class LabSignature(models.Model):
    """What a member of the committee said to a result. Append-only."""

    personal_data = "names of staff, free text of staff"
    id = models.UUIDField(primary_key=True)
    run = models.ForeignKey(LabRun, on_delete=models.PROTECT, related_name="+")
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=10)
    comment = models.CharField(max_length=500)
    result_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "by_id"], name="lab_signed_once")]


class PreApprovalRun(models.Model):
    """One day's pass over all customers who consented. `after` is the last one done: where the next worker goes on."""

    personal_data = "pseudonymous: one firm by its id while it runs"
    id = models.UUIDField(primary_key=True)
    on = models.DateField()
    product_code = models.CharField(max_length=60)
    policy_hash = models.CharField(max_length=64)
    model_hash = models.CharField(max_length=64)
    policy_name = models.CharField(max_length=140)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    after = models.UUIDField(null=True)
    asked = models.IntegerField(default=0)
    offered = models.IntegerField(default=0)
    borrowing = models.IntegerField(default=0)
    one_by_one = models.IntegerField(default=0)
    measured = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    ended = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product_code", "on"], name="pre_approved_once_a_day")]


class PreApproval(models.Model):
    """What we could lend a firm, from a day to a day; no row for a firm that we could not. Append-only."""

    personal_data = "pseudonymous: a firm by its id, with a limit and a band"
    id = models.UUIDField(primary_key=True)
    run = models.ForeignKey(PreApprovalRun, on_delete=models.PROTECT, related_name="+")
    bucket = models.PositiveSmallIntegerField()
    firm_id = models.UUIDField()
    limit_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    term_months = models.PositiveSmallIntegerField()
    annual_rate_pct = models.DecimalField(max_digits=12, decimal_places=8)
    band = models.CharField(max_length=20)
    score = models.IntegerField()
    from_day = models.DateField()
    until = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["firm_id", "id"], name="pre_approval_firm")]
        constraints = [models.UniqueConstraint(fields=["run", "firm_id"], name="pre_approved_once_a_run")]


class PreApprovalEnd(models.Model):
    """From a day on a pre-approval holds no more: a later pass did not approve, or the consent is gone. Append-only."""

    personal_data = "pseudonymous: a firm by its id"
    id = models.UUIDField(primary_key=True)
    pre_approval = models.OneToOneField(PreApproval, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(PreApprovalRun, on_delete=models.PROTECT, related_name="+")
    bucket = models.PositiveSmallIntegerField()
    firm_id = models.UUIDField()
    on = models.DateField()


class InvoiceFactsKept(models.Model):
    """The invoice facts of a firm as the last pass measured them, with all that they were measured from: a cache.

    Facts of invoices change with the last complete month, with an import and with a definition, and with nothing else.
    """

    personal_data = "pseudonymous: measured values about a firm, by id"
    firm_id = models.UUIDField(primary_key=True)
    bucket = models.PositiveSmallIntegerField()
    month_no = models.IntegerField()
    imports = models.IntegerField()
    definitions = models.CharField(max_length=64)
    facts = models.JSONField()
