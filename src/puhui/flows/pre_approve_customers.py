"""Pre-approval in bulk: every firm that consented to be assessed, its facts read by sets, one pass over columns.

The answers are those that the firms would get one by one, asking for the most the product lends over its longest
term, on their invoices and on the lender's own book; sources over the wire are not asked for it. Firms that borrow
already are left aside. A pass is one of its day: again it changes nothing, killed it goes on where it stood.

Invoices are by far the most to read, and their facts change with the last complete month, an import or a definition
only: what holds is taken from the pass before. All else (consent, traits, the book, policy, model) is read each night.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from django.db import transaction

from puhui import __version__
from puhui.flows.originate_loan.facts_of_book import facts_of_books
from puhui.flows.originate_loan.standing import months_since
from puhui.foundation.catalogue.facade import Product
from puhui.foundation.catalogue.facade import product as product_on
from puhui.foundation.consent.facade import parties_consenting
from puhui.foundation.documents.facade import import_counts, invoice_summaries
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import firm_traits
from puhui.kernel.actors import Call
from puhui.kernel.canonical import digest
from puhui.kernel.dates import last_complete_month
from puhui.risk.decisioning.facade import (
    DecisionRequest,
    OfferTerms,
    champion,
    champions,
    columns_of,
    decide,
    decide_by_segment,
    decision_policy,
    keep_material,
    kept_policy,
    material_model,
    parameters_on,
)
from puhui.risk.facts.facade import FACTS, facts_from_invoices
from puhui.risk.lab.facade import (
    Arm,
    Facts,
    PassMade,
    PreApprovalDraft,
    PreApprovalPass,
    end_the_rest,
    finish_pass,
    keep_batch,
    keep_facts,
    kept_facts,
    lock_pass,
    open_pass,
)

AT_ONCE = 400
VALID_DAYS = 30
PRODUCT = "working-capital"


@dataclass(frozen=True, slots=True)
class _Pass:
    """What a pass decides with, from its first batch to its last."""

    run_id: UUID
    on: date
    product: Product
    arm: Arm


def pre_approve_customers(
    call: Call, *, product_code: str = PRODUCT, told: Callable[[int], None] = lambda done: None
) -> PreApprovalPass:
    """Today's pass, from where it stands to its end; each batch is a transaction of its own."""
    on = business_date()
    made = _begin(call, on=on, product_code=product_code)
    policy = kept_policy(made.policy_hash)
    others = champions((slot for slot in policy.slots if slot != policy.scorecard), on=on)
    arm = Arm(policy, material_model(made.model_hash), parameters_on(on), others)
    plan = _Pass(made.view.run_id, on, product_on(product_code, on=on), arm)
    while not made.view.is_finished:
        with transaction.atomic():
            made = lock_pass(plan.run_id)
            found = parties_consenting(
                purpose="credit_assessment", scope=("tax_invoices",), on=on, after=made.after, most=AT_ONCE
            )
            if found:
                _batch(plan, found)
            else:
                end_the_rest(plan.run_id)
        told(made.view.asked + len(found))
        if not found:
            break
    return finish_pass(plan.run_id, at=call.at)


def _begin(call: Call, *, on: date, product_code: str) -> PassMade:
    return _opened(replace(call, key=f"pre-approve/{product_code}/{on}"), on=on, product_code=product_code)


@use_case("pre_approve_customers", answers=PassMade)
def _opened(call: Call, *, on: date, product_code: str) -> PassMade:
    policy = decision_policy(product_code, on=on)
    model = champion(policy.scorecard, on=on)
    keep_material(call, policy=policy, card=model)
    named = (f"{policy.id}@{policy.version}", policy.hash)
    return open_pass(call, on=on, product_code=product_code, policy=named, model_hash=model.hash)


