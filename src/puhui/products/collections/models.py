"""What collections keep: contacts and choices, promises, files of cases, help, write-offs, relief."""

from django.db import models
from django.db.models import F, Q

from puhui.products.collections.contracts import PromiseState
from puhui.products.collections.help_contracts import OPEN_HELP, HelpState, ReliefState, WriteOffState

IDS_ONLY = "none: parties by id, amounts and dates"


class ContactProfile(models.Model):
    """What a party chose about contacts. Its row is the lock under which a contact is judged and recorded."""

    personal_data = "party id, the hours that they chose, and whether others may be asked"
    party_id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    channels_off = models.JSONField(default=list)
    hours_from = models.TimeField(null=True)
    hours_until = models.TimeField(null=True)
    spares_others = models.BooleanField(default=False)
    updated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="both_hours_or_none",
                condition=Q(hours_from__isnull=True, hours_until__isnull=True)
                | Q(hours_from__isnull=False, hours_until__isnull=False),
            )
        ]


class ContactAttempt(models.Model):
    """One attempt to contact somebody about a debt. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "party ids; free text of staff"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    party_id = models.UUIDField()
    loan_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    local_on = models.DateField()
    channel = models.CharField(max_length=10)
    whom = models.CharField(max_length=12)
    third_party = models.CharField(max_length=40, blank=True, default="")
    outcome = models.CharField(max_length=12)
    is_effective = models.BooleanField()
    is_automatic = models.BooleanField()
    outsourcer_id = models.UUIDField(null=True)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["party_id", "local_on"], name="attempt_of_party"),
            models.Index(fields=["loan_id", "id"], name="attempt_of_loan"),
        ]


class ContactHold(models.Model):
    """A reason to leave a debtor in peace: until a day, or until it is lifted."""

    personal_data = "party id; free text of staff"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    party_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    source_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    since_at = models.DateTimeField()
    until = models.DateField(null=True)
    set_by = models.UUIDField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party_id"], name="hold_on", condition=Q(lifted_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source_id"],
                name="one_hold_per_source",
                condition=Q(lifted_at__isnull=True, source_id__isnull=False),
            )
        ]


class Promise(models.Model):
    """A dated amount that was promised; judged once."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    loan_id = models.UUIDField()
    party_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    due_on = models.DateField()
    made_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=80, blank=True, default="")
    by_customer = models.BooleanField()
    state = models.CharField(max_length=8, choices=[(s, s) for s in PromiseState])
    paid_minor = models.BigIntegerField(default=0)
    judged_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "bucket"], name="promise_open", condition=Q(state=PromiseState.OPEN)),
            models.Index(fields=["loan_id", "id"], name="promise_of_loan"),
            models.Index(fields=["due_on", "state"], name="promise_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["loan_id"], name="one_open_promise_per_loan", condition=Q(state=PromiseState.OPEN)
            ),
            models.CheckConstraint(name="promise_above_zero", condition=Q(amount_minor__gt=0)),
        ]


class CollectionFile(models.Model):
    """What stands behind a collection case: the loan's age and amount as last seen, its stage and its place in line."""

    personal_data = IDS_ONLY
    case = models.OneToOneField("casework.Case", on_delete=models.PROTECT, related_name="+", primary_key=True)
    bucket = models.SmallIntegerField()
    loan_id = models.UUIDField()
    party_id = models.UUIDField()
    stage = models.CharField(max_length=20)
    stage_from_day = models.PositiveIntegerField()
    stage_since_on = models.DateField()
    currency = models.CharField(max_length=3)
    late_minor = models.BigIntegerField()
    days_past_due = models.PositiveIntegerField()
    priority = models.BigIntegerField()
    next_action_on = models.DateField()
    last_contact_on = models.DateField(null=True)
    broken_promises = models.PositiveSmallIntegerField(default=0)
    opened_on = models.DateField()
    is_open = models.BooleanField(default=True)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=30, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(F("priority").desc(), "case", name="file_worklist", condition=Q(is_open=True)),
            models.Index(fields=["bucket", "stage_from_day"], name="file_open", condition=Q(is_open=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["loan_id"], name="one_open_file_per_loan", condition=Q(is_open=True))
        ]


