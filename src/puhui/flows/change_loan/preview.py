"""Shows what a change would do, and what law and policy say of it; nothing is written."""

from decimal import Decimal
from uuid import UUID

from puhui.flows.change_loan.answers import ChangeShown
from puhui.flows.change_loan.policy import KindPolicy, change_policy_on
from puhui.foundation.catalogue.facade import BreaksRule, Product, check_all_in_cost, parameter_or_none, product_version
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import region_of
from puhui.kernel.actors import Actor
from puhui.kernel.texts import Text
from puhui.products.lending.facade import (
    CHANGE_KINDS,
    ChangeAsked,
    ChangePreview,
    loan,
    loan_changes,
    loan_event,
    preview_change,
)


def show_change(actor: Actor, *, loan_id: UUID, asked: ChangeAsked) -> ChangeShown:
    """The preview; `breaks` tells when the change would lift the loan's yearly cost above a legal cap."""
    undone = loan_event(actor, loan_id, asked.of) if asked.of else None
    undoes = undone.kind if undone else ""
    policy = policy_for(asked, undoes=undoes)
    previewed = preview_change(actor, loan_id=loan_id, asked=asked)
    if not undoes:
        policy.check_day(previewed.on, today=business_date())
    shown = loan(actor, loan_id)
    product = product_version(shown.line.product_code, shown.product_version)
    amount = undone.amount if undone else previewed.asked.amount
    cap = parameter_or_none("all_in_cost_cap_pct", on=business_date(), jurisdiction=product.jurisdiction)
    return ChangeShown(
        preview=previewed,
        needs_second=policy.needs_second(amount, is_undo=bool(undoes)),
        needs_consent=_was_accepted(actor, loan_id, asked.of) if asked.of else policy.needs_consent(previewed),
        cap_pct=cap.number if cap else None,
        breaks=_broken_cap(previewed, product, borrower_id=shown.borrower_id),
        undoes=undoes,
    )


def policy_for(asked: ChangeAsked, *, undoes: str) -> KindPolicy:
    """What holds for the change; for an undoing, what holds for the kind of event that it undoes."""
    return change_policy_on(business_date()).kind(undoes or asked.kind)


def kinds_for(actor: Actor) -> list[str]:
    """The kinds of change that the actor may propose, as policy says today; undoing goes by the event."""
    kinds = change_policy_on(business_date()).kinds
    mine = [kind for kind in CHANGE_KINDS if kind in kinds and actor.roles.intersection(kinds[kind].propose)]
    return [kind for kind in mine if not kinds[kind].own_chain]


def _was_accepted(actor: Actor, loan_id: UUID, event_id: UUID) -> bool:
    """What the borrower agreed to is undone only when they agree to that as well."""
    return any(change.event_id == event_id and change.consent for change in loan_changes(actor, loan_id))


def _broken_cap(previewed: ChangePreview, product: Product, *, borrower_id: UUID) -> Text | None:
    """Only a change that makes the loan dearer can break a cap: what was lawful before may always be eased."""
    before = previewed.before.effective_rate_pct
    after = previewed.after.effective_rate_pct
    if after is None or (before is not None and after <= before):
        return None
    try:
        check_all_in_cost(
            Decimal(after), what=previewed.asked.kind, on=business_date(), of=product, region=region_of(borrower_id)
        )
    except BreaksRule as refusal:
        return refusal.message
    return None
