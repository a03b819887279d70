"""What collateral keeps: things and their values, pledges, releases, enforcement, guarantees, watched episodes."""

from django.db import models
from django.db.models import Q

from puhui.products.collateral.contracts import LIVE, AssetState, EnforcementState, PledgeState, ReleaseState
from puhui.products.collateral.guarantee_contracts import ANSWERING, GuaranteeMode, GuaranteeState

IDS_ONLY = "none: parties and debts by id, amounts and dates"


class Asset(models.Model):
    """A thing in the register. Its row is the lock under which its pledges change.

    The last valuation is kept beside it, so that the cover of many debts is one statement; it can be rebuilt.
    """

    personal_data = "owner by id; description of what they own"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    owner_id = models.UUIDField()
    kind = models.CharField(max_length=30)
    description = models.CharField(max_length=500)
    currency = models.CharField(max_length=3)
    right_until = models.DateField(null=True)
    area_mu = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    state = models.CharField(max_length=10, choices=[(s, s) for s in AssetState], default=AssetState.HELD)
    value_minor = models.BigIntegerField(null=True)
    valued_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    registered_by = models.UUIDField()
    registered_by_name = models.CharField(max_length=80)
    registered_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "id"], name="asset_owner"),
            models.Index(fields=["valid_until", "id"], name="asset_valued_until"),
        ]


class AssetIdentifier(models.Model):
    """A number by which a thing is told apart: one thing each. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "numbers of registers"
    id = models.UUIDField(primary_key=True)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    value = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="a_thing_is_registered_once")]


class AssetDocument(models.Model):
    """A paper about a thing. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "reference to a paper of the owner"
    id = models.UUIDField(primary_key=True)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True, default="")


class Valuation(models.Model):
    """What a thing was worth. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "names of valuers and staff"
    id = models.UUIDField(primary_key=True)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    value_minor = models.BigIntegerField()
    per_mu_minor = models.BigIntegerField(null=True)  # land that was valued by the mu
    method = models.CharField(max_length=20)
    valuer = models.CharField(max_length=120)
    valued_on = models.DateField()
    valid_until = models.DateField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_value_is_above_zero", condition=Q(value_minor__gt=0)),
            models.CheckConstraint(name="a_value_holds_for_days", condition=Q(valid_until__gte=models.F("valued_on"))),
        ]


class Pledge(models.Model):
    """The link between a thing and a debt: how much it secures there, and in which rank."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()  # of the debt
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    debt_id = models.UUIDField()
    borrower_id = models.UUIDField()
    rank = models.PositiveSmallIntegerField()
    secured_minor = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in PledgeState])
    is_beyond_value = models.BooleanField()
    created_on = models.DateField()
    term_months = models.PositiveSmallIntegerField()
    perfected_on = models.DateField(null=True)
    registration = models.CharField(max_length=60, blank=True, default="")
    released_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["debt_id", "id"], name="pledge_debt"),
            models.Index(fields=["bucket", "asset"], name="pledge_bucket", condition=Q(state__in=LIVE)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["asset", "rank"], name="one_pledge_per_rank"),
            models.UniqueConstraint(
                fields=["asset", "debt_id"], name="one_live_pledge_per_debt", condition=Q(state__in=LIVE)
            ),
            models.CheckConstraint(name="pledge_above_zero", condition=Q(secured_minor__gt=0)),
        ]


class Release(models.Model):
    """A pledge given up, whole or in part: what was owed, and what stood behind it afterwards."""

    personal_data = "free text of staff"
    id = models.UUIDField(primary_key=True)
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="+")
    from_minor = models.BigIntegerField()
    to_minor = models.BigIntegerField()
    replaced_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=500)
    owed_minor = models.BigIntegerField()
    cover_after_minor = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in ReleaseState])
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=80)
    proposed_on = models.DateField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pledge"], name="one_open_release_per_pledge", condition=Q(state=ReleaseState.PROPOSED)
            ),
            models.CheckConstraint(
                name="a_release_gives_up", condition=Q(to_minor__gte=0) & Q(to_minor__lt=models.F("from_minor"))
            ),
        ]


class Enforcement(models.Model):
    """A thing sold for the debts behind which it stands."""

    personal_data = "free text of staff"
    id = models.UUIDField(primary_key=True)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=12, choices=[(s, s) for s in EnforcementState])
    began_on = models.DateField()
    proceeds_minor = models.BigIntegerField(default=0)
    costs_minor = models.BigIntegerField(default=0)
    costs_paid_minor = models.BigIntegerField(default=0)
    surplus_minor = models.BigIntegerField(default=0)
    sold_on = models.DateField(null=True)
    proposed_by = models.UUIDField(null=True)
    proposed_by_name = models.CharField(max_length=80, blank=True, default="")
    confirmed_by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asset"],
                name="one_open_enforcement_per_thing",
                condition=Q(state__in=[EnforcementState.OPEN, EnforcementState.PROPOSED]),
            ),
            models.CheckConstraint(
                name="proceeds_not_below_zero", condition=Q(proceeds_minor__gte=0) & Q(costs_minor__gte=0)
            ),
        ]


