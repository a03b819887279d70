"""Every fault of the text of a product: of the schema, of names, of the loan engine, and of the rulebooks' clauses."""

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from puhui.foundation.catalogue.contracts import BadPolicy
from puhui.foundation.catalogue.loading import impossible_terms, product_of
from puhui.foundation.catalogue.queries.checks import product_findings
from puhui.foundation.catalogue.queries.files import in_files
from puhui.foundation.catalogue.queries.products import all_versions
from puhui.foundation.catalogue.rules.editing import line_of
from puhui.foundation.catalogue.rules.findings import Finding
from puhui.foundation.catalogue.rules.references import circle_of, unknown_names
from puhui.foundation.catalogue.rules.wording import schema_faults
from puhui.foundation.catalogue.schema.product import Product
from puhui.foundation.catalogue.workshop_contracts import ProductFault
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text

LONGEST_TEXT = 100_000


def document_of(text: str) -> dict[str, Any]:
    """The text as keys and values; refuses what is no TOML, is too long, or holds a zero character."""
    if len(text) > LONGEST_TEXT or "\x00" in text:
        raise InvalidInput("text", f"at most {LONGEST_TEXT:,} characters, none of them zero")
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as problem:
        raise InvalidInput("text", f"not TOML: {problem}"[:300]) from None


def faults_of(
    text: str, *, on: date, decision_policies: Collection[str] = ()
) -> tuple[Product | None, list[ProductFault]]:
    """The product of a text and all its faults as of a day; no product where the schema already refuses."""
    try:
        document = document_of(text)
    except InvalidInput as problem:
        reason = str(problem.detail["reason"])
        return None, [ProductFault("text", Text(en=reason, zh=reason))]
    try:
        made = Product.model_validate(document)
    except ValidationError as problems:
        return None, [_with_line(fault, text) for fault in schema_faults(problems)]
    try:
        made = product_of(document, key=made.code, allocations=in_files().allocations)
    except BadPolicy as problem:
        reason = str(problem.detail["reason"])
        return None, [_with_line(ProductFault(str(problem.detail["key"]), Text(en=reason, zh=reason)), text)]
    faults = [*_names(made), *_terms(made)]
    if not faults:  # a schedule can be counted: now what it costs, and every other clause
        faults = [_of(finding) for finding in product_findings(made, on=on, decision_policies=decision_policies)]
    return made, [_with_line(fault, text) for fault in faults]


def _names(made: Product) -> Iterator[ProductFault]:
    known, named = all_versions(), in_files().named
    policies = {folder: frozenset(ids) for folder, ids in named.items()}
    codes = {one.code for one in known} | {made.code}
    for key, name in unknown_names(made, products=codes, policies=policies):
        yield ProductFault(key, Text(en=f"there is no {name}", zh=f"没有 {name}"))
    circle = circle_of(made, products=known)
    if circle:
        chain = " > ".join(circle[1])
        yield ProductFault(circle[0], Text(en=f"goes in a circle: {chain}", zh=f"循环引用：{chain}"))


def _terms(made: Product) -> Iterator[ProductFault]:
    problem = impossible_terms(made)
    if problem:
        reason = str(problem.detail["reason"])
        yield ProductFault(
            "terms_months", Text(en=f"{problem.where}: {reason}", zh=f"贷款引擎不接受 {problem.where}：{reason}")
        )


def _of(finding: Finding) -> ProductFault:
    return ProductFault(
        key=finding.key,
        reason=finding.text,
        rule=finding.rule,
        source=finding.source,
        article=finding.article,
        value=finding.value,
        limit=finding.limit,
    )


def _with_line(fault: ProductFault, text: str) -> ProductFault:
    return replace(fault, line=line_of(text, key=fault.key))
