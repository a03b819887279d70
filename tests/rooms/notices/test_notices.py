"""Notices: written with what they tell of, filled in both languages, delivered once by id, read by their own reader."""

import dataclasses
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.party.made_up import AT, call_by, credit_code, customer, phone, resident_id, staff

from puhui.adapters.messaging.embedded import EmbeddedMessaging, demo_outbox
from puhui.adapters.messaging.models import DeliveredMessage
from puhui.foundation.evidence.models import OutboxEvent
from puhui.foundation.notices.facade import (
    BadNoticeText,
    MissingPlace,
    UnknownNotice,
    mark_read,
    message_for_delivery,
    notices_of,
    reencrypt_notices,
    send_code_notice,
    send_notice,
    unread_count,
)
from puhui.foundation.notices.models import Notice
from puhui.foundation.notices.rules import filled
from puhui.foundation.notices.texts import all_words, places
from puhui.foundation.party.facade import (
    add_role,
    choose_language,
    party_ids_for,
    register_organisation,
    register_person,
    seal,
)
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.errors import Forbidden, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.texts import Text

pytestmark = pytest.mark.django_db
PAID = {"amount": "1,024.50 CNY", "firm": "北京小店有限公司", "balance": "9,000.00 CNY"}


@pytest.fixture
def owner() -> Actor:
    return customer(register_person(call_by(), phone=phone(1), name="王小明", resident_id=resident_id(1)))


@pytest.fixture
def firm(owner: Actor) -> UUID:
    firm_id = register_organisation(call_by(), name="北京小店有限公司", uscc=credit_code(1))
    assert owner.party_id
    return add_role(call_by(), person_id=owner.party_id, organisation_id=firm_id, role="legal_representative")


def test_a_notice_to_a_firm_reaches_who_acts_for_it_in_their_language(owner: Actor, firm: UUID) -> None:
    notice_id = send_notice(call_by(), party_id=firm, kind="repayment_received", params=PAID)
    message = message_for_delivery(notice_id)
    assert (message.id, message.channel, message.to) == (notice_id, "sms", phone(1))
    assert message.body == "已收到 北京小店有限公司 的还款 1,024.50 CNY，剩余本金 9,000.00 CNY。"
    assert OutboxEvent.objects.get().payload == {"notice_id": str(notice_id)}
    assert OutboxEvent.objects.get().topic == "notice.requested"
    assert owner.party_id
    choose_language(call_by(owner), party_id=owner.party_id, language="en")
    in_english = message_for_delivery(send_notice(call_by(), party_id=firm, kind="repayment_received", params=PAID))
    assert in_english.body.startswith("We received 1,024.50 CNY")
    assert message_for_delivery(notice_id).body == message.body


def test_a_notice_in_the_app_only_asks_for_no_delivery(firm: UUID) -> None:
    send_notice(call_by(), party_id=firm, kind="repayment_received", params=PAID, sms=False)
    assert OutboxEvent.objects.count() == 0


def test_a_party_without_a_phone_is_told_in_the_app() -> None:
    lonely = register_organisation(call_by(), name="无人代表的企业", uscc=credit_code(2))
    message = message_for_delivery(send_notice(call_by(), party_id=lonely, kind="repayment_received", params=PAID))
    assert (message.channel, message.to) == ("in_app", "")


def test_a_notice_falls_with_what_it_tells_of(firm: UUID) -> None:
    with transaction.atomic():
        send_notice(call_by(), party_id=firm, kind="repayment_received", params=PAID)
        transaction.set_rollback(True)
    assert Notice.objects.count() == OutboxEvent.objects.count() == 0


