"""Discounts that hang on something are looked at each month: what is lost raises a rate with notice.

A look happens after the close of a month's last day and moves no money; the rate follows on the first day of a period,
in the close of that day. Never above the cap of the contract, of the place and of the law.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from puhui.flows.change_loan.preview import show_change
from puhui.flows.measure_facts import facts_known_each
from puhui.flows.originate_loan.relationship_price import records_facts
from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import region_of
from puhui.foundation.regions.facade import caps_in
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.texts import Text
from puhui.products.collateral.facade import schemes_behind, schemes_on
from puhui.products.lending.facade import (
    ChangeAsked,
    LoanPriceView,
    LoanView,
    apply_price,
    keep_price,
    loan,
    loan_price,
    note_looked,
    note_lost,
    prices_to_apply,
    prices_to_look_at,
    told_apart,
)
from puhui.products.origination.facade import OfferView, price_terms_of
from puhui.risk.pricing.facade import Part, Value, pricing_named

BATCH: Final = 50


def keep_agreed_price(*, loan_id: UUID, agreed: OfferView) -> None:
    """Notes with a new loan which discounts of its sheet can be lost."""
    terms = price_terms_of(agreed.sheet)
    if terms is not None:
        keep_price(loan_id=loan_id, terms=terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A discount of a running loan that can be lost; points below zero."""

    code: str
    name: Text
    lost_when: Text
    points: Decimal
    is_lost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanDiscounts:
    """Discounts that hang on something: which are lost, from when on that counts (None: it does), the rate at most."""

    discounts: tuple[Discount, ...]
    applies_on: date | None
    looked_on: date | None
    most_pct: Decimal


def discounts_of(actor: Actor, loan_id: UUID) -> LoanDiscounts | None:
    """What of the price of a loan can be lost, and what is; None where nothing can."""
    kept = loan_price(actor, loan_id)
    if kept is None:
        return None
    points = dict(kept.terms.points)
    found = [
        Discount(
            code=part.code,
            name=part.name,
            lost_when=part.lost_when,
            points=points[part.code],
            is_lost=part.code in kept.lost,
        )
        for part in pricing_named(kept.terms.policy).parts
        if part.code in kept.terms.kept and part.lost_when is not None
    ]
    return LoanDiscounts(
        discounts=tuple(found),
        applies_on=kept.applies_on,
        looked_on=kept.looked_on,
        most_pct=kept.terms.rate(lost=kept.terms.kept),
    )


def look_at_prices(call: Call, *, on: date) -> int:
    """Looks at every running loan with such a discount, a batch in a transaction; gives how many changed.

    `on`: the day that begins. Twice on a day is once.
    """
    changed, after = 0, None
    while found := prices_to_look_at(on=on, most=BATCH, after=after):
        step = replace(call.step(f"prices/{on}/{found[0].loan_id}"), actor=SYSTEM)
        changed += _look_at(step, loan_ids=[one.loan_id for one in found], on=on)
        after = found[-1].loan_id
    return changed


@use_case("keep_prices.look_at", answers=int)
def _look_at(call: Call, *, loan_ids: list[UUID], on: date) -> int:
    call.actor.require(Role.SYSTEM, verb="look at prices")
    rows = prices_to_look_at(on=on, most=len(loan_ids), among=loan_ids)
    facts, same, changed = _facts(call, rows, on=on), [], 0
    for one in rows:
        lost, spared = _lost_now(one, facts=facts[one.loan_id])
        if set(lost) == set(one.lost) and set(spared) == set(one.spared):
            same.append(one.loan_id)
        else:
            changed += _moved(call, one, lost=lost, spared=spared, on=on)
    note_looked(loan_ids=same, on=on)
    return changed


def _lost_now(kept: LoanPriceView, *, facts: Mapping[str, Value]) -> tuple[list[str], list[str]]:
    """What of a loan's price is lost today; and what was lost, undone by somebody, and does not hold again yet."""
    parts = {part.code: part for part in pricing_named(kept.terms.policy).parts}
    failing = [code for code in kept.terms.kept if (held := parts[code].kept) and not held.holds(facts)]
    return told_apart(failing, spared=kept.spared)


