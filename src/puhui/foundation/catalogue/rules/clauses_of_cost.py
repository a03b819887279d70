"""Clauses on what a loan may cost and how its cost is told."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from puhui.foundation.catalogue.rules.findings import Basis, Fault, SchemeTerms
from puhui.foundation.catalogue.schema.product import Product
from puhui.foundation.catalogue.schema.rulebook import Parameter


def penalty_lowest(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """Default interest, when it is charged, is at least a multiple of the rate; 1 means that none is charged."""
    multiple = basis.product.penalty_multiple
    if 1 < multiple < rule.number:
        yield Fault("penalty_multiple", str(multiple), str(rule.number))


def penalty_highest(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """Default interest is at most a multiple of the rate."""
    if basis.product.penalty_multiple > rule.number:
        yield Fault("penalty_multiple", str(basis.product.penalty_multiple), str(rule.number))


def compound(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """No interest on overdue interest where it is not allowed."""
    if basis.product.compound_interest and rule.value is not True:
        yield Fault("compound_interest", "compound interest", "none")


def methods(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """No way of repaying that is forbidden."""
    forbidden = rule.names
    for method in basis.product.methods:
        if method in forbidden:
            yield Fault("methods", method, f"none of {rule.value}")


def stamp_duty(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """Stamp duty is the law's, and waived only while a rule waives it."""
    exempt = basis.rules.get("stamp_duty_small_firms_exempt")
    for place, fee in enumerate(basis.product.fees):
        if fee.code != "stamp_duty":
            continue
        if fee.is_exempt and (exempt is None or exempt.value is not True):
            yield Fault(f"fees.{place}.is_exempt", "exempt", f"{rule.value} %")
        if fee.rate_pct != rule.number:
            yield Fault(f"fees.{place}.rate_pct", f"{fee.rate_pct} %", f"{rule.value} %")


def all_in_cap(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """Interest and all fees together, at the smallest amount and the dearest term, stay below the cap."""
    worst = basis.worst_pct()
    if worst > rule.number:
        yield Fault("price.highest_pct", f"{worst} %", f"{rule.value} %")


def all_in_lpr_multiple(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """Interest and all fees together stay below a multiple of the one-year loan prime rate."""
    if basis.lpr_pct is not None and basis.worst_pct() > rule.number * basis.lpr_pct:
        yield Fault("price.highest_pct", f"{basis.worst_pct()} %", f"{rule.number * basis.lpr_pct} %")


def cost_is_told(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """Each cost says how and how much: one that is neither a share nor an amount nor waived is hidden."""
    if rule.value is not True:
        return
    for place, fee in enumerate(basis.product.fees):
        if not (fee.rate_pct or fee.fixed.strip("0.") or fee.is_exempt):
            yield Fault(f"fees.{place}", f"{fee.code}: no amount", "a rate, an amount or exempt")
        if not (fee.way.en.strip() and fee.way.zh.strip()):
            yield Fault(f"fees.{place}.way", f"{fee.code}: nothing said", "how and when it is paid")
        if fee.is_exempt and fee.basis is None:
            yield Fault(f"fees.{place}.basis", f"{fee.code}: exempt without a reason", "the rule that waives it")


def platform_fee(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """A platform that brings borrowers is not paid by them."""
    if rule.value is True:
        return
    for place, fee in enumerate(basis.product.fees):
        if fee.receiver_kind == "platform" and not fee.is_exempt:
            yield Fault(f"fees.{place}.receiver_kind", f"{fee.code}: platform", "not paid by the borrower")


def taken_first(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """The lender takes nothing of its own out of the money before it is paid out."""
    if rule.value is True:
        return
    for place, fee in enumerate(basis.product.fees):
        if fee.receiver_kind == "lender" and fee.kind == "at_disbursement" and not fee.is_exempt:
            yield Fault(f"fees.{place}.kind", f"{fee.code}: at_disbursement, to the lender", "with the instalments")


def commitment_fee(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """Small firms and sole traders pay nothing for a limit that they do not use."""
    facility, audience = basis.product.facility, basis.product.audience
    if facility is None or not facility.commitment_fee_pct or rule.value is True:
        return
    groups = audience.groups if audience else ()
    if not groups or {"small_firm", "sole_trader"} & set(groups):
        yield Fault("facility.commitment_fee_pct", f"{facility.commitment_fee_pct} %", "none for small firms")


def public_guarantee_fee(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """A public guarantee costs the borrower of a small loan no more than a share of the loan."""
    for code in basis.product.guarantee.schemes if basis.product.guarantee else ():
        scheme = basis.schemes.get(code)
        if scheme and scheme.kind == "public" and scheme.borrower_pays and scheme.fee_pct > rule.number:
            yield Fault("guarantee.schemes", f"{code}: {scheme.fee_pct} %", f"{rule.value} %")


def guarantee_fee_pct(product: Product, *, schemes: Mapping[str, SchemeTerms]) -> Decimal:
    """What the dearest scheme that the product names costs the borrower, in percent of the loan.

    Nothing when the product's own fees name a guarantor: it is counted there.
    """
    if product.guarantee is None or any(fee.receiver_kind == "guarantor" for fee in product.fees):
        return Decimal(0)
    named = [schemes[code] for code in product.guarantee.schemes if code in schemes]
    return max((one.fee_pct * one.share_pct / 100 for one in named if one.borrower_pays), default=Decimal(0))
