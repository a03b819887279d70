"""Consents: what covers what until when, who may give them, which text was shown."""

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.party.made_up import call_by, credit_code, customer, phone, resident_id, staff

from puhui.foundation.consent.facade import (
    BadConsentText,
    BadScope,
    BadUntil,
    NoConsent,
    TextChanged,
    UnknownPurpose,
    consent_text,
    consent_texts,
    consents_of,
    give_consent,
    require_consent,
    withdraw_consent,
)
from puhui.foundation.consent.models import Consent
from puhui.foundation.evidence.models import AuditEntry, IdempotencyRecord
from puhui.foundation.party.facade import add_role, register_organisation, register_person
from puhui.kernel.actors import STAFF_ROLES, SYSTEM, Actor
from puhui.kernel.errors import Forbidden, NotFound, Refusal
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
ASSESSMENT = "credit_assessment"


@pytest.fixture
def owner() -> Actor:
    return customer(register_person(call_by(), phone=phone(1), name="王小明", resident_id=resident_id(1)))


@pytest.fixture
def firm(owner: Actor) -> UUID:
    firm_id = register_organisation(call_by(), name="北京小店有限公司", uscc=credit_code(1))
    assert owner.party_id
    return add_role(call_by(), person_id=owner.party_id, organisation_id=firm_id, role="legal_representative")


def everything() -> tuple[object, ...]:
    return tuple(sorted(map(str, t.objects.values_list())) for t in (Consent, AuditEntry, IdempotencyRecord))


def test_a_consent_covers_its_purpose_its_data_and_its_days(owner: Actor, firm: UUID) -> None:
    until = TODAY + timedelta(days=30)
    consent_id = give_consent(
        call_by(owner), party_id=firm, purpose=ASSESSMENT, scope=("tax_invoices",), until=until, text_version=1
    )
    for scope in ((), ("tax_invoices",)):
        assert require_consent(party_id=firm, purpose=ASSESSMENT, scope=scope, on=until) == consent_id
    assert owner.party_id
    uncovered: list[dict[str, Any]] = [
        {"on": until + timedelta(days=1)},
        {"scope": ("tax_invoices", "identity")},
        {"purpose": "marketing"},
        {"party_id": owner.party_id},
        {"party_id": new_id()},
    ]
    for change in uncovered:
        asked = {"party_id": firm, "purpose": ASSESSMENT, "scope": ("tax_invoices",), "on": until, **change}
        with pytest.raises(NoConsent) as refused:
            require_consent(**asked)
        assert refused.value.detail["purpose"] == asked["purpose"]
        assert consent_text(asked["purpose"], on=TODAY).title.zh in refused.value.message.zh
        assert consent_text(asked["purpose"], on=TODAY).title.en in refused.value.message.en


def test_nothing_asked_is_all_data_for_the_longest_time(owner: Actor, firm: UUID) -> None:
    give_consent(call_by(owner), party_id=firm, purpose=ASSESSMENT)
    (line,) = consents_of(owner, party_id=firm)
    assert line.scope == ("identity", "tax_invoices")
    assert line.until == TODAY + timedelta(days=365)
    assert line.text_version == 1
    assert line.is_valid(on=line.until)
    assert not line.is_valid(on=line.until + timedelta(days=1))
    assert Consent.objects.get().text_digest == consent_text(ASSESSMENT, on=TODAY).digest


def test_withdrawing_holds_at_once_and_a_newer_consent_is_not_touched(owner: Actor, firm: UUID) -> None:
    old = give_consent(call_by(owner), party_id=firm, purpose=ASSESSMENT)
    withdraw_consent(call_by(owner), consent_id=old)
    withdraw_consent(call_by(owner), consent_id=old)
    with pytest.raises(NoConsent):
        require_consent(party_id=firm, purpose=ASSESSMENT, on=TODAY)
    new = give_consent(call_by(owner), party_id=firm, purpose=ASSESSMENT)
    assert require_consent(party_id=firm, purpose=ASSESSMENT, on=TODAY) == new
    assert [line.withdrawn_at is None for line in consents_of(owner, party_id=firm)] == [True, False]


def test_a_replayed_request_gives_one_consent(owner: Actor, firm: UUID) -> None:
    first = give_consent(call_by(owner, key="k"), party_id=firm, purpose=ASSESSMENT)
    assert give_consent(call_by(owner, key="k"), party_id=firm, purpose=ASSESSMENT) == first
    with pytest.raises(Refusal, match="already used"):
        give_consent(call_by(owner, key="k"), party_id=firm, purpose="marketing")
    assert Consent.objects.count() == 1


REFUSED: list[tuple[dict[str, Any], type[Refusal], str]] = [
    ({"purpose": "gossip"}, UnknownPurpose, "purpose"),
    ({"purpose": "x" * 10_000_000}, UnknownPurpose, "purpose"),
    ({"scope": ("tax_invoices", "diary")}, BadScope, "scope"),
    ({"until": TODAY - timedelta(days=1)}, BadUntil, "until"),
    ({"until": TODAY + timedelta(days=366)}, BadUntil, "until"),
    ({"until": date(9999, 12, 31)}, BadUntil, "until"),
    ({"until": date(1900, 1, 1)}, BadUntil, "until"),
    ({"text_version": 2}, TextChanged, "text_version"),
    ({"party_id": UUID(int=5)}, NotFound, "party_id"),
]


