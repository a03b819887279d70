"""What farms keep: plots and statements, lists and their use, meetings, tranches, signatures beside the borrower's."""

from django.db import models
from django.db.models import F, Q

from puhui.kernel.ids import new_id
from puhui.products.farms.contracts import BackerKind, BackerState, MeetingState, Origin, Tenure, TrancheState

IDS_ONLY = "none: parties and loans by id, amounts and dates"


class Plot(models.Model):
    """A plot that a party works. Its row ends when it is given up; a plot of the register has one user at a time."""

    personal_data = "party by id; where they farm and what they grow"
    id = models.UUIDField(primary_key=True, default=new_id)
    bucket = models.SmallIntegerField()
    party_id = models.UUIDField()
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=19, blank=True, default="")
    area_mu = models.DecimalField(max_digits=9, decimal_places=2)
    crop = models.CharField(max_length=40)
    tenure = models.CharField(max_length=12, choices=[(t, t) for t in Tenure])
    certificate = models.CharField(max_length=40, blank=True, default="")
    right_until = models.DateField(null=True)
    origin = models.CharField(max_length=10, choices=[(o, o) for o in Origin])
    verified_by = models.UUIDField(null=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party_id", "id"], name="plot_party")]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], name="a_plot_has_one_user", condition=Q(ended_at=None) & ~Q(code="")
            ),
            models.CheckConstraint(name="a_plot_has_an_area", condition=Q(area_mu__gt=0)),
        ]


class FarmFact(models.Model):
    """What was said of a farm, by whom. Append-only: a trigger refuses UPDATE and DELETE; the newest counts."""

    personal_data = "party by id; years, animals, incomes and ratings that were stated"
    id = models.UUIDField(primary_key=True, default=new_id)
    bucket = models.SmallIntegerField()
    party_id = models.UUIDField()
    name = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=18, decimal_places=2)
    origin = models.CharField(max_length=10, choices=[(o, o) for o in Origin])
    evidence = models.CharField(max_length=200, blank=True, default="")
    on = models.DateField()
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["party_id", "name", "id"], name="farm_fact")]


class Backer(models.Model):
    """A village list, or a cooperative's limit. Its row is the lock under which it is used."""

    personal_data = "ids of parties and staff; minutes of a committee"
    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in BackerKind])
    group_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    limit_minor = models.BigIntegerField()
    most_each_minor = models.BigIntegerField()
    used_minor = models.BigIntegerField(default=0)
    valid_until = models.DateField()
    minutes = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=[(s, s) for s in BackerState])
    entered_by = models.UUIDField()
    agreed_by = models.UUIDField(null=True)
    confirmed_by = models.UUIDField(null=True)
    entered_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["group_id", "id"], name="backer_group")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "group_id"], name="one_list_in_force", condition=Q(state=BackerState.IN_FORCE)
            ),
            models.CheckConstraint(
                name="a_list_is_not_overused", condition=Q(used_minor__gte=0) & Q(used_minor__lte=F("limit_minor"))
            ),
            models.CheckConstraint(
                name="lines_lie_within_the_list", condition=Q(most_each_minor__lte=F("limit_minor"))
            ),
        ]


class BackerEntry(models.Model):
    """A household on a list."""

    personal_data = "party by id; the village's rating"
    id = models.UUIDField(primary_key=True, default=new_id)
    backer = models.ForeignKey(Backer, on_delete=models.PROTECT, related_name="+")
    party_id = models.UUIDField()
    household_id = models.UUIDField()
    rating = models.CharField(max_length=2)
    limit_minor = models.BigIntegerField()
    used_minor = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["household_id", "id"], name="entry_household")]
        constraints = [
            models.UniqueConstraint(fields=["backer", "household_id"], name="a_household_is_listed_once"),
            models.CheckConstraint(
                name="a_line_is_not_overused", condition=Q(used_minor__gte=0) & Q(used_minor__lte=F("limit_minor"))
            ),
        ]


