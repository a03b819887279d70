"""What products say of each other and of other policies: every name is known, and no chain comes back to itself."""

from collections.abc import Iterable, Iterator, Mapping

from puhui.foundation.catalogue.schema.product import Product

RELATIONS = ("follows", "replaces")


def named_products(product: Product) -> Iterator[tuple[str, str]]:
    """The products that one names, with the key that names them."""
    for key, code in (("follows", product.follows), ("replaces", product.replaces)):
        if code:
            yield key, code


def named_policies(product: Product) -> Iterator[tuple[str, str, str]]:
    """The other policies that a product names: the key, the folder of their files, the id."""
    yield from (("sources", "sources", code) for code in product.sources)
    yield from (("consents", "consents", code) for code in product.consents)
    if product.guarantee:
        yield from (("guarantee.schemes", "guarantee_schemes", code) for code in product.guarantee.schemes)
    yield from (("season.crops", "seasons", crop) for crop in (product.season.crops if product.season else ()))
    if product.subsidy:
        yield "subsidy.policy", "subsidies", product.subsidy.policy


def unknown_names(
    product: Product, *, products: Iterable[str], policies: Mapping[str, frozenset[str]]
) -> list[tuple[str, str]]:
    """Each name that nobody bears: the key, and the name."""
    codes = set(products)
    missing = [(key, code) for key, code in named_products(product) if code not in codes]
    missing += [
        (key, code) for key, folder, code in named_policies(product) if code not in policies.get(folder, frozenset())
    ]
    return missing


def circle_of(start: Product, *, products: Iterable[Product]) -> tuple[str, list[str]] | None:
    """The relation and the chain by which a product comes back to itself, or None. Relations are walked one by one."""
    newest = _newest(products) | {start.code: start}
    for relation in RELATIONS:
        chain = _walk(start.code, relation, newest, [start.code])
        if chain:
            return relation, chain
    return None


def _walk(code: str, relation: str, newest: Mapping[str, Product], chain: list[str]) -> list[str]:
    for key, following in named_products(newest[code]) if code in newest else ():
        if key != relation:
            continue
        if following == chain[0]:
            return [*chain, following]
        if following not in chain:
            found = _walk(following, relation, newest, [*chain, following])
            if found:
                return found
    return []


def _newest(products: Iterable[Product]) -> dict[str, Product]:
    ordered = sorted(products, key=lambda one: (one.effective_from, one.version))
    return {one.code: one for one in ordered}
