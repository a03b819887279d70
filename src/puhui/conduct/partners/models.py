"""What partners keeps."""

from django.db import models
from django.db.models import Q

from puhui.conduct.partners.contracts import PartnerState


class Partner(models.Model):
    """A party whose programs work with us. The id is the party's; its name is kept there."""

    personal_data = "none: the id of an organisation"
    id = models.UUIDField(primary_key=True)
    state = models.CharField(max_length=10)
    scopes = models.JSONField()
    reason = models.CharField(max_length=200)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in PartnerState]), name="partner_state_known")
        ]


class Client(models.Model):
    """A program of a partner and its scopes."""

    personal_data = "none: a name for a program"
    id = models.UUIDField(primary_key=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    scopes = models.JSONField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class ClientSecret(models.Model):
    """A secret of a program, as a hash; the one before a new one works on until `ends_at`."""

    personal_data = "none: a hash"
    id = models.UUIDField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)


class AccessToken(models.Model):
    """What a program shows at the door for some minutes, as a hash; deleted when it is long over."""

    personal_data = "none: a hash"
    id = models.UUIDField(primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class Sharing(models.Model):
    """What a customer lets a partner see, until when; only its end is ever written into it."""

    personal_data = "that a customer, by id, shares with a partner"
    id = models.UUIDField(primary_key=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    party_id = models.UUIDField()
    scopes = models.JSONField()
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party_id", "partner"], name="sharing_of_party")]


class Subscription(models.Model):
    """Where a partner's or a shop's program listens, to which kinds of events; signed with a secret of its own."""

    personal_data = "none: the id of an organisation, an address of a program"
    id = models.UUIDField(primary_key=True)
    party_id = models.UUIDField()
    address = models.CharField(max_length=500)
    kinds = models.JSONField()
    secret_n = models.PositiveSmallIntegerField(default=1)  # which secret signs; a new address has a new one
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party_id"], condition=Q(ended_at=None), name="subscription_listens")]


class Message(models.Model):
    """What a program is told, once for each kind and subject; kept so that it can be told again."""

    personal_data = "ids of customers who share with the partner"
    id = models.UUIDField(primary_key=True)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    body = models.JSONField()
    told_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "kind", "subject_id"], name="told_once_of_each_subject")
        ]


class Delivery(models.Model):
    """One try to deliver a message. Append-only: a trigger refuses changes."""

    personal_data = "none: a status and its time"
    id = models.UUIDField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    tried_at = models.DateTimeField()
    answer_code = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name_plural = "deliveries"
