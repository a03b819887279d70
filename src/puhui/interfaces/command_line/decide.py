"""`puhui decide`: decides applications given as JSON Lines with the installed policies; no database, bounded memory.

The lines are read one by one; one that cannot be decided is answered with its refusal and its line number, and the run
goes on.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal, TextIO

import click
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from puhui.interfaces.command_line.printing import DONE, REFUSED, print_json, print_refusal
from puhui.interfaces.command_line.reading import opened
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.kernel.money import Money
from puhui.risk.decisioning.facade import (
    AnswerPart,
    Decision,
    DecisionPolicy,
    DecisionRequest,
    FactValue,
    OfferTerms,
    Scorecard,
    decide,
    installed_parameters_on,
    policy_in_force,
)
from puhui.risk.facts.facade import fact_definitions, fact_names

LONGEST_LINE = 1_000_000
_NUMBER = r"^-?[0-9]{1,18}(\.[0-9]{1,9})?$"


def _no_bool(value: object) -> object:
    if isinstance(value, bool | float):
        raise ValueError('a fact is a whole number, or text such as "0.25"')
    return value


Fact = Annotated[
    Annotated[int, Field(ge=-(10**18), le=10**18)] | Annotated[str, Field(pattern=_NUMBER)] | None,
    BeforeValidator(_no_bool),
]


class Applicant(BaseModel):
    """Who applies, as far as a policy may ask."""

    model_config = ConfigDict(extra="forbid", strict=True)
    kind: Literal["person", "organisation"] = "organisation"
    months_since_founding: Annotated[int, Field(ge=0, le=12000)] | None = None
    industry: Annotated[str, Field(max_length=60)] = ""
    region: Annotated[str, Field(max_length=60)] = ""


class ApplicationLine(BaseModel):
    """One line: an application with its facts. Amounts are text in major units, facts whole numbers or text."""

    model_config = ConfigDict(extra="forbid", strict=True, title="A line of puhui decide")
    application_id: Annotated[str, Field(min_length=1, max_length=100)]
    as_of: Annotated[str, Field(json_schema_extra={"format": "date"})]
    product: Annotated[str, Field(min_length=1, max_length=60)] = "working-capital"
    amount: Annotated[str, Field(description='major units, such as "300000.00"', max_length=30)]
    term_months: Annotated[int, Field(ge=1, le=360)]
    method: Annotated[str, Field(max_length=40)] = "equal_instalment"
    purpose: Annotated[str, Field(max_length=60)] = ""
    applicant: Applicant | None = None
    facts: Annotated[dict[str, Fact], Field(description="by name; absent or null is not known")]


@click.command(help="Decides applications given as JSONL, without a database. FILE may be -, standard input.")
@click.argument("file", default="-", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--schema", is_flag=True, help="Prints the JSON Schema of a line.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line (this is the preset too).")
def command(*, file: str, schema: bool, as_json: bool) -> None:
    """Exits 0 when every line was decided, 1 when any was refused."""
    del as_json
    if schema:
        print_json(line_schema())
        return
    try:
        with opened(file) as stream:
            sys.exit(REFUSED if decide_stream(stream, out=sys.stdout) else DONE)
    except FileNotFoundError:
        raise click.UsageError(f"there is no file {file}") from None
    except Refusal as refusal:
        print_refusal(refusal, as_json=True)
        sys.exit(REFUSED)


def line_schema() -> dict[str, Any]:
    """The JSON Schema of a line, with the names and meanings of all facts."""
    schema = ApplicationLine.model_json_schema()
    kinds = schema["properties"]["facts"].pop("additionalProperties")
    schema["properties"]["facts"]["additionalProperties"] = False
    schema["properties"]["facts"]["properties"] = {
        name: {**kinds, "description": f"{d.meaning.en} Unit: {d.unit}."}
        for name, d in fact_definitions(on=date.today()).items()  # noqa: DTZ011 - the day of the person at the keyboard
    }
    return schema


def decide_stream(stream: TextIO, *, out: TextIO) -> int:
    """Decides line by line; counts the lines that were refused."""
    refused = 0
    for number, line in _lines(stream):
        try:
            answer = decide_line(line, where=f"line {number}")
        except Refusal as refusal:
            refused += 1
            answer = _refused(refusal, number=number)
        out.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n")
    return refused


def _lines(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Lines that are not blank; of one that is too long only the beginning is held."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith("\n"):
                pass
        if line.strip():
            yield number, line


def decide_line(line: str, *, where: str) -> dict[str, Any]:
    """One decision, as it is printed."""
    request = _request(line, where=where)
    policy, cards, parameters = _in_force(request.product_code, request.as_of)
    card = cards[policy.slot_of(request)]
    return _as_json(decide(request, policy=policy, scorecard=card, parameters=parameters))


@lru_cache(maxsize=4096)
def _in_force(product: str, on: date) -> tuple[DecisionPolicy, Mapping[str, Scorecard], Mapping[str, Decimal]]:
    return *policy_in_force(product, on=on), installed_parameters_on(on)


def _request(line: str, *, where: str) -> DecisionRequest:
    if len(line) > LONGEST_LINE:
        raise InvalidInput(where, f"a line has at most {LONGEST_LINE:,} characters")
    try:
        asked = ApplicationLine.model_validate_json(line)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"] if part != "constrained-str")
        raise InvalidInput(f"{where}, {place}" if place else where, first["msg"]) from None
    return DecisionRequest(
        application_id=asked.application_id,
        as_of=parse_date(asked.as_of, where=f"{where}, as_of"),
        product_code=asked.product,
        amount_minor=Money.parse(asked.amount, where=f"{where}, amount").minor,
        term_months=asked.term_months,
        method=asked.method,
        purpose=asked.purpose,
        applicant=vars(asked.applicant) if asked.applicant else {},
        facts=_facts(asked.facts, where=where, product=asked.product, as_of=asked.as_of),
    )


def _facts(given: Mapping[str, int | str | None], *, where: str, product: str, as_of: str) -> dict[str, FactValue]:
    """The facts, each known to all policies or declared by the one in force."""
    for name in given:
        if name not in fact_names() and name not in _in_force(product, date.fromisoformat(as_of))[0].sections.facts:
            raise InvalidInput(f"{where}, facts.{name[:80]}", "there is no such fact")
    return {name: Decimal(value) if isinstance(value, str) else value for name, value in given.items()}


def _refused(refusal: Refusal, *, number: int) -> dict[str, Any]:
    error = dict(refusal.as_json()["error"])
    if not error["where"].startswith("line "):
        error["where"] = f"line {number}" + (f", {error['where']}" if error["where"] else "")
    return {"error": error}


def _as_json(decision: Decision) -> dict[str, Any]:
    return {
        "application_id": decision.application_id,
        "outcome": decision.outcome,
        "offers": [_offer(offer) for offer in decision.offers],
        "indicative": [_offer(offer) for offer in decision.indicative],
        "reasons": [
            {"code": r.code, "text": {"en": r.text.en, "zh": r.text.zh}, "detail": r.detail} for r in decision.reasons
        ],
        "score": decision.score,
        "best_score": decision.best_score,
        "pd": str(decision.pd),
        "band": decision.band,
        "limit": str(Money(decision.limit_minor)),
        "versions": {
            "policy": decision.policy_version,
            "scorecard": decision.scorecard_version,
            "engine": decision.engine,
        },
        "hashes": {
            "request": decision.request_hash,
            "policy": decision.policy_hash,
            "scorecard": decision.scorecard_hash,
        },
        "parameters": {name: str(value) for name, value in decision.parameters.items()},
        **_parts(decision),
    }


def _parts(decision: Decision) -> dict[str, Any]:
    """What a policy with formulas shows: its measures, the parts of the limit (yuan) and of each rate (percent)."""
    if decision.engine.split()[0] == "1":
        return {}
    return {
        "measures": {name: None if value is None else str(value) for name, value in decision.measures.items()},
        "limit_parts": [_part(part, yuan=True) for part in decision.limit_parts],
        "price_parts": [
            {"label": price.label, "parts": [_part(part, yuan=False) for part in price.parts]}
            for price in decision.price_parts
        ],
    }


def _part(part: AnswerPart, *, yuan: bool) -> dict[str, Any]:
    shown = None if part.value is None else str(Money(int(part.value)) if yuan else part.value)
    return {
        "name": part.name,
        "text": {"en": part.text.en, "zh": part.text.zh},
        "value": shown,
        "decides": part.decides,
    }


def _offer(offer: OfferTerms) -> dict[str, Any]:
    return {
        "label": offer.label,
        "amount": str(Money(offer.amount_minor)),
        "term_months": offer.term_months,
        "method": offer.method,
        "annual_rate_pct": str(offer.annual_rate_pct),
        "lpr_pct": str(offer.lpr_pct),
        "margin_bps": offer.margin_bps,
    }