@pytest.mark.parametrize(("change", "refusal", "where"), REFUSED)
def test_refused_by_name_and_nothing_changed(
    change: dict[str, Any], refusal: type[Refusal], where: str, owner: Actor, firm: UUID
) -> None:
    before = everything()
    with pytest.raises(refusal) as refused:
        give_consent(call_by(owner), **{"party_id": firm, "purpose": ASSESSMENT, **change})
    assert refused.value.where == where
    assert refused.value.message.zh
    assert everything() == before


def test_nobody_consents_for_another_and_nothing_changed(owner: Actor, firm: UUID) -> None:
    consent_id = give_consent(call_by(owner), party_id=firm, purpose=ASSESSMENT)
    stranger = customer(register_person(call_by(), phone=phone(2)))
    before = everything()
    acts: list[tuple[Callable[[Actor], object], Actor, type[Refusal]]] = [
        (lambda a: give_consent(call_by(a), party_id=firm, purpose="marketing"), stranger, NotFound),
        (lambda a: withdraw_consent(call_by(a), consent_id=consent_id), stranger, NotFound),
        *(
            (lambda a: give_consent(call_by(a), party_id=firm, purpose="marketing"), actor, Forbidden)
            for actor in (SYSTEM, *(staff(role) for role in sorted(STAFF_ROLES)))
        ),
    ]
    for act, actor, refusal in acts:
        with pytest.raises(refusal):
            act(actor)
        assert everything() == before
    assert consents_of(stranger, party_id=firm) == []
    assert len(consents_of(SYSTEM, party_id=firm)) == 1


@pytest.mark.parametrize("change", ["until = '2099-01-01'", "scope = '[]'", "purpose = 'marketing'"])
def test_a_consent_cannot_be_changed_in_the_database(change: str, owner: Actor, firm: UUID) -> None:
    give_consent(call_by(owner), party_id=firm, purpose=ASSESSMENT)
    before = everything()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE consent_consent SET {change}")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Consent.objects.all().delete()
    assert everything() == before


class TestTexts:
    def test_every_text_stands_in_both_languages_and_the_required_ones_come_first(self) -> None:
        texts = consent_texts(on=TODAY)
        assert [t.purpose for t in texts] == [
            "contract_performance",
            ASSESSMENT,
            "personal_assessment",
            "credit_report",
            "firm_records",
            "marketing",
            "personal_records",
        ]
        assert [t.is_required for t in texts] == [True, True, True, False, False, False, False]
        for words in [t.text for t in texts] + [w for t in texts for w in t.scopes.values()]:
            assert words.en.isascii()
            assert not words.zh.isascii()

    def test_a_purpose_does_not_exist_before_its_first_text(self) -> None:
        with pytest.raises(UnknownPurpose):
            consent_text(ASSESSMENT, on=date(2014, 12, 31))

    def lay(self, settings: Any, folder: Path, name: str, content: str) -> None:
        (folder / "consents").mkdir(exist_ok=True)
        (folder / "consents" / name).write_text(content, encoding="utf-8")
        settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=folder)

    def test_a_lender_s_newer_version_supersedes_from_its_day_on(
        self, settings: Any, tmp_path: Path, owner: Actor, firm: UUID
    ) -> None:
        give_consent(call_by(owner), party_id=firm, purpose="marketing", text_version=1)
        shipped = (Path(__file__).parents[3] / "src/puhui/policies/consents/marketing.v1.toml").read_text("utf-8")
        newer = shipped.replace("version = 1", "version = 2").replace("2015-01-01", "2026-11-23")
        self.lay(settings, tmp_path, "marketing.v2.toml", newer)
        assert consent_text("marketing", on=date(2026, 11, 22)).version == 1
        assert consent_text("marketing", on=TODAY).version == 2
        with pytest.raises(TextChanged):
            give_consent(call_by(owner), party_id=firm, purpose="marketing", text_version=1)

    def test_the_same_version_twice_is_refused(self, settings: Any, tmp_path: Path) -> None:
        shipped = (Path(__file__).parents[3] / "src/puhui/policies/consents/marketing.v1.toml").read_text("utf-8")
        self.lay(settings, tmp_path, "twin.toml", shipped)
        with pytest.raises(BadConsentText, match="marketing"):
            consent_texts(on=TODAY)

    @pytest.mark.parametrize(
        "content", ["", "id = 3", "not toml", 'id = "ok_name"\nversion = 1\nunknown = 1', "\N{BOM}"]
    )
    def test_a_broken_file_is_named(self, settings: Any, tmp_path: Path, content: str) -> None:
        self.lay(settings, tmp_path, "broken.toml", content)
        with pytest.raises(BadConsentText, match=r"broken\.toml"):
            consent_texts(on=TODAY)


@given(st.sets(st.sampled_from(["tax_invoices", "identity"]), min_size=1), st.integers(0, 365), st.integers(0, 400))
@pytest.mark.django_db
def test_a_consent_covers_exactly_the_days_until_its_end(scope: set[str], lasts: int, later: int) -> None:
    with transaction.atomic():
        person = customer(register_person(call_by(), phone=phone(7)))
        assert person.party_id
        end = TODAY + timedelta(days=lasts)
        give_consent(
            call_by(person), party_id=person.party_id, purpose=ASSESSMENT, scope=tuple(sorted(scope)), until=end
        )
        day = TODAY + timedelta(days=later)
        covered = day <= end and "identity" in scope
        try:
            require_consent(party_id=person.party_id, purpose=ASSESSMENT, scope=("identity",), on=day)
        except NoConsent:
            assert not covered
        else:
            assert covered
        transaction.set_rollback(True)
