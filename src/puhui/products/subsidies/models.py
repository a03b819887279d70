"""What subsidies keep: grants, lines, parts by payer, and claims."""

from django.db import models
from django.db.models import Q

from puhui.products.subsidies.contracts import ClaimState, GrantState, LineKind

IDS_ONLY = "none: parties and loans by id, amounts and dates"


class SubsidyGrant(models.Model):
    """That the state pays a share of one loan's interest. Its row is the lock under which lines are written."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    loan_id = models.UUIDField(unique=True)
    borrower_id = models.UUIDField()
    region = models.CharField(max_length=6, blank=True, default="")
    scheme = models.CharField(max_length=40)
    scheme_version = models.PositiveIntegerField()
    payer = models.CharField(max_length=40, blank=True, default="")  # instead of the scheme's payers: a shop
    currency = models.CharField(max_length=3)
    is_net = models.BooleanField()
    state_weight = models.BigIntegerField()
    whole_weight = models.BigIntegerField()
    most_minor = models.BigIntegerField()
    given_minor = models.BigIntegerField(default=0)
    from_on = models.DateField()
    until_on = models.DateField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in GrantState], default=GrantState.ACTIVE)
    reason = models.CharField(max_length=200, blank=True, default="")
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="subsidy_within_its_cap", condition=Q(given_minor__gte=0, given_minor__lte=models.F("most_minor"))
            ),
            models.CheckConstraint(
                name="subsidy_share_of_the_whole",
                condition=Q(state_weight__gte=0, state_weight__lte=models.F("whole_weight")),
            ),
        ]
        indexes = [models.Index(fields=["state", "bucket"], name="subsidy_state_bucket")]


class SubsidyLine(models.Model):
    """One due's interest, split. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    grant = models.ForeignKey(SubsidyGrant, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    interest_minor = models.BigIntegerField()
    state_minor = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=[(k, k) for k in LineKind])
    booked_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "due_on"], name="a_due_is_subsidised_once"),
            models.CheckConstraint(
                name="subsidy_within_the_interest",
                condition=Q(state_minor__gte=0, state_minor__lte=models.F("interest_minor")),
            ),
        ]


class SubsidyClaim(models.Model):
    """What was asked of a payer for a period."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=60, unique=True)
    scheme = models.CharField(max_length=40)
    payer = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    until_on = models.DateField()
    total_minor = models.BigIntegerField()
    parts = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in ClaimState], default=ClaimState.FILED)
    filed_by = models.UUIDField()
    filed_on = models.DateField()
    paid_on = models.DateField(null=True)
    reference = models.CharField(max_length=80, blank=True, default="")


class SubsidyPart(models.Model):
    """A payer's part of one line, and the claim that asks for it."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    line = models.ForeignKey(SubsidyLine, on_delete=models.PROTECT, related_name="+", db_index=False)
    scheme = models.CharField(max_length=40)
    payer = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    due_on = models.DateField()
    amount_minor = models.BigIntegerField()
    claim = models.ForeignKey(SubsidyClaim, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "payer"], name="one_part_per_line_and_payer"),
            models.CheckConstraint(name="subsidy_part_above_zero", condition=Q(amount_minor__gt=0)),
        ]
        indexes = [
            models.Index(fields=["scheme", "payer", "due_on"], name="subsidy_unclaimed", condition=Q(claim=None)),
        ]
