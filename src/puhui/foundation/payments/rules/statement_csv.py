"""Statements as CSV: which column means what is data of the bank (`policies/statement_formats`)."""

import csv
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import StringIO

from pydantic import BaseModel, ConfigDict, Field

from puhui.foundation.payments.rules.camt import MOST_BYTES, MOST_LINES, checked
from puhui.foundation.payments.statement_contracts import LineDraft, StatementDraft, StatementRefused
from puhui.kernel.dates import EARLIEST, LATEST
from puhui.kernel.money import MAX_MINOR, exponent_of


class StatementFormat(BaseModel):
    """How one bank writes its statements. `columns` maps our names to the heads of the bank."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    version: int
    effective_from: date
    source: str
    approved_by: str
    encoding: str = "utf-8-sig"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    date_format: str = "%Y-%m-%d"
    thousands: str = ","
    skip_lines: int = Field(default=0, ge=0, le=50)
    newest_first: bool = False
    columns: Mapping[str, str]


def read_csv(content: bytes, *, form: StatementFormat, account: str, number: str, currency: str) -> StatementDraft:
    """One statement; the balance column gives opening and closing, and every line must carry it on."""
    if len(content) > MOST_BYTES:
        raise StatementRefused("file", f"it is larger than {MOST_BYTES // 1_000_000} MB")
    rows = _rows(content, form)
    if form.newest_first:
        rows.reverse()
    lines = [_line(n, place, cells, form, currency) for n, (place, cells) in enumerate(rows, 1)]
    if not lines:
        raise StatementRefused("file", "it has no lines")
    balances = [_amount(cells, "balance", place, form, currency) for place, cells in rows]
    for before, line, after, (place, _) in zip(balances, lines[1:], balances[1:], rows[1:], strict=False):
        if before + line.amount_minor != after:
            raise StatementRefused(f"line {place}, {form.columns['balance']}", "does not follow from the line before")
    return checked(
        StatementDraft(
            account=account[:40],
            number=number[:60],
            currency=currency,
            from_date=min(line.booked_on for line in lines),
            to_date=max(line.booked_on for line in lines),
            opening_minor=balances[0] - lines[0].amount_minor,
            closing_minor=balances[-1],
            lines=tuple(lines),
        )
    )


def _rows(content: bytes, form: StatementFormat) -> list[tuple[int, dict[str, str]]]:
    try:
        text = content.decode(form.encoding)
        reader = csv.reader(StringIO(text, newline=""), delimiter=form.delimiter, strict=True)
        for _ in range(form.skip_lines):
            next(reader, None)
        heads = _heads(next(reader, []), form)
        found = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except (UnicodeDecodeError, csv.Error, LookupError) as error:
        raise StatementRefused("file", f"it is not CSV that we read: {type(error).__name__}") from None
    if len(found) > MOST_LINES:
        raise StatementRefused("file", f"at most {MOST_LINES} lines a statement")
    if odd := next((place for place, cells in found if len(cells) != len(heads)), None):
        raise StatementRefused(f"line {odd}", f"{len(heads)} cells are expected")
    return [(place, dict(zip(heads, cells, strict=True))) for place, cells in found]


def _heads(cells: list[str], form: StatementFormat) -> list[str]:
    heads = [cell.strip() for cell in cells]
    for ours, theirs in form.columns.items():
        if heads.count(theirs) != 1:
            raise StatementRefused(theirs, f"the column for {ours} is missing or stands there twice")
    return heads


def _line(n: int, place: int, cells: Mapping[str, str], form: StatementFormat, currency: str) -> LineDraft:
    booked = _day(cells, "booked_on", place, form)
    minor = _signed(cells, place, form, currency)
    if not minor:
        raise StatementRefused(f"line {place}, amount", "is zero")

    def text(name: str, most: int) -> str:
        return cells.get(form.columns.get(name, ""), "").strip()[:most]

    return LineDraft(
        n=n,
        amount_minor=minor,
        booked_on=booked,
        value_on=_day(cells, "value_on", place, form) if "value_on" in form.columns else booked,
        end_to_end_id=text("end_to_end_id", 60),
        bank_reference=text("bank_reference", 60),
        text=text("text", 500),
        counterparty=text("counterparty", 140),
        counterparty_account=text("counterparty_account", 40),
    )


def _signed(cells: Mapping[str, str], place: int, form: StatementFormat, currency: str) -> int:
    if "amount" in form.columns:
        return _amount(cells, "amount", place, form, currency)
    come, gone = (_amount(cells, side, place, form, currency) for side in ("credit", "debit"))
    if come and gone:
        raise StatementRefused(f"line {place}, {form.columns['debit']}", "money in and money out on one line")
    return come - abs(gone)


def _amount(cells: Mapping[str, str], name: str, place: int, form: StatementFormat, currency: str) -> int:
    head = form.columns[name]
    text = cells[head].strip()
    if form.thousands:
        text = text.replace(form.thousands, "")
    if not text and name in ("credit", "debit"):
        return 0
    try:
        scaled = Decimal(text).scaleb(exponent_of(currency))
        if not scaled.is_finite() or scaled != scaled.to_integral_value() or abs(scaled) > MAX_MINOR:
            raise InvalidOperation
    except InvalidOperation:
        raise StatementRefused(f"line {place}, {head}", "is not an amount") from None
    return int(scaled)


def _day(cells: Mapping[str, str], name: str, place: int, form: StatementFormat) -> date:
    head = form.columns[name]
    try:
        found = datetime.strptime(cells[head].strip()[:40], form.date_format).date()  # noqa: DTZ007 - a day, not an instant
    except ValueError:
        raise StatementRefused(f"line {place}, {head}", "is not a date") from None
    if not EARLIEST <= found <= LATEST:
        raise StatementRefused(f"line {place}, {head}", f"lies outside of {EARLIEST} to {LATEST}")
    return found
