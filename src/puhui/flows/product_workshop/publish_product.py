"""A draft is sent, given back, dropped, put into force by a second person; a product is taken from sale."""

from datetime import date
from uuid import UUID

from puhui.flows.product_workshop.simulate_product import needs_simulation
from puhui.foundation.catalogue.facade import (
    ProductPublished,
    ProductWithdrawn,
    drop_product_draft,
    product_draft,
    release_product,
    return_product_draft,
    send_product_draft,
    sound_product,
    withdraw_product,
)
from puhui.foundation.drafts.facade import CannotMoveDraft, DraftMoved
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.texts import Text
from puhui.risk.decisioning.facade import policy_ids


@use_case("product_workshop.submit_draft", answers=DraftMoved, subject="draft_id")
def submit_product(call: Call, *, draft_id: UUID) -> DraftMoved:
    """Asks for publication: the text has no fault today, and the lab has seen it where the lab can."""
    moved = send_product_draft(call, draft_id=draft_id)
    seen, on = product_draft(call.actor, draft_id), business_date()
    made = sound_product(seen.text, on=on, decision_policies=policy_ids())
    simulated = seen.simulation is not None and seen.simulation.get("revision") == seen.revision
    if not simulated and needs_simulation(made, on=on):
        reason = Text(en="simulate this revision first", zh="请先模拟本修订")
        raise CannotMoveDraft(where="simulation", reason=reason)
    return moved


@use_case("product_workshop.return_draft", answers=DraftMoved, subject="draft_id")
def return_product(call: Call, *, draft_id: UUID, note: str) -> DraftMoved:
    """Gives a submitted draft back to be worked on, with a reason."""
    return return_product_draft(call, draft_id=draft_id, note=note)


@use_case("product_workshop.drop_draft", answers=DraftMoved, subject="draft_id")
def drop_product(call: Call, *, draft_id: UUID) -> DraftMoved:
    """Nothing comes of it; it can still be read."""
    return drop_product_draft(call, draft_id=draft_id)


@use_case("product_workshop.publish", answers=ProductPublished, subject="draft_id")
def publish_product(call: Call, *, draft_id: UUID, effective_from: date) -> ProductPublished:
    """Puts a submitted draft into force from a day on; a clause that is broken on that day is named by its article."""
    return release_product(
        call,
        draft_id=draft_id,
        effective_from=effective_from,
        today=business_date(),
        decision_policies=policy_ids(),
    )


@use_case("product_workshop.withdraw", answers=ProductWithdrawn, subject="code")
def withdraw_from_sale(call: Call, *, code: str, from_on: date, reason: str) -> ProductWithdrawn:
    """Takes a product from sale from a day on; what was lent under it goes on."""
    return withdraw_product(call, code=code, from_on=from_on, today=business_date(), reason=reason)