class Outsourcer(models.Model):
    """A firm that collects for the lender; without a fresh evaluation it contacts nobody."""

    personal_data = "none: firms"
    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=120, unique=True)
    evaluated_on = models.DateField(null=True)
    result = models.CharField(max_length=500, blank=True, default="")
    evaluated_by = models.UUIDField(null=True)


class HelpRequest(models.Model):
    """Somebody says that they cannot pay as agreed; what they said in words stands on the case."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    loan_id = models.UUIDField()
    party_id = models.UUIDField()
    case_id = models.UUIDField()
    reason = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    can_pay_minor = models.BigIntegerField(null=True)
    better_on = models.DateField(null=True)
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    asked_by = models.UUIDField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in HelpState])
    change_id = models.UUIDField(null=True)
    observed_until = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["loan_id", "id"], name="help_of_loan"),
            models.Index(fields=["bucket", "id"], name="help_offered", condition=Q(state=HelpState.OFFERED)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["loan_id"], name="one_open_help_per_loan", condition=Q(state__in=OPEN_HELP))
        ]


class Relief(models.Model):
    """A measure of relief on its way: proposed, confirmed by somebody else, applied in batches, perhaps undone."""

    personal_data = "user ids and names of staff"
    id = models.UUIDField(primary_key=True)
    measure = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=14, choices=[(s, s) for s in ReliefState])
    expected_loans = models.PositiveIntegerField()
    expected_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    cursor = models.UUIDField(null=True)
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=80)
    proposed_on = models.DateField()
    proposed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_by_name = models.CharField(max_length=80, default="")
    undo_by = models.UUIDField(null=True)
    undo_confirmed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="relief_four_eyes",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="relief_undo_four_eyes",
                condition=Q(undo_confirmed_by__isnull=True) | ~Q(undo_confirmed_by=F("undo_by")),
            ),
            models.UniqueConstraint(
                fields=["measure", "version"],
                name="one_relief_per_measure",
                condition=~Q(state__in=[ReliefState.REJECTED, ReliefState.UNDONE]),
            ),
        ]


class ReliefLoan(models.Model):
    """A loan that a measure met: by which event, or why it could not be met."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    relief = models.ForeignKey(Relief, on_delete=models.PROTECT, related_name="+")
    loan_id = models.UUIDField()
    event_id = models.UUIDField(null=True)
    why_not = models.CharField(max_length=60, blank=True, default="")
    undone_event_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relief", "loan_id"], name="relief_meets_a_loan_once")]


class WriteOff(models.Model):
    """A proposal to write a loan off, with its reason, its proof of pursuit, and how it ended."""

    personal_data = "party and user ids; free text of staff"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    loan_id = models.UUIDField()
    party_id = models.UUIDField()
    reason = models.CharField(max_length=20)
    evidence = models.CharField(max_length=2000)
    currency = models.CharField(max_length=3)
    parts = models.JSONField()
    amount_minor = models.BigIntegerField()
    efforts = models.JSONField()
    days_past_due = models.PositiveIntegerField()
    after_n = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(s, s) for s in WriteOffState])
    approvals_needed = models.PositiveSmallIntegerField()
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=80)
    proposed_on = models.DateField()
    proposed_at = models.DateTimeField()
    booked_on = models.DateField(null=True)
    event_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="write_off_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["loan_id"], name="one_write_off_per_loan", condition=~Q(state=WriteOffState.REJECTED)
            )
        ]


class WriteOffApproval(models.Model):
    """One person's word on a write-off; nobody speaks twice."""

    personal_data = "user ids and names of staff; their words"
    id = models.UUIDField(primary_key=True)
    write_off = models.ForeignKey(WriteOff, on_delete=models.PROTECT, related_name="+")
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["write_off", "by_id"], name="one_word_per_person")]
