"""What the embedded messaging adapter keeps: the messages that it was given."""

from django.db import models


class DeliveredMessage(models.Model):
    """One message, as if it had reached the phone."""

    personal_data = "phone number and words of the message: sealed; a blind index of the number"
    id = models.UUIDField(primary_key=True)
    channel = models.CharField(max_length=10)
    to_sealed = models.TextField(blank=True, default="")
    to_index = models.CharField(max_length=64)
    words_sealed = models.TextField()
    meta = models.JSONField()
    delivered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["to_index", "id"], name="message_to")]
