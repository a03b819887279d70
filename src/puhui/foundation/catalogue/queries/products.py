"""Which products there are: those of the files, and over them what was published or withdrawn in the workshop.

One look at the ids of the releases tells whether a process knows them all, so that what another process published
holds here at once; a version itself is read once a process. A version that was asked for by its number and is known
costs no query: versions never change.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from puhui.foundation.catalogue.contracts import NoSuchProduct
from puhui.foundation.catalogue.loading import VersionKey, product_of
from puhui.foundation.catalogue.models import ProductRelease
from puhui.foundation.catalogue.queries.files import in_files
from puhui.foundation.catalogue.rules.allowed import in_sale
from puhui.foundation.catalogue.schema.product import Product
from puhui.foundation.evidence.facade import written_once

PUBLISHED, WITHDRAWN = "published", "withdrawn"


@dataclass(frozen=True, slots=True)
class Released:
    """What the workshop has put into force, and from when on something is no longer sold."""

    products: Mapping[VersionKey, Product] = field(default_factory=dict)
    texts: Mapping[VersionKey, str] = field(default_factory=dict)
    withdrawn: Mapping[str, tuple[date, ...]] = field(default_factory=dict)


def product(code: str, *, on: date) -> Product:
    """The version of the product that is sold on the day."""
    found = _sold_on(code, on, tuple(_release_ids()), settings.PUHUI_ENVIRONMENT.policies)
    if found is None:
        raise NoSuchProduct(where="product_code", product=code[:60], on=on)
    return found


def products_on(on: date) -> list[Product]:
    """What is sold on the day, in order of code."""
    known = released()
    codes = sorted({p.code for p in in_files().products} | {code for code, _ in known.products})
    found = (_sold(code, on=on, released=known) for code in codes)
    return [p for p in found if p is not None]


def product_version(code: str, version: int) -> Product:
    """One version, sold or not: what an old loan was made under. What was published goes before a file."""
    found = None
    if 0 < version < 2**31:
        found = _only_in_files(code, version, settings.PUHUI_ENVIRONMENT.policies)
    if found is None:
        found = released().products.get((code, version))
    if found is None:
        raise NoSuchProduct(where="product_code", product=f"{code[:60]} v{version}", on="-")
    return found


def product_codes() -> list[str]:
    """The code of every product that ever was, in order."""
    return sorted({one.code for one in all_versions()})


def all_versions() -> list[Product]:
    """Every version, of files and published, in order of code and number."""
    own = released().products
    files = (p for p in in_files().products if (p.code, p.version) not in own)
    return sorted((*files, *own.values()), key=lambda p: (p.code, p.version))


def product_text(code: str, version: int) -> str:
    """The text of a version's file."""
    found = released().texts.get((code, version)) or in_files().texts.get((code, version))
    if found is None:
        raise NoSuchProduct(where="product_code", product=f"{code[:60]} v{version}", on="-")
    return found


def released() -> Released:
    """What was published and withdrawn, as it stands now."""
    return _released_by(tuple(_release_ids()), settings.PUHUI_ENVIRONMENT.policies)


def _released_by(ids: tuple[UUID, ...], overlay: Path | None) -> Released:
    return _released(ids, overlay) if ids else Released()


@written_once
def _release_ids() -> QuerySet[ProductRelease, UUID]:
    return ProductRelease.objects.order_by("id").values_list("id", flat=True)


@lru_cache(maxsize=8)
def _released(ids: tuple[UUID, ...], overlay: Path | None) -> Released:
    del overlay  # part of the key: the orders of payment that products name are files
    products: dict[VersionKey, Product] = {}
    texts: dict[VersionKey, str] = {}
    withdrawn: dict[str, tuple[date, ...]] = {}
    for row in ProductRelease.objects.filter(id__in=ids).order_by("id"):
        if row.version is None:
            withdrawn[row.code] = (*withdrawn.get(row.code, ()), row.effective_from)
        else:
            products[row.code, row.version] = product_of_release(row)
            texts[row.code, row.version] = row.content
    return Released(products, texts, withdrawn)


def product_of_release(row: ProductRelease) -> Product:
    """The product of a published row: the text that was written, with number, day and names of its publication."""
    said = tomllib.loads(row.content, parse_float=Decimal)
    document = said | {"version": row.version, "effective_from": row.effective_from, "approved_by": row.approved_by}
    return product_of(document, key=f"{row.code} v{row.version}", allocations=in_files().allocations)


@lru_cache(maxsize=1024)
def _sold_on(code: str, on: date, releases: tuple[UUID, ...], overlay: Path | None) -> Product | None:
    """The same answer for the same day, files and releases: looked up once a process."""
    return _sold(code, on=on, released=_released_by(releases, overlay))


def _sold(code: str, *, on: date, released: Released) -> Product | None:
    """The version of the day, unless another product that is sold on the day has replaced it."""
    found = _in_sale(code, on=on, released=released)
    if found is None:
        return None
    successors = {
        p.code for p in (*in_files().products, *released.products.values()) if p.replaces == code and p.code != code
    }
    sold = (_in_sale(other, on=on, released=released) for other in successors)
    return None if any(other and other.replaces == code for other in sold) else found


def _in_sale(code: str, *, on: date, released: Released) -> Product | None:
    read = in_files()
    own = [p for (name, _), p in released.products.items() if name == code]
    taken = {(p.code, p.version) for p in own}
    return in_sale(
        files=[p for p in read.products if p.code == code and (p.code, p.version) not in taken],
        shipped=read.shipped,
        published=own,
        withdrawn_from=released.withdrawn.get(code, ()),
        on=on,
    )


@lru_cache(maxsize=1024)
def _only_in_files(code: str, version: int, overlay: Path | None) -> Product | None:
    """A version of the files that nobody published under the same number before the file came.

    Looked up once a process: a publication takes a number above those of all files that it can see.
    """
    del overlay  # part of the key: what the files are
    found = next((p for p in in_files().products if (p.code, p.version) == (code, version)), None)
    if found is None or ProductRelease.objects.filter(code=code, version=version).exists():
        return None
    return found
