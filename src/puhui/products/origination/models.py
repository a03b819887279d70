"""What origination keeps."""

from django.db import models
from django.db.models import Q

from puhui.products.origination.contracts import ApplicationState, ContractState, OfferState


class Application(models.Model):
    """A firm's request for a product."""

    personal_data = "ids of the firm and of the person who applied"
    id = models.UUIDField(primary_key=True)
    bucket = models.PositiveSmallIntegerField()
    firm_id = models.UUIDField()
    applicant_id = models.UUIDField(null=True)
    product_code = models.CharField(max_length=41)
    product_version = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    term_months = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=20)
    purpose = models.CharField(max_length=41)
    state = models.CharField(max_length=10)
    started_at = models.DateTimeField()
    started_on = models.DateField()
    submitted_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    decision_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    was_reviewed = models.BooleanField(default=False)
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["firm_id", "product_code"],
                condition=Q(state__in=["referred", "approved", "accepted"]),
                name="one_application_under_way",
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="application_amount_positive"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ApplicationState]), name="application_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["firm_id", "-id"], name="application_firm"),
            models.Index(fields=["state", "-id"], name="application_state"),
            models.Index(fields=["started_on", "state"], name="application_day"),
            models.Index(fields=["decided_on", "state"], name="application_decided"),
        ]


class Offer(models.Model):
    """Binding terms until a date, with the cost sheet as it was made."""

    personal_data = "none: terms of an offer"
    id = models.UUIDField(primary_key=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    n = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40, blank=True, default="")
    amount_minor = models.BigIntegerField()
    term_months = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=20)
    annual_rate_pct = models.DecimalField(max_digits=9, decimal_places=4)
    all_in_cost_pct = models.DecimalField(max_digits=9, decimal_places=2)
    loan_terms = models.JSONField()
    cost_sheet = models.JSONField()
    sheet_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10)
    valid_until = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "n"], name="one_offer_per_number"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(state="accepted"), name="one_accepted_offer_per_application"
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in OfferState]), name="offer_state_known"),
        ]
        indexes = [models.Index(fields=["valid_until"], condition=Q(state="open"), name="offer_open_until")]


class DisplayProof(models.Model):
    """That a cost sheet was on somebody's screen: which version, in which language, for how long."""

    personal_data = "id of the person it was shown to"
    id = models.UUIDField(primary_key=True)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    shown_to = models.UUIDField()
    language = models.CharField(max_length=10)
    sheet_hash = models.CharField(max_length=64)
    product_version = models.PositiveIntegerField()
    channel = models.CharField(max_length=20)
    shown_at = models.DateTimeField()
    seconds_shown = models.PositiveIntegerField(null=True)
    seconds_measured = models.PositiveIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)


class Contract(models.Model):
    """The text that is signed; the text itself is kept encrypted in documents."""

    personal_data = "id of the signer; names stand only in the encrypted document"
    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=30, unique=True)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="+")
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="+")
    proof = models.ForeignKey(DisplayProof, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    file_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10)
    prepared_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)
    signed_through = models.CharField(max_length=20, blank=True, default="")
    loan_id = models.UUIDField(null=True, unique=True)
    made_of = models.JSONField(default=list)  # the template, then each clause: id, version, hash

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ContractState]), name="contract_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="contract_signed_by_somebody",
            ),
        ]
