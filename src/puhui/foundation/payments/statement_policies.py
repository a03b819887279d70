"""Reads how banks write statements and how lines are matched: shipped files, and the lender's own laid over them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from pydantic import BaseModel, ValidationError

from puhui.foundation.payments.rules.matching import Reconciliation
from puhui.foundation.payments.rules.statement_csv import StatementFormat
from puhui.kernel.errors import InvalidInput

M = TypeVar("M", bound=BaseModel)


@cache
def statement_formats() -> Mapping[str, StatementFormat]:
    """Every CSV form by its id."""
    return {form.id: form for form in _read("statement_formats", StatementFormat)}


def statement_format(name: str) -> StatementFormat:
    """One CSV form."""
    try:
        return statement_formats()[name]
    except KeyError:
        raise InvalidInput("format", f"one of camt.053, {', '.join(sorted(statement_formats()))}") from None


@cache
def reconciliation() -> Reconciliation:
    """The rules in force: the newest version of the plan `standard`."""
    plans = [plan for plan in _read("reconciliation", Reconciliation) if plan.id == "standard"]
    return max(plans, key=lambda plan: plan.version)


def _read(folder: str, model: type[M]) -> list[M]:
    found: dict[str, Path] = {}
    for root in (settings.PACKAGE / "policies", settings.PUHUI_ENVIRONMENT.policies):
        if root is not None:
            found |= {path.name: path for path in (root / folder).glob("*.toml")}
    return [_one(path, model) for _, path in sorted(found.items())]


def _one(path: Path, model: type[M]) -> M:
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return model.model_validate(content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise RuntimeError(f"{path}: {error}") from None
