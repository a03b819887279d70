"""Notes that a product version was used, so that it can never be edited."""

from datetime import datetime

from puhui.foundation.catalogue.contracts import PolicyEdited
from puhui.foundation.catalogue.models import PublishedVersion
from puhui.foundation.catalogue.schema.product import Product
from puhui.kernel.ids import new_id


def pin_product(used: Product, *, at: datetime) -> None:
    """Keeps the hash of a version at its first use; refuses when a later use reads differently."""
    PublishedVersion.objects.bulk_create(
        [PublishedVersion(id=new_id(), code=used.code, version=used.version, digest=used.digest, first_used_at=at)],
        ignore_conflicts=True,
    )
    kept = PublishedVersion.objects.get(code=used.code, version=used.version)
    if kept.digest != used.digest:
        raise PolicyEdited(where="product_code", product=used.code, version=used.version)
