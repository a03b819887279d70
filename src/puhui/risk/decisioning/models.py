"""What decisioning keeps: decisions with all they were made from, and the policies and scorecards by hash."""

from django.db import models
from django.db.models import F, Q

from puhui.foundation.drafts.facade import DraftRow

PERSONAL_DATA = "pseudonymous: ids, amounts and facts of a firm's invoices; no names or identity numbers"


class DecisionMaterial(models.Model):
    """A policy or scorecard that decided something, kept by its hash: replay never depends on today's files."""

    personal_data = "none: published policy data"
    hash = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    content = models.TextField()
    kept_at = models.DateTimeField()


class DecisionRecord(models.Model):
    """One decision. Append-only: a trigger refuses UPDATE and DELETE. The texts are canonical JSON, byte for byte."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    bucket = models.PositiveSmallIntegerField()
    application_id = models.UUIDField()
    firm_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField()
    decided_by = models.UUIDField()
    as_of = models.DateField()
    product_code = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10)
    score = models.IntegerField()
    policy_hash = models.CharField(max_length=64)
    scorecard_hash = models.CharField(max_length=64)
    request = models.TextField()
    answer = models.TextField()
    answer_hash = models.CharField(max_length=64)
    without_application = models.BooleanField(null=True)  # true: asked on stored facts, and no part of any statistics

    class Meta:
        indexes = [
            models.Index(fields=["application_id", "id"], name="decision_application"),
            models.Index(fields=["firm_id", "id"], name="decision_firm"),
            models.Index(fields=["as_of", "id"], name="decision_day"),
        ]


class ModelPackage(models.Model):
    """A trained model as it was handed in: its document by hash, its card, its files. Only the state moves."""

    personal_data = "names of staff"
    id = models.UUIDField(primary_key=True)
    model_id = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ("scorecard", "gbdt")])
    hash = models.CharField(max_length=64, unique=True)
    content = models.TextField()
    card = models.JSONField()
    files = models.JSONField()
    purpose = models.CharField(max_length=200)
    segment = models.CharField(max_length=200)
    limits = models.CharField(max_length=1000)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in ("draft", "approved", "declined", "retired")], default="draft"
    )
    effective_from = models.DateField(null=True)
    registered_by = models.UUIDField()
    registered_by_name = models.CharField(max_length=80)
    registered_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=80, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model_id", "version"], name="one_package_per_version"),
            models.CheckConstraint(
                name="model_four_eyes", condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("registered_by"))
            ),
            models.CheckConstraint(
                name="approved_model_has_a_day", condition=~Q(state="approved") | Q(effective_from__isnull=False)
            ),
        ]


class ModelAssignment(models.Model):
    """A role of a package for a slot (the scorecard id that policies ask for), given by two people."""

    personal_data = "names and free text of staff"
    id = models.UUIDField(primary_key=True)
    slot = models.CharField(max_length=60)
    package = models.ForeignKey(ModelPackage, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=[(r, r) for r in ("champion", "split", "shadow")])
    share_bps = models.PositiveSmallIntegerField(default=0)
    effective_from = models.DateField()
    until = models.DateField(null=True)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in ("proposed", "in_force", "declined", "ended")], default="proposed"
    )
    reason = models.CharField(max_length=500)
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=80, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["slot", "effective_from"], name="role_of_slot", condition=Q(state="in_force"))]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "package", "role"],
                condition=Q(state__in=["proposed", "in_force"]) & Q(until__isnull=True),
                name="one_open_role_per_package",
            ),
            models.CheckConstraint(
                name="role_four_eyes", condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="share_of_split_only",
                condition=(Q(role="split") & Q(share_bps__range=(1, 9999))) | (~Q(role="split") & Q(share_bps=0)),
            ),
        ]


class ModelEvent(models.Model):
    """What happened to a package. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "names and free text of staff"
    id = models.UUIDField(primary_key=True)
    package = models.ForeignKey(ModelPackage, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)
    detail = models.JSONField(default=dict)
    reason = models.CharField(max_length=500)
    by = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()


class ShadowScore(models.Model):
    """What a model that did not decide would have decided. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    bucket = models.PositiveSmallIntegerField()
    decision = models.ForeignKey(DecisionRecord, on_delete=models.PROTECT, related_name="+")
    package = models.ForeignKey(ModelPackage, on_delete=models.PROTECT, related_name="+")
    model_hash = models.CharField(max_length=64)
    score = models.IntegerField()
    pd = models.DecimalField(max_digits=7, decimal_places=6)
    outcome = models.CharField(max_length=10)
    band = models.CharField(max_length=40)
    limit_minor = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "decision"], name="one_shadow_per_decision")]


class PolicyDraft(DraftRow):
    """A policy that people write: the text is its document as JSON; `based_on` is the hash it began from."""

    personal_data = "names of staff who wrote a policy"
    published_hash = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["code", "id"], name="policy_draft_policy")]


class PublishedPolicy(models.Model):
    """A version that two people put into force. Append-only: superseded by a later one, never edited."""

    personal_data = "names of staff who published a policy"
    id = models.UUIDField(primary_key=True)
    policy_id = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64, unique=True)
    products = models.CharField(max_length=600)
    effective_from = models.DateField()
    content = models.TextField()
    published_by = models.UUIDField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy_id", "number"], name="policy_number_once")]
        indexes = [models.Index(fields=["effective_from", "number"], name="policy_in_force")]


class BehaviourScore(models.Model):
    """What a running loan's own repayment says on a day. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "pseudonymous: a loan by id, and how it was repaid"
    id = models.UUIDField(primary_key=True)
    bucket = models.PositiveSmallIntegerField()
    loan_id = models.UUIDField()
    on = models.DateField()
    score = models.IntegerField()
    pd = models.DecimalField(max_digits=7, decimal_places=6)
    model = models.CharField(max_length=120)
    model_hash = models.CharField(max_length=64)
    facts = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["loan_id", "on"], name="one_behaviour_score_a_day")]
