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
