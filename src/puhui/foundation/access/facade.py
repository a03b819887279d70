"""What other rooms may call."""

from puhui.foundation.access.actions.codes import check_code, counts_wrong_codes, make_code
from puhui.foundation.access.actions.customers import customer_user_for
from puhui.foundation.access.actions.rate import forget_old_windows, limit_rate
from puhui.foundation.access.actions.staff import (
    create_staff,
    deactivate_user,
    grant_role,
    revoke_role,
    set_password,
)
from puhui.foundation.access.actions.tokens import issue_token, revoke_token
from puhui.foundation.access.admin_base import ReadOnlyAdmin
from puhui.foundation.access.contracts import (
    CODE_LIFE,
    CODE_TRIES,
    VISITOR,
    BadLoginName,
    CodeExpired,
    CodeWrong,
    LastAdministrator,
    LoginNameTaken,
    NotGrantable,
    OwnGrant,
    RateLimited,
    Sealed,
    StaffLine,
    TokenLine,
    TooManyTries,
    WeakPassword,
)
from puhui.foundation.access.queries import (
    actor_by_token,
    actor_of,
    display_names,
    staff_list,
    token_list,
    user_by_id,
)
from puhui.foundation.access.rules import GRANTABLE, LOOK_UP, may_enter, may_look_up
from puhui.foundation.access.sealing import keyed_hash, random_secret, same, sealed, token_hash

__all__ = [
    "CODE_LIFE",
    "CODE_TRIES",
    "GRANTABLE",
    "LOOK_UP",
    "VISITOR",
    "BadLoginName",
    "CodeExpired",
    "CodeWrong",
    "LastAdministrator",
    "LoginNameTaken",
    "NotGrantable",
    "OwnGrant",
    "RateLimited",
    "ReadOnlyAdmin",
    "Sealed",
    "StaffLine",
    "TokenLine",
    "TooManyTries",
    "WeakPassword",
    "actor_by_token",
    "actor_of",
    "check_code",
    "counts_wrong_codes",
    "create_staff",
    "customer_user_for",
    "deactivate_user",
    "display_names",
    "forget_old_windows",
    "grant_role",
    "issue_token",
    "keyed_hash",
    "limit_rate",
    "make_code",
    "may_enter",
    "may_look_up",
    "random_secret",
    "revoke_role",
    "revoke_token",
    "same",
    "sealed",
    "set_password",
    "staff_list",
    "token_hash",
    "token_list",
    "user_by_id",
]