def test_a_reader_sees_their_own_newest_first_and_marks_them(owner: Actor, firm: UUID) -> None:
    sent = [send_notice(call_by(), party_id=firm, kind="repayment_received", params=PAID) for _ in range(3)]
    assert [line.notice_id for line in notices_of(owner)] == sent[::-1]
    assert [line.notice_id for line in notices_of(owner, after=sent[2], most=1)] == [sent[1]]
    assert [line.notice_id for line in notices_of(owner, party_id=firm)] == sent[::-1]
    assert notices_of(owner, party_id=owner.party_id) == []
    assert unread_count(owner) == 3
    mark_read(call_by(owner), notice_id=sent[0])
    mark_read(call_by(owner), notice_id=sent[0])
    assert unread_count(owner) == 2
    assert notices_of(owner)[-1].read_at == AT
    assert len(notices_of(SYSTEM)) == 3
    assert unread_count(SYSTEM) == 0


def test_another_s_notice_is_not_found_and_nothing_changed(owner: Actor, firm: UUID) -> None:
    notice_id = send_notice(call_by(), party_id=firm, kind="repayment_received", params=PAID)
    stranger = customer(register_person(call_by(), phone=phone(2)))
    assert notices_of(stranger) == notices_of(stranger, party_id=firm) == []
    for actor, asked, refusal in (
        (stranger, notice_id, NotFound),
        (owner, new_id(), NotFound),
        (staff(Role.OPERATIONS), notice_id, Forbidden),
    ):
        with pytest.raises(refusal):
            mark_read(call_by(actor), notice_id=asked)
        assert Notice.objects.get().read_at is None
    with pytest.raises(NotFound):
        message_for_delivery(new_id())


class TestCodes:
    def test_a_code_goes_to_a_phone_and_shows_among_nobody_s_notices(self, owner: Actor) -> None:
        notice_id = send_code_notice(call_by(), phone="+86 138 0000 0001", code="123456", purpose="sign_in")
        message = message_for_delivery(notice_id)
        assert (message.to, "123456" in message.body) == (phone(1), True)
        assert notices_of(owner) == notices_of(SYSTEM) == []

    def test_a_code_for_a_party_goes_to_its_phone_in_its_language(self, owner: Actor, firm: UUID) -> None:
        assert owner.party_id
        choose_language(call_by(owner), party_id=owner.party_id, language="en")
        notice_id = send_code_notice(call_by(), party_id=firm, code="123456", purpose="sign_contract")
        message = message_for_delivery(notice_id)
        assert message.to == phone(1)
        assert "signing the loan contract is 123456" in message.body
        assert notices_of(owner) == []
        with pytest.raises(NotFound):
            mark_read(call_by(owner), notice_id=notice_id)


class TestWords:
    def test_every_text_has_the_same_places_in_both_languages_and_can_be_filled(self) -> None:
        for words in all_words():
            names = places(words.body.en) | places(words.subject.en)
            params = {name: f"<{name}>" for name in names}
            body = filled(words.body, params=params)
            assert all(f"<{name}>" in body.en and f"<{name}>" in body.zh for name in places(words.body.en))
            assert "{" not in body.en + body.zh

    @given(st.text(max_size=50))
    def test_a_param_cannot_bring_places_of_its_own(self, value: str) -> None:
        assert filled(Text(en="a {x} b", zh="甲 {x} 乙"), params={"x": value}).en == f"a {value} b"

    @pytest.mark.parametrize("words", ["{x.__class__}", "{x[0]}", "{x!r}", "{x:>99}", "{}", "{0}", "{y}"])
    def test_only_plain_names_that_are_given_are_places(self, words: str) -> None:
        with pytest.raises(MissingPlace):
            filled(Text(en=words, zh=words), params={"x": "1"})

    def test_a_param_may_differ_by_language(self) -> None:
        both = filled(Text(en="{x}", zh="{x}"), params={"x": Text(en="yes", zh="是")})
        assert both == Text(en="yes", zh="是")

    def test_an_unknown_kind_or_an_empty_place_is_our_mistake_and_writes_nothing(self, firm: UUID) -> None:
        with pytest.raises(UnknownNotice):
            send_notice(call_by(), party_id=firm, kind="gossip", params={})
        with pytest.raises(MissingPlace):
            send_notice(call_by(), party_id=firm, kind="repayment_received", params={})
        assert Notice.objects.count() == 0

    @pytest.mark.parametrize("content", ["", "nonsense", 'id = "x"\nversion = 0'])
    def test_a_broken_file_is_named(self, settings: Any, tmp_path: Path, content: str) -> None:
        (tmp_path / "notices").mkdir()
        (tmp_path / "notices" / "broken.toml").write_text(content)
        settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
        with pytest.raises(BadNoticeText, match=r"broken\.toml"):
            all_words()

    def test_the_same_version_twice_is_refused(self, settings: Any, tmp_path: Path) -> None:
        (tmp_path / "notices").mkdir()
        shipped = (Path(__file__).parents[3] / "src/puhui/policies/notices/people.v1.toml").read_text("utf-8")
        (tmp_path / "notices" / "twin.toml").write_text(shipped, encoding="utf-8")
        settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
        with pytest.raises(BadNoticeText, match="code_sign_in"):
            all_words()

    def test_places_that_differ_between_the_languages_are_refused(self, settings: Any, tmp_path: Path) -> None:
        (tmp_path / "notices").mkdir()
        (tmp_path / "notices" / "own.toml").write_text(
            'id="own"\nversion=1\neffective_from=2026-01-01\nsource="s"\napproved_by="a"\n'
            '[notices.x]\nsubject={en="s",zh="s"}\nbody={en="{a}",zh="{b}"}\n'
        )
        settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
        with pytest.raises(BadNoticeText, match="places differ"):
            all_words()


