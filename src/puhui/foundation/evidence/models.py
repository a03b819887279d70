"""What evidence keeps."""

from django.db import models

PERSONAL_DATA = "none: ids, hashes and amounts only"


class AuditEntry(models.Model):
    """One act. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=80)
    roles = models.CharField(max_length=200)
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=100)
    channel = models.CharField(max_length=20)
    request_digest = models.CharField(max_length=64)
    detail = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_subject"),
            models.Index(fields=["actor_id", "id"], name="audit_actor"),
            models.Index(fields=["verb", "id"], name="audit_verb"),
            models.Index(fields=["at"], name="audit_at"),
        ]


class IdempotencyRecord(models.Model):
    """A key that an actor used, for what, and what was answered."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    actor_id = models.UUIDField()
    key = models.CharField(max_length=200)
    verb = models.CharField(max_length=80)
    request_digest = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="one_answer_per_key")]


class OutboxEvent(models.Model):
    """Outside work that a transaction asked for; delivered after commit, at least once."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    topic = models.CharField(max_length=60)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="outbox_waiting",
                condition=models.Q(delivered_at__isnull=True, gave_up_at__isnull=True),
            )
        ]


class SealedBatch(models.Model):
    """A run of an append-only table, hashed, and chained to the batch before it."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    chain = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    first_id = models.UUIDField()
    last_id = models.UUIDField()
    rows = models.PositiveIntegerField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="one_batch_per_number")]
