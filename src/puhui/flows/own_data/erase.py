"""A customer asks to be forgotten: what goes now, what the law keeps and until when, and what stands against it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from puhui.flows.own_data.policy import KeptLine, Line, privacy_on
from puhui.foundation.access.facade import close_customer_users
from puhui.foundation.consent.facade import consents_of, withdraw_consent
from puhui.foundation.documents.facade import erase_papers
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.facade import erase_notices
from puhui.foundation.party.facade import (
    debtors_of_household,
    erase_identities,
    erasures_due,
    home_date,
    household_of,
    keep_erasure,
)
from puhui.foundation.sources.facade import erase_answers
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import InvalidInput, NotFound, Refusal
from puhui.kernel.texts import Text
from puhui.products.collateral.facade import guarantees_page
from puhui.products.facilities.facade import FacilityLine, facilities_page
from puhui.products.leasing.facade import HELD, LeaseLine, leases_page
from puhui.products.lending.facade import LoanLine, loans_page, running_loans_of
from puhui.products.origination.facade import applications_page

MOST = 200
OVER = frozenset({"closed", "cancelled"})
UNDER_WAY = frozenset({"submitted", "referred", "approved", "accepted"})
AGAINST = {
    "loan": Text(en="a loan is still running", zh="还有贷款没有结清"),
    "limit": Text(en="a limit is still open", zh="还有额度没有结束"),
    "lease": Text(en="something is still leased", zh="还有租赁没有结束"),
    "application": Text(en="an application is under way; withdraw it first", zh="还有申请正在办理，请先撤回"),
    "household": Text(en="a loan of your household is still running", zh="您家庭还有贷款没有结清"),
    "guarantee": Text(en="you stand for the loan of somebody else", zh="您还在为他人的贷款提供担保"),
}


class CannotErase(Refusal):
    """Something is still running, so the data is still needed."""

    code = "cannot_erase"
    http_status = 409
    text = Text(
        en="Your data cannot be erased yet: {reason}. Once that is over, ask again.",
        zh="目前还不能删除您的数据：{reason}。待结束后请再次申请。",
    )


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What erasing would do: what stands against it, what goes, what stays and until when."""

    against: tuple[str, ...]
    erased: tuple[Line, ...]
    kept: tuple[KeptLine, ...]
    keep_until: date | None

    @property
    def reasons(self) -> tuple[Text, ...]:
        """What stands against it, in words."""
        return tuple(AGAINST[code] for code in self.against)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was asked, and until when the law keeps who the person is; today where nothing is kept."""

    party_id: UUID
    keep_until: date
    is_anonymous: bool


@dataclass(frozen=True, slots=True)
class _Held:
    """What the customer has or had, with the firms they act for."""

    loans: tuple[LoanLine, ...]
    limits: tuple[FacilityLine, ...]
    leases: tuple[LeaseLine, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.loans or self.limits or self.leases)


def preview_erasure(actor: Actor, *, on: date) -> ErasurePreview:
    """What would happen on this day; changes nothing."""
    me, policy, held = _me(actor), privacy_on(on), _held(actor)
    kept = tuple(line for line in policy.kept if not (line.only_with_loans and held.is_empty))
    until = _keep_until(held, on=on, days=policy.identity_keep_days)
    return ErasurePreview(tuple(_against(actor, me, held)), policy.erased, kept, until)


@use_case("own_data.erase", answers=Forgotten, subject="party_id")
def erase_me(call: Call, *, agree: bool) -> Forgotten:
    """Forgets the customer: all that no law keeps goes now, who they are goes when its time is over."""
    me, on = _me(call.actor), home_date(call.at)
    if not agree:
        raise InvalidInput("agree", "say that you want this")
    preview = preview_erasure(call.actor, on=on)
    if preview.against:
        raise CannotErase(where="party_id", reason=preview.reasons[0])
    for line in consents_of(call.actor, party_id=me):
        if line.withdrawn_at is None:
            withdraw_consent(call.step(f"consent/{line.consent_id}"), consent_id=line.consent_id)
    erase_answers(party_id=me)
    erase_notices(party_id=me)
    erase_papers(party_id=me, but=_signed(call.actor) if preview.keep_until else ())
    keep_erasure(call, party_id=me, keep_until=preview.keep_until or on)
    if preview.keep_until is None:
        _forget([me], at=call.at)
    return Forgotten(me, preview.keep_until or on, preview.keep_until is None)


def forget_due(call: Call, *, on: date) -> int:
    """Forgets who those were whose time is over; whoever borrowed again is kept as long as that needs."""
    keep_days, forgotten = privacy_on(on).identity_keep_days, 0
    while due := erasures_due(on=on):
        running = {one.borrower_id for one in running_loans_of(due)}
        for party_id in running:
            keep_erasure(call, party_id=party_id, keep_until=on + timedelta(days=max(keep_days, 1)))
        forgotten += _forget([one for one in due if one not in running], at=call.at)
    return forgotten


def _forget(party_ids: list[UUID], *, at: datetime) -> int:
    close_customer_users(party_ids)
    for party_id in party_ids:
        erase_papers(party_id=party_id)
    return erase_identities(party_ids=party_ids, at=at)


def _signed(actor: Actor) -> list[UUID]:
    """Applications that a contract came of: their papers are kept as long as the contract."""
    return [one.id for one in applications_page(actor, state="signed", most=MOST)]


def _me(actor: Actor) -> UUID:
    actor.require(Role.CUSTOMER, verb="have their data erased")
    if actor.party_id is None:
        raise NotFound("person")
    return actor.party_id


def _held(actor: Actor) -> _Held:
    return _Held(
        loans_page(actor, most=MOST).loans,
        tuple(facilities_page(actor, most=MOST)),
        tuple(leases_page(actor, most=MOST)),
    )


def _keep_until(held: _Held, *, on: date, days: int) -> date | None:
    """So many days after the last of it ended; counted from today where the end of a thing is not known to the day."""
    if held.is_empty:
        return None
    ended = [on if one.closed_on is None else one.closed_on for one in held.loans if one.state != "cancelled"]
    ended += [min(on, one.expires_on) for one in held.limits] + [on for _ in held.leases]
    return max(ended) + timedelta(days=days) if ended else None


def _against(actor: Actor, me: UUID, held: _Held) -> list[str]:
    """Codes of all that is still running."""
    home = household_of(me)
    adults = [one for one in debtors_of_household(home) if one != me] if home else []
    given = guarantees_page(SYSTEM, guarantor_id=me, most=MOST)
    found = {
        "loan": any(one.state not in OVER for one in held.loans),
        "limit": any(one.state != "closed" for one in held.limits),
        "lease": any(one.state in HELD for one in held.leases),
        "application": any(one.state in UNDER_WAY for one in applications_page(actor, most=MOST)),
        "household": bool(adults and running_loans_of(adults)),
        "guarantee": any(one.state != "ended" for one in given),
    }
    return [code for code, holds in found.items() if holds]
