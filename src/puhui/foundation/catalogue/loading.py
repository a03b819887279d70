"""Reads policy files: shipped ones, and a lender's own folder laid over them; mistakes are named by file and key."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import product as pairs
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from puhui.finmath.loans.allocation import CIVIL_CODE_561
from puhui.finmath.loans.check import check_terms
from puhui.foundation.catalogue.contracts import BadPolicy
from puhui.foundation.catalogue.costs import loan_terms
from puhui.foundation.catalogue.rules.allowed import forbidden_method, in_force
from puhui.foundation.catalogue.rules.references import circle_of, unknown_names
from puhui.foundation.catalogue.schema.allocation import AllocationFile
from puhui.foundation.catalogue.schema.product import Product
from puhui.foundation.catalogue.schema.rulebook import Parameter, RateHistory, RateQuote, Rulebook
from puhui.kernel.errors import InvalidInput

NAMED_FOLDERS = frozenset({"sources", "consents", "guarantee_schemes", "subsidies", "decision_policies", "seasons"})
SHIPPED = Path(__file__).resolve().parents[2] / "policies"
M = TypeVar("M", bound=BaseModel)
VersionKey = tuple[str, int]  # the code of a product, and the number of its version


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All products and rulebooks that were read."""

    products: tuple[Product, ...]
    parameters: tuple[Parameter, ...]
    rates: Mapping[str, tuple[RateQuote, ...]]  # by jurisdiction
    named: Mapping[str, Mapping[str, Mapping[str, Any]]]  # what other rooms' files say, by folder and id
    allocations: tuple[AllocationFile, ...]
    texts: Mapping[VersionKey, str]  # of each product's file
    shipped: frozenset[VersionKey]  # the versions that came with puhui and not from the lender's own folder


def read_catalogue(folders: Iterable[Path]) -> Catalogue:
    """Reads every folder in order; a file of a later folder replaces the one with the same path."""
    files = overlaid_files(folders)
    allocations = [_read(AllocationFile, p, key=k) for k, p in files.items() if k.startswith("allocations/")]
    paths = {k: p for k, p in files.items() if k.startswith("products/")}
    by_file = {k: product_of(_content(p, key=k), key=k, allocations=allocations) for k, p in paths.items()}
    products = list(by_file.values())
    books = {k: p for k, p in files.items() if k.startswith("rulebooks/")}
    parameters, rates = [], {}
    for key, path in books.items():
        if path.name == "lpr.toml":
            rates[key.split("/")[1]] = _read(RateHistory, path, key=key).rates
        else:
            parameters.extend(_parameters(key, _read(Rulebook, path, key=key)))
    _refuse_twins(((p.code, p.version) for p in products), "products", "version")
    _refuse_twins(((p.code, p.effective_from) for p in products), "products", "effective_from")
    _refuse_twins(((p.rulebook.split(".")[0], p.name, p.effective_from) for p in parameters), "rulebooks", "parameters")
    _refuse_forbidden_methods(by_file, parameters)
    _refuse_impossible_terms(by_file)
    named = named_in_files(files)
    _refuse_bad_references(by_file, policies={folder: frozenset(ids) for folder, ids in named.items()})
    for jurisdiction, quotes in rates.items():
        _refuse_twins(((jurisdiction, q.effective_from) for q in quotes), "lpr.toml", "rates")
    return Catalogue(
        products=tuple(products),
        parameters=tuple(parameters),
        rates=rates,
        named=named,
        allocations=tuple(allocations),
        texts={(p.code, p.version): paths[key].read_text(encoding="utf-8") for key, p in by_file.items()},
        shipped=frozenset((p.code, p.version) for key, p in by_file.items() if paths[key].is_relative_to(SHIPPED)),
    )


def overlaid_files(folders: Iterable[Path]) -> dict[str, Path]:
    """The TOML files by their path within the folder, the last folder winning."""
    found: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise BadPolicy(where=str(folder), file=str(folder), key="-", reason="there is no such folder")
        for path in sorted(folder.rglob("*.toml")):
            found[path.relative_to(folder).as_posix()] = path
    return found


def product_of(document: Mapping[str, Any], *, key: str, allocations: Iterable[AllocationFile]) -> Product:
    """The product of a document, with its order of payment beside it."""
    return _with_allocation(key, _model(Product, document, key=key), allocations)


def _read(model: type[M], path: Path, *, key: str) -> M:
    return _model(model, _content(path, key=key), key=key)


