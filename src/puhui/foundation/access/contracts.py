"""What crosses the wall of access."""

from dataclasses import InitVar, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
PASSWORD_TRIES = 5
LOCK_TIME = timedelta(minutes=15)

VISITOR = Actor(id=UUID("00000000-0000-7000-8000-000000000002"), roles=frozenset(), name="visitor")


class CodeWrong(Refusal):
    """The one-time code is not the one that was sent last."""

    code = "code_wrong"
    text = Text(
        en="The code is not right. Check the latest message and try again.",
        zh="验证码不正确。请核对最近收到的短信后重试。",
    )

    def __init__(self, *, code_id: UUID) -> None:
        self.code_id = code_id
        super().__init__(where="code")


class CodeExpired(Refusal):
    """There is no code that waits: it was used, replaced or is older than ten minutes."""

    code = "code_expired"
    text = Text(
        en="This code is no longer valid. Ask for a new one.",
        zh="验证码已失效，请重新获取。",
    )


class TooManyTries(Refusal):
    """The code was tried too often."""

    code = "too_many_tries"
    http_status = 429
    text = Text(
        en="This code was tried too often. Ask for a new one.",
        zh="验证码错误次数过多，请重新获取。",
    )


class RateLimited(Refusal):
    """Something was asked for too often."""

    code = "rate_limited"
    http_status = 429
    text = Text(
        en="That was too often. Please try again in {wait_seconds} seconds.",
        zh="操作过于频繁，请在 {wait_seconds} 秒后重试。",
    )


class LoginNameTaken(Refusal):
    """Somebody else signs in under this name."""

    code = "login_name_taken"
    http_status = 409
    text = Text(en="This login name is taken. Choose another one.", zh="该登录名已被使用，请换一个。")


class BadLoginName(Refusal):
    """A login name is 3 to 40 small letters, digits, dots or dashes."""

    code = "login_name_invalid"
    text = Text(
        en="A login name has 3 to 40 small letters, digits, dots, dashes or underscores, and begins with a letter.",
        zh="登录名应为 3 至 40 个小写字母、数字、点、短横或下划线，并以字母开头。",
    )


class PasswordsDiffer(Refusal):
    """The new password was typed in two ways."""

    code = "passwords_differ"
    text = Text(en="The two new passwords are not the same.", zh="两次输入的新密码不一致。")


class WeakPassword(Refusal):
    """The password is too short, too long or too common."""

    code = "password_weak"
    text = Text(
        en="A password has 12 to 200 characters and is not one of the common ones.",
        zh="密码应为 12 至 200 个字符，且不能是常见密码。",
    )


class NotGrantable(Refusal):
    """This role cannot be given, or not in this way."""

    code = "role_not_grantable"
    text = Text(
        en="The role {role} cannot be granted here.",
        zh="此处不能授予该角色（{role}）。",
    )


class OwnGrant(Refusal):
    """Nobody changes their own rights."""

    code = "own_grant"
    http_status = 403
    text = Text(
        en="Nobody changes their own roles. Ask another administrator.",
        zh="不能更改自己的角色，请由另一位管理员办理。",
    )


class LastAdministrator(Refusal):
    """Somebody must be able to grant."""

    code = "last_administrator"
    http_status = 409
    text = Text(
        en="This is the last administrator. Grant the role to somebody else first.",
        zh="这是最后一位管理员。请先将该角色授予他人。",
    )


class ProofNeeded(Refusal):
    """The act moves money, publishes or gives rights, and who asks proved too long ago who they are."""

    code = "proof_needed"
    http_status = 403
    text = Text(
        en="Please show once more that it is you: this act asks for a fresh proof.",
        zh="此操作需要再次验证您的身份，请先完成验证。",
    )


class NotProved(Refusal):
    """The password or the code is wrong, was used before, or rests after too many tries."""

    code = "not_proved"
    http_status = 403
    text = Text(
        en="This is not right, or was used before. After five wrong tries it rests for fifteen minutes.",
        zh="输入有误或已使用过。连续五次错误后，将暂停十五分钟。",
    )


class NoSecondFactor(Refusal):
    """There is no second factor, or none that waits to be confirmed."""

    code = "no_second_factor"
    http_status = 409
    text = Text(en="There is no second factor for this.", zh="没有可用于此操作的第二重验证。")