class EnforcementStep(models.Model):
    """One step of an enforcement. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "free text of staff"
    id = models.UUIDField(primary_key=True)
    enforcement = models.ForeignKey(Enforcement, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    on = models.DateField()
    note = models.CharField(max_length=500, blank=True, default="")
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)


class EnforcementShare(models.Model):
    """What one pledge got of the proceeds. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    enforcement = models.ForeignKey(Enforcement, on_delete=models.PROTECT, related_name="+")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="+")
    owed_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField()


class SchemeUse(models.Model):
    """What a scheme answers for. Its row is the lock under which claims on its capacity are made.

    A party that guarantees has a row as well, for the lock alone: its sum is that of its guarantees.
    """

    personal_data = "party id in the code of a guarantor's lock; a sum"
    code = models.CharField(max_length=60, primary_key=True)
    used_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="scheme_use_not_below_zero", condition=Q(used_minor__gte=0))]


class Guarantee(models.Model):
    """A party or a scheme that answers for a debt: for a share of it, and for no more than an amount."""

    personal_data = "party ids; what guarantors own, earn and owe, in sums"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()  # of the debt
    debt_id = models.UUIDField()
    borrower_id = models.UUIDField()
    guarantor_id = models.UUIDField(null=True)
    scheme = models.CharField(max_length=60, blank=True, default="")
    scheme_version = models.PositiveSmallIntegerField(default=0)
    mode = models.CharField(max_length=10, choices=[(m, m) for m in GuaranteeMode])
    share_pct = models.DecimalField(max_digits=7, decimal_places=4)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    means = models.JSONField(default=dict)
    is_ring = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=[(s, s) for s in GuaranteeState])
    given_on = models.DateField()
    ended_on = models.DateField(null=True)
    called_minor = models.BigIntegerField(default=0)
    called_on = models.DateField(null=True)
    call_grounds = models.CharField(max_length=500, blank=True, default="")
    given_by = models.UUIDField()
    given_by_name = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["debt_id", "id"], name="guarantee_debt"),
            models.Index(fields=["guarantor_id", "id"], name="guarantee_by", condition=Q(guarantor_id__isnull=False)),
            models.Index(fields=["scheme", "borrower_id"], name="guarantee_scheme", condition=~Q(scheme="")),
            models.Index(fields=["bucket", "debt_id"], name="guarantee_bucket", condition=Q(state__in=ANSWERING)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["debt_id", "guarantor_id"],
                name="one_guarantee_per_guarantor",
                condition=Q(state__in=ANSWERING, guarantor_id__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["debt_id", "scheme"],
                name="one_guarantee_per_scheme",
                condition=Q(state__in=ANSWERING) & ~Q(scheme=""),
            ),
            models.CheckConstraint(
                name="nobody_guarantees_own_debt", condition=~Q(guarantor_id=models.F("borrower_id"))
            ),
            models.CheckConstraint(name="guarantee_above_zero", condition=Q(amount_minor__gt=0)),
        ]


class WatchEpisode(models.Model):
    """A time in which a debt or a thing had to be looked at: from the day it was seen until the day it was well."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ("ratio", "value", "repaid")])
    level = models.CharField(max_length=5)
    ratio_bps = models.BigIntegerField(null=True)
    began_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["bucket", "kind"], name="watch_open", condition=Q(ended_on__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "kind"], name="one_open_watch_episode", condition=Q(ended_on__isnull=True)
            )
        ]


class CoverCertificate(models.Model):
    """The certificate of an insurer that was brought for a debt: one certificate, one debt. Its paper is a document."""

    personal_data = "owner by id; number of an insurance certificate"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    debt_id = models.UUIDField()
    owner_id = models.UUIDField()
    cover = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    insurer = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    insured_minor = models.BigIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    file_id = models.UUIDField(null=True)
    kept_by_name = models.CharField(max_length=80)
    kept_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["debt_id", "id"], name="cover_of_debt")]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], name="one_certificate_one_debt", condition=Q(withdrawn_on__isnull=True)
            ),
            models.CheckConstraint(
                name="cover_in_order",
                condition=Q(insured_minor__gt=0) & Q(valid_until__gte=models.F("valid_from")),
            ),
        ]
