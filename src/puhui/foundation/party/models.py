"""What party keeps: sealed columns end in `_sealed`, blind indexes in `_index`."""

from django.db import models
from django.db.models import Q

from puhui.foundation.party.erasure_models import Erasure
from puhui.foundation.party.manager_models import PartyManager
from puhui.foundation.party.move_models import MoveStated
from puhui.foundation.party.phone_models import PhoneProposed
from puhui.foundation.party.relation_models import PartyGroup, PartyRelation, RelationStep
from puhui.foundation.party.visit_models import HelperVisit, VisitItem, WaitingStatement
from puhui.kernel.ids import new_id

__all__ = [
    "ContactPoint",
    "Erasure",
    "HelperVisit",
    "MoveStated",
    "Party",
    "PartyGroup",
    "PartyManager",
    "PartyRelation",
    "PartyRole",
    "PersonalDataAccess",
    "PhoneProposed",
    "RelationStep",
    "RiskTag",
    "VisitItem",
    "WaitingStatement",
]


class Party(models.Model):
    """A person or an organisation."""

    personal_data = "name, resident identity number: sealed; blind indexes of both"
    id = models.UUIDField(primary_key=True, default=new_id)
    bucket = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    name_sealed = models.TextField(blank=True, default="")
    name_index = models.CharField(max_length=64, blank=True, default="")
    identifier_sealed = models.TextField(blank=True, default="")
    identifier_index = models.CharField(max_length=64, null=True)  # null: not yet known, so not compared
    sealed_with = models.CharField(max_length=20)
    language = models.CharField(max_length=10, default="zh-hans")
    text_size = models.CharField(max_length=10, blank=True, default="")  # "": never chosen
    region = models.CharField(max_length=40, blank=True, default="")
    industry = models.CharField(max_length=80, blank=True, default="")
    founded_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["kind", "identifier_index"], name="one_party_per_identifier"),
            models.CheckConstraint(condition=Q(kind__in=["person", "organisation"]), name="party_kind"),
            models.CheckConstraint(condition=Q(text_size__in=["", "standard", "large"]), name="party_text_size"),
        ]
        indexes = [
            models.Index(fields=["name_index"], name="party_name"),
            models.Index(fields=["sealed_with", "id"], name="party_sealed_with"),
            models.Index(fields=["kind", "id"], name="party_kind_id"),
        ]


class ContactPoint(models.Model):
    """A way to reach a party; a phone number belongs to one party."""

    personal_data = "phone number: sealed; its blind index"
    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    value_sealed = models.TextField()
    value_index = models.CharField(max_length=64)
    sealed_with = models.CharField(max_length=20)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value_index"], name="one_party_per_contact")]
        indexes = [models.Index(fields=["sealed_with", "id"], name="contact_sealed_with")]


class PartyRole(models.Model):
    """What a person is in an organisation."""

    personal_data = "none: ids only"
    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"], condition=Q(ended_at=None), name="role_once"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_at=None, role="legal_representative"),
                name="one_legal_representative",
            ),
        ]


class RiskTag(models.Model):
    """A warning that staff or a rule put on a party."""

    personal_data = "reason: free text of staff about a party"
    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    tag = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    tagged_by = models.UUIDField()
    tagged_at = models.DateTimeField()
    cleared_by = models.UUIDField(null=True)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "tag"], condition=Q(cleared_at=None), name="tag_once"),
        ]


class PersonalDataAccess(models.Model):
    """One unmasking: who saw which field of whom, for which purpose. Append-only: a trigger refuses changes."""

    personal_data = "ids, and the purpose that staff stated"
    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=20)
    purpose = models.CharField(max_length=200)
    actor_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "personal data accesses"
        indexes = [
            models.Index(fields=["party", "id"], name="access_by_party"),
            models.Index(fields=["actor_id", "id"], name="access_by_actor"),
        ]
