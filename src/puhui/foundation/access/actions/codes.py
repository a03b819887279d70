"""Makes one-time codes and checks them."""

import functools
import secrets
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.core.cache import cache
from django.db.models import F

from puhui.foundation.access.contracts import (
    CODE_LIFE,
    CODE_TRIES,
    CodeExpired,
    CodeWrong,
    Sealed,
    TooManyTries,
)
from puhui.foundation.access.models import OneTimeCode
from puhui.foundation.access.sealing import keyed_hash, same
from puhui.kernel.actors import Call
from puhui.kernel.ids import new_id

P = ParamSpec("P")
R = TypeVar("R")


def make_code(call: Call, *, purpose: str, subject: str) -> str:
    """Six digits for one purpose and subject; any earlier code for them ends. A part of a use case, never one itself:
    the answer of a use case is stored, and a code must not be.
    """
    hashed = keyed_hash("subject", subject)
    OneTimeCode.objects.filter(purpose=purpose, subject=hashed, ended_at=None).update(ended_at=call.at)
    code_id, code = new_id(), f"{secrets.randbelow(10**6):06d}"
    OneTimeCode.objects.create(
        id=code_id,
        purpose=purpose,
        subject=hashed,
        code_hash=keyed_hash("code", f"{code_id}/{code}"),
        made_at=call.at,
        expires_at=call.at + CODE_LIFE,
    )
    return code


def check_code(call: Call, *, purpose: str, subject: str, code: str | Sealed) -> None:
    """Uses the code up, or refuses: `CodeExpired`, `TooManyTries`, `CodeWrong`.

    A refusal rolls the use case back, and a count of tries in the database with it. So every try is first counted in
    the cache, which no rollback reaches; and a use case that wears `counts_wrong_codes` counts it in the database
    too, for all processes.
    """
    given = code.opened() if isinstance(code, Sealed) else code
    waiting = OneTimeCode.objects.filter(purpose=purpose, subject=keyed_hash("subject", subject), ended_at=None)
    kept = waiting.order_by("-id").first()
    if kept is None or call.at >= kept.expires_at:
        raise CodeExpired(where="code")
    if kept.tries >= CODE_TRIES or _count_try(kept) > CODE_TRIES:
        raise TooManyTries(where="code")
    if not (given.isascii() and same(kept.code_hash, keyed_hash("code", f"{kept.id}/{given}"))):
        raise CodeWrong(code_id=kept.id)
    if not OneTimeCode.objects.filter(id=kept.id, ended_at=None).update(ended_at=call.at):
        raise CodeExpired(where="code")  # somebody else used it between the two statements


def _count_try(kept: OneTimeCode) -> int:
    key = f"puhui.code.{kept.id}"
    cache.add(key, kept.tries, timeout=CODE_LIFE.total_seconds() * 2)
    try:
        return cache.incr(key)
    except ValueError:  # a full cache dropped the key between the two calls: the count in the database stands
        return kept.tries + 1


def counts_wrong_codes(act: Callable[P, R]) -> Callable[P, R]:
    """Worn outside of `@use_case`: remembers a wrong try after the use case was rolled back."""

    @functools.wraps(act)
    def counting(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return act(*args, **kwargs)
        except CodeWrong as refusal:
            OneTimeCode.objects.filter(id=refusal.code_id).update(tries=F("tries") + 1)
            raise

    return counting