def _moved(call: Call, kept: LoanPriceView, *, lost: Sequence[str], spared: Sequence[str], on: date) -> bool:
    """One loan of which something is lost or back: from when on that counts, and what its borrower is told.

    False when only what stays granted has changed. The loan itself is replayed only when its rate will change.
    """
    parts = {part.code: part for part in pricing_named(kept.terms.policy).parts}
    gone, back = set(lost) - set(kept.lost), set(kept.lost) - set(lost)
    if not (gone or back):
        note_lost(loan_id=kept.loan_id, lost=kept.lost, spared=spared, applies_on=None, on=on)
        return False
    shown = loan(SYSTEM, kept.loan_id)
    notice = kept.terms.notice_days if gone else 0
    applies_on = _next_period(shown, at_least=on + timedelta(days=notice))
    note_lost(loan_id=kept.loan_id, lost=lost, spared=spared, applies_on=applies_on, on=on)
    if applies_on is not None:
        _tell(call, shown, kept, lost=lost, changed=[parts[code] for code in (*gone, *back)], on=applies_on)
    return True


def _tell(
    call: Call, shown: LoanView, kept: LoanPriceView, *, lost: Sequence[str], changed: Sequence[Part], on: date
) -> None:
    rate = Decimal(shown.annual_rate_pct) + kept.terms.rate(lost=lost) - kept.terms.rate(lost=kept.lost)
    names = Text(en=", ".join(one.name.en for one in changed), zh="、".join(one.name.zh for one in changed))
    kind = "price_discount_lost" if set(lost) - set(kept.lost) else "price_discount_back"
    shown_rate = format(rate.normalize(), "f")
    tell_borrower(call, borrower_id=shown.borrower_id, kind=kind, what=names, rate=shown_rate, on=on)


def _next_period(shown: LoanView, *, at_least: date) -> date | None:
    """The first day of the first period that begins on a day or later; None when no other begins."""
    begins = [line.due_date for line in shown.instalments[:-1] if line.due_date >= at_least]
    return min(begins, default=None)


def _facts(call: Call, rows: Sequence[LoanPriceView], *, on: date) -> dict[UUID, dict[str, Value]]:
    """What conditions of running loans may ask, as of the look; what no consent covers any more is not known.

    Records with us, guarantees and what was measured of borrowers are read once for all, however many they are.
    """
    borrowers = {one.borrower_id for one in rows}
    records, schemes = records_facts(borrowers, on=on), schemes_on(on)
    behind = schemes_behind([one.loan_id for one in rows])
    measured = facts_known_each(borrowers, at=call.at)
    found: dict[UUID, dict[str, Value]] = {}
    for one in rows:
        values: dict[str, Value] = {name: fact.value for name, fact in measured[one.borrower_id].items()}
        kinds = sorted(schemes[code].kind for code in behind.get(one.loan_id, ()) if code in schemes)
        guaranteed: Value = kinds[0] if kinds else "none"
        found[one.loan_id] = values | records.get(one.borrower_id, {}) | {"guaranteed": guaranteed}
    return found


def apply_prices(call: Call, *, groups: Sequence[int], day: date) -> list[tuple[LoanPriceView, Decimal]]:
    """Gives loans whose new period begins the rate that was told. In the close of the day; gives what changed."""
    found = []
    for one in prices_to_apply(groups=groups, day=day):
        rate = apply_price(call, loan_id=one.loan_id, cap_pct=_cap(one, day=day))
        if rate is not None:
            found.append((one, rate))
    return found


def _cap(kept: LoanPriceView, *, day: date) -> Decimal:
    """The highest rate: the contract's, the place's, and no higher than now when the law's cap would be passed."""
    shown = loan(SYSTEM, kept.loan_id)
    local = caps_in(region, on=day)[0] if (region := region_of(shown.borrower_id)) else None
    cap = min(kept.terms.bounds.cap, local[1]) if local else kept.terms.bounds.cap
    now = Decimal(shown.annual_rate_pct)
    asked = ChangeAsked(kind="rate_change", on=day, annual_rate_pct=min(cap, kept.terms.rate(lost=kept.lost)))
    is_over = asked.annual_rate_pct is not None and asked.annual_rate_pct > now
    if is_over and show_change(SYSTEM, loan_id=kept.loan_id, asked=asked).breaks is not None:
        return now
    return cap
