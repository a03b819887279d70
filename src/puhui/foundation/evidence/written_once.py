"""Questions that come with every request: the ORM writes the statement of each once a process, and not every time.

Putting a statement together costs the ORM two to five times of what the database needs to answer it. A function marked
`@written_once` gives a queryset as ever; its SQL is kept from the first call, and later calls put in their own values.
"""

import functools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, ParamSpec, TypeGuard, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ValuesListIterable

from puhui.foundation.evidence.asking import fetched, in_text

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
Row = TypeVar("Row")
Kind = tuple[type, bool]

_PLACE: Final = re.compile(r"(?<!%)%s")
_NOTHING: Final = (type(None), True)
_FIXED: Final = frozenset({UUID, date, datetime, Decimal, str, int, bool, type(None)})
_FILLED_UP_TO, _TEXTS = 64, 64


def written_once(ask: Callable[P, "QuerySet[M, Row]"]) -> Callable[P, list[Row]]:
    """Answers with the rows of `ask`, whose statement is written at the first call of a process.

    Each argument is a UUID, a date, a text or None, or a collection of these, and is compared as it is (`=`, `__in`,
    `__lte`; not `__contains`); the statement depends on nothing but its arguments. Where one is None or an empty
    collection it is another statement, which is kept too.
    """
    written: dict[tuple[object, ...], _Written] = {}

    @functools.wraps(ask)
    def answer(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        connection: Any = connections[DEFAULT_DB_ALIAS]
        values = (*args, *kwargs.values())
        kinds = [_kind(value) for value in values]
        key = (connection.vendor, *kwargs, *kinds)
        if key not in written:
            marks = [_mark(kind, n) for n, kind in enumerate(kinds)]
            given = [_filled(kind, mark) for kind, mark in zip(kinds, marks, strict=True)]
            named = dict(zip(kwargs, given[len(args) :], strict=True))
            asked: Callable[..., QuerySet[M, Row]] = ask
            written[key] = _Written(asked(*given[: len(args)], **named), marks)
        return written[key].rows(values, connection)

    return answer


def _is_many(value: object) -> TypeGuard[Collection[object]]:
    return isinstance(value, Collection) and not isinstance(value, str)


def _kind(value: object) -> Kind:
    """Of what type, and whether it is a collection of that."""
    if not _is_many(value):
        return type(value), False
    types = {type(one) for one in value}
    if len(types) > 1:
        raise TypeError(f"a collection of one type, not of {types}")
    return (types.pop(), True) if types else _NOTHING


def _mark(kind: Kind, number: int) -> object:
    """A value that stands nowhere else, by which its places in the statement are found; None where there are none."""
    if kind[0] is type(None):
        return None
    if issubclass(kind[0], UUID):
        return uuid4()
    if kind[0] is date:
        return date(1, 1, 1 + number)
    if issubclass(kind[0], str):
        return uuid4().hex
    raise TypeError(f"no statement is kept for {kind[0].__name__}")


def _filled(kind: Kind, mark: object) -> object:
    """The argument that the mark makes."""
    if kind == _NOTHING:
        return []
    return [mark] if kind[1] else mark


class _Written:
    """A statement cut at its places, and how its rows are read."""

    def __init__(self, queryset: Any, marks: Sequence[object]) -> None:
        connection: Any = connections[queryset.db]
        compiler = queryset.query.get_compiler(connection=connection)
        self._texts, self._places = list[str](), list[tuple[int | None, object]]()
        self._statements: dict[tuple[int, ...], str] = {}
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:  # the ORM knows without asking
            return
        known = [mark if mark is None else _adapted(mark, connection) for mark in marks]
        self._texts = _PLACE.split(sql)
        self._places = [(known.index(one), None) if one in known else (None, one) for one in params]
        stand_alone = {place for place, _ in self._places if place is not None}
        wanted = {place for place, mark in enumerate(marks) if mark is not None}
        if stand_alone != wanted or len(self._texts) != len(params) + 1 or queryset._prefetch_related_lookups:
            raise ValueError(f"an argument does not stand alone in: {sql}")
        self._fix_constants(connection)
        self._answer = functools.partial(_Answer, queryset.model, compiler)
        self._iterable, self._width = queryset._iterable_class, compiler.col_count
        self._converters = compiler.get_converters([column for column, *_ in compiler.select[: self._width]])

    def _fix_constants(self, connection: Any) -> None:
        """Constants that can stand in the text are put there, and are no places any more."""
        texts, places = [self._texts[0]], list[tuple[int | None, object]]()
        for (place, constant), text in zip(self._places, self._texts[1:], strict=True):
            written = in_text(constant, connection) if place is None else None
            if written is None:
                places.append((place, constant))
                texts.append(text)
            else:
                texts[-1] += written + text
        self._texts, self._places = texts, places

    def rows(self, values: Sequence[Any], connection: Any) -> list[Any]:
        """The rows for these values, read as the queryset reads them."""
        if not self._texts:
            return []
        given = [
            _filled_up([_adapted(one, connection) for one in some]) if _is_many(some) else [_adapted(some, connection)]
            for some in values
        ]
        params = list[object]()
        for place, constant in self._places:
            if place is None:
                params.append(constant)
            else:
                params += given[place]
        found = self._read(fetched(connection, self._statement(given), params), connection)
        if self._iterable is ValuesListIterable:
            return found
        if self._iterable is FlatValuesListIterable:
            return [row[0] for row in found]
        return list(self._iterable(self._answer(found)))

    def _statement(self, given: Sequence[Sequence[object]]) -> str:
        """The text for collections of these lengths."""
        lengths = tuple(map(len, given))
        if lengths not in self._statements:
            texts = [self._texts[0]]
            for (place, _), text in zip(self._places, self._texts[1:], strict=True):
                texts += (", ".join(["%s"] * (1 if place is None else lengths[place])), text)
            if len(self._statements) >= _TEXTS:
                self._statements.clear()
            self._statements[lengths] = "".join(texts)
        return self._statements[lengths]

    def _read(self, found: Sequence[Sequence[Any]], connection: Any) -> list[Any]:
        """The rows as Python has them; a value that comes again is converted once."""
        if not self._converters:
            return [tuple(row[: self._width]) for row in found]
        rows = [list(row[: self._width]) for row in found]
        for place, (converters, column) in self._converters.items():
            seen: dict[str, Any] = {}
            for row in rows:
                raw = value = row[place]
                if type(raw) is str and raw in seen:
                    row[place] = seen[raw]
                    continue
                for converter in converters:
                    value = converter(value, column, connection)
                row[place] = value
                if type(raw) is str and type(value) in _FIXED:
                    seen[raw] = value
        return [tuple(row) for row in rows]


class _Answer:
    """What Django's iterables ask of a queryset, its query and its compiler, with the rows already there."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: Final[dict[str, object]] = {}

    def __init__(self, model: type[Model], compiler: Any, rows: list[Sequence[Any]]) -> None:
        self.model, self.query, self._rows = model, self, rows
        self.select, self.klass_info = compiler.select, compiler.klass_info
        self.annotation_col_map = compiler.annotation_col_map

    def get_compiler(self, using: str) -> "_Answer":
        """Itself: nothing is left to compile."""
        return self

    def execute_sql(self, **_: object) -> None:
        """Nothing: it was executed."""

    def results_iter(self, *_: object, **__: object) -> Iterator[Sequence[Any]]:
        """The rows."""
        return iter(self._rows)


def _adapted(value: object, connection: Any) -> object:
    """The value as its field hands it to the database."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else str(value)


def _filled_up(some: list[object]) -> list[object]:
    """A short collection is filled up with its last value, so that a few texts serve collections of every length."""
    return some + some[-1:] * ((1 << (len(some) - 1).bit_length()) - len(some)) if len(some) <= _FILLED_UP_TO else some
