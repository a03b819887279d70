"""What payees keep."""

from django.db import models
from django.db.models import F, Q

from puhui.products.payees.contracts import BasketState, PayeeKind, PayeeState


class Payee(models.Model):
    """A party that may be paid for borrowers. The id is the party's; names and accounts are kept there."""

    personal_data = "id of the party, which may be a person who lets a home"
    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    may_open_baskets = models.BooleanField(default=False)
    returns_within_days = models.PositiveSmallIntegerField()
    pays_interest_pct = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in PayeeKind]), name="payee_kind_known"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in PayeeState]), name="payee_state_known"),
            models.CheckConstraint(condition=Q(pays_interest_pct__lte=100), name="payee_pays_no_more_than_all"),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="payee_state")]


class PaidTo(models.Model):
    """Whom an application pays. `returned_minor` never passes `amount_minor`: the row is the lock of returns."""

    personal_data = "number of a bill, which may tell of a treatment or a course"
    application_id = models.UUIDField(primary_key=True)
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=60, blank=True, default="")
    loan_id = models.UUIDField(null=True, unique=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    returned_minor = models.BigIntegerField(default=0)
    named_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_minor__gte=0) & Q(returned_minor__lte=F("amount_minor")),
                name="no_more_comes_back_than_was_paid",
            ),
        ]
        indexes = [models.Index(fields=["payee", "-application_id"], name="paid_to_payee")]


class Basket(models.Model):
    """What somebody wants to buy at a checkout."""

    personal_data = "what a customer buys, and who they are by id"
    id = models.UUIDField(primary_key=True)
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    items = models.JSONField()
    return_url = models.CharField(max_length=500)
    state = models.CharField(max_length=10)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    party_id = models.UUIDField(null=True)
    application_id = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payee", "reference"], name="one_basket_per_number"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="basket_amount_positive"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in BasketState]), name="basket_state_known"),
        ]
