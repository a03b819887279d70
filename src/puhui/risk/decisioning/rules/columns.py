"""Many decision requests as columns: whole numbers at a stated scale, codes for texts, one mark for what is not known.

No float anywhere: a comparison with a Decimal bound becomes one with a whole number, so that a column gets the very
answer that each of its values would get alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puhui.risk.decisioning.contracts import DecisionRequest, FactValue

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
UNKNOWN = int(np.iinfo(np.int64).min)
LARGEST = int(np.iinfo(np.int64).max)
MOST_PLACES = 6
MONTHS = "months_since_founding"
_FITS = 2**62


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """Numbers in units of 10^-places; UNKNOWN where the value is not known."""

    units: Whole
    places: int = 0

    def value(self, row: int) -> Decimal | int | None:
        """The number of one row, as the one-by-one way takes it."""
        units = int(self.units[row])
        if units == UNKNOWN:
            return None
        return Decimal(units).scaleb(-self.places) if self.places else units

    def part(self, rows: slice | Whole) -> "NumberColumn":
        """The same for some rows."""
        return NumberColumn(self.units[rows], self.places)

    @property
    def any_known(self) -> bool:
        """True when some value is known."""
        return bool((self.units != UNKNOWN).any())


@dataclass(frozen=True, slots=True)
class TextColumn:
    """Texts as places in `names`; -1 where the value is not known."""

    codes: NDArray[np.int32]
    names: tuple[str, ...]

    def value(self, row: int) -> str | None:
        """The text of one row."""
        code = int(self.codes[row])
        return None if code < 0 else self.names[code]

    def part(self, rows: slice | Whole) -> "TextColumn":
        """The same for some rows."""
        return TextColumn(self.codes[rows], self.names)

    @property
    def any_known(self) -> bool:
        """True when some value is known."""
        return bool((self.codes >= 0).any())


Column = NumberColumn | TextColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestColumns:
    """`DecisionRequest` many times. `ids` are optional: what is asked in bulk need not have applications."""

    as_of: date
    product_code: str
    amount_minor: Whole
    term_months: Whole
    method: TextColumn
    purpose: TextColumn
    facts: Mapping[str, NumberColumn]
    applicant: Mapping[str, Column] = field(default_factory=dict)
    ids: Sequence[Any] = ()

    @property
    def size(self) -> int:
        """How many requests."""
        return len(self.amount_minor)

    def part(self, rows: slice | Whole) -> "RequestColumns":
        """Some of the requests."""
        chosen = range(self.size)[rows] if isinstance(rows, slice) else rows.tolist()
        return RequestColumns(
            as_of=self.as_of,
            product_code=self.product_code,
            amount_minor=self.amount_minor[rows],
            term_months=self.term_months[rows],
            method=self.method.part(rows),
            purpose=self.purpose.part(rows),
            facts={name: column.part(rows) for name, column in self.facts.items()},
            applicant={name: column.part(rows) for name, column in self.applicant.items()},
            ids=[self.ids[row] for row in chosen] if len(self.ids) else (),
        )

    def request(self, row: int) -> DecisionRequest:
        """One of them, as the one-by-one way takes it."""
        return DecisionRequest(
            application_id=self.ids[row] if len(self.ids) else str(row),
            as_of=self.as_of,
            product_code=self.product_code,
            amount_minor=int(self.amount_minor[row]),
            term_months=int(self.term_months[row]),
            purpose=self.purpose.value(row) or "",
            method=self.method.value(row) or "",
            applicant={name: _applicant_value(column.value(row)) for name, column in self.applicant.items()},
            facts={name: column.value(row) for name, column in self.facts.items()},
        )


def _applicant_value(value: Any) -> str | int | None:
    return int(value) if isinstance(value, Decimal) else value


def number_column(values: Iterable[FactValue], *, places: int | None = None) -> NumberColumn:
    """Numbers as a column, at the smallest scale that holds them all. Raises OverflowError where none does."""
    kept = list(values)
    if places is None:
        places = max((_places(value) for value in kept), default=0)
    units = np.fromiter((_units(value, places) for value in kept), dtype=np.int64, count=len(kept))
    return NumberColumn(units, places)


def text_column(values: Iterable[str | None]) -> TextColumn:
    """Texts as a column."""
    kept = list(values)
    names = tuple(sorted({value for value in kept if value is not None}))
    code_of = {name: code for code, name in enumerate(names)}
    return TextColumn(
        np.fromiter((-1 if v is None else code_of[v] for v in kept), dtype=np.int32, count=len(kept)), names
    )


def same_text(text: str, *, size: int) -> TextColumn:
    """The same text on every row."""
    return TextColumn(np.zeros(size, dtype=np.int32), (text,))


def fits(value: Any) -> bool:
    """True for a value that a column can hold without losing anything."""
    if value is None:
        return True
    if type(value) is Decimal:
        if not value.is_finite() or (value.is_zero() and value.is_signed()):
            return False
        if not -MOST_PLACES <= int(value.as_tuple().exponent) <= 0:
            return False
    return type(value) in (int, Decimal) and bool(abs(value) < _FITS // 10**MOST_PLACES)


def _places(value: FactValue) -> int:
    return max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0


def _units(value: FactValue, places: int) -> int:
    if value is None:
        return UNKNOWN
    units = int(value * 10**places) if type(value) is int else int(Decimal(value).scaleb(places))
    if abs(units) >= _FITS:
        raise OverflowError(f"{value} with {places} places does not fit")
    return units


def columns_of(requests: Sequence[DecisionRequest]) -> tuple[RequestColumns, Whole]:
    """Requests of one product and day as columns, and the places of those that fit; the others go one by one.

    A request does not fit when a value has more than six decimals, is huge, or is of another type.
    """
    first = requests[0]
    kinds = _kinds_of_applicants(requests)
    rows = [place for place, request in enumerate(requests) if _regular(request, first=first, kinds=kinds)]
    kept = [requests[place] for place in rows]
    names = dict.fromkeys(name for request in kept for name in request.facts)
    asked = dict.fromkeys(name for request in kept for name in request.applicant)
    columns = RequestColumns(
        as_of=first.as_of,
        product_code=first.product_code,
        amount_minor=np.array([r.amount_minor for r in kept], dtype=np.int64),
        term_months=np.array([r.term_months for r in kept], dtype=np.int64),
        method=text_column(r.method for r in kept),
        purpose=text_column(r.purpose for r in kept),
        facts={name: number_column(r.facts.get(name) for r in kept) for name in names},
        applicant={name: _applicant_column([r.applicant.get(name) for r in kept], kinds.get(name)) for name in asked},
        ids=[r.application_id for r in kept],
    )
    return columns, np.array(rows, dtype=np.int64)


def _kinds_of_applicants(requests: Sequence[DecisionRequest]) -> dict[str, type]:
    """Whether a value of the applicant is a text or a whole number: as the first one that is known."""
    kinds: dict[str, type] = {MONTHS: int}
    for request in requests:
        for name, value in request.applicant.items():
            if value is not None:
                kinds.setdefault(name, type(value))
    return kinds


def _regular(request: DecisionRequest, *, first: DecisionRequest, kinds: Mapping[str, type]) -> bool:
    if (request.as_of, request.product_code) != (first.as_of, first.product_code):
        return False
    if abs(request.amount_minor) >= _FITS or abs(request.term_months) >= _FITS:
        return False
    of_kind = all(v is None or type(v) is kinds[n] for n, v in request.applicant.items())
    numbers = all(fits(v) for v in request.applicant.values() if not isinstance(v, str))
    return of_kind and numbers and all(map(fits, request.facts.values()))


def _applicant_column(values: list[str | int | None], kind: type | None) -> Column:
    if kind is str:
        return text_column(v if isinstance(v, str) else None for v in values)
    return number_column(v if isinstance(v, int) else None for v in values)
