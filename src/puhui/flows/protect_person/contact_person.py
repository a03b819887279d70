"""A person names somebody who stands by them: told by message, free to say no, and shown nothing of the loans."""

from dataclasses import replace

from puhui.foundation.access.facade import VISITOR, Sealed, limit_rate, sealed
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.facade import send_notice
from puhui.foundation.party.facade import (
    NewRelation,
    RelationKind,
    RelationMoved,
    called,
    home_date,
    new_relation,
    normal_phone,
    party_card,
    register_person,
)
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput

EVIDENCE = "named by the person on the pages"
MOST_A_DAY = 5  # whoever names more sends messages to strangers; our own choice


def name_contact_person(call: Call, *, phone: str) -> RelationMoved:
    """Names the person with this phone number; the number is sealed before anything is kept."""
    return _name(call, phone=sealed(phone, where="phone"))


@use_case("protect_person.name_contact_person", answers=RelationMoved, subject="relation_id")
def _name(call: Call, *, phone: Sealed) -> RelationMoved:
    call.actor.require(Role.CUSTOMER, verb="name a contact person")
    me = call.actor.party_id
    if me is None:
        raise Forbidden("name a contact person")
    if not party_card(call.actor, party_id=me).is_identified:
        raise InvalidInput("phone", "say who you are first, so that your contact person knows who named them")
    limit_rate(f"contact_person/{me}", most=MOST_A_DAY, seconds=86_400, at=call.at)
    other = register_person(replace(call.step("register"), actor=VISITOR), phone=normal_phone(phone.opened()))
    asked = NewRelation(
        kind=RelationKind.CONTACT_PERSON,
        subject_id=me,
        other_id=other,
        since_on=home_date(call.at),
        evidence=EVIDENCE,
    )
    moved = new_relation(call, asked=asked)
    send_notice(call, party_id=other, kind="contact_person_named", params={"who": called(me)})
    return moved
