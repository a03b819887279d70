"""What party keeps of those who asked to be forgotten: when, and until when the law keeps who they were."""

from django.db import models

from puhui.kernel.ids import new_id


class Erasure(models.Model):
    """A person who asked to be forgotten. Their identity goes on `keep_until`; at once where no law keeps it."""

    personal_data = "ids only"
    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    keep_until = models.DateField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["keep_until", "id"], condition=models.Q(done_at=None), name="erasure_to_do"),
        ]
