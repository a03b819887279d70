"""Persons and organisations: made once, found again, refused by name, and within whose reach."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests.rooms.party.made_up import AT, call_by, credit_code, customer, phone, resident_id, staff

from puhui.foundation.access.facade import VISITOR
from puhui.foundation.evidence.models import AuditEntry, IdempotencyRecord
from puhui.foundation.party.facade import (
    AlreadyIdentified,
    BadFoundingDate,
    BadPhone,
    BadResidentId,
    BadText,
    BadUscc,
    IdentityTaken,
    PartyKind,
    RoleTaken,
    add_role,
    choose_language,
    choose_text_size,
    clear_tag,
    complete_person,
    end_role,
    identity_of,
    language_of,
    list_parties,
    organisation_by_uscc,
    organisations_of,
    parties_of,
    party_card,
    party_ids_for,
    party_names,
    person_by_phone,
    phone_of,
    register_organisation,
    register_person,
    require_party,
    reveal_field,
    search_parties,
    tag_party,
    tags_of,
    unmaskings_of,
)
from puhui.foundation.party.models import ContactPoint, Party, PartyRole, PersonalDataAccess, RiskTag
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
HUGE = "王" * 3_500_000  # 10 MB in UTF-8


@pytest.fixture
def wang() -> UUID:
    return register_person(call_by(), phone=phone(1), name="王小明", resident_id=resident_id(1))


@pytest.fixture
def li() -> UUID:
    return register_person(call_by(), phone=phone(2), name="李四", resident_id=resident_id(2))


@pytest.fixture
def firm(wang: UUID) -> UUID:
    firm_id = register_organisation(call_by(), name="北京小店有限公司", uscc=credit_code(1), region="北京")
    return add_role(call_by(), person_id=wang, organisation_id=firm_id, role="legal_representative")


def everything() -> tuple[object, ...]:
    tables = (Party, ContactPoint, PartyRole, RiskTag, PersonalDataAccess, AuditEntry, IdempotencyRecord)
    return tuple(sorted(map(str, table.objects.values_list())) for table in tables)


class TestOnce:
    def test_one_phone_is_one_person_however_it_is_typed(self) -> None:
        first = register_person(call_by(VISITOR), phone="13800000001")
        assert register_person(call_by(VISITOR), phone="+86 138-0000-0001") == first
        assert person_by_phone("0086 138 0000 0001") == first
        assert Party.objects.count() == ContactPoint.objects.count() == 1

    def test_the_same_completion_again_changes_nothing(self, wang: UUID) -> None:
        before = Party.objects.values().get()
        complete_person(call_by(), party_id=wang, name="王小明", resident_id=resident_id(1).lower())
        assert Party.objects.values().get() == before

    def test_one_code_is_one_organisation_and_it_stays_as_it_is(self, firm: UUID) -> None:
        assert register_organisation(call_by(), name="别的名字", uscc=credit_code(1).lower()) == firm
        assert organisation_by_uscc(credit_code(1)) == firm
        assert identity_of(firm).name == "北京小店有限公司"

    def test_the_same_role_again_changes_nothing(self, wang: UUID, firm: UUID) -> None:
        add_role(call_by(), person_id=wang, organisation_id=firm, role="legal_representative")
        assert PartyRole.objects.count() == 1

    def test_a_replayed_request_gets_its_answer_and_one_with_another_body_is_refused(self) -> None:
        first = register_person(call_by(key="k"), phone=phone(1))
        assert register_person(call_by(key="k"), phone=phone(1)) == first
        with pytest.raises(Refusal, match="already used"):
            register_person(call_by(key="k"), phone=phone(2))
        assert Party.objects.count() == 1

    def test_a_person_without_name_is_not_identified(self) -> None:
        party_id = register_person(call_by(VISITOR), phone=phone(1))
        assert party_card(customer(party_id), party_id=party_id).is_identified is False


class TestReach:
    def test_a_customer_reaches_the_person_they_are_and_their_organisations(
        self, wang: UUID, li: UUID, firm: UUID
    ) -> None:
        assert parties_of(customer(wang)) == [wang, firm]
        assert parties_of(customer(li)) == [li]
        assert [line.party_id for line in organisations_of(customer(wang))] == [firm]
        assert organisations_of(customer(li)) == []
        assert set(Party.objects.filter(id__in=party_ids_for(customer(wang)))) == set(
            Party.objects.filter(id__in=[wang, firm])
        )

    def test_staff_reach_all_and_a_visitor_nobody(self, wang: UUID, li: UUID, firm: UUID) -> None:
        for actor in (SYSTEM, staff(Role.AUDITOR)):
            assert set(party_ids_for(actor)) == {wang, li, firm}
            assert parties_of(actor) == []
        no_party = Actor(new_id(), frozenset({Role.CUSTOMER}))
        role_less_with_party = Actor(new_id(), frozenset(), wang)
        for actor in (VISITOR, no_party, role_less_with_party):
            assert list(party_ids_for(actor)) == []

    def test_a_role_that_ended_reaches_no_more(self, wang: UUID, firm: UUID) -> None:
        end_role(call_by(), person_id=wang, organisation_id=firm, role="legal_representative")
        assert parties_of(customer(wang)) == [wang]

    @pytest.mark.parametrize("ask", [party_card, require_party, unmaskings_of])
    def test_another_customers_party_is_not_found(
        self, ask: Callable[..., object], wang: UUID, li: UUID, firm: UUID
    ) -> None:
        ask(customer(wang), party_id=firm)
        for unknown in (wang, firm, new_id()):
            with pytest.raises(NotFound):
                ask(customer(li), party_id=unknown)

    def test_messages_to_a_firm_go_to_who_acts_for_it(self, wang: UUID, firm: UUID) -> None:
        assert phone_of(firm) == phone_of(wang) == phone(1)
        choose_language(call_by(customer(wang)), party_id=wang, language="en")
        assert language_of(firm) == language_of(wang) == "en"
        assert phone_of(new_id()) == ""


class TestMasks:
    def test_staff_see_masked_values(self, wang: UUID, firm: UUID) -> None:
        card = party_card(staff(Role.RISK_OFFICER), party_id=wang)
        number = resident_id(1)
        assert (card.name, card.phone) == ("王*", "138****0001")
        assert card.identifier == f"110***********{number[-4:]}"
        assert card.roles[0].other_name == "北京小店有限公司"
        of_firm = party_card(staff(Role.RISK_OFFICER), party_id=firm)
        assert (of_firm.name, of_firm.identifier) == ("北京小店有限公司", credit_code(1))
        assert of_firm.roles[0].other_name == "王*"

    def test_customers_see_their_own_name_and_phone_and_no_tags(self, wang: UUID) -> None:
        tag_party(call_by(), party_id=wang, tag="watch", reason="seen twice")
        card = party_card(customer(wang), party_id=wang)
        assert (card.name, card.phone, card.tags) == ("王小明", phone(1), ())
        assert "*" in card.identifier
        assert party_card(SYSTEM, party_id=wang).tags == tags_of(wang)

    def test_lists_and_searches_are_masked(self, wang: UUID, firm: UUID) -> None:
        officer = staff(Role.OPERATIONS)
        assert [line.name for line in list_parties(officer)] == ["北京小店有限公司", "王*"]
        assert [line.name for line in list_parties(officer, kind=PartyKind.PERSON)] == ["王*"]
        assert [line.party_id for line in list_parties(officer, before=firm)] == [wang]
        assert [line.party_id for line in search_parties(officer, phone="138 0000 0001")] == [wang]
        assert [line.party_id for line in search_parties(officer, uscc=credit_code(1))] == [firm]
        assert [line.party_id for line in search_parties(officer, name="王 小明")] == [wang]
        assert search_parties(officer) == []
        assert search_parties(officer, name="王") == []
        assert party_names(officer, party_ids=[wang, firm]) == {wang: "王*", firm: "北京小店有限公司"}

    @pytest.mark.parametrize(
        ("field", "value"), [("name", "王小明"), ("phone", phone(1)), ("resident_id", resident_id(1))]
    )
    def test_an_unmasking_is_kept_with_its_purpose(self, field: str, value: str, wang: UUID) -> None:
        officer = staff(Role.COMPLIANCE)
        assert reveal_field(call_by(officer), party_id=wang, field=field, purpose="answer a complaint") == value
        (line,) = unmaskings_of(staff(Role.AUDITOR), party_id=wang)
        assert (line.actor_id, line.field, line.purpose, line.at) == (officer.id, field, "answer a complaint", AT)
        assert unmaskings_of(customer(wang), party_id=wang) == [line]
        audit = AuditEntry.objects.get(verb="party.reveal_field")
        assert audit.subject == str(wang)

    def test_the_unmasked_value_is_not_stored_as_an_answer(self, wang: UUID) -> None:
        reveal_field(call_by(staff(Role.COMPLIANCE), key="k"), party_id=wang, field="phone", purpose="complaint")
        assert phone(1) not in str(list(IdempotencyRecord.objects.values_list()))


def test_no_personal_value_stands_in_the_database_in_clear(wang: UUID, li: UUID, firm: UUID) -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            raw = str(cursor.fetchall())
            for value in ("王小明", "李四", phone(1), phone(2), resident_id(1), resident_id(2)):
                assert value not in raw, table


def person(**change: Any) -> dict[str, Any]:
    return {"phone": phone(9), "name": "赵六", "resident_id": resident_id(9), **change}


def organisation(**change: Any) -> dict[str, Any]:
    return {"name": "某某商行", "uscc": credit_code(9), **change}


REFUSED: list[tuple[Callable[..., object], dict[str, Any], type[Refusal], str]] = [
    (register_person, person(phone=""), BadPhone, "phone"),
    (register_person, person(phone="12800000001"), BadPhone, "phone"),
    (register_person, person(phone="1380000000"), BadPhone, "phone"),
    (register_person, person(phone="１３８００００００01"), BadPhone, "phone"),
    (register_person, person(phone=13800000001), InvalidInput, "phone"),
    (register_person, person(phone=HUGE), InvalidInput, "phone"),
    (register_person, person(name=HUGE), InvalidInput, "name"),
    (register_person, person(name="王" * 81), BadText, "name"),
    (register_person, person(name="王"), BadText, "name"),
    (register_person, person(name="王\x00明"), BadText, "name"),
    (register_person, person(name="王\ud800明"), InvalidInput, "name"),
    (register_person, person(resident_id=""), BadResidentId, "resident_id"),
    (register_person, person(resident_id=resident_id(1)[:-1]), BadResidentId, "resident_id"),
    (register_person, person(resident_id="110101199003070010"), BadResidentId, "resident_id"),
    (register_person, person(resident_id=resident_id(1, born="19900231")), BadResidentId, "resident_id"),
    (register_person, person(resident_id=resident_id(1, born="20991231")), BadResidentId, "resident_id"),
    (register_person, person(resident_id=resident_id(1, place="000000")), BadResidentId, "resident_id"),
    (register_person, person(resident_id=HUGE), InvalidInput, "resident_id"),
    (register_person, person(language="tlh"), InvalidInput, "language"),
    (register_organisation, organisation(uscc=credit_code(9)[:-1] + "I"), BadUscc, "uscc"),
    (register_organisation, organisation(uscc="91110000600037341A"), BadUscc, "uscc"),
    (register_organisation, organisation(uscc=HUGE), BadUscc, "uscc"),
    (register_organisation, organisation(uscc=None), BadUscc, "uscc"),
    (register_organisation, organisation(name=HUGE), BadText, "name"),
    (register_organisation, organisation(name="\u202e\x07"), BadText, "name"),
    (register_organisation, organisation(name="   "), BadText, "name"),
    (register_organisation, organisation(region="r" * 41), BadText, "region"),
    (register_organisation, organisation(founded_on=date(1899, 12, 31)), BadFoundingDate, "founded_on"),
    (register_organisation, organisation(founded_on=date(9999, 1, 1)), BadFoundingDate, "founded_on"),
]


@pytest.mark.parametrize(("act", "given", "refusal", "where"), REFUSED)
def test_refused_by_name_and_nothing_changed(
    act: Callable[..., object], given: dict[str, Any], refusal: type[Refusal], where: str
) -> None:
    before = everything()
    with pytest.raises(refusal) as refused:
        act(call_by(), **given)
    assert refused.value.where == where
    assert refused.value.message.zh
    assert everything() == before


def test_identities_do_not_mix_and_nothing_changed(wang: UUID, li: UUID, firm: UUID) -> None:
    before = everything()
    refusals: list[tuple[Callable[..., object], dict[str, Any], type[Refusal]]] = [
        (complete_person, {"party_id": wang, "name": "王大明", "resident_id": resident_id(1)}, AlreadyIdentified),
        (complete_person, {"party_id": wang, "name": "王小明", "resident_id": resident_id(3)}, AlreadyIdentified),
        (complete_person, {"party_id": firm, "name": "王小明", "resident_id": resident_id(3)}, NotFound),
        (register_person, person(name="王小明", resident_id=resident_id(1)), IdentityTaken),
        (add_role, {"person_id": li, "organisation_id": firm, "role": "legal_representative"}, RoleTaken),
        (add_role, {"person_id": firm, "organisation_id": firm, "role": "owner"}, NotFound),
        (add_role, {"person_id": wang, "organisation_id": li, "role": "owner"}, NotFound),
        (add_role, {"person_id": wang, "organisation_id": firm, "role": "king"}, InvalidInput),
        (end_role, {"person_id": li, "organisation_id": firm, "role": "owner"}, NotFound),
        (tag_party, {"party_id": new_id(), "tag": "watch", "reason": "seen twice"}, NotFound),
        (clear_tag, {"party_id": wang, "tag": "watch"}, NotFound),
        (choose_language, {"party_id": new_id(), "language": "en"}, NotFound),
        (choose_text_size, {"party_id": new_id(), "text_size": "large"}, NotFound),
        (choose_text_size, {"party_id": firm, "text_size": "large"}, NotFound),
        (choose_text_size, {"party_id": wang, "text_size": "huge"}, InvalidInput),
    ]
    for act, given, refusal in refusals:
        with pytest.raises(refusal):
            act(call_by(), **given)
        assert everything() == before


ROLES = {role: staff(role) for role in Role if role not in (Role.CUSTOMER, Role.SYSTEM)}
ALLOWED: list[tuple[str, set[Role]]] = [
    ("register_person", {Role.RELATIONSHIP_MANAGER, Role.OPERATIONS}),
    ("register_organisation", {Role.RELATIONSHIP_MANAGER, Role.OPERATIONS}),
    ("reveal_field", {Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER, Role.OPERATIONS, Role.COMPLIANCE}),
    ("tag_party", {Role.RISK_OFFICER, Role.COMPLIANCE}),
    ("end_role", {Role.RELATIONSHIP_MANAGER, Role.OPERATIONS}),
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("verb", "allowed"), ALLOWED)
def test_who_may_do_what(verb: str, allowed: set[Role], role: Role, wang: UUID, firm: UUID) -> None:
    acts: dict[str, Callable[[], object]] = {
        "register_person": lambda: register_person(call_by(ROLES[role]), **person()),
        "register_organisation": lambda: register_organisation(call_by(ROLES[role]), **organisation()),
        "reveal_field": lambda: reveal_field(call_by(ROLES[role]), party_id=wang, field="phone", purpose="contact"),
        "tag_party": lambda: tag_party(call_by(ROLES[role]), party_id=wang, tag="watch", reason="seen twice"),
        "end_role": lambda: end_role(
            call_by(ROLES[role]), person_id=wang, organisation_id=firm, role="legal_representative"
        ),
    }
    if role in allowed:
        acts[verb]()
        return
    before = everything()
    with pytest.raises(Forbidden):
        acts[verb]()
    assert everything() == before


def test_a_customer_acts_for_themselves_only_and_nothing_changed(wang: UUID, li: UUID, firm: UUID) -> None:
    before = everything()
    refusals: list[tuple[Callable[..., object], dict[str, Any], type[Refusal]]] = [
        (complete_person, {"party_id": wang, "name": "王小明", "resident_id": resident_id(1)}, NotFound),
        (choose_language, {"party_id": wang, "language": "en"}, NotFound),
        (choose_text_size, {"party_id": wang, "text_size": "large"}, NotFound),
        (add_role, {"person_id": wang, "organisation_id": firm, "role": "owner"}, NotFound),
        (add_role, {"person_id": li, "organisation_id": firm, "role": "owner"}, RoleTaken),
        (reveal_field, {"party_id": li, "field": "phone", "purpose": "curious"}, Forbidden),
        (tag_party, {"party_id": li, "tag": "vip", "reason": "I say so"}, Forbidden),
        (register_person, person(), Forbidden),
    ]
    for act, given, refusal in refusals:
        with pytest.raises(refusal):
            act(call_by(customer(li)), **given)
        assert everything() == before
    for ask in (search_parties, list_parties):
        with pytest.raises(Forbidden):
            ask(customer(li))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"purpose": ""}, BadText),
        ({"purpose": "no"}, BadText),
        ({"purpose": "x" * 201}, BadText),
        ({"purpose": HUGE}, BadText),
        ({"field": "password"}, InvalidInput),
        ({"party_id": UUID(int=1)}, NotFound),
    ],
)
def test_an_unmasking_without_purpose_or_object_is_refused(
    change: dict[str, Any], refusal: type[Refusal], wang: UUID
) -> None:
    before = everything()
    with pytest.raises(refusal):
        reveal_field(
            call_by(staff(Role.COMPLIANCE)), **{"party_id": wang, "field": "phone", "purpose": "complaint", **change}
        )
    assert everything() == before