def _model(model: type[M], content: Mapping[str, Any], *, key: str) -> M:
    try:
        return model.model_validate(content)
    except ValidationError as problems:
        first = problems.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "-"
        raise BadPolicy(where=key, file=key, key=where, reason=first["msg"]) from problems


def _content(path: Path, *, key: str) -> dict[str, Any]:
    """What a file says; files that came with puhui do not change while it runs, and are parsed once."""
    return _shipped_content(path, key) if path.is_relative_to(SHIPPED) else _parsed(path, key)


def _parsed(path: Path, key: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadPolicy(where=key, file=key, key="-", reason=str(problem)) from problem


_shipped_content = cache(_parsed)


def _parameters(key: str, book: Rulebook) -> list[Parameter]:
    """The book's parameters; the name of the book begins with its jurisdiction."""
    jurisdiction = key.split("/")[1]
    if not book.id.startswith(f"{jurisdiction}."):
        raise BadPolicy(where=key, file=key, key="id", reason=f"begins with {jurisdiction}.")
    return [p.model_copy(update={"rulebook": book.id}) for p in book.parameters]


def _refuse_forbidden_methods(products: Mapping[str, Product], parameters: Iterable[Parameter]) -> None:
    """A product may not begin with a repayment method that the rulebook of its jurisdiction forbids on that day."""
    rules = [p for p in parameters if p.name == "forbidden_methods"]
    for key, product in products.items():
        own = (p for p in rules if p.rulebook.startswith(f"{product.jurisdiction}."))
        rule = in_force(own, on=product.effective_from)
        method = forbidden_method(product, forbidden=rule)
        if method and rule is not None:
            raise BadPolicy(where=key, file=key, key="methods", reason=f"{method} is forbidden by {rule.rule_id}")


def _refuse_impossible_terms(products: Mapping[str, Product]) -> None:
    """Every method and term of a product makes a loan that the engine takes."""
    for key, product in products.items():
        problem = impossible_terms(product)
        if problem:
            raise BadPolicy(where=key, file=key, key=problem.where, reason=str(problem.detail["reason"])) from problem


@lru_cache(maxsize=512)
def impossible_terms(product: Product) -> InvalidInput | None:
    """What the loan engine does not take of the product's methods and terms; None when it takes all."""
    for method, months in pairs(product.methods, product.terms_months):
        try:
            check_terms(
                loan_terms(
                    product,
                    amount=product.lowest,
                    term_months=months,
                    method=method,
                    annual_rate_pct=product.price.highest_pct,
                    disbursement_on=product.effective_from,
                )
            )
        except InvalidInput as problem:
            return problem
    return None


def named_in_files(files: Mapping[str, Path]) -> dict[str, dict[str, dict[str, Any]]]:
    """The policies that products may name, by folder and id; read without the schemas of their rooms.

    Of several versions the one that takes effect last.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for key, path in files.items():
        folder = key.partition("/")[0]
        if folder in NAMED_FOLDERS:
            content = _content(path, key=key)
            name, day = str(content.get("id", "")), str(content.get("effective_from", ""))
            kept = found.setdefault(folder, {}).get(name)
            if kept is None or str(kept.get("effective_from", "")) <= day:
                found[folder][name] = content
    return found


def _refuse_bad_references(products: Mapping[str, Product], *, policies: Mapping[str, frozenset[str]]) -> None:
    """A product names only what there is, and no chain of products comes back to itself."""
    codes = {one.code for one in products.values()}
    for key, product in products.items():
        for where, name in unknown_names(product, products=codes, policies=policies):
            raise BadPolicy(where=key, file=key, key=where, reason=f"there is no {name}")
        circle = circle_of(product, products=products.values())
        if circle:
            raise BadPolicy(where=key, file=key, key=circle[0], reason=f"goes in a circle: {' > '.join(circle[1])}")


def _with_allocation(key: str, product: Product, allocations: Iterable[AllocationFile]) -> Product:
    """The product with the order of payment that it names, as it stands when the product takes effect."""
    named = [a for a in allocations if a.id == product.allocation and a.effective_from <= product.effective_from]
    if not named:
        if product.allocation == CIVIL_CODE_561.id:
            return product
        raise BadPolicy(where=key, file=key, key="allocation", reason=f"there is no allocation {product.allocation}")
    held = max(named, key=lambda a: (a.effective_from, a.version))
    return product.model_copy(update={"allocation_terms": held.as_terms})


def _refuse_twins(names: Iterable[tuple[object, ...]], file: str, key: str) -> None:
    seen = set()
    for name in names:
        if name in seen:
            raise BadPolicy(where=file, file=file, key=key, reason=f"{' '.join(map(str, name))} is there twice")
        seen.add(name)
