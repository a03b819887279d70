"""What sources keeps: answers (append-only but for the erasure of their content), readings, corrections."""

from django.db import models
from django.db.models import Q

from puhui.foundation.sources.contracts import CorrectionState, Status


class SourceAnswer(models.Model):
    """One answer, or the failure to get one. Only its sealed content may change: to be sealed anew, or erased."""

    personal_data = "the content of the answer, sealed; erased after its time"
    id = models.UUIDField(primary_key=True)
    bucket = models.PositiveSmallIntegerField()
    party = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=40)
    definition_version = models.PositiveIntegerField()
    schema_version = models.CharField(max_length=10)
    request_id = models.UUIDField()
    status = models.CharField(max_length=10)
    reason = models.CharField(max_length=200, blank=True, default="")
    as_of = models.DateField(null=True)
    known_at = models.DateTimeField()
    expires_on = models.DateField()
    provenance = models.CharField(max_length=10)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64, blank=True, default="")
    latency_ms = models.PositiveIntegerField()
    attempts = models.PositiveSmallIntegerField()
    cost_minor = models.PositiveIntegerField()
    consent_id = models.UUIDField(null=True)
    content_sealed = models.TextField(blank=True, default="")
    sealed_with = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request_id", "source"], name="answer_once_per_request"),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="answer_status"),
        ]
        indexes = [
            models.Index(fields=["party", "source", "known_at"], name="answer_of_party"),
            models.Index(fields=["known_at"], name="answer_by_time"),
            models.Index(fields=["expires_on"], condition=~Q(content_sealed=""), name="answer_to_erase"),
        ]


class Reading(models.Model):
    """Somebody, or a decision, looked at answers about a party. Append-only."""

    personal_data = "ids, and the purpose that was stated"
    id = models.UUIDField(primary_key=True)
    party = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+")
    actor_id = models.UUIDField()
    purpose = models.CharField(max_length=200)
    sources = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["party", "id"], name="reading_of_party")]


class Correction(models.Model):
    """A value, or a row, of an answer that the customer says is wrong."""

    personal_data = "the value and the reason that the customer gave, sealed"
    id = models.UUIDField(primary_key=True)
    bucket = models.PositiveSmallIntegerField()
    answer = models.ForeignKey(SourceAnswer, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=60)
    row = models.IntegerField(default=-1)  # -1: a value that stands in no row
    value_sealed = models.TextField(blank=True, default="")
    reason_sealed = models.TextField()
    sealed_with = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    case_id = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    new_answer = models.ForeignKey(SourceAnswer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in CorrectionState]), name="correction_state"),
            models.UniqueConstraint(
                fields=["answer", "field", "row"],
                condition=Q(state="open"),
                name="one_open_correction",
            ),
        ]
        indexes = [models.Index(fields=["party", "id"], name="correction_of_party")]
