"""What lending keeps."""

from django.db import models
from django.db.models import F, Q

from puhui.products.lending.contracts import OPEN_CHANGES, ChangeState, LoanState
from puhui.products.lending.tape_contracts import TapeState

PERSONAL_DATA = "none: parties by id, amounts and dates"


class Loan(models.Model):
    """One debt: its terms, and where it is in its life. What is owed stands in the position.

    `rate_basis` says which benchmark the rate follows and how, empty for a fixed rate; `reprices_on` the next day on
    which it is looked up.
    """

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    borrower_id = models.UUIDField()
    product_code = models.CharField(max_length=60)
    product_version = models.PositiveIntegerField()
    contract_id = models.UUIDField(unique=True)
    currency = models.CharField(max_length=3)
    principal_minor = models.BigIntegerField()
    annual_rate_pct = models.DecimalField(max_digits=12, decimal_places=8)
    terms = models.JSONField()
    rate_basis = models.JSONField(default=dict)
    reprices_on = models.DateField(null=True)
    state = models.CharField(max_length=24, choices=[(s, s) for s in LoanState])
    disbursement_attempts = models.PositiveSmallIntegerField(default=0)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    disbursed_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["borrower_id", "id"], name="loan_borrower"),
            models.Index(fields=["state", "id"], name="loan_state"),
            models.Index(
                fields=["reprices_on", "bucket"], name="loan_repricing", condition=Q(reprices_on__isnull=False)
            ),
            models.Index(fields=["disbursed_on"], name="loan_paid_out", condition=Q(disbursed_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="loan_principal_above_zero", condition=Q(principal_minor__gt=0)),
        ]


class LoanEvent(models.Model):
    """One thing that happened to a loan, in its order `n`. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="+", db_index=False)
    n = models.PositiveIntegerField()
    on = models.DateField()
    kind = models.CharField(max_length=20)
    amount_minor = models.BigIntegerField(default=0)
    effect = models.CharField(max_length=20, default="next_dues")
    of_id = models.UUIDField(null=True)
    annual_rate_pct = models.DecimalField(max_digits=12, decimal_places=8, null=True)
    until = models.DateField(null=True)
    interest = models.CharField(max_length=10, default="accrues")
    count = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=200, default="")
    component = models.CharField(max_length=12, default="")
    method = models.CharField(max_length=20, default="")
    treatment = models.JSONField(default=dict)
    order_id = models.UUIDField(null=True)
    change_id = models.UUIDField(null=True)
    booked_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "n"], name="one_event_per_place"),
            models.UniqueConstraint(
                fields=["of_id"], condition=Q(of_id__isnull=False), name="event_reversed_at_most_once"
            ),
        ]
        indexes = [models.Index(fields=["booked_on", "loan"], name="event_booked")]


class LoanPrice(models.Model):
    """What the rate of a loan was made of, where discounts can be lost: which are, and from when on that counts.

    `applies_on`: the day from which the rate follows `lost`; empty while it does. `applied`: what was lost as of each
    change of the rate, by its event; `spared`: what was lost and stays granted, since that change was undone, until the
    condition holds again.
    """

    personal_data = PERSONAL_DATA
    loan = models.OneToOneField(Loan, on_delete=models.PROTECT, related_name="+", primary_key=True)
    bucket = models.SmallIntegerField()
    terms = models.JSONField()
    lost = models.JSONField(default=list)
    applied = models.JSONField(default=list)
    spared = models.JSONField(default=list)
    applies_on = models.DateField(null=True)
    looked_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["applies_on", "bucket"], name="price_applies", condition=Q(applies_on__isnull=False))
        ]


class LoanChange(models.Model):
    """A change of a running loan that somebody proposed: what it is, on which state of the loan, and how it ended."""

    personal_data = "party and user ids; names and free text of staff"
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    asked = models.JSONField()
    after_n = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(s, s) for s in ChangeState])
    reason = models.CharField(max_length=2000)
    needs_second = models.BooleanField()
    needs_consent = models.BooleanField()
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=80)
    proposed_on = models.DateField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_by_name = models.CharField(max_length=80, default="")
    open_until = models.DateField()
    consent = models.JSONField(default=dict)
    event_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan"], condition=Q(state__in=OPEN_CHANGES), name="one_open_change_per_loan"
            ),
            models.CheckConstraint(
                name="change_four_eyes",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
            ),
        ]
        indexes = [
            models.Index(fields=["loan", "id"], name="change_of_loan"),
            models.Index(fields=["state", "id"], name="change_state"),
        ]


WATCHED = (
    Q(oldest_unpaid_due_on__isnull=False) | Q(grade__gt=1) | Q(stage__gt=1) | Q(is_restructured=True)
)  # what grading looks at each day


class LoanPosition(models.Model):
    """What a replay of the loan says, kept so that nothing need be replayed until something happens to it.

    The two tables hold, for each day from `table_from` to `table_until`, what will have been earned by the start of
    that day if nothing happens before the next due date: eight bytes a day, little-endian. `grade` (1 normal to 5
    loss), `stage` (1 to 3) and `is_non_accrual` are not from the replay: who grades loans sets them here. `departed` is
    what left the claim unpaid: waived, made principal, written off, sold.
    """

    personal_data = PERSONAL_DATA
    loan = models.OneToOneField(Loan, on_delete=models.PROTECT, related_name="+", primary_key=True)
    bucket = models.SmallIntegerField()
    borrower_id = models.UUIDField()
    product_code = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    is_open = models.BooleanField()
    as_of = models.DateField()
    principal_minor = models.BigIntegerField()
    interest_settled_minor = models.BigIntegerField()
    penalty_settled_minor = models.BigIntegerField()
    fees_charged_minor = models.BigIntegerField()
    fees_settled_minor = models.BigIntegerField()
    unapplied_minor = models.BigIntegerField()
    overdue_minor = models.BigIntegerField()
    oldest_unpaid_due_on = models.DateField(null=True)
    oldest_unpaid_principal_on = models.DateField(null=True)
    oldest_unpaid_interest_on = models.DateField(null=True)
    next_due_on = models.DateField(null=True)
    next_due_minor = models.BigIntegerField()
    maturity_on = models.DateField(null=True)
    is_restructured = models.BooleanField(default=False)
    grade = models.SmallIntegerField(default=1)
    stage = models.SmallIntegerField(default=1)
    is_non_accrual = models.BooleanField(default=False)
    table_from = models.DateField()
    table_until = models.DateField()
    interest_table = models.BinaryField()
    penalty_table = models.BinaryField()
    departed = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["bucket", "loan"], name="position_open", condition=Q(is_open=True)),
            models.Index(fields=["next_due_on", "bucket"], name="position_due", condition=Q(is_open=True)),
            models.Index(fields=["table_until", "bucket"], name="position_ending", condition=Q(is_open=True)),
            models.Index(fields=["bucket"], name="position_watched", condition=WATCHED),
            models.Index(
                fields=["oldest_unpaid_due_on", "bucket"],
                name="position_overdue",
                condition=Q(oldest_unpaid_due_on__isnull=False),
            ),
        ]


class AccrualMark(models.Model):
    """Up to the start of which day the loans of a group of buckets are accrued in the ledger; its row is their lock."""

    personal_data = PERSONAL_DATA
    group = models.SmallIntegerField(primary_key=True)
    accrued_to = models.DateField()


class Mandate(models.Model):
    """The borrower's leave to collect what falls due from their account."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    bucket = models.SmallIntegerField()
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan"], condition=Q(revoked_at__isnull=True), name="one_standing_mandate_per_loan"
            )
        ]


