"""A partner of the demo: let in by two people, its program listens on this machine, and a customer shares."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from puhui.conduct.partners.facade import (
    FOR_PARTNERS,
    add_client,
    decide_partner,
    propose_partner,
    secret_of_subscription,
    share_with_partner,
    subscribe,
)
from puhui.foundation.access.facade import customer_user_for
from puhui.foundation.party.facade import parties_of, person_by_phone, register_organisation
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.ids import derived_id

NAME: Final = "示例合作平台"
USCC: Final = "91330100MA000000X6"
ADDRESS: Final = "http://127.0.0.1:8765/"
KINDS: Final = ("application.approved", "application.refused", "loan.disbursed", "sharing.ended", "sharing.given")
SHARED: Final = ("applications:read", "loans:read")
SHARED_DAYS: Final = 180
_SPACE: Final = UUID("6b0f6b1e-4a53-7c1a-9f35-1d2c3b4a5968")


@dataclass(frozen=True, slots=True)
class SandboxPartner:
    """What a programmer needs to try the API as a partner."""

    partner_id: str
    client_id: str
    client_secret: str
    listens_at: str
    signing_secret: str
    on_behalf_of: str

    def as_json(self) -> dict[str, str]:
        """For the note of the demo."""
        return asdict(self)


def make_sandbox_partner(*, phone: str, at: datetime) -> SandboxPartner:
    """Lets the partner in, makes its program and its subscription; the customer with this phone shares loans."""
    clerk, head = _staff("clerk", Role.OPERATIONS, at=at), _staff("head", Role.ADMINISTRATOR, at=at)
    partner_id = register_organisation(clerk.step("register"), name=NAME, uscc=USCC)
    scopes = sorted(FOR_PARTNERS)
    propose_partner(clerk.step("propose"), party_id=partner_id, scopes=scopes, reason="the sandbox of the demo")
    decide_partner(head.step("decide"), partner_id=partner_id, agree=True)
    given = add_client(head.step("client"), partner_id=partner_id, name="sandbox", scopes=scopes)
    listening = subscribe(head.step("listen"), partner_id=partner_id, address=ADDRESS, kinds=KINDS)
    shared = _share(phone, partner_id, at=at)
    signing = secret_of_subscription(head.actor, listening)
    return SandboxPartner(str(partner_id), str(given.client_id), given.secret, ADDRESS, signing, shared)


def _share(phone: str, partner_id: UUID, *, at: datetime) -> str:
    person_id = person_by_phone(phone)
    if person_id is None:
        return ""
    customer = Actor(customer_user_for(person_id), frozenset({Role.CUSTOMER}), person_id)
    party_id = parties_of(customer)[-1]  # the firm that they act for, when there is one
    call = Call(customer, "sandbox partner/share", at, "simulation")
    share_with_partner(call, party_id=party_id, partner_id=partner_id, scopes=SHARED, days=SHARED_DAYS)
    return str(party_id)


def _staff(name: str, role: Role, *, at: datetime) -> Call:
    actor = Actor(derived_id(_SPACE, name), frozenset({role}), name=f"sandbox {name}")
    return Call(actor, "sandbox partner", at, "simulation")
