"""What staff see of the workshop: drafts, and what was published and withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from puhui.foundation.catalogue.models import ProductDraft, ProductRelease
from puhui.foundation.catalogue.workshop_contracts import ProductDraftView
from puhui.foundation.drafts.facade import DraftDesk, DraftState
from puhui.kernel.actors import STAFF_ROLES, Actor, Role

READERS = (*STAFF_ROLES, Role.SYSTEM)
MOST_LINES = 200
PRODUCTS = DraftDesk(ProductDraft)


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One publication or withdrawal."""

    kind: str
    code: str
    version: int | None
    effective_from: date
    approved_by: str
    reason: str
    made_at: datetime


def product_drafts(actor: Actor, *, is_over: bool = False, most: int = 50) -> list[ProductDraftView]:
    """Drafts that are being worked on, or those that are over; the newest first; staff only."""
    actor.require(*READERS, verb="read the drafts of products")
    return [view_of(row) for row in PRODUCTS.listed(is_over=is_over, most=most)]


def product_draft(actor: Actor, draft_id: UUID) -> ProductDraftView:
    """One draft; staff only."""
    actor.require(*READERS, verb="read the drafts of products")
    return view_of(PRODUCTS.found(draft_id))


def product_releases(actor: Actor, *, code: str = "", most: int = 50) -> list[ReleaseLine]:
    """What was published and withdrawn, the newest first; staff only."""
    actor.require(*READERS, verb="read the releases of products")
    rows = ProductRelease.objects.order_by("-id")
    rows = rows.filter(code=code) if code else rows
    return [
        ReleaseLine(r.kind, r.code, r.version, r.effective_from, r.approved_by, r.reason, r.made_at)
        for r in rows[: min(most, MOST_LINES)]
    ]


def view_of(row: ProductDraft) -> ProductDraftView:
    """A row as others see it."""
    return ProductDraftView(
        id=row.id,
        code=row.code,
        state=DraftState(row.state),
        revision=row.revision,
        based_on=row.based_on,
        text=row.text,
        note=row.note,
        made_by_name=row.made_by_name,
        submitted_by_name=row.submitted_by_name,
        changed_at=row.changed_at,
        published_version=row.published_version,
        simulation=row.simulation,
    )
