"""People of the workshop and a product that they can make: what its tests begin from."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from puhui.flows.product_workshop.publish_product import publish_product, submit_product
from puhui.flows.product_workshop.simulate_product import simulate_product
from puhui.flows.product_workshop.write_product import start_product_draft
from puhui.foundation.catalogue.facade import ProductPublished
from puhui.foundation.catalogue.loading import SHIPPED
from puhui.foundation.catalogue.models import ProductDraft, ProductRelease, PublishedVersion
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.ids import new_id

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ANNA = Actor(new_id(), frozenset({Role.RISK_OFFICER}), name="Anna")
BO = Actor(new_id(), frozenset({Role.COMPLIANCE}), name="Bo")
SELLER = Actor(new_id(), frozenset({Role.RELATIONSHIP_MANAGER}), name="Mei")
CUSTOMER = Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=new_id())
TEXT = (SHIPPED / "products/working-capital-1.toml").read_text(encoding="utf-8")
TOP = "review_days = 3\n"


def by(actor: Actor) -> Call:
    return Call(actor, str(new_id()), AT)


def text(code: str = "market-stall", *, top: str = 'decision_policy = "working-capital"\n', **changes: Any) -> str:
    """A product of its own, decided on by the policy for working capital; `changes` are pairs of old and new."""
    made = TEXT.replace('id = "working-capital"', f'id = "{code}"').replace(TOP, TOP + top)
    for old, new in changes.values():
        assert old in made
        made = made.replace(old, new)
    return made


def drafted(words: str | None = None) -> UUID:
    return start_product_draft(by(ANNA), text=text() if words is None else words).draft_id


def submitted(words: str | None = None, *, firms: int = 100) -> UUID:
    draft_id = drafted(words)
    simulate_product(by(ANNA), draft_id=draft_id, firms=firms)
    submit_product(by(ANNA), draft_id=draft_id)
    return draft_id


def published(words: str | None = None, *, effective_from: Any) -> ProductPublished:
    return publish_product(by(BO), draft_id=submitted(words), effective_from=effective_from)


def footprint() -> tuple[Any, ...]:
    """Everything that the workshop keeps."""
    return tuple(
        list(model.objects.order_by("pk").values()) for model in (ProductDraft, ProductRelease, PublishedVersion)
    )
