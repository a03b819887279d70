"""Sealing: keys are checked, rotated without loss, and the blind index finds what is written the same."""

import base64
import dataclasses
import os
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.rooms.party.made_up import call_by, credit_code, phone, resident_id, staff

from puhui.foundation.access.facade import create_staff, user_by_id
from puhui.foundation.party.facade import (
    BadDataKeys,
    BadPhone,
    BadText,
    blind_index,
    person_by_phone,
    phone_of,
    read_data_keys,
    reencrypt_batch,
    register_organisation,
    register_person,
    resealed,
    reveal_field,
    seal,
    seal_bytes,
    sealing_key,
    unseal,
    unseal_bytes,
)
from puhui.foundation.party.models import ContactPoint, Party, PersonalDataAccess
from puhui.foundation.party.rules import (
    masked_name,
    masked_phone,
    masked_resident_id,
    name_for_index,
    normal_phone,
    normal_text,
)
from puhui.kernel.actors import Role
from puhui.kernel.errors import Forbidden


def key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def put_keys(settings: Any, text: str) -> None:
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, data_keys=text)


@given(st.text(max_size=200))
def test_what_is_sealed_opens_and_never_looks_the_same(text: str) -> None:
    one, other = seal(text), seal(text)
    assert one != other
    assert unseal(one) == unseal(other) == text
    if len(text) > 8:
        assert text not in one
    assert unseal_bytes(seal_bytes(text.encode())) == text.encode()


def test_empty_stays_empty() -> None:
    assert unseal("") == resealed("") == ""


@given(st.integers(0, 10**8 - 1), st.sampled_from(["", "+86", "86", "0086", "+86 "]), st.sampled_from(["", " ", "-"]))
def test_one_phone_number_is_normal_in_every_writing(n: int, prefix: str, gap: str) -> None:
    number = f"139{n:08d}"
    typed = f" {prefix}{number[:3]}{gap}{number[3:7]}{gap}{number[7:]} "
    assert normal_phone(typed) == number == normal_phone(normal_phone(typed))
    assert blind_index("phone", normal_phone(typed)) == blind_index("phone", number)


@given(st.text(max_size=60))
def test_any_text_is_a_phone_number_or_refused(text: str) -> None:
    try:
        number = normal_phone(text)
    except BadPhone:
        return
    assert len(number) == 11
    assert number.isascii()
    assert number.isdigit()


@given(st.text(max_size=90))
def test_any_text_is_a_name_or_refused_and_a_name_stays_one(text: str) -> None:
    try:
        name = normal_text(text, most=80, where="name")
    except BadText:
        return
    assert normal_text(name, most=80, where="name") == name
    assert name.encode()


@given(st.text(min_size=2, max_size=30), st.text(min_size=2, max_size=30))
def test_an_index_tells_values_and_fields_apart(one: str, other: str) -> None:
    assume(one != other)
    assert blind_index("name", one) != blind_index("name", other)
    assert blind_index("name", one) != blind_index("phone", one)
    assert one not in blind_index("name", one) or len(one) < 5


@given(st.text("0123456789", min_size=11, max_size=11), st.text("0123456789", min_size=18, max_size=18))
def test_masks_hide_the_middle(number: str, identity: str) -> None:
    assert masked_phone(number) == number[:3] + "****" + number[7:]
    assert masked_resident_id(identity) == identity[:3] + "***********" + identity[14:]
    assert len(masked_resident_id(identity)) == 18


@given(st.text(min_size=1, max_size=80))
def test_a_masked_name_tells_one_character_and_not_how_many(name: str) -> None:
    assert masked_name(name) == name[0] + "*"


def test_masks_of_nothing_are_nothing() -> None:
    assert masked_name("") == masked_phone("") == masked_resident_id("") == ""


