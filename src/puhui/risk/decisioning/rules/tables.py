"""Decision tables in the vocabulary of DMN: rows of unary tests, and five hit policies.

unique: one row matches; first: the first that matches; priority: the one whose output ranks first; any: rows that
match at once say the same; collect: all of them.

Written here, and not taken from a rules engine, because those that exist for Python refuse Decimals and dates.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import PolicyInvalid, TableConflict
from puhui.risk.decisioning.rules.fault_words import KIND_WORDS, words_of
from puhui.risk.decisioning.rules.unary_tests import (
    PYTHON_TYPES,
    UnaryTest,
    ValueType,
    anything,
    parse_test,
    parse_value,
)

HitPolicy = Literal["unique", "first", "priority", "any", "collect"]
HIT_POLICIES = ("unique", "first", "priority", "any", "collect")
MOST_ROWS, MOST_COLUMNS = 1000, 60


@dataclass(frozen=True, slots=True)
class Column:
    """An input or an output: its name and the type of its values.

    For an input, `values` or `span` bound what can come (the gap check looks no further), `required` says that it is
    never missing. For an output of a priority table, `values` are in falling priority.
    """

    name: str
    kind: ValueType
    values: tuple[Any, ...] = ()
    span: UnaryTest | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: a test for each input, a value for each output, and why it is there."""

    id: str
    tests: tuple[UnaryTest, ...]
    then: Mapping[str, Any]
    why: Text | None = None
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A table, ready to be asked."""

    name: str
    hit_policy: HitPolicy
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    rows: tuple[Row, ...]
    plan: tuple[tuple[Row, tuple[tuple[int, Callable[[Any], bool]], ...]], ...]
    asked: tuple[tuple[str, tuple[type, ...]], ...]

    def hits(self, context: Mapping[str, Any]) -> tuple[Row, ...]:
        """The rows that count under the hit policy; none when nothing matches."""
        values = []
        for name, types in self.asked:
            value = context.get(name)
            if value is not None and type(value) not in types:
                raise _of_another_type(name, value, self.inputs)
            values.append(value)
        found: list[Row] = []
        for row, checks in self.plan:
            for place, holds in checks:
                if not holds(values[place]):
                    break
            else:
                found.append(row)
                if self.hit_policy == "first":
                    break
        return self._chosen(found)

    def hit(self, context: Mapping[str, Any]) -> Row | None:
        """The one row of a single-hit table, or none."""
        rows = self.hits(context)
        return rows[0] if rows else None

    def _chosen(self, found: list[Row]) -> tuple[Row, ...]:
        if len(found) < 2 or self.hit_policy == "collect":
            return tuple(found)
        if self.hit_policy == "unique":
            raise self._conflict(found)
        if self.hit_policy == "any":
            if any(row.then != found[0].then for row in found):
                raise self._conflict(found)
            return (found[0],)
        return (min(found, key=self._rank),)  # min keeps the earlier row among equals

    def _conflict(self, rows: Sequence[Row]) -> TableConflict:
        return TableConflict(where=self.name, table=self.name, rows=", ".join(row.id for row in rows))

    def _rank(self, row: Row) -> tuple[int, ...]:
        return tuple(column.values.index(row.then[column.name]) for column in self.outputs if column.values)


def _of_another_type(name: str, value: Any, inputs: Sequence[Column]) -> InvalidInput:
    """A float or a text never slips into a comparison of numbers."""
    kind = next(column.kind for column in inputs if column.name == name)
    return InvalidInput(name, words_of("kind_needed", kind=KIND_WORDS[kind], type=type(value).__name__))


def parse_table(document: Mapping[str, Any], *, name: str) -> DecisionTable:
    """A table from its TOML or JSON form; every fault is refused by place.

    `inputs` and `outputs` map a name to a type, or to `{type, values, span, required}`. A row has `id`, `when` (input
    name to test; what is left out matches everything), `then` and `why`.
    """
    _only(document, {"hit_policy", "inputs", "outputs", "rows"}, where=name)
    policy = document.get("hit_policy")
    if policy not in HIT_POLICIES:
        raise PolicyInvalid(f"{name}.hit_policy", words_of("one_of", names=", ".join(HIT_POLICIES)))
    inputs = _columns(document.get("inputs"), where=f"{name}.inputs")
    outputs = _columns(document.get("outputs"), where=f"{name}.outputs")
    if len(document.get("rows", ())) > MOST_ROWS or len(inputs) + len(outputs) > MOST_COLUMNS:
        raise PolicyInvalid(name, words_of("table_size", rows=MOST_ROWS, columns=MOST_COLUMNS))
    rows = tuple(_row(row, inputs=inputs, outputs=outputs, table=name) for row in document.get("rows", ()))
    if len({row.id for row in rows}) != len(rows):
        raise PolicyInvalid(name, words_of("same_id"))
    if policy == "priority" and not any(column.values for column in outputs):
        raise PolicyInvalid(name, words_of("priority"))
    plan = tuple((row, _checks(row, inputs)) for row in rows)
    asked = tuple((column.name, PYTHON_TYPES[column.kind]) for column in inputs)
    return DecisionTable(name, policy, inputs, outputs, rows, plan, asked)


def _checks(row: Row, inputs: Sequence[Column]) -> tuple[tuple[int, Callable[[Any], bool]], ...]:
    return tuple(
        (place, test.compiled()) for place, test in enumerate(row.tests) if test != anything(inputs[place].kind)
    )


def _columns(document: Any, *, where: str) -> tuple[Column, ...]:
    if not isinstance(document, Mapping) or not document:
        raise PolicyInvalid(where, words_of("types_needed"))
    return tuple(_column(name, value, where=f"{where}.{name}") for name, value in document.items())


def _column(name: str, document: Any, *, where: str) -> Column:
    entry = {"type": document} if isinstance(document, str) else dict(document)
    _only(entry, {"type", "values", "span", "required"}, where=where)
    kind: ValueType = entry.get("type")  # type: ignore[assignment] # checked on the next line
    if kind not in PYTHON_TYPES:
        raise PolicyInvalid(where, words_of("types", names=", ".join(PYTHON_TYPES)))
    values = tuple(parse_output(value, kind=kind, where=where) for value in entry.get("values", ()))
    span = parse_test(entry["span"], kind=kind, where=where) if "span" in entry else None
    return Column(name, kind, values, span, bool(entry.get("required", False)))


def _row(document: Mapping[str, Any], *, inputs: Sequence[Column], outputs: Sequence[Column], table: str) -> Row:
    where = f"{table}.{document.get('id', '?')}"
    _only(document, {"id", "when", "then", "why"}, where=where)
    if not isinstance(document.get("id"), str):
        raise PolicyInvalid(where, words_of("row_id"))
    when, then, why = document.get("when", {}), document.get("then", {}), document.get("why")
    _only(when, {column.name for column in inputs}, where=f"{where}.when")
    _only(then, {column.name for column in outputs}, where=f"{where}.then")
    tests = tuple(parse_test(str(when.get(c.name, "-")), kind=c.kind, where=f"{where}.when.{c.name}") for c in inputs)
    values = {
        c.name: parse_output(then[c.name], kind=c.kind, where=f"{where}.then.{c.name}")
        for c in outputs
        if c.name in then
    }
    if missing := [c.name for c in outputs if c.name not in then]:
        raise PolicyInvalid(f"{where}.then", words_of("missing", name=missing[0]))
    asks = tuple(c.name for c, test in zip(inputs, tests, strict=True) if test != anything(c.kind))
    return Row(document["id"], tests, values, Text(en=why["en"], zh=why["zh"]) if why else None, asks)


def parse_output(value: Any, *, kind: ValueType, where: str) -> Any:
    """An output as its type: a number from text, whole number or Decimal, the others as they are."""
    if isinstance(value, float):
        raise PolicyInvalid(where, words_of("as_text", value=value))
    if kind == "number" and type(value) in (int, Decimal):
        return Decimal(value)
    if type(value) in PYTHON_TYPES[kind] and kind != "number":
        return value
    return parse_value(str(value), kind=kind, where=where)


def _only(document: Mapping[str, Any], allowed: set[str], *, where: str) -> None:
    if not isinstance(document, Mapping):
        raise PolicyInvalid(where, words_of("table_needed"))
    if unknown := sorted(set(document) - allowed):
        raise PolicyInvalid(where, words_of("unknown_key", name=unknown[0]))
