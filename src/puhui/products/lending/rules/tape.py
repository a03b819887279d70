"""A loan tape's columns, how a row is read, and how it is compared with our replay, to the minor unit."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from puhui.finmath.loans.documents.events_json import read_events
from puhui.finmath.loans.documents.fields import Fields
from puhui.finmath.loans.documents.terms_json import KEYS, read_terms
from puhui.finmath.loans.state import LoanState
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.lending.tape_contracts import Difference, TapeLoan

Kind = Literal["text", "amount", "rate", "whole", "truth", "date", "json"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, how its cells are read, whether every row needs it, and what it means."""

    name: str
    kind: Kind
    needed: bool
    note: str


_OWN: Final = (
    Column("loan_id", "text", True, "The loan's number in the old system: at most 60 characters, once in a tape."),
    Column("borrower_id", "text", False, "An existing party's id; or name and code of an organisation:"),
    Column("borrower_name", "text", False, "The organisation's name; kept encrypted."),
    Column("borrower_uscc", "text", False, "Its unified social credit code, with a valid check digit; kept encrypted."),
    Column("product_code", "text", False, "Preset `imported`."),
    Column("product_version", "whole", False, "Preset 1."),
)
STATED: Final = (
    Column("outstanding_principal", "amount", True, "Principal not repaid at the start of the tape's day."),
    Column("outstanding_interest", "amount", False, "Interest earned and not paid, accrued to the start of that day."),
    Column("outstanding_fees", "amount", False, "Fees charged and not paid."),
    Column("outstanding_penalty", "amount", False, "Default interest earned and not paid."),
    Column("unapplied", "amount", False, "Money held for the borrower."),
    Column("next_due_date", "date", False, "The day of the next due that is not met."),
    Column("next_due_amount", "amount", False, "What falls due on it."),
    Column("days_past_due", "whole", False, "The age of the oldest unpaid due."),
)
_TERM_KINDS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("principal", "instalment_multiple", "balloon"), "amount"),
    **dict.fromkeys(("annual_rate_pct", "penalty_multiple", "growth_pct"), "rate"),
    **dict.fromkeys(
        ("n", "every", "principal_grace", "interest_grace", "grace_days", "growth_every", "settlement_day"), "whole"
    ),
    **dict.fromkeys(("even_last", "shift_interest", "compound_interest"), "truth"),
    **dict.fromkeys(("disbursement_date", "first_due_date"), "date"),
    **dict.fromkeys(
        ("disbursements", "fees", "principal_plan", "moved_dues", "settlement_months", "allocation"), "json"
    ),
}
_NEEDED_TERMS: Final = frozenset({"principal", "annual_rate_pct", "n", "disbursement_date"})
TERMS: Final = tuple(
    Column(key, _TERM_KINDS.get(key, "text"), key in _NEEDED_TERMS, "As in `puhui schedule`.") for key in sorted(KEYS)
)
EVENT_COLUMN: Final = Column("events", "json", False, "JSON tapes only: the loan's events as in `puhui schedule`.")
TAPE_COLUMNS: Final = (*_OWN, *TERMS, *STATED, EVENT_COLUMN)
_BY_NAME: Final = {column.name: column for column in TAPE_COLUMNS}
_WHOLE_EVENT_KEYS: Final = frozenset({"of", "n"})
_JSON_EVENT_KEYS: Final = frozenset({"treatment", "moved_dues"})
MOST_KEY: Final = 60


def check_heads(heads: Sequence[str]) -> None:
    """Refuses columns that are unknown, given twice or missing, by name."""
    for head in heads:
        if head not in _BY_NAME:
            raise InvalidInput(str(head)[:80], "is not a known column")
        if heads.count(head) > 1:
            raise InvalidInput(head, "is given twice")
    for column in TAPE_COLUMNS:
        if column.needed and column.name not in heads:
            raise InvalidInput(column.name, "this column is missing")


