"""Unmasks one field for a stated purpose, and keeps who saw it."""

from uuid import UUID

from puhui.foundation.access.facade import limit_rate, unseal
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.contracts import PersonalField
from puhui.foundation.party.models import ContactPoint, Party, PersonalDataAccess
from puhui.foundation.party.rules import normal_text
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound

REVEALING = (Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER, Role.OPERATIONS, Role.COMPLIANCE)
MOST_A_DAY = 200  # a bound that work does not reach and copying a customer base does


def reveal_field(call: Call, *, party_id: UUID, field: PersonalField | str, purpose: str) -> str:
    """The field in clear; who, which, whom, when and what for is kept before it is shown.

    The value itself is read outside of the use case, so that it is stored nowhere as an answer.
    """
    _log_access(call, party_id=party_id, field=str(field), purpose=purpose)
    if field == PersonalField.PHONE:
        point = ContactPoint.objects.filter(party_id=party_id, kind="phone").first()
        return unseal(point.value_sealed) if point else ""
    party = Party.objects.get(id=party_id)
    return unseal(party.name_sealed if field == PersonalField.NAME else party.identifier_sealed)


@use_case("party.reveal_field", answers=UUID, subject="party_id")
def _log_access(call: Call, *, party_id: UUID, field: str, purpose: str) -> UUID:
    call.actor.require(*REVEALING, verb="unmask personal data")
    if field not in set(PersonalField):
        raise InvalidInput("field", f"one of {', '.join(PersonalField)} is needed")
    stated = normal_text(purpose, most=200, least=4, where="purpose")
    if not Party.objects.filter(id=party_id).exists():
        raise NotFound("party", where="party_id")
    limit_rate(f"reveal/{call.actor.id}", most=MOST_A_DAY, seconds=86_400, at=call.at)
    access = PersonalDataAccess.objects.create(
        party_id=party_id, field=field, purpose=stated, actor_id=call.actor.id, at=call.at
    )
    return access.id
