"""The borrower accepts a change with a one-time code, or declines it; staff may record an acceptance on paper."""

from uuid import UUID

from puhui.flows.change_loan.answers import ChangeMoved, ChangeShown, CodeSent
from puhui.flows.change_loan.confirm_change import kind_policy_of
from puhui.flows.change_loan.finish import finish_change
from puhui.flows.change_loan.preview import show_change
from puhui.flows.change_loan.propose_change import check_still_good
from puhui.foundation.access.facade import Sealed, check_code, counts_wrong_codes, limit_rate, make_code, sealed
from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.facade import send_code_notice
from puhui.foundation.party.facade import phone_of, require_party
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.canonical import digest
from puhui.products.lending.facade import (
    ChangeNotOpen,
    ChangeState,
    ChangeView,
    loan_change,
    move_change,
    take_change,
)

PURPOSE = "accept_change"
OFFERED = (ChangeState.OFFERED,)


@use_case("change_loan.request_change_code", answers=CodeSent, subject="change_id")
def request_change_code(call: Call, *, change_id: UUID) -> CodeSent:
    """Sends a new code to the phone of the person who accepts; an earlier one ends."""
    call.actor.require(Role.CUSTOMER, verb="accept a change")
    offered = loan_change(call.actor, change_id)
    if offered.state != ChangeState.OFFERED:
        raise ChangeNotOpen(where="change_id", state=offered.state)
    shown = _shown(call.actor, offered)
    limit_rate(f"change_code/{change_id}", most=6, seconds=600, at=call.at)
    signer = call.actor.party_id or shown.preview.borrower_id
    code = make_code(call, purpose=PURPOSE, subject=_code_subject(change_id, signer))
    send_code_notice(call, phone=phone_of(signer), code=code, purpose=PURPOSE)
    return CodeSent(change_id)


def accept_change(call: Call, *, change_id: UUID, code: str | Sealed, after_n: int) -> ChangeMoved:
    """The borrower signs the change as it was shown; the code is sealed before the use case, and leaves no trace."""
    given = code if isinstance(code, Sealed) else sealed(code, where="code")
    return _accept(call, change_id=change_id, code=given, after_n=after_n)


@counts_wrong_codes
@use_case("change_loan.accept_change", answers=ChangeMoved, subject="change_id")
def _accept(call: Call, *, change_id: UUID, code: Sealed, after_n: int) -> ChangeMoved:
    call.actor.require(Role.CUSTOMER, verb="accept a change")
    loan_change(call.actor, change_id)
    offered = take_change(call, change_id=change_id, states=OFFERED)
    shown = _shown(call.actor, offered)
    require_party(call.actor, party_id=shown.preview.borrower_id)
    signer = call.actor.party_id or shown.preview.borrower_id
    check_code(call, purpose=PURPOSE, subject=_code_subject(change_id, signer), code=code)
    check_still_good(shown, after_n=after_n)
    return finish_change(call, offered, shown=shown, consent=_consent(call, shown, how="one_time_code"))


@use_case("change_loan.decline_change", answers=ChangeMoved, subject="change_id")
def decline_change(call: Call, *, change_id: UUID) -> ChangeMoved:
    """The borrower does not want the change: the loan goes on as agreed."""
    call.actor.require(Role.CUSTOMER, verb="decline a change")
    loan_change(call.actor, change_id)
    offered = take_change(call, change_id=change_id, states=OFFERED)
    move_change(call, change_id=change_id, state=ChangeState.REJECTED)
    return ChangeMoved(change_id, offered.loan_id, ChangeState.REJECTED)


@use_case("change_loan.record_consent", answers=ChangeMoved, subject="change_id")
def record_consent(call: Call, *, change_id: UUID, evidence: str, after_n: int | None = None) -> ChangeMoved:
    """Staff keep that the borrower agreed otherwise (a signed paper): `evidence` names where it is kept."""
    kept = clean_text(evidence, where="evidence", least=3, most=200)
    call.actor.require(Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER, verb="record a consent")
    offered = take_change(call, change_id=change_id, states=OFFERED)
    call.actor.require(*kind_policy_of(offered).propose, verb=f"record a consent: {offered.kind}")
    shown = _shown(call.actor, offered)
    check_still_good(shown, after_n=after_n)
    consent = _consent(call, shown, how="recorded_by_staff") | {"evidence": kept}
    return finish_change(call, offered, shown=shown, consent=consent)


def _shown(actor: Actor, offered: ChangeView) -> ChangeShown:
    return show_change(actor, loan_id=offered.loan_id, asked=offered.asked)


def _consent(call: Call, shown: ChangeShown, *, how: str) -> dict[str, str]:
    """What proves the agreement: who, when, how, and the fingerprint of what they were shown."""
    return {
        "how": how,
        "by": str(call.actor.party_id or call.actor.id),
        "name": call.actor.name[:80],
        "at": call.at.isoformat(),
        "after_n": str(shown.preview.after_n),
        "sha256": digest([shown.preview.asked, shown.preview.before, shown.preview.after]),
    }


def _code_subject(change_id: UUID, signer: UUID) -> str:
    return f"{change_id}/{signer}"