def document_of(cells: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a row as JSON types; an empty cell is absent."""
    made: dict[str, Any] = {}
    for name, cell in cells.items():
        if name not in _BY_NAME:
            raise InvalidInput(str(name)[:80], "is not a known column")
        value = cell_value(cell, kind=_BY_NAME[name].kind, where=name)
        if value is not None:
            made[name] = value
    return made


def event_of(cells: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the events file as an event of `puhui schedule`; an empty cell is absent."""
    made: dict[str, Any] = {}
    for name, cell in cells.items():
        kind: Kind = "whole" if name in _WHOLE_EVENT_KEYS else "json" if name in _JSON_EVENT_KEYS else "text"
        value = cell_value(cell, kind=kind, where=name)
        if value is not None and name != "loan_id":
            made[name] = value
    return made


def cell_value(cell: Any, *, kind: Kind, where: str) -> Any:
    """One cell: text becomes what the column means; what is typed already stays."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, date):
        return cell.isoformat()
    if not isinstance(cell, str):
        return str(cell) if kind in ("amount", "rate") and not isinstance(cell, bool | list | dict) else cell
    text = cell.strip()
    if kind == "whole":
        return _whole(text, where)
    if kind == "truth":
        return _truth(text, where)
    if kind == "json":
        return _json(text, where)
    return text


def _whole(text: str, where: str) -> int:
    if not (text.lstrip("-").isascii() and text.lstrip("-").isdigit()) or len(text) > 9:
        raise InvalidInput(where, "a whole number is expected")
    return int(text)


def _truth(text: str, where: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise InvalidInput(where, "true or false is expected")
    return text.lower() == "true"


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidInput(where, "is not JSON") from None


def read_row(document: Mapping[str, Any], events: Sequence[Mapping[str, Any]], *, line: int, as_of: date) -> TapeLoan:
    """A row with its events, understood; refuses by column."""
    fields = Fields(document)
    key = fields.text("loan_id")
    if not 1 <= len(key) <= MOST_KEY or not key.isprintable():
        raise InvalidInput("loan_id", f"is 1 to {MOST_KEY} printable characters")
    terms = read_terms(Fields({name: value for name, value in document.items() if name in KEYS}))
    if terms.disbursement_date > as_of:
        raise InvalidInput("disbursement_date", f"lies after the tape's day, {as_of}")
    listed = events or document.get("events") or []
    if not isinstance(listed, list | tuple):
        raise InvalidInput("events", "is a list of events")
    told = Fields({"events": list(listed)})
    happened = read_events(told, currency=terms.currency, not_before=terms.disbursement_date)
    if late := next((event for event in happened if event.on > as_of), None):
        raise InvalidInput("events", f"a {late.kind} on {late.on} lies after the tape's day, {as_of}")
    return TapeLoan(
        line=line,
        row_key=key,
        **_borrower(fields),
        product_code=fields.text("product_code", "imported")[:60],
        product_version=fields.whole("product_version", 1),
        terms=terms,
        events=tuple(happened),
        stated=_stated(fields, terms.currency),
    )


def _borrower(fields: Fields) -> dict[str, Any]:
    if fields.has("borrower_id"):
        try:
            known = UUID(fields.text("borrower_id"))
        except ValueError:
            raise InvalidInput("borrower_id", "is not the id of a party") from None
        return {"borrower_id": known, "borrower_name": "", "borrower_uscc": ""}
    if not fields.has("borrower_uscc"):
        raise InvalidInput("borrower_id", "an id, or name and code of the borrower, are needed")
    return {
        "borrower_id": None,
        "borrower_name": fields.text("borrower_name"),
        "borrower_uscc": fields.text("borrower_uscc"),
    }


def _stated(fields: Fields, currency: str) -> dict[str, int | date]:
    made: dict[str, int | date] = {}
    for column in STATED:
        if column.needed or fields.has(column.name):
            value = made[column.name] = _STATED_READERS[column.kind](fields, column.name, currency)
            if isinstance(value, int) and value < 0:
                raise InvalidInput(column.name, "is not negative")
    return made


_STATED_READERS: Final[Mapping[str, Any]] = {
    "amount": lambda fields, name, currency: fields.amount(name, currency),
    "whole": lambda fields, name, _: fields.whole(name),
    "date": lambda fields, name, _: fields.day(name),
}


def replayed_of(state: LoanState) -> dict[str, int | date | None]:
    """What our replay says, under the names of the stated columns."""
    due_on, due = state.next_due or (None, None)
    owed = state.outstanding
    return {
        "outstanding_principal": owed.principal,
        "outstanding_interest": owed.interest,
        "outstanding_fees": owed.fees,
        "outstanding_penalty": owed.penalty + owed.compound,
        "unapplied": state.unapplied_minor,
        "next_due_date": due_on,
        "next_due_amount": due.total if due else 0,
        "days_past_due": state.days_past_due,
    }


def differences_between(loan: TapeLoan, state: LoanState) -> tuple[Difference, ...]:
    """Every stated value that is not what our replay says; amounts in major units."""
    ours = replayed_of(state)
    amounts = {column.name for column in STATED if column.kind == "amount"}

    def shown(name: str, value: int | date | None) -> str:
        if value is None:
            return ""
        return str(Money(value, loan.terms.currency)) if name in amounts and isinstance(value, int) else str(value)

    return tuple(
        Difference(name, shown(name, said), shown(name, ours[name]))
        for name, said in loan.stated.items()
        if said != ours[name]
    )


def _minor(value: int | date | None) -> int:
    return value if isinstance(value, int) else 0


OPENING: Final[Mapping[str, str]] = {
    "outstanding_principal": "principal",
    "outstanding_interest": "interest",
    "outstanding_fees": "fees",
    "outstanding_penalty": "penalty",
    "unapplied": "unapplied",
}


def opening_amounts(loan: TapeLoan, state: LoanState) -> tuple[dict[str, int], dict[str, int]]:
    """What the tape brings in, and by how much our replay is above (`principal_up`) or below (`principal_down`) it.

    Both together are what our replay says; what the tape does not state is taken from the replay.
    """
    ours = replayed_of(state)
    opening: dict[str, int] = {}
    change: dict[str, int] = {}
    for column, part in OPENING.items():
        mine = _minor(ours[column])
        said = _minor(loan.stated.get(column, mine))
        opening[part] = said
        change[f"{part}_up"] = max(mine - said, 0)
        change[f"{part}_down"] = max(said - mine, 0)
    return opening, change
