"""How a decision is written down and read again: canonical JSON, the same bytes for the same decision."""

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from puhui.kernel.canonical import plain
from puhui.risk.decisioning.contracts import Decision, DecisionRequest, FactValue

_OF_FORMULAS = ("measures", "limit_parts", "price_parts")
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)  # canonical
_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)


def answer_of(decision: Decision) -> dict[str, Any]:
    """The decision as JSON types, without the id of its record."""
    document: dict[str, Any] = plain(dataclasses.replace(decision, decision_id=None))
    del document["decision_id"]
    if decision.engine.split()[0] == "1":  # written down before there were formulas: the same bytes for ever
        for name in _OF_FORMULAS:
            del document[name]
    return document


def answer_text(decision: Decision) -> str:
    """The bytes that a replay must reach again: `canonical_json` of what is plain already."""
    return _ENCODER.encode(answer_of(decision))


def read_answer(text: str, *, decision_id: UUID) -> Decision:
    """A recorded decision."""
    document = json.loads(text)
    return _DECISION.validate_python(
        {**document, "application_id": UUID(document["application_id"]), "decision_id": decision_id}
    )


def read_request(text: str) -> DecisionRequest:
    """A recorded request: Decimals were written as text, whole numbers as numbers."""
    document = json.loads(text)
    return DecisionRequest(
        application_id=UUID(document["application_id"]),
        as_of=date.fromisoformat(document["as_of"]),
        product_code=document["product_code"],
        amount_minor=document["amount_minor"],
        term_months=document["term_months"],
        purpose=document["purpose"],
        method=document["method"],
        firm_id=UUID(document["firm_id"]) if document["firm_id"] else None,
        applicant=document["applicant"],
        facts=_facts(document["facts"]),
    )


def _facts(document: Mapping[str, Any]) -> dict[str, FactValue]:
    return {name: Decimal(value) if isinstance(value, str) else value for name, value in document.items()}