class BackerUse(models.Model):
    """What one loan takes of a list, until it is over."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True, default=new_id)
    backer = models.ForeignKey(Backer, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(BackerEntry, on_delete=models.PROTECT, related_name="+")
    loan_id = models.UUIDField()
    amount_minor = models.BigIntegerField()
    since_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["backer"], name="use_live", condition=Q(ended_on__isnull=True))]
        constraints = [
            models.UniqueConstraint(fields=["backer", "loan_id"], name="a_loan_takes_once"),
            models.CheckConstraint(name="a_use_is_above_zero", condition=Q(amount_minor__gt=0)),
        ]


class Meeting(models.Model):
    """A meeting of a joint-liability group."""

    personal_data = "a place; ids"
    id = models.UUIDField(primary_key=True, default=new_id)
    group_id = models.UUIDField()
    n = models.PositiveIntegerField()
    on = models.DateField()
    place = models.CharField(max_length=100)
    state = models.CharField(max_length=6, choices=[(s, s) for s in MeetingState])
    cash_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="CNY")
    opened_by = models.UUIDField()
    closed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group_id", "n"], name="meetings_are_numbered"),
            models.UniqueConstraint(fields=["group_id"], name="one_open_meeting", condition=Q(state=MeetingState.OPEN)),
        ]


class MeetingLine(models.Model):
    """One household at a meeting: there or not, what it brought, and where that went."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True, default=new_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    party_id = models.UUIDField()
    loan_id = models.UUIDField(null=True)
    due_minor = models.BigIntegerField()
    is_present = models.BooleanField(default=False)
    cash_minor = models.BigIntegerField(default=0)
    to_loan_minor = models.BigIntegerField(default=0)
    to_savings_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "party_id"], name="one_line_a_household"),
            models.CheckConstraint(
                name="cash_goes_somewhere", condition=Q(cash_minor=F("to_loan_minor") + F("to_savings_minor"))
            ),
            models.CheckConstraint(
                name="no_cash_below_zero", condition=Q(to_loan_minor__gte=0) & Q(to_savings_minor__gte=0)
            ),
        ]


class GroupSavings(models.Model):
    """What a joint-liability group has saved. Its row is the lock; the sum of its movements can rebuild it."""

    personal_data = IDS_ONLY
    group_id = models.UUIDField(primary_key=True)
    currency = models.CharField(max_length=3, default="CNY")
    balance_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="savings_not_below_zero", condition=Q(balance_minor__gte=0))]


class SavingsMove(models.Model):
    """Money into or out of a group's savings. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True, default=new_id)
    group_id = models.UUIDField()
    amount_minor = models.BigIntegerField()
    meeting_id = models.UUIDField(null=True)
    loan_id = models.UUIDField(null=True)
    on = models.DateField()
    by_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["group_id", "id"], name="savings_group")]
        constraints = [models.CheckConstraint(name="a_move_is_not_nothing", condition=~Q(amount_minor=0))]


class Tranche(models.Model):
    """One part of a seasonal loan, paid inside of its window, once."""

    personal_data = IDS_ONLY
    id = models.UUIDField(primary_key=True, default=new_id)
    loan_id = models.UUIDField()
    n = models.PositiveSmallIntegerField()
    crop = models.CharField(max_length=40)
    stage = models.CharField(max_length=40)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    opens_on = models.DateField()
    closes_on = models.DateField()
    state = models.CharField(max_length=8, choices=[(s, s) for s in TrancheState], default=TrancheState.WAITING)
    change_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan_id", "n"], name="one_tranche_per_step"),
            models.CheckConstraint(name="a_tranche_is_above_zero", condition=Q(amount_minor__gt=0)),
        ]


class CoSignature(models.Model):
    """An adult of the household who answers beside the borrower. Append-only: a trigger refuses UPDATE and DELETE."""

    personal_data = "party by id"
    id = models.UUIDField(primary_key=True, default=new_id)
    contract_id = models.UUIDField()
    party_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    channel = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract_id", "party_id"], name="an_adult_signs_once")]
