"""Parties and schemes answer for debts: taken within what they can carry, called on their conditions, ended."""

from decimal import Decimal
from uuid import UUID

from django.db.models import F, QuerySet, Sum

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.money import MAX_MINOR, Money
from puhui.products.collateral.actions.register import KEEPERS
from puhui.products.collateral.contracts import DebtFacts
from puhui.products.collateral.guarantee_contracts import (
    ANSWERING,
    AlreadyGuaranteed,
    CannotCall,
    GuaranteeMode,
    GuaranteeMoved,
    GuaranteeState,
    GuarantorTooWeak,
    Means,
    NewGuarantee,
    OwnDebt,
    SchemeFull,
)
from puhui.products.collateral.models import Guarantee, SchemeUse
from puhui.products.collateral.policy_files import SchemeFile, collateral_policy, scheme_on
from puhui.products.collateral.queries.guarantees import answers_through, guaranteed_by
from puhui.products.collateral.refusals import PledgeNotOpen
from puhui.products.collateral.rules.guarantors import capacity_minor, guaranteed_part


def give_guarantee(call: Call, *, debt: DebtFacts, asked: NewGuarantee, owed_here_minor: int) -> GuaranteeMoved:
    """A party answers for a debt. A part of a flow, which knows the debt and what the guarantor owes here.

    Refused for the borrower, and beyond what the guarantor can carry. A ring (the borrower answers for the guarantor)
    is taken, and told.
    """
    call.actor.require(*KEEPERS, verb="take a guarantee")
    require_party(call.actor, party_id=asked.guarantor_id)
    if asked.guarantor_id == debt.borrower_id:
        raise OwnDebt(where="guarantor_id")
    _check_amounts(asked, currency=debt.currency)
    _locked_use(f"party/{asked.guarantor_id}")  # two guarantees of one party are weighed one after the other
    if _answering(debt.debt_id).filter(guarantor_id=asked.guarantor_id).exists():
        raise AlreadyGuaranteed(where="guarantor_id")
    policy = collateral_policy(business_date()).guarantor
    amount = guaranteed_part(debt.owed_minor, share_pct=asked.share_pct, most_minor=asked.most.minor)
    free = capacity_minor(
        asked.means,
        assets_pct=policy.assets_pct,
        income_years=policy.income_years,
        owed_here_minor=owed_here_minor,
        guaranteed_minor=guaranteed_by(asked.guarantor_id),
    )
    if amount > free:
        shown = {"free": free, "asked": amount}
        raise GuarantorTooWeak(where="means", **{k: Money(v, debt.currency) for k, v in shown.items()})
    is_ring = answers_through(debt.borrower_id, target=asked.guarantor_id, depth=policy.ring_depth)
    row = _new(call, debt, amount=amount, share_pct=asked.share_pct, mode=asked.mode)
    row.guarantor_id, row.is_ring = asked.guarantor_id, is_ring
    row.means = {name: getattr(asked.means, name) for name in Means.__slots__}
    row.save(force_insert=True)
    return _moved(row)


def claim_scheme(call: Call, *, debt: DebtFacts, scheme: str) -> GuaranteeMoved:
    """A scheme answers for its share of a debt, when it has room. A part of a flow, which knows the debt.

    Claims on one scheme are made one after the other, under the lock of its row.
    """
    call.actor.require(*KEEPERS, verb="claim a guarantee scheme")
    terms = scheme_on(scheme, day=business_date())
    use = _locked_use(terms.id)
    if _answering(debt.debt_id).filter(scheme=terms.id).exists():
        raise AlreadyGuaranteed(where="scheme")
    amount = guaranteed_part(debt.owed_minor, share_pct=terms.share_pct, most_minor=MAX_MINOR)
    _check_room(terms, use, debt=debt, amount=amount)
    SchemeUse.objects.filter(code=terms.id).update(used_minor=F("used_minor") + amount)
    row = _new(call, debt, amount=amount, share_pct=terms.share_pct, mode=GuaranteeMode.JOINT)
    row.scheme, row.scheme_version = terms.id, terms.version
    row.fee_minor = guaranteed_part(amount, share_pct=terms.fee_pct, most_minor=MAX_MINOR)
    row.save(force_insert=True)
    return _moved(row)


def call_on(
    call: Call, *, guarantee_id: UUID, days_past_due: int, principal_minor: int, owed_minor: int, grounds: str
) -> GuaranteeMoved:
    """Asks who answers for a debt to pay. A part of a flow, which knows how late the debt is and what is owed.

    A scheme is called between the days that it names; a party when the debt is late; who answers only after the debtor
    (Civil Code 687) with the ground on which enforcement failed. The money itself comes by a payment of its own.
    """
    call.actor.require(Role.RISK_OFFICER, Role.OPERATIONS, verb="call a guarantee")
    row = _locked(guarantee_id, GuaranteeState.IN_FORCE)
    covers_interest = True
    if row.scheme:
        terms = scheme_on(row.scheme, day=business_date())
        covers_interest = terms.covers_interest
        _check_days(terms.call_from_days, terms.call_until_days, days_past_due)
    else:
        _check_days(1, None, days_past_due)
    least = 10 if row.mode == GuaranteeMode.GENERAL else 0
    row.call_grounds = clean_text(grounds, where="grounds", least=least, most=500)
    claim = owed_minor if covers_interest else principal_minor
    row.called_minor = guaranteed_part(claim, share_pct=row.share_pct, most_minor=row.amount_minor)
    row.state, row.called_on = GuaranteeState.CALLED, business_date()
    row.save(update_fields=["call_grounds", "called_minor", "state", "called_on"])
    return _moved(row)