def test_names_that_look_alike_have_one_index() -> None:
    assert name_for_index("ＡＢＣ 有限公司") == name_for_index("abc有限公司")


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("", "name of its own"),
        ("k1", "32 random bytes"),
        ("k1:abc,index:def", "32 random bytes"),
        ("k1:" + base64.urlsafe_b64encode(b"a" * 32).decode() + ",index:x", "32 random bytes"),
        (f"index:{key()}", "at least one sealing key"),
        (f"k1:{key()}", "key named index"),
        (f"k1:{key()},k1:{key()},index:{key()}", "name of its own"),
        (f"k1:{(same := key())},index:{same}", "twice"),
    ],
    ids=["empty", "no key", "not base64", "short index", "index only", "no index", "one name twice", "one key twice"],
)
def test_weak_keys_are_refused_and_never_shown(keys: str, why: str) -> None:
    with pytest.raises(BadDataKeys, match=why) as refused:
        read_data_keys(keys)
    assert not any(part.partition(":")[2] in str(refused.value) for part in keys.split(",") if ":" in part)


def test_another_installation_s_keys_open_nothing(settings: Any) -> None:
    token = seal("王小明")
    put_keys(settings, f"k1:{key()},index:{key()}")
    with pytest.raises(InvalidToken):
        unseal(token)


@pytest.mark.django_db
@pytest.mark.parametrize("most", [1, 2, 100])
def test_rotation_loses_nothing_and_ends(settings: Any, most: int) -> None:
    first, index, second = key(), key(), key()
    put_keys(settings, f"k1:{first},index:{index}")
    people = [
        register_person(call_by(), phone=phone(n), name="王小明", resident_id=resident_id(n)) for n in range(1, 4)
    ]
    firm = register_organisation(call_by(), name="北京小店有限公司", uscc=credit_code(1))
    bare = register_person(call_by(), phone=phone(4))

    put_keys(settings, f"k2:{second},k1:{first},index:{index}")
    assert sealing_key() == "k2"
    rounds = 0
    while reencrypt_batch(call_by(), most=most):
        rounds += 1
    assert rounds <= 5
    assert set(Party.objects.values_list("sealed_with", flat=True)) == {"k2"}
    assert set(ContactPoint.objects.values_list("sealed_with", flat=True)) == {"k2"}

    put_keys(settings, f"k2:{second},index:{index}")
    assert [phone_of(p) for p in people] == [phone(n) for n in range(1, 4)]
    assert person_by_phone(phone(2)) == people[1]
    assert {unseal(p.name_sealed) for p in Party.objects.filter(id__in=[*people, firm, bare])} == {
        "王小明",
        "北京小店有限公司",
        "",
    }


@pytest.mark.django_db
def test_only_the_administrator_rotates() -> None:
    with pytest.raises(Forbidden):
        reencrypt_batch(call_by(staff(Role.COMPLIANCE)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE party_personaldataaccess SET purpose='x'", "DELETE FROM party_personaldataaccess"]
)
def test_the_log_of_unmaskings_cannot_be_changed(statement: str) -> None:
    person = register_person(call_by(), phone=phone(1))
    reveal_field(call_by(staff(Role.COMPLIANCE)), party_id=person, field="phone", purpose="complaint")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert PersonalDataAccess.objects.get().purpose == "complaint"


@pytest.mark.django_db
def test_the_console_shows_masks(client: Client) -> None:
    person = register_person(call_by(), phone=phone(1), name="王小明", resident_id=resident_id(1))
    user_id = create_staff(
        call_by(), login_name="lin", display_name="Lin", roles=[Role.COMPLIANCE], password="a long and odd sentence"
    )
    client.force_login(user_by_id(user_id))
    point = ContactPoint.objects.get()
    pages = [
        client.get(address).content.decode()
        for address in (
            "/workbench/party/party/",
            f"/workbench/party/party/{person}/change/",
            "/workbench/party/contactpoint/",
            f"/workbench/party/contactpoint/{point.id}/change/",
        )
    ]
    for page in pages:
        assert not any(secret in page for secret in ("王小明", phone(1), resident_id(1), point.value_sealed))
    assert "王*" in pages[0]
    assert "王*" in pages[1]
    assert "138****0001" in pages[2]
    assert "138****0001" in pages[3]
