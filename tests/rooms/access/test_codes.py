"""One-time codes: one purpose and subject, one use, ten minutes, five tries; and what is kept of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import transaction

from puhui.foundation.access.facade import (
    CodeExpired,
    CodeWrong,
    RateLimited,
    TooManyTries,
    check_code,
    counts_wrong_codes,
    limit_rate,
    make_code,
    sealed,
)
from puhui.foundation.access.models import OneTimeCode, RateWindow
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.evidence.models import AuditEntry, IdempotencyRecord
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.kernel.ids import new_id

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def call_at(minutes: float = 0, key: str = "k") -> Call:
    return Call(SYSTEM, key, AT + timedelta(minutes=minutes))


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_has_six_digits_and_only_its_keyed_hash_is_kept() -> None:
    code = make_code(call_at(), purpose="sign_in", subject="s")
    assert len(code) == 6
    assert code.isdigit()
    kept = OneTimeCode.objects.get()
    assert code not in kept.code_hash
    assert len(kept.code_hash) == 64


def test_a_subject_may_be_long_and_is_kept_as_a_keyed_hash() -> None:
    subject = f"{new_id()}/{new_id()}"
    code = make_code(call_at(), purpose="sign_contract", subject=subject)
    assert subject not in str(OneTimeCode.objects.values().get())
    check_code(call_at(), purpose="sign_contract", subject=subject, code=code)


def test_the_right_code_works_once() -> None:
    code = make_code(call_at(), purpose="sign_in", subject="s")
    check_code(call_at(9.99), purpose="sign_in", subject="s", code=code)
    with pytest.raises(CodeExpired):
        check_code(call_at(9.99), purpose="sign_in", subject="s", code=code)


def test_a_newer_code_ends_the_older_one() -> None:
    old = make_code(call_at(), purpose="sign_in", subject="s")
    new = make_code(call_at(1), purpose="sign_in", subject="s")
    if old != new:
        with pytest.raises(CodeWrong):
            check_code(call_at(2), purpose="sign_in", subject="s", code=old)
    check_code(call_at(2), purpose="sign_in", subject="s", code=new)


@pytest.mark.parametrize(
    ("purpose", "subject", "minutes", "given", "refusal"),
    [
        ("sign_contract", "s", 0, "right", CodeExpired),
        ("sign_in", "other", 0, "right", CodeExpired),
        ("sign_in", "s", 10, "right", CodeExpired),
        ("sign_in", "s", 0, "wrong", CodeWrong),
        ("sign_in", "s", 0, "", CodeWrong),
        ("sign_in", "s", 0, "１２３４５６", CodeWrong),
        ("sign_in", "s", 0, "9" * 10_000, CodeWrong),
        ("sign_in", "s", 0, "\ud800", CodeWrong),
    ],
)
def test_refused_and_the_code_still_waits(
    purpose: str, subject: str, minutes: float, given: str, refusal: type[Refusal]
) -> None:
    code = make_code(call_at(), purpose="sign_in", subject="s")
    text = {"right": code, "wrong": other_than(code)}.get(given, given)
    with pytest.raises(refusal):
        check_code(call_at(minutes), purpose=purpose, subject=subject, code=text)
    assert OneTimeCode.objects.get().ended_at is None
    check_code(call_at(), purpose="sign_in", subject="s", code=code)


def test_five_tries_and_the_right_one_comes_too_late() -> None:
    code = make_code(call_at(), purpose="sign_in", subject="s")
    for _ in range(5):
        with pytest.raises(CodeWrong):
            check_code(call_at(), purpose="sign_in", subject="s", code=other_than(code))
    with pytest.raises(TooManyTries):
        check_code(call_at(), purpose="sign_in", subject="s", code=code)


@counts_wrong_codes
@use_case("test.try_code", answers=UUID)
def try_code(call: Call, *, code: str) -> UUID:
    check_code(call, purpose="sign_in", subject="s", code=code)
    return new_id()


def test_tries_count_although_the_use_case_is_rolled_back_and_the_cache_forgets() -> None:
    code = make_code(call_at(), purpose="sign_in", subject="s")
    for n in range(5):
        with pytest.raises(CodeWrong):
            try_code(call_at(key=f"k{n}"), code=other_than(code))
        cache.clear()
    assert OneTimeCode.objects.get().tries == 5
    assert AuditEntry.objects.count() == 0
    with pytest.raises(TooManyTries):
        try_code(call_at(key="k6"), code=code)


def test_the_same_request_again_gets_its_answer_although_the_code_is_used() -> None:
    code = make_code(call_at(), purpose="sign_in", subject="s")
    assert try_code(call_at(), code=code) == try_code(call_at(), code=code)


def test_a_sealed_argument_leaves_no_guessable_digest() -> None:
    one, other = sealed("13800138000", where="phone"), sealed("13800138001", where="phone")
    assert one.fingerprint != other.fingerprint
    assert one.opened() == "13800138000"
    assert "13800138000" not in repr(one)
    assert one == sealed("13800138000", where="phone")
    assert one != replace(one, fingerprint=other.fingerprint, secret="x")


@pytest.mark.parametrize("value", [None, 7, b"x", "x" * 1001, "x" * 10_000_000, "\ud800"])
def test_what_is_not_short_text_is_not_sealed(value: object) -> None:
    with pytest.raises(InvalidInput, match="phone"):
        sealed(value, where="phone")  # type: ignore[arg-type]


def test_a_rate_is_limited_by_window_and_key() -> None:
    for _ in range(3):
        limit_rate("a", most=3, seconds=600, at=AT)
    with pytest.raises(RateLimited) as refused:
        limit_rate("a", most=3, seconds=600, at=AT + timedelta(seconds=590))
    assert refused.value.detail["wait_seconds"] == 10
    assert RateWindow.objects.get().count == 3
    limit_rate("b", most=3, seconds=600, at=AT)
    limit_rate("a", most=3, seconds=600, at=AT + timedelta(seconds=600))


def test_a_rate_refused_in_a_use_case_counts_nothing() -> None:
    with pytest.raises(RateLimited), transaction.atomic():
        limit_rate("a", most=0, seconds=600, at=AT)
    assert not RateWindow.objects.filter(count__gt=0).exists()
    assert IdempotencyRecord.objects.count() == 0