def _batch(plan: _Pass, party_ids: Sequence[UUID]) -> None:
    requests, measured = _requests_of(party_ids, product=plan.product, on=plan.on)
    free = [one for one in requests if not one.facts["borrower.exposure_minor"]]
    drafts, singly = _decided(free, plan.arm)
    keep_batch(
        plan.run_id,
        drafts=drafts,
        looked_at=party_ids,
        borrowing=len(requests) - len(free),
        one_by_one=singly,
        measured=measured,
        until=plan.on + timedelta(days=VALID_DAYS),
    )


def requests_of(party_ids: Sequence[UUID], *, product: Product, on: date) -> list[DecisionRequest]:
    """What each firm among the parties would ask at the most, on its facts as they are, read by sets."""
    return _requests_of(party_ids, product=product, on=on)[0]


def _invoice_facts(firm_ids: Sequence[UUID], *, on: date) -> tuple[dict[UUID, Facts], int]:
    """The invoice facts of each firm, and of how many they had to be measured anew.

    Imports are counted first: one that comes meanwhile is measured again the next time, and never missed.
    """
    imports = import_counts(firm_ids)
    month_no, definitions = last_complete_month(on), _definitions()
    found = kept_facts(imports, month_no=month_no, definitions=definitions)
    others = [firm_id for firm_id in firm_ids if firm_id not in found]
    invoices = invoice_summaries(firm_ids=others, as_of=on)
    measured: dict[UUID, Facts] = {
        firm_id: {name: fact.value for name, fact in facts_from_invoices(invoices[firm_id]).items()}
        for firm_id in others
    }
    if measured:
        keep_facts(measured, imports=imports, month_no=month_no, definitions=definitions)
    return found | measured, len(measured)


@cache
def _definitions() -> str:
    """What facts mean and by which release they are measured: another one measures anew."""
    return digest([__version__, FACTS])


def _requests_of(party_ids: Sequence[UUID], *, product: Product, on: date) -> tuple[list[DecisionRequest], int]:
    firms = firm_traits(party_ids)
    invoices, measured = _invoice_facts(list(firms), on=on)
    books = facts_of_books(list(firms), on=on)
    return [
        DecisionRequest(
            application_id=firm_id,
            firm_id=firm_id,
            as_of=on,
            product_code=product.code,
            amount_minor=product.highest.minor,
            term_months=max(product.terms_months),
            method=product.methods[0],
            applicant={
                "kind": firm.kind,
                "industry": firm.industry,
                "region": firm.region,
                "months_since_founding": months_since(firm.founded_on, on=on),
            },
            facts=invoices[firm_id] | books[firm_id],
        )
        for firm_id, firm in firms.items()
    ], measured


def _decided(requests: Sequence[DecisionRequest], arm: Arm) -> tuple[list[PreApprovalDraft], int]:
    """What is approved, and how many were decided one by one."""
    if not requests:
        return [], 0
    columns, rows = columns_of(requests)
    together = decide_by_segment(
        columns, policy=arm.policy, models=arm.models, parameters=arm.parameters, with_score_reasons=False
    )
    drafts = [
        _draft(requests[row], terms=together.offers_of(place)[0], band=together.bands[together.band[place]],
               score=int(together.score[place]))
        for place, row in enumerate(rows.tolist())
        if together.is_approved(place)
    ]  # fmt: skip
    alone = [requests[row] for row in sorted(set(range(len(requests))) - set(rows.tolist()))]
    for request in alone:
        card = arm.models[arm.policy.slot_of(request)]
        answer = decide(request, policy=arm.policy, scorecard=card, parameters=arm.parameters)
        if answer.outcome == "approve" and answer.offers:
            drafts.append(_draft(request, terms=answer.offers[0], band=answer.band, score=answer.score))
    return drafts, len(alone) + sum(together.one_by_one.values())


def _draft(request: DecisionRequest, *, terms: OfferTerms, band: str, score: int) -> PreApprovalDraft:
    assert request.firm_id is not None
    return PreApprovalDraft(
        firm_id=request.firm_id,
        limit_minor=terms.amount_minor,
        term_months=terms.term_months,
        annual_rate_pct=terms.annual_rate_pct,
        band=band,
        score=score,
    )
