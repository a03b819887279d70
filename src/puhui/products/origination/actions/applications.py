"""Steps in the life of an application."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from puhui.foundation.catalogue.facade import Product
from puhui.kernel.actors import Call
from puhui.kernel.canonical import plain
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.money import Money
from puhui.products.origination.contracts import (
    AnotherApplication,
    ApplicationState,
    NoSecondReview,
    OfferState,
    ReasonView,
    WrongState,
)
from puhui.products.origination.models import Application, Contract, Offer
from puhui.products.origination.rules.states import ENGAGED, comes_from, leads_to


def add_application(
    call: Call,
    *,
    firm_id: UUID,
    product: Product,
    amount: Money,
    term_months: int,
    method: str,
    purpose: str,
    on: date,
) -> UUID:
    """Writes a draft. The flow has checked it against the product."""
    application_id = new_id()
    Application.objects.create(
        id=application_id,
        bucket=bucket_of(firm_id),
        firm_id=firm_id,
        applicant_id=call.actor.party_id,
        product_code=product.code,
        product_version=product.version,
        currency=amount.currency,
        amount_minor=amount.minor,
        term_months=term_months,
        method=method,
        purpose=purpose,
        state=ApplicationState.DRAFT,
        started_at=call.at,
        started_on=on,
    )
    return application_id


def change_draft(application_id: UUID, *, amount: Money, term_months: int, method: str, purpose: str) -> None:
    """Writes what is asked for anew while it was not sent; refuses afterwards. The flow has checked it."""
    changed = Application.objects.filter(id=application_id, state=ApplicationState.DRAFT).update(
        amount_minor=amount.minor, term_months=term_months, method=method, purpose=purpose
    )
    if not changed:
        state = Application.objects.filter(id=application_id).values_list("state", flat=True).first()
        raise WrongState(where="application_id", state=state or "unknown", step="change")


def move_application(application_id: UUID, step: str, **changes: object) -> None:
    """Takes a step of the table in one conditional update: of two at once, one wins and the other is refused."""
    try:
        with transaction.atomic():
            moved = Application.objects.filter(id=application_id, state__in=comes_from(step)).update(
                state=leads_to(step), **changes
            )
    except IntegrityError as problem:
        if leads_to(step) in ENGAGED:
            raise AnotherApplication(where="application_id") from problem
        raise
    if not moved:
        state = Application.objects.filter(id=application_id).values_list("state", flat=True).first()
        raise WrongState(where="application_id", state=state or "unknown", step=step)


def check_alone(*, application_id: UUID, firm_id: UUID, product_code: str) -> None:
    """Refuses when the firm has another application for the product under way."""
    others = Application.objects.filter(firm_id=firm_id, product_code=product_code, state__in=ENGAGED)
    if others.exclude(id=application_id).exists():
        raise AnotherApplication(where="application_id")


def record_decision(
    application_id: UUID, *, step: str, on: date, decision_id: UUID | None, reasons: Sequence[ReasonView]
) -> None:
    """Keeps what was decided, and why, and moves the application: approve, refer or decline."""
    kept: list[Mapping[str, object]] = [plain(r) for r in reasons]
    move_application(application_id, step, decided_on=on, decision_id=decision_id, reasons=kept)


def link_case(application_id: UUID, *, case_id: UUID) -> None:
    """Notes the review that looks at the application."""
    Application.objects.filter(id=application_id).update(case_id=case_id)


def ask_person(application_id: UUID, *, state: str, was_reviewed: bool, case_id: UUID) -> None:
    """Sends a declined application to a person; a referred one is there already. Only once."""
    if was_reviewed:
        raise NoSecondReview(where="application_id")
    if state == ApplicationState.REFERRED:
        link_case(application_id, case_id=case_id)
        return
    move_application(application_id, "ask_for_person", case_id=case_id)


def note_review(application_id: UUID, *, step: str, on: date, reasons: Sequence[ReasonView]) -> None:
    """Keeps what the reviewers decided: approve or decline, for good."""
    kept = [plain(r) for r in reasons]
    move_application(application_id, step, decided_on=on, was_reviewed=True, reasons=kept)


def withdraw(application_id: UUID) -> None:
    """The firm wants it no more: offers lapse, an unsigned contract is void."""
    move_application(application_id, "withdraw")
    _end_offers([application_id])


def expire_on(on: date, *, firm_id: UUID | None = None) -> list[UUID]:
    """Expires, set-wise, what was valid until a day before `on` and is not signed (of one firm, or of all)."""
    late = Offer.objects.filter(state__in=[OfferState.OPEN, OfferState.ACCEPTED], valid_until__lt=on)
    if firm_id:
        late = late.filter(application__firm_id=firm_id)
    named = late.filter(application__state__in=comes_from("expire")).values_list("application_id", flat=True)
    ids = sorted(set(named))
    Application.objects.filter(id__in=ids, state__in=comes_from("expire")).update(state=leads_to("expire"))
    _end_offers(ids)
    return ids


def _end_offers(application_ids: Sequence[UUID]) -> None:
    Offer.objects.filter(application_id__in=application_ids).exclude(state=OfferState.LAPSED).update(
        state=OfferState.LAPSED
    )
    Contract.objects.filter(application_id__in=application_ids, state="prepared").update(state="void")
