"""What notices keep."""

from django.db import models

from puhui.kernel.ids import new_id


class Notice(models.Model):
    """One notice; its words and a phone number of its own are sealed."""

    personal_data = "words of the notice and, for codes, a phone number: sealed"
    id = models.UUIDField(primary_key=True, default=new_id)
    bucket = models.PositiveSmallIntegerField()
    party = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=40)
    text_version = models.PositiveIntegerField()
    text_digest = models.CharField(max_length=64, blank=True, default="")  # of a version that was published here
    language = models.CharField(max_length=10)
    words_sealed = models.TextField()
    to_sealed = models.TextField(blank=True, default="")
    sealed_with = models.CharField(max_length=20)
    by_sms = models.BooleanField()
    in_app = models.BooleanField()
    created_at = models.DateTimeField()
    send_not_before = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["party", "id"], name="notice_of_party"),
            models.Index(fields=["sealed_with", "id"], name="notice_sealed_with"),
        ]


class MessageChoice(models.Model):
    """Which groups of messages a party wants no text message of, and the hours in which it wants none."""

    personal_data = "party id and the hours that they chose"
    party = models.OneToOneField("party.Party", on_delete=models.PROTECT, related_name="+", primary_key=True)
    sms_off = models.JSONField(default=list)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    chosen_at = models.DateTimeField()
