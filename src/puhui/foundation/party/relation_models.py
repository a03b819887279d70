"""What party keeps of relations: groups, relations, and the steps of their lives; all three are append-only."""

from django.db import models
from django.db.models import Q

from puhui.foundation.party.relation_contracts import GroupKind, RelationKind, RelationState, Standing
from puhui.kernel.ids import new_id


class PartyGroup(models.Model):
    """Several parties together. Append-only: a trigger refuses UPDATE and DELETE; it is over when nobody is in it.

    A household has no name. `organisation`: a cooperative that is a registered organisation. `within`: the village
    of a household or of a joint-liability group.
    """

    personal_data = "none: names of villages, cooperatives and groups; a household has a code only"
    id = models.UUIDField(primary_key=True, default=new_id)
    bucket = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24, choices=[(k, k) for k in GroupKind])
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100, blank=True, default="")
    region = models.CharField(max_length=40, blank=True, default="")
    organisation = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+", null=True)
    within = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="one_group_per_code")]
        indexes = [models.Index(fields=["within", "kind"], name="group_within")]


class PartyRelation(models.Model):
    """How a party stands to another one or in a group. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "ids, and the evidence that staff stated"
    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=24, choices=[(k, k) for k in RelationKind])
    subject = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("party.Party", on_delete=models.PROTECT, related_name="+", null=True)
    group = models.ForeignKey(PartyGroup, on_delete=models.PROTECT, related_name="+", null=True)
    standing = models.CharField(max_length=10, choices=[(s, s) for s in Standing])
    since_on = models.DateField()
    evidence = models.CharField(max_length=200)
    waits_for = models.UUIDField(null=True)  # who has to agree; null: nobody had to
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="relation_joins_one",
                condition=Q(other__isnull=True, group__isnull=False) | Q(other__isnull=False, group__isnull=True),
            ),
            models.CheckConstraint(name="nobody_relates_to_self", condition=~Q(other=models.F("subject"))),
        ]
        indexes = [
            models.Index(fields=["subject", "kind"], name="relation_subject"),
            models.Index(fields=["other", "kind"], name="relation_other", condition=Q(other__isnull=False)),
            models.Index(fields=["group", "kind"], name="relation_group", condition=Q(group__isnull=False)),
        ]


class RelationStep(models.Model):
    """A relation agreed to, declined or ended. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "ids, and the evidence that staff stated"
    id = models.UUIDField(primary_key=True, default=new_id)
    relation = models.ForeignKey(PartyRelation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(s, s) for s in RelationState])
    evidence = models.CharField(max_length=200, blank=True, default="")
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relation", "kind"], name="a_relation_step_once")]