class TestEmbeddedMessaging:
    def test_the_same_message_again_changes_nothing_and_the_demo_shows_it(self, firm: UUID) -> None:
        message = message_for_delivery(send_notice(call_by(), party_id=firm, kind="repayment_received", params=PAID))
        for _ in range(2):
            EmbeddedMessaging().send(message, at=AT)
        (shown,) = demo_outbox()
        assert (shown.to, shown.body, shown.kind) == (phone(1), message.body, "repayment_received")
        assert demo_outbox(phone="138 0000 0001") == [shown]
        assert demo_outbox(phone=phone(2)) == []
        assert demo_outbox(0) == []

    def test_in_production_nothing_is_shown(self, settings: Any, firm: UUID) -> None:
        message = message_for_delivery(send_notice(call_by(), party_id=firm, kind="repayment_received", params=PAID))
        EmbeddedMessaging().send(message, at=AT)
        settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, is_production=True)
        assert demo_outbox() == []
        assert DeliveredMessage.objects.count() == 1


def test_no_words_and_no_number_stand_in_the_database_in_clear(owner: Actor, firm: UUID) -> None:
    send_notice(call_by(), party_id=firm, kind="repayment_received", params=PAID)
    code = send_code_notice(call_by(), phone=phone(1), code="271828", purpose="sign_in")
    EmbeddedMessaging().send(message_for_delivery(code), at=AT)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            raw = str(cursor.fetchall())
            assert not any(secret in raw for secret in (phone(1), "271828", "1,024.50", "北京小店")), table
    assert list(party_ids_for(owner))


def test_rotation_seals_notices_again(firm: UUID) -> None:
    notice_id = send_notice(call_by(), party_id=firm, kind="repayment_received", params=PAID)
    Notice.objects.filter(id=notice_id).update(sealed_with="k0")
    before = Notice.objects.get().words_sealed
    assert reencrypt_notices(call_by()) == 1
    assert reencrypt_notices(call_by()) == 0
    assert Notice.objects.get().words_sealed != before
    assert "1,024.50" in message_for_delivery(notice_id).body
    with pytest.raises(Forbidden):
        reencrypt_notices(call_by(staff(Role.FINANCE)))


def test_an_old_notice_reads_as_it_was_sent(owner: Actor, firm: UUID) -> None:
    notice_id = send_notice(call_by(), party_id=firm, kind="repayment_received", params=PAID)
    older = {"subject": {"en": "Old", "zh": "旧"}, "body": {"en": "Old words", "zh": "旧文"}}
    Notice.objects.filter(id=notice_id).update(words_sealed=seal(json.dumps(older)))
    assert notices_of(owner)[0].body == Text(en="Old words", zh="旧文")
