"""A customer who signed in says who they are and registers the firm that they represent."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.foundation.access.facade import Sealed, sealed
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import (
    PartyRoleKind,
    RoleTaken,
    add_role,
    complete_person,
    home_date,
    register_organisation,
)
from puhui.foundation.regions.facade import atlas
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Forbidden, Refusal
from puhui.kernel.texts import Text


class FirmTaken(Refusal):
    """Somebody else acts for the firm."""

    code = "firm_taken"
    http_status = 409
    text = Text(
        en="This firm is already registered by another person. If you represent it, ask them to sign in, or come to us "
        "with the business licence and your identity card: we correct it after a check.",
        zh="该企业已由其他人登记。如您是其法定代表人，请由原登记人办理，或携带营业执照和身份证联系我们，核实后予以更正。",
    )


@dataclass(frozen=True, slots=True)
class RegisteredFirm:
    """The firm that the customer acts for."""

    firm_id: UUID


def register_firm(
    call: Call,
    *,
    firm_name: str,
    uscc: str,
    representative_name: str,
    resident_id: str,
    region: str = "",
    industry: str = "",
    founded_on: date | None = None,
) -> RegisteredFirm:
    """Completes the person, registers the firm or finds it, and lets the person act for it.

    The same person again gets the same firm; a firm that somebody else acts for is refused. `region` is a code of the
    list of regions, or a name that only one region has.
    """
    return _register(
        call,
        firm_name=firm_name,
        uscc=uscc,
        representative_name=sealed(representative_name, where="representative_name"),
        resident_id=sealed(resident_id, where="resident_id"),
        region=region,
        industry=industry,
        founded_on=founded_on,
    )


@use_case("flows.register_firm", answers=RegisteredFirm, subject="firm_id")
def _register(
    call: Call,
    *,
    firm_name: str,
    uscc: str,
    representative_name: Sealed,
    resident_id: Sealed,
    region: str,
    industry: str,
    founded_on: date | None,
) -> RegisteredFirm:
    call.actor.require(Role.CUSTOMER, verb="register a firm")
    person_id = call.actor.party_id
    if person_id is None:
        raise Forbidden("register a firm")
    complete_person(call, party_id=person_id, name=representative_name.opened(), resident_id=resident_id.opened())
    firm_id = register_organisation(
        call,
        name=firm_name,
        uscc=uscc,
        region=atlas().resolve(region, on=home_date(call.at)) if region.strip() else "",
        industry=industry,
        founded_on=founded_on,
    )
    try:
        add_role(call, person_id=person_id, organisation_id=firm_id, role=PartyRoleKind.LEGAL_REPRESENTATIVE)
    except RoleTaken:
        raise FirmTaken(where="uscc") from None
    return RegisteredFirm(firm_id)
