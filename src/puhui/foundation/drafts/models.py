"""What drafts keep: the columns that every draft has, the drafts of the editors, and what was released of them."""

from django.db import models


class DraftRow(models.Model):
    """What a room keeps of a draft, whatever it is a draft of; the text is changed until it is published or dropped."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=120)
    state = models.CharField(max_length=10)
    revision = models.PositiveIntegerField()
    based_on = models.CharField(max_length=130, blank=True, default="")
    text = models.TextField()
    note = models.CharField(max_length=500, blank=True, default="")
    writers = models.JSONField()
    made_by_name = models.CharField(max_length=80)
    submitted_by_name = models.CharField(max_length=80, default="", blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True


class TextDraft(DraftRow):
    """A draft of one of the editors: cells and their words as JSON."""

    personal_data = "names of staff who wrote a text"
    kind = models.CharField(max_length=20)
    published_version = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "code", "id"], name="text_draft_code"),
            models.Index(fields=["kind", "state", "id"], name="text_draft_state"),
        ]


class TextRelease(models.Model):
    """A version that two people put into force. Append-only: superseded by a later one, never edited."""

    personal_data = "names of staff who published a text"
    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    effective_from = models.DateField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    approved_by = models.CharField(max_length=200)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code", "version"], name="text_release_once")]
        indexes = [models.Index(fields=["kind", "id"], name="text_release_kind")]
