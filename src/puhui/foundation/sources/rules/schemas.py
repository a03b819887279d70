"""Checks what a source answered against its declared schema, strictly: an unknown key is a changed schema."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal, Optional

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from puhui.foundation.sources.contracts import BadContent, FieldOf, Heard, SourceDefinition, Status
from puhui.kernel.canonical import canonical_json, plain

MOST_ROWS = 2000
_STRICT = ConfigDict(extra="forbid", strict=True)
_KINDS: Mapping[str, Any] = {
    "text": Annotated[str, Field(max_length=300)],
    "date": date,
    "amount": Annotated[int, Field(ge=-(10**15), le=10**15)],
    "count": Annotated[int, Field(ge=0, le=10**9)],
    "number": Annotated[Decimal, Field(max_digits=18, decimal_places=6)],
    "flag": bool,
}


@lru_cache(maxsize=64)
def content_model(definition: SourceDefinition) -> type[BaseModel]:
    """The schema of a source's content as a strict model."""
    fields: dict[str, Any] = {name: (_type(one), ...) for name, one in definition.fields.items()}
    for name, columns in definition.rows.items():
        row = create_model(f"{definition.id}_{name}", __config__=_STRICT, **_fields(columns))
        fields[name] = (Annotated[list[row], Field(max_length=MOST_ROWS)], ...)
    return create_model(definition.id, __config__=_STRICT, **fields)


@lru_cache(maxsize=64)
def envelope_model(definition: SourceDefinition) -> type[BaseModel]:
    """What a source answers as a whole: about whom, as of when, and the content; null: nothing on record."""
    fields: dict[str, Any] = {
        "source": (Literal[definition.id], ...),
        "schema_version": (Literal[definition.schema_version], ...),
        "subject": (dict[str, str], ...),
        "as_of": (date, ...),
        "content": (Optional[content_model(definition)], ...),  # noqa: UP045 - a model that is made here
    }
    return create_model(f"{definition.id}_envelope", __config__=_STRICT, **fields)


def heard_from(body: bytes, *, definition: SourceDefinition, identifiers: Mapping[str, str], on: date) -> Heard:
    """Reads the bytes of an answer: ok, absent, or garbage with the place of its first fault and no value."""
    try:
        read: Any = envelope_model(definition).model_validate_json(body)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return _garbage(definition, f"schema: {where or 'body'}: {first['type']}")
    if dict(read.subject) != dict(identifiers):
        return _garbage(definition, "subject: the answer is about somebody else")
    if read.as_of > on:
        return _garbage(definition, "as_of: lies in the future")
    if read.content is None:
        return Heard(source=definition.id, status=Status.ABSENT, as_of=read.as_of)
    return Heard(source=definition.id, status=Status.OK, as_of=read.as_of, content=plain(read.content.model_dump()))


def checked_content(content: Mapping[str, Any], *, definition: SourceDefinition) -> Mapping[str, Any]:
    """The content as JSON types, when it holds the schema. For content that puhui or a customer makes itself."""
    try:
        read = content_model(definition).model_validate_json(canonical_json(content))
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadContent(where=where or "content", reason=first["msg"]) from None
    made: Mapping[str, Any] = plain(read.model_dump())
    return made


def _garbage(definition: SourceDefinition, reason: str) -> Heard:
    return Heard(source=definition.id, status=Status.GARBAGE, reason=reason[:200])


def _fields(columns: Mapping[str, FieldOf]) -> dict[str, Any]:
    return {name: (_type(one), ...) for name, one in columns.items()}


def _type(declared: FieldOf) -> Any:
    kind, optional = declared.type.removesuffix("?"), declared.type.endswith("?")
    made = Literal[tuple(kind[7:].split("|"))] if kind.startswith("choice:") else _KINDS[kind]
    return Optional[made] if optional else made  # noqa: UP045 - a type that is made here
