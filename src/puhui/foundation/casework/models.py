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
    priority = models.PositiveSmallIntegerField(default=2)
    due_at = models.DateTimeField()
    first_owned_at = models.DateTimeField(null=True)
    escalations = models.PositiveSmallIntegerField(default=0)
    escalated_to = models.CharField(max_length=30, blank=True, default="")
    escalated_at = models.DateTimeField(null=True)

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
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="case_priority_known"),
        ]
        indexes = [
            models.Index(fields=["owner_id", "due_at"], name="case_desk", condition=~Q(state="closed")),
            models.Index(fields=["due_at"], name="case_due", condition=~Q(state="closed")),
            models.Index(fields=["kind", "closed_at"], name="case_closed", condition=Q(state="closed")),
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


class CaseEvent(models.Model):
    """What happened to a case, who did it and when. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "free text of staff"
    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80, blank=True, default="")
    to_id = models.UUIDField(null=True)
    to_name = models.CharField(max_length=80, blank=True, default="")
    words = models.CharField(max_length=2000, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="case_history")]


class CaseMention(models.Model):
    """Somebody who works here is named in a note. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "user ids of staff"
    id = models.UUIDField(primary_key=True)
    note = models.ForeignKey(CaseNote, on_delete=models.PROTECT, related_name="+")
    user_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user_id"], name="mentioned_once")]
        indexes = [models.Index(fields=["user_id", "id"], name="mentions_of")]


class CaseFile(models.Model):
    """A file that was put on a case; its content is kept, encrypted, by documents. Append-only."""

    personal_data = "a file name, as staff gave it"
    file_id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.IntegerField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["case", "file_id"], name="case_files")]


class DeskMark(models.Model):
    """Until when a staff member has read what changed."""

    personal_data = "user id of staff"
    user_id = models.UUIDField(primary_key=True)
    read_until = models.DateTimeField()
