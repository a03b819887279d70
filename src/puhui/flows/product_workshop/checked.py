"""What the workshop says of a text: every fault, and where it differs from the version that is sold now."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from puhui.foundation.catalogue.facade import (
    NoSuchProduct,
    Product,
    ProductFault,
    document_of,
    faults_of,
    product,
    product_text,
)
from puhui.foundation.drafts.facade import CellDifference, differences_of
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import InvalidInput
from puhui.risk.decisioning.facade import policy_ids


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text with its product, where the schema takes it, its faults, and what differs from the version in force."""

    product: Product | None
    faults: list[ProductFault]
    in_force: Product | None
    differences: list[CellDifference]


def check_product_text(actor: Actor, *, text: str, on: date) -> CheckedText:
    """Against schema, names, loan engine and every clause in force on the day; staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="check a product")
    made, faults = faults_of(text, on=on, decision_policies=policy_ids())
    current = _in_force(text, on=on)
    return CheckedText(made, faults, current, _differences(text, current))


def _in_force(text: str, *, on: date) -> Product | None:
    with suppress(NoSuchProduct, InvalidInput):
        return product(str(document_of(text).get("id", "")), on=on)
    return None


def _differences(text: str, current: Product | None) -> list[CellDifference]:
    """Nothing where there is nothing to stand beside."""
    if current is None:
        return []
    with suppress(InvalidInput):
        return differences_of(document_of(product_text(current.code, current.version)), document_of(text))
    return []
