"""Relations: who must agree, what excludes what, who stands or falls with whom, and what each may see of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from tests.rooms.party.made_up import AT, call_by, credit_code, customer, phone, resident_id, staff

from puhui.foundation.evidence.models import AuditEntry
from puhui.foundation.party.facade import (
    NewRelation,
    RelationKind,
    RelationState,
    Standing,
    add_role,
    confirm_relation,
    debtors_of_household,
    decline_relation,
    end_relation,
    group_line,
    group_members,
    group_of,
    groups_of,
    groups_page,
    household_of,
    make_group,
    members_of,
    record_relation,
    register_organisation,
    register_person,
    related_to,
    relations_asked,
    relations_of,
)
from puhui.foundation.party.models import PartyGroup, PartyRelation, RelationStep
from puhui.kernel.actors import Role
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
SINCE = date(2020, 5, 1)
MANAGER, OPERATIONS = staff(Role.RELATIONSHIP_MANAGER), staff(Role.OPERATIONS)


def person(n: int) -> UUID:
    return register_person(call_by(), phone=phone(n), name="王小明", resident_id=resident_id(n))


def firm(n: int) -> UUID:
    return register_organisation(call_by(), name=f"第{n}家合作社", uscc=credit_code(n))


def relation(kind: str, subject: UUID, **more: Any) -> NewRelation:
    return NewRelation(kind=kind, subject_id=subject, since_on=SINCE, **({"evidence": "户口簿"} | more))


def kept(kind: str, subject: UUID, **more: Any) -> UUID:
    """Recorded, and agreed to by whom it needs."""
    moved = record_relation(call_by(MANAGER), relation=relation(kind, subject, **more))
    if moved.state == RelationState.ASKED:
        confirm_relation(call_by(OPERATIONS), relation_id=moved.relation_id, evidence="signed form 12")
    return moved.relation_id


@dataclass
class Home:
    """A couple with a daughter in one household, and the village in which they live."""

    village: UUID
    household: UUID
    husband: UUID
    wife: UUID
    daughter: UUID
    stranger: UUID


@pytest.fixture
def home() -> Home:
    village = make_group(call_by(MANAGER), kind="village", code="511523101201", name="石桥村", region="511523")
    household = make_group(call_by(MANAGER), kind="household", within_id=village)
    found = Home(village, household, person(1), person(2), person(3), person(4))
    kept("household_member", found.husband, group_id=household, standing="head")
    kept("household_member", found.wife, group_id=household, standing="adult")
    kept("household_member", found.daughter, group_id=household, standing="dependant")
    return found


def test_a_household_answers_by_its_adults_and_stands_or_falls_together(home: Home) -> None:
    assert debtors_of_household(home.household) == (home.husband, home.wife)
    assert [m.standing for m in members_of(home.household)] == [Standing.HEAD, Standing.ADULT, Standing.DEPENDANT]
    assert household_of(home.daughter) == home.household
    assert household_of(home.stranger) is None
    shop, mill = firm(1), firm(2)
    add_role(call_by(), person_id=home.wife, organisation_id=shop, role="owner")
    kept("control", shop, other_id=mill)
    both = {home.husband, home.wife}
    assert group_of(home.husband) == both | {shop, mill}
    assert group_of(shop) == both | {shop, mill}
    assert group_of(mill) == {mill, shop}
    assert group_of(home.daughter) == both | {home.daughter, shop, mill}
    assert group_of(home.stranger) == {home.stranger}
    with CaptureQueriesContext(connection) as asked:
        groups_of([home.husband, home.stranger, shop, mill])
    assert len(asked) <= 6


def test_spouses_count_when_both_agreed_and_until_it_is_over(home: Home) -> None:
    asked = record_relation(
        call_by(customer(home.stranger)), relation=relation("spouse", home.stranger, other_id=home.daughter)
    )
    assert asked.state == RelationState.ASKED
    assert group_of(home.stranger) == {home.stranger}
    [line] = relations_asked(customer(home.daughter))
    assert (line.id, line.subject_name, line.other_name) == (asked.relation_id, "王*", "王小明")
    assert relations_asked(customer(home.stranger)) == []
    confirm_relation(call_by(customer(home.daughter)), relation_id=asked.relation_id)
    assert home.daughter in group_of(home.stranger)
    assert home.stranger in group_of(home.daughter)
    end_relation(call_by(MANAGER), relation_id=asked.relation_id, evidence="divorce certificate 77")
    assert group_of(home.stranger) == {home.stranger}
    assert relations_of(MANAGER, party_id=home.stranger) == []
    kept("spouse", home.stranger, other_id=home.daughter)


def test_a_contact_person_who_said_no_is_none(home: Home) -> None:
    first = record_relation(
        call_by(customer(home.wife)), relation=relation("contact_person", home.wife, other_id=home.stranger)
    )
    decline_relation(call_by(customer(home.stranger)), relation_id=first.relation_id)
    assert related_to(home.wife, kind=RelationKind.CONTACT_PERSON) == ()
    kept("contact_person", home.wife, other_id=home.daughter)
    kept("guardian", home.daughter, other_id=home.wife)
    assert related_to(home.wife, kind=RelationKind.CONTACT_PERSON) == (home.daughter,)
    assert related_to(home.daughter, kind=RelationKind.GUARDIAN) == (home.wife,)


def test_who_sees_a_group(home: Home) -> None:
    assert [g.id for g in groups_page(MANAGER, kind="household")] == [home.household]
    assert [g.id for g in groups_page(MANAGER, within=home.village)] == [home.household]
    assert group_line(customer(home.wife), group_id=home.household).members == 3
    seen = group_members(customer(home.wife), group_id=home.household)
    assert [line.subject_name for line in seen] == ["王*", "王小明", "王*"]


def test_what_is_kept_is_never_changed(home: Home) -> None:
    for model in (PartyGroup, PartyRelation, RelationStep):
        for act in (lambda rows: rows._raw_delete(rows.db), lambda rows: rows.update(id=new_id())):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                act(model.objects.filter(id=model.objects.first().id))


Act = Callable[[Home], object]
REFUSED: list[tuple[str, Act, str, int]] = [
    (
        "member twice",
        lambda h: kept("household_member", h.wife, group_id=h.household, standing="adult"),
        "relation_taken",
        409,
    ),
    (
        "two households",
        lambda h: kept(
            "household_member", h.wife, group_id=make_group(call_by(), kind="household"), standing="head"
        ),
        "relation_taken",
        409,
    ),
    ("married to self", lambda h: kept("spouse", h.wife, other_id=h.wife), "own_relation", 422),
    ("married to a firm", lambda h: kept("spouse", h.wife, other_id=firm(9)), "relation_invalid", 422),
    ("a person controlled", lambda h: kept("control", h.wife, other_id=h.husband), "relation_invalid", 422),
    ("a village as a household", lambda h: kept("household_member", h.stranger, group_id=h.village, standing="adult"),
     "relation_invalid", 422),
    ("no group", lambda h: kept("household_member", h.stranger, standing="adult"), "relation_invalid", 422),
    ("two ends", lambda h: kept("spouse", h.wife, other_id=h.husband, group_id=h.household), "relation_invalid", 422),
    ("dependant in a group", lambda h: kept("group_member", h.wife, group_id=h.household, standing="dependant"),
     "relation_invalid", 422),
    ("unknown kind", lambda h: kept("cousin", h.wife, other_id=h.husband), "invalid_input", 422),
    ("unknown group", lambda h: kept("village_resident", h.wife, group_id=new_id()), "not_found", 404),
    ("unknown person", lambda h: kept("spouse", h.wife, other_id=new_id()), "not_found", 404),
    ("no evidence", lambda h: kept("spouse", h.wife, other_id=h.husband, evidence=" "), "text_invalid", 422),
    ("a customer for another", lambda h: record_relation(
        call_by(customer(h.stranger)), relation=relation("spouse", h.wife, other_id=h.stranger)), "not_found", 404),
    ("a visitor's group", lambda h: make_group(call_by(customer(h.wife)), kind="village", code="123456", name="村庄"),
     "forbidden", 403),
    ("the same code", lambda _: make_group(call_by(), kind="village", code="511523101201", name="石桥村"),
     "group_code_taken", 409),
    ("a household in a household", lambda h: make_group(call_by(), kind="household", within_id=h.household),
     "not_found", 404),
    ("another's group", lambda h: group_members(customer(h.stranger), group_id=h.household), "not_found", 404),
    ("another's relations", lambda h: relations_of(customer(h.stranger), party_id=h.wife), "not_found", 404),
    ("all groups", lambda h: groups_page(customer(h.wife)), "forbidden", 403),
    ("ended by somebody else", lambda h: end_relation(
        call_by(customer(h.stranger)), relation_id=PartyRelation.objects.first().id, evidence="gone"),
     "not_found", 404),
    ("ended by the customer", lambda h: end_relation(
        call_by(customer(h.wife)), relation_id=PartyRelation.objects.filter(waits_for=h.wife).first().id,
        evidence="gone"), "forbidden", 403),
    ("agreed twice", lambda h: confirm_relation(
        call_by(customer(h.husband)), relation_id=PartyRelation.objects.order_by("id").first().id),
     "relation_not_open", 409),
]  # fmt: skip


@pytest.mark.parametrize(("act", "code", "status"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused_and_nothing_changed(home: Home, act: Act, code: str, status: int) -> None:
    def footprint() -> list[str]:
        return [str(list(model.objects.order_by("id").values_list())) for model in (PartyRelation, RelationStep)]

    before = footprint()
    with pytest.raises(Refusal) as refused:
        act(home)
    assert (refused.value.code, refused.value.http_status) == (code, status)
    assert footprint() == before


def test_only_who_is_asked_agrees_or_a_second_colleague_with_paper(home: Home) -> None:
    moved = record_relation(call_by(MANAGER), relation=relation("contact_person", home.wife, other_id=home.stranger))
    rows: list[tuple[Any, str, str]] = [
        (customer(home.wife), "", "text_invalid"),
        (customer(home.wife), "I say so", "relation_not_yours"),
        (customer(home.daughter), "I say so", "not_found"),
        (MANAGER, "signed form 12", "relation_not_yours"),
        (staff(Role.AUDITOR), "signed form 12", "forbidden"),
        (OPERATIONS, "", "text_invalid"),
    ]
    before = (RelationStep.objects.count(), AuditEntry.objects.count())
    for actor, evidence, code in rows:
        with pytest.raises(Refusal) as refused:
            confirm_relation(call_by(actor), relation_id=moved.relation_id, evidence=evidence)
        assert refused.value.code == code
    with pytest.raises(Refusal, match="Only the person"):
        decline_relation(call_by(customer(home.wife)), relation_id=moved.relation_id)
    assert (RelationStep.objects.count(), AuditEntry.objects.count()) == before
    late = replace(relation("spouse", home.wife, other_id=home.husband), since_on=AT.date() + timedelta(days=2))
    with pytest.raises(Refusal, match="since_on"):
        record_relation(call_by(MANAGER), relation=late)
