"""What casework keeps."""

from django.db import models
from django.db.models import F, Q


class Case(models.Model):
    """Work that needs a person."""

    personal_data = "party ids; free text of staff"
    id = models.UUIDField(primary_key=True)
    bucket = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=100)
    party_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=2000)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    due_on = models.DateField()
    owner_id = models.UUIDField(null=True)
    owner_name = models.CharField(max_length=80, blank=True, default="")
    outcome = models.CharField(max_length=30, blank=True, default="")
    outcome_detail = models.JSONField(default=dict)
    proposed_by = models.UUIDField(null=True)
    proposed_by_name = models.CharField(max_length=80, blank=True, default="")
    proposed_at = models.DateTimeField(null=True)
    proposed_reason = models.CharField(max_length=2000, blank=True, default="")
    confirmed_by = models.UUIDField(null=True)
    confirmed_by_name = models.CharField(max_length=80, blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=~Q(state="closed"), name="one_open_case_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (Q(proposed_by__isnull=False) & ~Q(confirmed_by=F("proposed_by"))),
                name="case_four_eyes",
            ),
            models.CheckConstraint(condition=Q(state__in=["open", "proposed", "closed"]), name="case_state_known"),
        ]
        indexes = [
            models.Index(fields=["kind", "state", "id"], name="case_queue"),
            models.Index(fields=["party_id", "id"], name="case_party"),
        ]


class CaseNote(models.Model):
    """What somebody wrote on a case."""

    personal_data = "free text of staff"
    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80, blank=True, default="")
    text = models.CharField(max_length=2000)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="case_notes")]
