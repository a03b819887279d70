"""What access keeps: users, their roles, branches, second factors, sign-ins, one-time codes, tokens, rate windows."""

from asgiref.sync import sync_to_async
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from puhui.foundation.access.contracts import LOCK_TIME, PASSWORD_TRIES
from puhui.foundation.access.passkey_models import Passkey, PasskeyQuestion  # noqa: F401  # Django finds them here
from puhui.foundation.access.rules import may_enter, may_look_up
from puhui.kernel.actors import STAFF_ROLES, Role
from puhui.kernel.ids import new_id

PERSONAL_DATA = "user name of staff; a customer is an id only"
LONGEST_PASSWORD = 200


class UserManager(BaseUserManager["User"]):
    """Finds users for Django's sign-in; users are made by this room's actions only."""


class Branch(models.Model):
    """A place of the institution where staff work; a closed one keeps its people's past."""

    personal_data = "none: names of places"
    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=20, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    region_code = models.CharField(max_length=12)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)


class User(AbstractBaseUser):
    """Somebody who can sign in: a staff member by name and password, or a customer by one-time code."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True, default=new_id)
    login_name = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=80, blank=True, default="")
    party_id = models.UUIDField(null=True, unique=True)
    is_active = models.BooleanField(default=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    last_wrong_at = models.DateTimeField(null=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    last_wrong_code_at = models.DateTimeField(null=True)
    branch = models.ForeignKey(Branch, null=True, on_delete=models.PROTECT, related_name="+")
    USERNAME_FIELD = "login_name"
    objects = UserManager()

    def __str__(self) -> str:
        return self.display_name or self.login_name

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held now; none for a user who was switched off."""
        if not self.is_active:
            return frozenset()
        if self.party_id is not None:
            return frozenset({Role.CUSTOMER})
        granted = AccessGrant.objects.filter(user_id=self.id, revoked_at=None).values_list("role", flat=True)
        return frozenset(Role(role) for role in granted)

    @property
    def is_staff(self) -> bool:
        """Django's staff console lets in whoever holds a staff role."""
        return bool(self.roles & STAFF_ROLES)

    @property
    def is_superuser(self) -> bool:
        """Nobody may do everything."""
        return False

    def has_perm(self, perm: str, _obj: object = None) -> bool:
        """Deny by default: only looking up, and only in the rooms of one's roles."""
        return may_look_up(self.roles, perm)

    def has_perms(self, perm_list: list[str], obj: object = None) -> bool:
        """True when each one is held."""
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        """True when one of the roles may look up this room."""
        return may_enter(self.roles, app_label)

    def get_short_name(self) -> str:
        """What the staff console greets."""
        return str(self)

    def get_full_name(self) -> str:
        """What the staff console shows in its histories."""
        return str(self)

    def check_password(self, raw_password: str | None) -> bool:
        """As Django does, and five wrong tries make the password rest for fifteen minutes.

        It stands here because every way in (Django's form, the staff console) passes here; it is a door, so it reads
        the clock. The count is written in the database at once, so that tries at the same time all count.
        """
        now = timezone.now()
        if raw_password is None or len(raw_password) > LONGEST_PASSWORD:
            return False
        me = User.objects.filter(id=self.id)
        me.filter(last_wrong_at__lte=now - LOCK_TIME).update(wrong_tries=0, last_wrong_at=None)
        if not me.filter(wrong_tries__lt=PASSWORD_TRIES).update(wrong_tries=F("wrong_tries") + 1, last_wrong_at=now):
            return False
        if not super().check_password(raw_password):
            return False
        me.update(wrong_tries=0, last_wrong_at=None)
        return True

    async def acheck_password(self, raw_password: str | None) -> bool:
        """The same door for asynchronous callers."""
        return await sync_to_async(self.check_password)(raw_password)


class AccessGrant(models.Model):
    """A role that a staff member holds, who gave it, and who took it back."""

    personal_data = "none: ids only"
    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    granted_by = models.UUIDField()
    granted_at = models.DateTimeField()
    revoked_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], condition=Q(revoked_at=None), name="role_held_once"),
        ]


class SecondFactor(models.Model):
    """What a staff member has beside the password: an app that shows codes. Its secret is sealed with the data keys.

    `last_step` is the time step of the newest code that was used, so that none is used twice.
    """

    personal_data = "none: ids and a sealed secret"
    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    secret_sealed = models.TextField()
    sealed_with = models.CharField(max_length=20)
    last_step = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None, confirmed_at__isnull=False), name="one_second_factor"
            ),
        ]


class RecoveryCode(models.Model):
    """A code for the day when the second factor is lost: its keyed hash, and when it was used or replaced."""

    personal_data = "none: keyed hashes only"
    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="one_recovery_code")]


class FactorRemoval(models.Model):
    """A request to take a lost second factor away: one person asks, another one agrees or declines."""

    personal_data = "none: ids and a reason about a device"
    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], condition=Q(decided_at=None), name="one_open_removal")]


class SignIn(models.Model):
    """One session of a staff member: since when, on what, from where (masked), and when they last proved themselves."""

    personal_data = "of staff: words for the device and the first half of its address"
    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=60, blank=True, default="")
    place = models.CharField(max_length=45, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-last_seen_at"], name="sign_ins_of_user")]


class OneTimeCode(models.Model):
    """A code that was sent: its keyed hash, for which purpose and subject, and what became of it."""

    personal_data = "none: keyed hashes only"
    id = models.UUIDField(primary_key=True, default=new_id)
    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["purpose", "subject"], condition=Q(ended_at=None), name="code_waiting"),
        ]


class ApiToken(models.Model):
    """What a program shows at the door; only the hash of its secret is kept."""

    personal_data = "none: a name for a program, ids, a hash"
    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64)
    roles = models.JSONField()
    party_id = models.UUIDField(null=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class RateWindow(models.Model):
    """How often something was asked for in one window of time."""

    personal_data = "none: keyed hashes only"
    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.CharField(max_length=64)
    begins_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "begins_at"], name="one_window")]
        indexes = [models.Index(fields=["begins_at"], name="window_age")]
