"""What facilities keep: limits and balances, draws, events, and what waits for a second person."""

from django.db import models
from django.db.models import F, Q

from puhui.products.facilities.contracts import UNDER_WAY, DrawnAs, DrawState, FacilityState, ProposalState

IDS_ONLY = "none: parties and contracts by id, amounts and dates"


class Facility(models.Model):
    """A standing permission to borrow. Its row is the lock under which its balances change.

    The balances are the fold of its events, kept beside them. `over_minor` is what is in use beyond the limit after a
    cut or a returned payment: a draw never makes it. `freezes` are the reasons for which new draws are stopped.
    `fee_units` is what was undrawn, in minor units times days, since the commitment fee was last charged.
    """

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    holder_id = models.UUIDField()
    household_id = models.UUIDField(null=True)  # whose adults signed together and may all draw
    product_code = models.CharField(max_length=60)
    product_version = models.PositiveIntegerField()
    contract_id = models.UUIDField(unique=True)
    loan_id = models.UUIDField(null=True, unique=True)
    drawn_as = models.CharField(max_length=6, choices=[(s, s) for s in DrawnAs])
    method = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    ceiling_minor = models.BigIntegerField()
    limit_minor = models.BigIntegerField()
    drawn_minor = models.BigIntegerField(default=0)
    reserved_minor = models.BigIntegerField(default=0)
    over_minor = models.BigIntegerField(default=0)
    lowest_draw_minor = models.BigIntegerField()
    sub_limits = models.JSONField(default=dict)
    annual_rate_pct = models.DecimalField(max_digits=12, decimal_places=8)
    undrawn_counts_pct = models.PositiveSmallIntegerField()
    commitment_fee_pct = models.DecimalField(max_digits=7, decimal_places=4, default=0)
    fee_units = models.BigIntegerField(default=0)
    fee_from = models.DateField()
    state = models.CharField(max_length=8, choices=[(s, s) for s in FacilityState])
    freezes = models.JSONField(default=list)
    is_frozen = models.BooleanField(default=False)
    events_n = models.PositiveIntegerField(default=0)
    granted_on = models.DateField()
    available_until = models.DateField()
    expires_on = models.DateField()
    review_on = models.DateField()
    reviewed_on = models.DateField(null=True)
    raise_from = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="in_use_within_the_limit",
                condition=Q(limit_minor__gte=F("drawn_minor") + F("reserved_minor") - F("over_minor")),
            ),
            models.CheckConstraint(
                name="facility_balances_not_below_zero",
                condition=Q(limit_minor__gte=0, drawn_minor__gte=0, reserved_minor__gte=0, over_minor__gte=0),
            ),
            models.CheckConstraint(name="limit_within_the_contract", condition=Q(limit_minor__lte=F("ceiling_minor"))),
        ]
        indexes = [
            models.Index(fields=["holder_id", "id"], name="facility_holder"),
            models.Index(fields=["household_id"], name="facility_household", condition=Q(household_id__isnull=False)),
            models.Index(fields=["state", "id"], name="facility_state"),
            models.Index(fields=["bucket", "review_on"], name="facility_review", condition=~Q(state="closed")),
            models.Index(fields=["available_until"], name="facility_until", condition=Q(state="open")),
            models.Index(fields=["bucket"], name="facility_frozen", condition=Q(is_frozen=True)),
        ]


class FacilityDraw(models.Model):
    """A use of a facility: room is reserved while its cost sheet is read and confirmed, then the bank is asked."""

    personal_data = "id of the person who draws"
    id = models.UUIDField(primary_key=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+", db_index=False)
    loan_id = models.UUIDField(null=True)
    amount_minor = models.BigIntegerField()
    outstanding_minor = models.BigIntegerField(default=0)
    purpose = models.CharField(max_length=41)
    term_months = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=[(s, s) for s in DrawState])
    reserved_until = models.DateTimeField()
    shown_to = models.UUIDField()
    shown_at = models.DateTimeField()
    language = models.CharField(max_length=10)
    sheet = models.JSONField()
    sheet_hash = models.CharField(max_length=64)
    seconds_measured = models.PositiveIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    drawn_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="draw_above_zero", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(name="draw_rest_not_below_zero", condition=Q(outstanding_minor__gte=0)),
        ]
        indexes = [
            models.Index(fields=["facility", "id"], name="draw_facility"),
            models.Index(fields=["loan_id"], name="draw_loan", condition=Q(loan_id__isnull=False)),
            models.Index(fields=["reserved_until"], name="draw_reserved", condition=Q(state__in=UNDER_WAY)),
        ]


class FacilityFee(models.Model):
    """A commitment fee that was charged: until which day, for how much undrawn times days, and what of it is paid."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_on = models.DateField()
    units = models.BigIntegerField()
    yearly_pct = models.DecimalField(max_digits=7, decimal_places=4)
    amount_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(default=0)
    asked_on = models.DateField()
    asked_n = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facility", "to_on"], name="one_facility_fee_a_period"),
            models.CheckConstraint(
                name="facility_fee_paid_within",
                condition=Q(amount_minor__gt=0, paid_minor__gte=0, paid_minor__lte=F("amount_minor")),
            ),
        ]
        indexes = [
            models.Index(fields=["asked_on"], name="facility_fee_owed", condition=Q(paid_minor__lt=F("amount_minor")))
        ]


class FacilityEvent(models.Model):
    """One thing that happened to a facility, in its order `n`, with the balances after it. Append-only by trigger."""

    personal_data = "user id and name of who did it; free text of staff"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+", db_index=False)
    n = models.PositiveIntegerField()
    on = models.DateField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    amount_minor = models.BigIntegerField(default=0)
    limit_minor = models.BigIntegerField()
    drawn_minor = models.BigIntegerField()
    reserved_minor = models.BigIntegerField()
    draw_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "n"], name="one_facility_event_per_place")]


class FacilityProposal(models.Model):
    """A change that needs a second person: who proposed it, what, and how it ended."""

    personal_data = "user ids and names; free text of staff"
    id = models.UUIDField(primary_key=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    amount_minor = models.BigIntegerField(null=True)
    code = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=[(s, s) for s in ProposalState])
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=80)
    proposed_on = models.DateField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "kind"], condition=Q(state="proposed"), name="one_open_facility_proposal"
            ),
            models.CheckConstraint(
                name="facility_proposal_four_eyes",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
        ]
