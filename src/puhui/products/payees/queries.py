"""What can be asked of payees, with the actor's rights in the same statement."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from puhui.foundation.party.facade import identities_of, identity_of, party_ids_for
from puhui.kernel.actors import READING_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.payees.contracts import (
    BasketItem,
    BasketState,
    BasketView,
    PaidToView,
    PayeeKind,
    PayeeNotActive,
    PayeeState,
    PayeeView,
)
from puhui.products.payees.models import Basket, PaidTo, Payee

MOST = 200


def payees_page(
    actor: Actor, *, kind: str = "", state: str = "", before: UUID | None = None, most: int = 50
) -> list[PayeeView]:
    """The register, newest first; customers see whom they may choose: those that are let in."""
    actor.require(*READING_ROLES, Role.CUSTOMER, verb="look at the register of payees")
    found = Payee.objects.order_by("-id")
    if actor.is_customer:
        found = found.filter(state=PayeeState.ACTIVE)
    elif state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if before:
        found = found.filter(id__lt=before)
    rows = list(found[: min(most, MOST)])
    firms = identities_of([row.id for row in rows])
    return [payee_view(row, name=firms[row.id].name if row.id in firms else "") for row in rows]


def payee(actor: Actor, payee_id: UUID) -> PayeeView:
    """One payee."""
    actor.require(*READING_ROLES, Role.CUSTOMER, verb="look at a payee")
    row = Payee.objects.filter(id=payee_id).first()
    if row is None or (actor.is_customer and row.state != PayeeState.ACTIVE):
        raise NotFound("payee", where="payee_id")
    return payee_view(row)


def require_active(payee_id: UUID, *, kinds: tuple[PayeeKind, ...] = ()) -> PayeeView:
    """Refuses a payee that is not let in, or is of another kind. For flows: no rights are looked at."""
    row = Payee.objects.filter(id=payee_id, state=PayeeState.ACTIVE).first()
    if row is None or (kinds and row.kind not in kinds):
        raise PayeeNotActive(where="payee_id")
    return payee_view(row)


def paid_to_of_application(application_id: UUID) -> PaidToView | None:
    """Whom an application pays. For flows: no rights are looked at."""
    row = PaidTo.objects.filter(application_id=application_id).first()
    return paid_to_view(row) if row else None


def paid_to_of_loan(loan_id: UUID) -> PaidToView | None:
    """Whom a loan was paid to. For flows: no rights are looked at."""
    row = PaidTo.objects.filter(loan_id=loan_id).first()
    return paid_to_view(row) if row else None


def loans_paid_to(payee_id: UUID, *, loan_ids: Iterable[UUID]) -> list[UUID]:
    """Those of some loans that go to a payee. For flows: no rights are looked at."""
    rows = PaidTo.objects.filter(payee_id=payee_id, loan_id__in=list(loan_ids))
    return [one for one in rows.values_list("loan_id", flat=True) if one is not None]


def basket(actor: Actor, basket_id: UUID) -> BasketView:
    """A basket, for its shop, for the customer who took it up (or may: it is open), and for staff."""
    found = Basket.objects.select_related("payee").filter(id=basket_id)
    if not actor.reads_all:
        own = party_ids_for(actor)
        mine = Q(payee_id__in=own) | Q(party_id__in=own) | Q(state=BasketState.OPEN)
        found = found.filter(mine) if actor.is_customer else found.none()
    row = found.first()
    if row is None:
        raise NotFound("basket", where="basket_id")
    return basket_view(row)


def basket_of_application(application_id: UUID) -> BasketView | None:
    """The basket that an application pays. For flows: no rights are looked at."""
    row = Basket.objects.filter(application_id=application_id).first()
    return basket_view(row) if row else None


def state_at(state: str, *, expires_at: datetime, at: datetime) -> str:
    """What a basket is at an instant: one that nobody took up in time has run out."""
    return "expired" if state in (BasketState.OPEN, BasketState.CLAIMED) and at >= expires_at else state


def payee_view(row: Payee, *, name: str = "") -> PayeeView:
    """As others see it; `name` where it is known already."""
    return PayeeView(
        id=row.id,
        kind=PayeeKind(row.kind),
        name=name or identity_of(row.id).name,
        state=PayeeState(row.state),
        may_open_baskets=row.may_open_baskets,
        returns_within_days=row.returns_within_days,
        pays_interest_pct=row.pays_interest_pct,
        proposed_by=row.proposed_by,
        reason=row.reason,
    )


def paid_to_view(row: PaidTo) -> PaidToView:
    """As others see it."""
    return PaidToView(
        application_id=row.application_id,
        payee_id=row.payee_id,
        payee_name=identity_of(row.payee_id).name,
        reference=row.reference,
        loan_id=row.loan_id,
        amount=Money(row.amount_minor, row.currency),
        returned=Money(row.returned_minor, row.currency),
    )


def basket_view(row: Basket) -> BasketView:
    """As others see it."""
    paid = paid_to_of_application(row.application_id) if row.application_id else None
    return BasketView(
        id=row.id,
        payee_id=row.payee_id,
        payee_name=identity_of(row.payee_id).name,
        reference=row.reference,
        amount=Money(row.amount_minor, row.currency),
        items=tuple(BasketItem(one["name"], one["amount_minor"]) for one in row.items),
        return_url=row.return_url,
        state=row.state,
        opened_at=row.opened_at,
        expires_at=row.expires_at,
        party_id=row.party_id,
        application_id=row.application_id,
        loan_id=paid.loan_id if paid else None,
    )
