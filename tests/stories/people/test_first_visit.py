"""The first visit: a code to the phone, a sign-in, a firm, a consent; and everything that may go wrong on the way."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection, connections
from tests.rooms.party.made_up import credit_code, phone, resident_id

from puhui.adapters.messaging.embedded import EmbeddedMessaging, demo_outbox
from puhui.flows.give_consent import give_consent
from puhui.flows.register_firm import FirmTaken, RegisteredFirm, register_firm
from puhui.flows.request_sign_in_code import request_sign_in_code
from puhui.flows.sign_in_customer import SignedIn, sign_in_customer
from puhui.foundation.access.facade import (
    VISITOR,
    CodeExpired,
    CodeWrong,
    RateLimited,
    TooManyTries,
    actor_of,
    user_by_id,
)
from puhui.foundation.access.models import OneTimeCode, RateWindow, User
from puhui.foundation.consent.facade import BadUntil, UnknownPurpose, consents_of, require_consent
from puhui.foundation.consent.models import Consent
from puhui.foundation.evidence.facade import KeyReused, settle_outbox_work, take_outbox_work
from puhui.foundation.evidence.models import AuditEntry, IdempotencyRecord, OutboxEvent
from puhui.foundation.notices.facade import message_for_delivery, notices_of
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.facade import (
    AlreadyIdentified,
    BadPhone,
    BadResidentId,
    BadText,
    BadUscc,
    IdentityTaken,
    organisations_of,
    party_card,
    register_organisation,
)
from puhui.foundation.party.models import ContactPoint, Party, PartyRole
from puhui.kernel.actors import SYSTEM, Actor, Call
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TABLES = (
    User,
    OneTimeCode,
    Party,
    ContactPoint,
    PartyRole,
    Consent,
    Notice,
    OutboxEvent,
    AuditEntry,
    IdempotencyRecord,
)


def call(actor: Actor = VISITOR, key: str = "", minutes: float = 0) -> Call:
    return Call(actor, key or str(new_id()), AT + timedelta(minutes=minutes), "web")


def deliver() -> None:
    for work in take_outbox_work(now=AT + timedelta(hours=2)):
        EmbeddedMessaging().send(message_for_delivery(UUID(work.payload["notice_id"])), at=AT)
        settle_outbox_work([work.id], at=AT)


def code_on(number: str) -> str:
    deliver()
    found = re.search(r"\d{6}", demo_outbox(phone=number)[0].body)
    assert found
    return found.group()


def signed_in(n: int = 1) -> Actor:
    request_sign_in_code(call(), phone=phone(n))
    answer = sign_in_customer(call(), phone=phone(n), code=code_on(phone(n)))
    user = user_by_id(answer.user_id)
    assert user
    return actor_of(user)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def firm(n: int = 1, **change: Any) -> dict[str, Any]:
    return {
        "firm_name": "北京小店有限公司",
        "uscc": credit_code(n),
        "representative_name": "王小明",
        "resident_id": resident_id(n),
        **change,
    }


def everything() -> dict[str, object]:
    return {table.__name__: sorted(map(str, table.objects.values_list())) for table in TABLES}


@pytest.mark.django_db
class TestTheWayIn:
    def test_from_a_phone_number_to_a_firm_with_a_consent(self) -> None:
        sent = request_sign_in_code(call(), phone="+86 138 0000 0001")
        assert (sent.masked_phone, sent.valid_until) == ("138****0001", AT + timedelta(minutes=10))
        owner = signed_in()
        answer = register_firm(call(owner), **firm(region="北京", industry="零售"))
        (line,) = organisations_of(owner)
        assert (line.party_id, line.name) == (answer.firm_id, "北京小店有限公司")
        assert party_card(owner, party_id=answer.firm_id).region == "110000"
        given = give_consent(call(owner), party_id=answer.firm_id, purpose="credit_assessment")
        assert require_consent(party_id=answer.firm_id, purpose="credit_assessment", on=given.until)
        (notice,) = notices_of(owner)
        assert notice.body.en.startswith(
            "You gave us a consent: Assessing your loan application, until 23 November 2027"
        )
        assert notice.body.zh.startswith("您已授权：贷款申请评估")
        verbs = list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))
        assert verbs[-3:] == ["flows.sign_in_customer", "flows.register_firm", "flows.give_consent"]

    def test_the_second_visit_is_the_same_person(self) -> None:
        first, second = signed_in(), signed_in()
        assert (first.id, first.party_id) == (second.id, second.party_id)
        assert Party.objects.count() == User.objects.count() == 1

    def test_nothing_personal_stands_in_the_database_in_clear(self) -> None:
        owner = signed_in()
        request_sign_in_code(call(), phone=phone(1))
        code = code_on(phone(1))
        register_firm(call(owner), **firm())
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                raw = str(cursor.fetchall())
                for secret in (phone(1), "王小明", resident_id(1), f"'{code}'", f" {code} "):
                    assert secret not in raw, table


@pytest.mark.django_db
class TestRefusedAtTheDoor:
    @pytest.mark.parametrize(
        ("number", "refusal"),
        [("", BadPhone), ("123", BadPhone), ("1" * 11, BadPhone), ("x" * 10_000_000, InvalidInput), (7, InvalidInput)],
    )
    def test_a_bad_number(self, number: Any, refusal: type[Refusal]) -> None:
        before = everything()
        with pytest.raises(refusal) as refused:
            request_sign_in_code(call(), phone=number)
        assert refused.value.where == "phone"
        with pytest.raises(refusal):
            sign_in_customer(call(), phone=number, code="123456")
        assert everything() == before
        assert RateWindow.objects.count() == 0

    def test_wrong_codes_make_nobody_known_and_end_the_code(self) -> None:
        request_sign_in_code(call(), phone=phone(1))
        code = code_on(phone(1))
        for n in range(5):
            with pytest.raises(CodeWrong):
                sign_in_customer(call(), phone=phone(1), code=other_than(code))
            assert OneTimeCode.objects.get().tries == n + 1
        cache.clear()
        with pytest.raises(TooManyTries):
            sign_in_customer(call(), phone=phone(1), code=code)
        assert Party.objects.count() == User.objects.count() == 0
        assert not AuditEntry.objects.filter(verb="flows.sign_in_customer").exists()

    def test_tries_are_limited_although_new_codes_are_asked_for(self) -> None:
        for n in range(20):
            with pytest.raises((CodeWrong, CodeExpired, TooManyTries)):
                sign_in_customer(call(minutes=n / 10), phone=phone(1), code="000000")
        with pytest.raises(RateLimited):
            sign_in_customer(call(minutes=2), phone=phone(1), code="000000")

    def test_codes_are_limited_for_a_number(self) -> None:
        for _ in range(5):
            request_sign_in_code(call(), phone=phone(1))
        before = everything()
        with pytest.raises(RateLimited):
            request_sign_in_code(call(), phone="0086" + phone(1))
        assert everything() == before
        request_sign_in_code(call(), phone=phone(2))
        request_sign_in_code(call(minutes=10), phone=phone(1))

    def test_a_code_works_once_for_ten_minutes_for_its_own_number(self) -> None:
        request_sign_in_code(call(), phone=phone(1))
        request_sign_in_code(call(), phone=phone(2))
        code = code_on(phone(1))
        before = everything()
        with pytest.raises(CodeExpired):
            sign_in_customer(call(minutes=10), phone=phone(1), code=code)
        assert everything() == before
        if code != code_on(phone(2)):
            with pytest.raises(CodeWrong):
                sign_in_customer(call(), phone=phone(2), code=code)
        sign_in_customer(call(), phone=phone(1), code=code)
        with pytest.raises(CodeExpired):
            sign_in_customer(call(), phone=phone(1), code=code)

    def test_a_replayed_sign_in_gets_its_answer_while_the_code_would_live(self) -> None:
        request_sign_in_code(call(), phone=phone(1))
        code = code_on(phone(1))
        first = sign_in_customer(call(key="k"), phone=phone(1), code=code)
        assert sign_in_customer(call(key="k", minutes=9), phone=phone(1), code=code) == first
        with pytest.raises(KeyReused):
            sign_in_customer(call(key="k"), phone=phone(1), code=other_than(code))
        with pytest.raises(CodeExpired):
            sign_in_customer(call(key="k", minutes=10), phone=phone(1), code=code)

    def test_a_replayed_request_for_a_code_sends_one_message(self) -> None:
        first = request_sign_in_code(call(key="k"), phone=phone(1))
        assert request_sign_in_code(call(key="k"), phone=phone(1)) == first
        assert Notice.objects.count() == OneTimeCode.objects.count() == 1


FIRM_REFUSED: list[tuple[dict[str, Any], type[Refusal], str]] = [
    ({"uscc": credit_code(1)[:-1] + "I"}, BadUscc, "uscc"),
    ({"uscc": "x" * 10_000_000}, BadUscc, "uscc"),
    ({"resident_id": "110101199003070010"}, BadResidentId, "resident_id"),
    ({"resident_id": "x" * 10_000_000}, InvalidInput, "resident_id"),
    ({"representative_name": ""}, BadText, "name"),
    ({"representative_name": "王" * 10_000_000}, InvalidInput, "representative_name"),
    ({"firm_name": ""}, BadText, "name"),
    ({"firm_name": "店" * 201}, BadText, "name"),
    ({"industry": "x" * 81}, BadText, "industry"),
    ({"founded_on": datetime(2027, 1, 1).date()}, Refusal, "founded_on"),
]


@pytest.mark.django_db
class TestFirms:
    @pytest.mark.parametrize(("change", "refusal", "where"), FIRM_REFUSED)
    def test_refused_by_name_and_nothing_changed(
        self, change: dict[str, Any], refusal: type[Refusal], where: str
    ) -> None:
        owner = signed_in()
        before = everything()
        with pytest.raises(refusal) as refused:
            register_firm(call(owner), **firm(**change))
        assert refused.value.where == where
        assert everything() == before

    def test_the_same_person_again_gets_the_same_firm(self) -> None:
        owner = signed_in()
        first = register_firm(call(owner, key="k"), **firm())
        assert register_firm(call(owner, key="k"), **firm()) == first
        assert register_firm(call(owner), **firm(firm_name="改过的名字")) == first
        assert PartyRole.objects.count() == 1
        second = register_firm(call(owner), **firm(uscc=credit_code(2)))
        assert second != first
        assert len(organisations_of(owner)) == 2

    def test_somebody_else_s_firm_is_refused_with_a_way_out(self) -> None:
        register_firm(call(signed_in(1)), **firm(1))
        other = signed_in(2)
        before = everything()
        with pytest.raises(FirmTaken) as refused:
            register_firm(call(other), **firm(2, uscc=credit_code(1)))
        assert "business licence" in refused.value.message.en
        assert "营业执照" in refused.value.message.zh
        assert everything() == before
        assert organisations_of(other) == []

    def test_a_firm_that_nobody_acts_for_is_found(self) -> None:
        known = register_organisation(call(SYSTEM), name="北京小店有限公司", uscc=credit_code(1))
        assert register_firm(call(signed_in()), **firm()) == RegisteredFirm(known)

    def test_identities_do_not_mix(self) -> None:
        owner = signed_in(1)
        register_firm(call(owner), **firm(1))
        other = signed_in(2)
        before = everything()
        acts: list[tuple[Actor, dict[str, Any], type[Refusal]]] = [
            (owner, firm(1, representative_name="王大明"), AlreadyIdentified),
            (owner, firm(1, resident_id=resident_id(2)), AlreadyIdentified),
            (other, firm(2, resident_id=resident_id(1)), IdentityTaken),
            (VISITOR, firm(2), Forbidden),
            (SYSTEM, firm(2), Forbidden),
            (replace(owner, party_id=None), firm(2), Forbidden),
        ]
        for actor, given, refusal in acts:
            with pytest.raises(refusal):
                register_firm(call(actor), **given)
            assert everything() == before


@pytest.mark.django_db
def test_a_refused_consent_sends_no_notice() -> None:
    owner, other = signed_in(1), signed_in(2)
    firm_id = register_firm(call(owner), **firm(1)).firm_id
    before = everything()
    acts: list[tuple[Actor, dict[str, Any], type[Refusal]]] = [
        (owner, {"purpose": "gossip"}, UnknownPurpose),
        (owner, {"purpose": "marketing", "until": AT.date() - timedelta(days=1)}, BadUntil),
        (other, {"purpose": "marketing"}, NotFound),
        (SYSTEM, {"purpose": "marketing"}, Forbidden),
    ]
    for actor, given, refusal in acts:
        with pytest.raises(refusal):
            give_consent(call(actor), party_id=firm_id, **given)
        assert everything() == before
    given = give_consent(call(owner, key="k"), party_id=firm_id, purpose="marketing")
    assert give_consent(call(owner, key="k"), party_id=firm_id, purpose="marketing") == given
    assert len(consents_of(owner, party_id=firm_id)) == 1


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Runs the acts on threads of their own; gives answers and refusals."""
    gate, results = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            results.append(act())
        except Refusal as refusal:
            results.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(results) == len(acts)
    return results


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
class TestAtOnce:
    @pytest.fixture(autouse=True)
    def _needs_postgresql(self) -> None:
        if connection.vendor != "postgresql":
            pytest.skip("two transactions at once need PostgreSQL: set PUHUI_DATABASE_URL=postgresql://...")

    def test_two_sign_ins_with_one_code_let_one_in(self) -> None:
        request_sign_in_code(call(), phone=phone(1))
        code = code_on(phone(1))
        results = at_once([lambda: sign_in_customer(call(), phone=phone(1), code=code)] * 4)
        assert [type(r) for r in results if not isinstance(r, CodeExpired)] == [SignedIn]
        assert Party.objects.count() == User.objects.count() == 1

    def test_two_with_one_key_are_one_sign_in(self) -> None:
        request_sign_in_code(call(), phone=phone(1))
        code = code_on(phone(1))
        results = at_once([lambda: sign_in_customer(call(key="same"), phone=phone(1), code=code)] * 4)
        assert len({r for r in results if isinstance(r, SignedIn)}) == 1
        assert AuditEntry.objects.filter(verb="flows.sign_in_customer").count() == 1

    def test_twelve_guesses_at_once_are_no_more_than_five(self) -> None:
        request_sign_in_code(call(), phone=phone(1))
        wrong = other_than(code_on(phone(1)))
        results = at_once([lambda: sign_in_customer(call(), phone=phone(1), code=wrong)] * 12)
        assert sum(isinstance(r, CodeWrong) for r in results) == 5
        assert sum(isinstance(r, TooManyTries) for r in results) == 7

    def test_two_people_register_one_firm_at_once_and_one_gets_it(self) -> None:
        one, two = signed_in(1), signed_in(2)
        results = at_once(
            [
                lambda: register_firm(call(one), **firm(1)),
                lambda: register_firm(call(two), **firm(2, uscc=credit_code(1))),
            ]
        )
        assert sorted(type(r).__name__ for r in results) == ["FirmTaken", "RegisteredFirm"]
        assert PartyRole.objects.count() == 1

    def test_one_person_registers_one_firm_twice_at_once(self) -> None:
        owner = signed_in()
        results = at_once([lambda: register_firm(call(owner), **firm())] * 3)
        assert len(set(results)) == 1
        assert PartyRole.objects.count() == 1
