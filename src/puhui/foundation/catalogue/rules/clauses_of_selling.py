"""Clauses on how a product is sold: consent, disclosure, partners, protection of the old, no tied sale."""

from collections.abc import Iterator

from puhui.foundation.catalogue.rules.clauses_of_lending import AT_ONCE
from puhui.foundation.catalogue.rules.findings import Basis, Fault
from puhui.foundation.catalogue.schema.rulebook import Parameter


def consent_for_sources(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """Each source that is asked has its consent among those that the product asks for."""
    if rule.value is not True:
        return
    for place, source in enumerate(basis.product.sources):
        purpose = basis.source_purposes.get(source, "")
        if purpose and purpose not in basis.product.consents:
            yield Fault(f"sources.{place}", source, f"consents with {purpose}")


def third_parties(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """Who else has a part in the loan, and what it costs, is disclosed."""
    product = basis.product
    others = product.conduct.third_parties if product.conduct else ()
    if rule.value is True and others and not product.disclosures:
        yield Fault("disclosures", f"{len(others)} third parties", "a disclosure that names their part")


def old_people(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """A product that old people may have, and that can be repaid at once at the end, keeps that away from them."""
    product, audience = basis.product, basis.product.audience
    if "person" not in product.eligibility.kinds or not AT_ONCE.intersection(product.methods):
        return
    if audience and audience.age_to is not None and audience.age_to < rule.number:
        return
    kept = product.conduct.no_bullet_from_age if product.conduct else None
    if kept is None or kept > rule.number:
        yield Fault("conduct.no_bullet_from_age", "not said" if kept is None else str(kept), f"at most {rule.value}")


def tied_sale(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """A consumption loan does not force a cover on its borrower."""
    insurance = basis.product.insurance
    if rule.value is not True and insurance and insurance.required and basis.product.use == "consumption":
        yield Fault("insurance.required", "true", "false for consumption")


def decision_policy(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """A product that names a decision policy names one that there is."""
    named, known = basis.product.decision_policy, basis.decision_policies
    if rule.value is True and named is not None and known is not None and named not in known:
        yield Fault("decision_policy", named, "a decision policy that there is")
