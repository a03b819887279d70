"""What a correction changes in the content of an answer: one value, or one row that is not the customer's."""

from collections.abc import Mapping
from typing import Any

from puhui.foundation.sources.contracts import CorrectionInvalid, SourceDefinition


def check_correction(
    content: Mapping[str, Any], *, definition: SourceDefinition, field: str, row: int | None, value: str | None
) -> None:
    """Refuses what names no value of this answer; a row is either kept with another value or, without one, dropped."""
    if row is None:
        if field not in definition.fields:
            raise CorrectionInvalid(where="field", reason=f"the source has no value {field[:60]!r}")
        if value is None:
            raise CorrectionInvalid(where="value", reason="say what the value should be")
        return
    rows, _, column = field.partition(".")
    if rows not in definition.rows or (column and column not in definition.rows[rows]):
        raise CorrectionInvalid(where="field", reason=f"the source has no rows {field[:60]!r}")
    if not 0 <= row < len(content[rows]):
        raise CorrectionInvalid(where="row", reason="the answer has no such row")
    if bool(column) != (value is not None):
        raise CorrectionInvalid(where="value", reason="name a value of the row and say what it should be, or neither")


def corrected(
    content: Mapping[str, Any], *, definition: SourceDefinition, field: str, row: int | None, value: str | None
) -> dict[str, Any]:
    """The content with the correction in it; its types are checked by the schema afterwards."""
    made: dict[str, Any] = {name: (list(v) if isinstance(v, list) else v) for name, v in content.items()}
    if row is None:
        made[field] = _typed(value, kind=definition.fields[field].type)
        return made
    rows, _, column = field.partition(".")
    if column:
        kind = definition.rows[rows][column].type
        made[rows][row] = {**made[rows][row], column: _typed(value, kind=kind)}
    else:
        del made[rows][row]
    return made


def _typed(value: str | None, *, kind: str) -> Any:
    text = (value or "").strip()
    if not text and kind.endswith("?"):
        return None
    if kind.removesuffix("?") in ("amount", "count"):
        if not text.removeprefix("-").isdecimal() or len(text) > 16:
            raise CorrectionInvalid(where="value", reason="a whole number is needed (amounts in fen)")
        return int(text)
    if kind.removesuffix("?") == "flag":
        if text not in ("true", "false"):
            raise CorrectionInvalid(where="value", reason="true or false is needed")
        return text == "true"
    return text