def end_guarantees(call: Call, *, ids: list[UUID]) -> int:
    """Debts are over: nobody answers for them any more, and schemes have room again. A part of a flow."""
    call.actor.require(Role.SYSTEM, Role.RISK_OFFICER, verb="end a guarantee")
    rows = list(Guarantee.objects.select_for_update().filter(id__in=ids, state__in=ANSWERING))
    freed: dict[str, int] = {}
    for row in rows:
        if row.scheme:
            freed[row.scheme] = freed.get(row.scheme, 0) + row.amount_minor
    for code in sorted(freed):
        SchemeUse.objects.filter(code=code).update(used_minor=F("used_minor") - freed[code])
    ended = Guarantee.objects.filter(id__in=[row.id for row in rows])
    return ended.update(state=GuaranteeState.ENDED, ended_on=business_date())


def _locked_use(code: str) -> SchemeUse:
    """The row of who answers, locked: claims on one scheme or party are made one after the other."""
    SchemeUse.objects.bulk_create([SchemeUse(code=code)], ignore_conflicts=True)
    return SchemeUse.objects.select_for_update().get(code=code)


def _check_amounts(asked: NewGuarantee, *, currency: str) -> None:
    if not (asked.share_pct.is_finite() and 0 < asked.share_pct <= 100):
        raise InvalidInput("share_pct", "above 0, at most 100")
    if asked.most.currency != currency or asked.most.minor <= 0:
        raise InvalidInput("most", f"an amount of {currency} above zero")
    for name in Means.__slots__:
        if not 0 <= getattr(asked.means, name) <= MAX_MINOR:
            raise InvalidInput(name, "an amount that is not below zero")


def _check_room(terms: SchemeFile, use: SchemeUse, *, debt: DebtFacts, amount: int) -> None:
    if debt.currency != terms.capacity_money.currency:
        raise InvalidInput("scheme", f"this scheme answers in {terms.capacity_money.currency}")
    mine = Guarantee.objects.filter(scheme=terms.id, borrower_id=debt.borrower_id, state__in=ANSWERING)
    used_here = mine.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    rooms = (
        (terms.capacity_money.minor - use.used_minor, "", ""),
        (terms.per_borrower_money.minor - used_here, " of this borrower", "（该借款人）"),
    )
    for free, of, of_zh in rooms:
        if amount > free:
            shown = {"free": max(free, 0), "asked": amount}
            amounts = {k: Money(v, debt.currency) for k, v in shown.items()}
            raise SchemeFull(where="scheme", of=of, of_zh=of_zh, **amounts)


def _check_days(first: int, last: int | None, days: int) -> None:
    if days < first:
        raise CannotCall(
            where="guarantee_id",
            why=f"the debt is {days} days past due, and {first} are needed",
            why_zh=f"债务逾期 {days} 天，须满 {first} 天",
        )
    if last is not None and days > last:
        raise CannotCall(
            where="guarantee_id",
            why=f"it had to be called by the {last}th day past due",
            why_zh=f"已超过逾期 {last} 天的代偿申请期限",
        )


def _answering(debt_id: UUID) -> QuerySet[Guarantee]:
    return Guarantee.objects.filter(debt_id=debt_id, state__in=ANSWERING)


def _new(call: Call, debt: DebtFacts, *, amount: int, share_pct: Decimal, mode: GuaranteeMode) -> Guarantee:
    if amount <= 0:
        raise InvalidInput("debt_id", "nothing is owed that could be guaranteed")
    return Guarantee(
        id=new_id(),
        bucket=bucket_of(debt.debt_id),
        debt_id=debt.debt_id,
        borrower_id=debt.borrower_id,
        mode=mode,
        share_pct=share_pct,
        currency=debt.currency,
        amount_minor=amount,
        state=GuaranteeState.IN_FORCE,
        given_on=business_date(),
        given_by=call.actor.id,
        given_by_name=call.actor.name[:80],
    )


def _locked(guarantee_id: UUID, state: GuaranteeState) -> Guarantee:
    row = Guarantee.objects.select_for_update().filter(id=guarantee_id).first()
    if row is None:
        raise NotFound("guarantee", where="guarantee_id")
    if row.state != state:
        raise PledgeNotOpen(where="guarantee_id", state=row.state)
    return row


def _moved(row: Guarantee) -> GuaranteeMoved:
    amount = Money(row.called_minor or row.amount_minor, row.currency)
    return GuaranteeMoved(row.id, GuaranteeState(row.state), amount, row.is_ring)
