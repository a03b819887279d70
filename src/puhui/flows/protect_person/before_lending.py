"""What is looked at before a person is lent to, whatever the product: their own wishes, the law's most for consumption,
and the protection of the old.
"""

from datetime import date
from uuid import UUID

from puhui.conduct.protection.facade import check_protections, protection_on
from puhui.flows.exposures import exposures_each
from puhui.foundation.catalogue.facade import (
    BreaksRule,
    OutsideProduct,
    Parameter,
    Product,
    all_versions,
    institution_on,
    minimum_reading_seconds,
    parameter_or_none,
    products_on,
)
from puhui.foundation.party.facade import RelationKind, debtors_with, relations_of, years_old
from puhui.kernel.actors import Actor
from puhui.kernel.money import Money
from puhui.products.lending.facade import principal_owed

CONSUMPTION_CAP = "consumption_line_most"
HOUSEHOLD_CAPS = {"consumption": "online_consumption_loan_most", "business": "online_business_loan_most"}
AT_THE_END = ("bullet", "interest_only")


def check_before_lending(person_id: UUID, *, product: Product, amount: Money, on: date) -> None:
    """Refuses what the person does not want, and consumption beyond what the law allows one person."""
    found = exposures_each([person_id], on=on, currency=amount.currency)
    owed = Money(found[person_id].counted_minor if person_id in found else 0, amount.currency)
    check_protections(person_id, owed=owed, amount=amount, on=on)
    check_household(person_id, product=product, amount=amount, on=on)
    rule = parameter_or_none(CONSUMPTION_CAP, on=on, jurisdiction=product.jurisdiction)
    if product.use != "consumption" or rule is None:
        return
    codes = [one.code for one in products_on(on) if one.use == "consumption"]
    consumed = principal_owed([person_id], currency=amount.currency, under=codes)
    if consumed + amount.minor > rule.number * 100:
        raise _beyond(rule, product, minor=consumed + amount.minor)


def check_household(party_id: UUID, *, product: Product, amount: Money, on: date) -> None:
    """Refuses what would bring all that the adults of a household owe for one use beyond what the law allows it.

    The rules name one household (Jin Gui 2024-26: network small-loan companies), and its adults sign together.
    """
    rule = parameter_or_none(HOUSEHOLD_CAPS[product.use], on=on, jurisdiction=product.jurisdiction)
    if rule is None or not rule.holds_for(institution_on(on).licence):
        return
    codes = {one.code for one in all_versions() if one.use == product.use}
    owed = principal_owed(debtors_with([party_id])[party_id], currency=amount.currency, under=codes)
    if owed + amount.minor > rule.number * 100:
        raise _beyond(rule, product, minor=owed + amount.minor)


def _beyond(rule: Parameter, product: Product, *, minor: int) -> BreaksRule:
    return BreaksRule(
        where="amount",
        what=product.code,
        rule=rule.rule_id,
        source=rule.source,
        article=rule.article,
        value=Money(minor),
        limit=Money.parse(f"{rule.value}.00"),
    )


def check_before_drawing(party_id: UUID, *, product: Product, amount: Money, on: date) -> None:
    """The same before a limit that was granted earlier is drawn on: what is owed counts, not what is granted."""
    check_household(party_id, product=product, amount=amount, on=on)
    owed = Money(principal_owed([party_id], currency=amount.currency), amount.currency)
    check_protections(party_id, owed=owed, amount=amount, on=on)


def check_method_for_age(person_id: UUID, *, product: Product, method: str, on: date) -> None:
    """No surprise at the end for the old: a product may say from which age on it is repaid in instalments only."""
    from_age = product.conduct.no_bullet_from_age if product.conduct else None
    if method in AT_THE_END and _is_as_old(person_id, as_=from_age, on=on):
        allowed = ", ".join(one for one in product.methods if one not in AT_THE_END) or "instalments"
        raise OutsideProduct(where="method", allowed=f"{allowed} from the age of {from_age} on", given=method)


def is_asked_for_contact_person(actor: Actor, person_id: UUID, *, product: Product, on: date) -> bool:
    """Whether a product would have somebody stand by a person of this age, who has named nobody yet. Nobody has to."""
    from_age = product.conduct.contact_person_from_age if product.conduct else None
    if not _is_as_old(person_id, as_=from_age, on=on):
        return False
    known = relations_of(actor, party_id=person_id)
    return not any(one.kind is RelationKind.CONTACT_PERSON and one.subject_id == person_id for one in known)


def reading_seconds(party_id: UUID, *, on: date) -> int:
    """How long the cost sheet stays on the screen: longer for the old, so that nobody is hurried."""
    least, policy = minimum_reading_seconds(on=on), protection_on(on)
    return least * policy.slow_times if _is_as_old(party_id, as_=policy.slow_from_age, on=on) else least


def _is_as_old(party_id: UUID, *, as_: int | None, on: date) -> bool:
    """Whether somebody has come to an age; never where no age is named, or theirs is not known."""
    age = None if as_ is None else years_old(party_id, on=on)
    return age is not None and as_ is not None and age >= as_
