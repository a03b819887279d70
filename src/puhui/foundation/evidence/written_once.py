"""Questions that come with every request: the ORM writes the statement of each once a process, and not every time.

Putting a statement together costs the ORM two to five times of what the database needs to answer it. A function marked
`@written_once` gives a queryset as ever; its SQL is kept from the first call, and later calls put in their own values.
"""

import functools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Any, Final, ParamSpec, TypeGuard, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
Row = TypeVar("Row")
Kind = tuple[type, bool]

_PLACE: Final = re.compile(r"(?<!%)%s")
_NOTHING: Final = (type(None), True)


def written_once(ask: Callable[P, "QuerySet[M, Row]"]) -> Callable[P, list[Row]]:
    """Answers with the rows of `ask`, whose statement is written at the first call of a process.

    Each argument is a UUID, a date, a text or None, or a collection of these, and is compared as it is (`=`, `__in`,
    `__lte`; not `__contains`); the statement depends on nothing but its arguments. Where one is None or an empty
    collection it is another statement, which is kept too.
    """
    written: dict[tuple[object, ...], _Written] = {}

    @functools.wraps(ask)
    def answer(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        values = (*args, *kwargs.values())
        kinds = [_kind(value) for value in values]
        key = (connections[DEFAULT_DB_ALIAS].vendor, *kwargs, *kinds)
        if key not in written:
            marks = [_mark(kind, n) for n, kind in enumerate(kinds)]
            given = [_filled(kind, mark) for kind, mark in zip(kinds, marks, strict=True)]
            named = dict(zip(kwargs, given[len(args) :], strict=True))
            asked: Callable[..., QuerySet[M, Row]] = ask
            written[key] = _Written(asked(*given[: len(args)], **named), marks)
        return written[key].rows(values)

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
        self._answer = functools.partial(_Answer, queryset.model, compiler)
        self._iterable, self._width = queryset._iterable_class, compiler.col_count
        self._converters = compiler.get_converters([column for column, *_ in compiler.select[: self._width]])

    def rows(self, values: Sequence[Any]) -> list[Any]:
        """The rows for these values, read as the queryset reads them."""
        if not self._texts:
            return []
        connection: Any = connections[DEFAULT_DB_ALIAS]
        adapted = [[_adapted(one, connection) for one in (some if _is_many(some) else [some])] for some in values]
        texts, params = [self._texts[0]], list[object]()
        for (place, constant), text in zip(self._places, self._texts[1:], strict=True):
            given = [constant] if place is None else adapted[place]
            texts += (", ".join(["%s"] * len(given)), text)
            params += given
        with connection.cursor() as cursor:
            cursor.execute("".join(texts), tuple(params))
            found = cursor.fetchall()
        return list(self._iterable(self._answer([self._read(row, connection) for row in found])))

    def _read(self, row: Sequence[Any], connection: Any) -> Sequence[Any]:
        if not self._converters and len(row) == self._width:
            return row
        read = list(row[: self._width])
        for place, (converters, column) in self._converters.items():
            for converter in converters:
                read[place] = converter(read[place], column, connection)
        return tuple(read)


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
