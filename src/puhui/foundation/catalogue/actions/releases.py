"""A product is put into force by a second person, or taken from sale; both from a day on, neither ever edited."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from puhui.foundation.catalogue.actions.drafts import PUBLISHERS
from puhui.foundation.catalogue.actions.pinning import pin_product
from puhui.foundation.catalogue.contracts import NoSuchProduct
from puhui.foundation.catalogue.models import ProductRelease
from puhui.foundation.catalogue.queries.drafts import PRODUCTS
from puhui.foundation.catalogue.queries.faults import faults_of
from puhui.foundation.catalogue.queries.products import PUBLISHED, WITHDRAWN, all_versions, product_of_release, released
from puhui.foundation.catalogue.rules.findings import refusal_of_fault
from puhui.foundation.catalogue.schema.product import Product
from puhui.foundation.catalogue.workshop_contracts import ProductPublished, ProductWithdrawn
from puhui.foundation.drafts.facade import approved_by, check_day_to_come
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import new_id


def sound_product(text: str, *, on: date, decision_policies: Collection[str]) -> Product:
    """The product of a text without a fault as of a day; refuses by the first fault, a rule by its article."""
    made, faults = faults_of(text, on=on, decision_policies=decision_policies)
    if faults or made is None:
        raise refusal_of_fault(faults[0], what=made.code if made else "-", count=len(faults))
    return made


def release_product(
    call: Call, *, draft_id: UUID, effective_from: date, today: date, decision_policies: Collection[str]
) -> ProductPublished:
    """Puts a sent draft into force from a day on that is not over; never by one who worked on it."""
    call.actor.require(*PUBLISHERS, verb="publish a product")
    row = PRODUCTS.taken_to_publish(call, draft_id=draft_id, effective_from=effective_from, today=today)
    made = sound_product(row.text, on=effective_from, decision_policies=decision_policies)
    if made.effective_until is not None and made.effective_until < effective_from:
        raise InvalidInput("effective_until", "it ends before it begins")
    release = ProductRelease(
        id=new_id(),
        kind=PUBLISHED,
        code=row.code,
        version=_next_version(row.code),
        effective_from=effective_from,
        content=row.text,
        approved_by=approved_by(row, call.actor),
        made_by=call.actor.id,
        made_at=call.at,
    )
    version = product_of_release(release)
    release.digest = version.digest
    release.save(force_insert=True)
    pin_product(version, at=call.at)
    PRODUCTS.mark_published(call, row, published_version=version.version)
    return ProductPublished(row.id, version.code, version.version, version.digest, effective_from)


def withdraw_product(call: Call, *, code: str, from_on: date, today: date, reason: str) -> ProductWithdrawn:
    """From the day on nobody can ask for the product; loans that were made under it go on."""
    call.actor.require(*PUBLISHERS, verb="withdraw a product")
    check_day_to_come(from_on, today=today, where="from_on")
    told = reason.strip()
    if not 3 <= len(told) <= 500 or "\x00" in told:
        raise InvalidInput("reason", "3 to 500 characters")
    if not any(one.code == code for one in all_versions()):
        raise NoSuchProduct(where="code", product=code[:60], on=from_on)
    if from_on in released().withdrawn.get(code, ()):
        raise InvalidInput("from_on", "it is withdrawn from that day already")
    ProductRelease.objects.create(
        id=new_id(),
        kind=WITHDRAWN,
        code=code,
        version=None,
        effective_from=from_on,
        approved_by=call.actor.name[:200],
        reason=told,
        made_by=call.actor.id,
        made_at=call.at,
    )
    return ProductWithdrawn(code, from_on)


def _next_version(code: str) -> int:
    return max((one.version for one in all_versions() if one.code == code), default=0) + 1