class PasskeyUnfit(Refusal):
    """The answer of the device does not hold, came too late, is of a passkey that is kept, or there are too many."""

    code = "passkey_unfit"
    http_status = 409
    text = Text(
        en="This passkey could not be kept: the answer came too late or does not fit, it is kept already, or there are "
        "{most} of them. Please try again.",
        zh="无法保存该通行密钥：回应超时或不匹配、该密钥已保存，或已有 {most} 个。请重试。",
    )


class FactorRequired(Refusal):
    """The institution asks this role for a second factor, so that it can be exchanged but not switched off."""

    code = "second_factor_required"
    http_status = 409
    text = Text(
        en="Your role needs a second factor. It can be replaced by a new one, not switched off.",
        zh="您的岗位必须使用第二重验证，可以更换，不能关闭。",
    )


class RemovalOpen(Refusal):
    """Somebody asked for this already and a colleague has not answered."""

    code = "removal_open"
    http_status = 409
    text = Text(en="This was asked for already and waits for a colleague.", zh="已有人提出申请，正等待另一位同事确认。")


class FourEyes(Refusal):
    """Who asked, or whom it is about, cannot agree."""

    code = "four_eyes_factor"
    http_status = 403
    text = Text(
        en="A colleague must agree: neither who asked nor whom it is about.",
        zh="须由另一位同事确认，申请人和当事人均不能确认。",
    )


class BranchCodeTaken(Refusal):
    """Another branch has this code."""

    code = "branch_code_taken"
    http_status = 409
    text = Text(en="Another branch has this code.", zh="该网点编号已被使用。")


class BranchInUse(Refusal):
    """Staff still belong to the branch."""

    code = "branch_in_use"
    http_status = 409
    text = Text(
        en="People still work at this branch. Move them first.",
        zh="该网点仍有员工，请先将其调至其他网点。",
    )


@dataclass(frozen=True)
class Sealed:
    """A value that a use case needs and whose plain digest must not be stored: a phone number, a code, a password.

    Only the keyed fingerprint is a field, so that is all that the digest of a request knows of it. Made by `sealed`.
    """

    fingerprint: str
    secret: InitVar[str]

    def __post_init__(self, secret: str) -> None:
        object.__setattr__(self, "_secret", secret)

    def opened(self) -> str:
        """The value itself."""
        value: str = object.__getattribute__(self, "_secret")
        return value


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One staff member, as the administrator's list shows them."""

    user_id: UUID
    login_name: str
    display_name: str
    roles: tuple[Role, ...]
    is_active: bool
    last_login_at: datetime | None
    branch_id: UUID | None = None
    has_second_factor: bool = False


@dataclass(frozen=True, slots=True)
class BranchLine:
    """One branch, as lists show it."""

    branch_id: UUID
    code: str
    name: Text
    region_code: str
    is_open: bool
    people: int = 0


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """A passkey of somebody: its name, whether its maker keeps copies of it, since when, and when it was last used."""

    passkey_id: UUID
    name: str
    is_synced: bool
    made_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class FactorState:
    """How somebody proves who they are beside the password."""

    is_on: bool
    since: datetime | None
    codes_left: int
    is_required: bool


@dataclass(frozen=True, slots=True)
class FactorBegun:
    """A second factor that waits to be confirmed: what the app on the phone is given. Never stored as an answer."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class RemovalLine:
    """A request to take a lost second factor away."""

    removal_id: UUID
    user_id: UUID
    reason: str
    asked_by: UUID
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class SignInLine:
    """One session of a staff member."""

    sign_in_id: UUID
    user_id: UUID
    began_at: datetime
    last_seen_at: datetime
    proved_at: datetime | None
    device: str
    place: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class DoorPolicy:
    """What the institution asks at the door of the workbench."""

    version: int
    required_of: frozenset[Role]
    required_in_production: frozenset[Role]
    fresh_for: timedelta
    fresh_acts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here: for who gives work on, and for who is named in a note."""

    user_id: UUID
    login_name: str
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One token of a program; the token itself was shown once and is not kept."""

    token_id: UUID
    name: str
    roles: tuple[Role, ...]
    party_id: UUID | None
    made_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
