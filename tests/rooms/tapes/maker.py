"""Makes tapes out of the engine itself: what another system would have written, with any change that a test wants."""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from tests.rooms.party.made_up import credit_code

from puhui.finmath.loans.documents.events_json import read_events
from puhui.finmath.loans.documents.fields import Fields
from puhui.finmath.loans.documents.terms_json import read_terms
from puhui.finmath.loans.engine import replay
from puhui.kernel.money import Money

AS_OF = date(2026, 6, 10)
HEADS = (
    *("loan_id", "borrower_name", "borrower_uscc", "principal", "annual_rate_pct", "method", "n", "disbursement_date"),
    *("penalty_multiple", "outstanding_principal", "outstanding_interest", "outstanding_fees", "outstanding_penalty"),
    *("unapplied", "next_due_date", "days_past_due"),
)
EVENT_HEADS = ("loan_id", "date", "kind", "amount", "effect", "of", "annual_rate_pct")


def terms(n: int, **changes: Any) -> dict[str, Any]:
    """The terms of the n-th loan of a small made-up book."""
    return {
        "principal": f"{100_000 + 1_000 * (n % 37)}.00",
        "annual_rate_pct": ("12", "9.5", "15.678")[n % 3],
        "method": ("equal_instalment", "equal_principal", "interest_only")[n % 3],
        "n": 12,
        "disbursement_date": (date(2026, 1, 10) + timedelta(days=n % 28)).isoformat(),
        "penalty_multiple": "1.5",
        **changes,
    }


def events(n: int) -> list[dict[str, Any]]:
    """Some paid, some paid late, some twice and taken back, some not at all."""
    if n % 4 == 3:
        return []
    paid: list[dict[str, Any]] = [
        {"date": f"2026-0{month}-12", "kind": "payment", "amount": "9100.00"} for month in (3, 4, 5)
    ]
    if n % 4 == 2:
        paid += [
            {"date": "2026-05-20", "kind": "payment", "amount": "500.00"},
            {"date": "2026-05-25", "kind": "reversal", "of": 3},
        ]
    return paid


def row(n: int, told: Sequence[Mapping[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    """A row that agrees with our replay, unless it is changed."""
    agreed = terms(n)
    happened = events(n) if told is None else told
    understood = read_terms(Fields(agreed))
    known = read_events(Fields({"events": list(happened)}), currency="CNY", not_before=understood.disbursement_date)
    state = replay(understood, known, as_of=AS_OF)
    owed = state.outstanding
    return {
        "loan_id": f"OLD-{n:05}",
        "borrower_name": f"存量商行{n}",
        "borrower_uscc": credit_code(n),
        **agreed,
        "outstanding_principal": str(Money(owed.principal)),
        "outstanding_interest": str(Money(owed.interest)),
        "outstanding_fees": str(Money(owed.fees)),
        "outstanding_penalty": str(Money(owed.penalty)),
        "unapplied": str(Money(state.unapplied_minor)),
        "next_due_date": state.next_due[0].isoformat() if state.next_due else "",
        "days_past_due": state.days_past_due,
        **changes,
    }


def csv_text(rows: Sequence[Mapping[str, Any]], heads: Sequence[str]) -> str:
    made = StringIO()
    writer = csv.DictWriter(made, heads, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def written(folder: Path, rows: Sequence[Mapping[str, Any]], *, with_events: bool = True) -> tuple[Path, Path]:
    """The tape and its events as two CSV files."""
    tape, told = folder / "tape.csv", folder / "events.csv"
    tape.write_text(csv_text(rows, HEADS), encoding="utf-8")
    lines = [
        {"loan_id": one["loan_id"], **event}
        for one in rows
        for event in (events(int(str(one["loan_id"])[4:])) if with_events else [])
    ]
    told.write_text(csv_text(lines, EVENT_HEADS), encoding="utf-8")
    return tape, told


def json_lines(folder: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """The same as JSON Lines, the events inside the rows."""
    path = folder / "tape.jsonl"
    lines = [json.dumps({**one, "events": events(int(str(one["loan_id"])[4:]))}, ensure_ascii=False) for one in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
