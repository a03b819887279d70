"""What decisioning keeps: decisions with all they were made from, and the policies and scorecards by hash."""

from django.db import models

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

    class Meta:
        indexes = [
            models.Index(fields=["application_id", "id"], name="decision_application"),
            models.Index(fields=["firm_id", "id"], name="decision_firm"),
            models.Index(fields=["as_of", "id"], name="decision_day"),
        ]