class LoanTape(models.Model):
    """The import of a lender's existing book: proposed, confirmed, booked. The files are kept only until then."""

    personal_data = "the files name borrowers: sealed, and emptied once they are booked or given up"
    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=[(s, s) for s in TapeState])
    as_of = models.DateField()
    check_result = models.JSONField()
    accept_reason = models.CharField(max_length=300)
    sealed_tape = models.BinaryField(default=bytes)
    sealed_events = models.BinaryField(default=bytes)
    file_name = models.CharField(max_length=120)
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_by_name = models.CharField(max_length=80, default="")
    booked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "sha256"], condition=~Q(state="rejected"), name="one_import_per_tape"
            )
        ]


class LoanTapeLine(models.Model):
    """Where an imported loan comes from: which tape, which row, and what was accepted as different."""

    personal_data = PERSONAL_DATA
    loan = models.OneToOneField(Loan, on_delete=models.PROTECT, related_name="+", primary_key=True)
    tape = models.ForeignKey(LoanTape, on_delete=models.PROTECT, related_name="+")
    row_key = models.CharField(max_length=60)
    line = models.PositiveIntegerField()
    differences = models.JSONField(default=list)
    reason = models.CharField(max_length=300, default="")


class PortfolioDay(models.Model):
    """The open loans of a cell at the end of a business date: a picture of the book, kept day by day. Append-only.

    `days_band` is of days past due, named by its lower bound; interest and default interest are earned and not paid.
    """

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    business_date = models.DateField()
    group = models.SmallIntegerField()
    product_code = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    grade = models.SmallIntegerField()
    days_band = models.SmallIntegerField()
    loans = models.PositiveIntegerField()
    principal_minor = models.BigIntegerField()
    interest_minor = models.BigIntegerField()
    penalty_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business_date", "group", "product_code", "currency", "grade", "days_band"],
                name="one_portfolio_day_per_cell",
            )
        ]


class TieOut(models.Model):
    """What the loans of a group, product and component come to at the end of a business day, and what the books say."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    business_date = models.DateField()
    group = models.SmallIntegerField()
    product_code = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    component = models.CharField(max_length=20)
    loans_minor = models.BigIntegerField()
    ledger_minor = models.BigIntegerField()
    difference_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business_date", "group", "product_code", "currency", "component"], name="one_tie_out_a_day"
            )
        ]


class SignedTieOut(models.Model):
    """The tie-outs of a business day together: how many rows, how many of them differ, their digest, signed."""

    personal_data = PERSONAL_DATA
    business_date = models.DateField(primary_key=True)
    rows = models.PositiveIntegerField()
    differences = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)
    signed_at = models.DateTimeField()


class DayCloseStep(models.Model):
    """One step of the close of a business day for one group of buckets: what is pending is still to be done.

    A closer claims a step by locking its row, in the transaction that does the work and marks it done: a closer that
    dies leaves nothing claimed and nothing half done.
    """

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    business_date = models.DateField()
    step = models.CharField(max_length=30)
    bucket = models.SmallIntegerField()
    status = models.CharField(max_length=10, choices=[("pending", "pending"), ("done", "done")])
    items = models.PositiveIntegerField(default=0)
    checksum = models.CharField(max_length=64, default="")
    took_ms = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_date", "step", "bucket"], name="one_step_per_day_and_bucket")
        ]


class DayCloseAsk(models.Model):
    """Somebody asked for the close of a business day; workers that find it help until the day is closed."""

    personal_data = "asked_by: the id of a staff member"
    business_date = models.DateField(primary_key=True)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
