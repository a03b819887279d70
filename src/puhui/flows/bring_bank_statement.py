"""A firm brings a statement of its bank: only the sums of its months are kept, as the answer of a source.

Statements of the same account are joined month by month, the fuller file counting where they overlap; a statement of
another account takes the place of what was brought before. The lines themselves are read and not kept.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from puhui.flows.ask_sources import request_of, tell_stale
from puhui.foundation.consent.facade import require_consent
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import home_date, require_party
from puhui.foundation.payments.facade import StatementDraft, StatementRefused, read_statements
from puhui.foundation.sources.facade import (
    Heard,
    Status,
    checked_content,
    known_answers,
    source_definition,
    store_answers,
)
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import derived_id

SOURCE: Final = "bank_statements"
PURPOSE: Final = "firm_records"
WHO: Final = (Role.CUSTOMER, Role.RELATIONSHIP_MANAGER, Role.OPERATIONS, Role.SYSTEM)
CURRENCY: Final = "CNY"
MOST_BYTES: Final = 20_000_000
MOST_MONTHS: Final = 36
TAIL: Final = 4


@dataclass(frozen=True, slots=True)
class StatementBrought:
    """What is known from the account now: its months, and whether another account was known before."""

    account_tail: str
    from_on: date
    to_on: date
    months: int
    in_minor: int
    out_minor: int
    replaced: bool


@use_case("flows.bring_bank_statement", answers=StatementBrought, subject="firm_id")
def bring_bank_statement(
    call: Call, *, firm_id: UUID, content: bytes, form: str, account: str = ""
) -> StatementBrought:
    """Reads a camt.053 or CSV file under the firm's consent; the same file again changes nothing that is known.

    `account` is asked for with CSV, which does not say whose it is.
    """
    call.actor.require(*WHO, verb="bring in a bank statement of a firm")
    require_party(call.actor, party_id=firm_id)
    on = home_date(call.at)
    consent_id = require_consent(party_id=firm_id, purpose=PURPOSE, scope=(SOURCE,), on=on)
    if len(content) > MOST_BYTES:
        raise InvalidInput("file", f"at most {MOST_BYTES // 1_000_000} MB")
    number = hashlib.sha256(content).hexdigest()[:16]
    drafts = read_statements(content, form=form, account=account, number=number, currency=CURRENCY)
    _check(drafts, on=on)
    known = known_answers(party_id=firm_id, at=call.at).get(SOURCE)
    before = known.content if known is not None else None
    found = dict(checked_content(joined(before, content_of(drafts)), definition=source_definition(SOURCE, on=on)))
    heard = Heard(
        source=SOURCE,
        status=Status.OK,
        as_of=date.fromisoformat(found["to_on"]),
        content=found,
        consent_id=consent_id,
        provenance="file",
    )
    if before is None or dict(before) != found:
        request_id = derived_id(request_of(call, firm_id), SOURCE)
        store_answers(call, party_id=firm_id, request_id=request_id, heard=[heard])
        tell_stale(call, party_id=firm_id)
    return _told(found, replaced=before is not None and before["account_tail"] != found["account_tail"])


def content_of(drafts: Sequence[StatementDraft]) -> dict[str, Any]:
    """The months of the statements of one account: money in and out, bookings, the balance at the end of each."""
    months: dict[str, dict[str, Any]] = {}
    for draft in sorted(drafts, key=lambda one: (one.from_date, one.number)):
        balance = draft.opening_minor
        for line in sorted(draft.lines, key=lambda one: (one.booked_on, one.n)):
            balance += line.amount_minor
            month = months.setdefault(line.booked_on.replace(day=1).isoformat(), _empty())
            month["in_minor" if line.amount_minor > 0 else "out_minor"] += abs(line.amount_minor)
            month["lines"] += 1
            month["balance_minor"] = balance
    return {
        "account_tail": "".join(char for char in drafts[0].account if char.isalnum())[-TAIL:],
        "from_on": min(one.from_date for one in drafts).isoformat(),
        "to_on": max(one.to_date for one in drafts).isoformat(),
        "months": _listed(months),
    }


def joined(before: Mapping[str, Any] | None, found: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of the account after a further file; at most three years of it."""
    if before is None or before["account_tail"] != found["account_tail"]:
        return dict(found)
    months = {row["month_on"]: row for row in before["months"]}
    follows = found["from_on"] > before["to_on"]  # a month that one file ends in and the next one goes on with
    for row in found["months"]:
        known = months.get(row["month_on"])
        months[row["month_on"]] = row if known is None else _summed(known, row) if follows else _fuller(known, row)
    return {
        **found,
        "from_on": min(before["from_on"], found["from_on"]),
        "to_on": max(before["to_on"], found["to_on"]),
        "months": [months[name] for name in sorted(months)][-MOST_MONTHS:],
    }


def _fuller(known: Mapping[str, Any], found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of two files on one month that with more bookings: a file may begin in the middle of it."""
    return known if known["lines"] > found["lines"] else found


def _summed(first: Mapping[str, Any], rest: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**rest, **{name: first[name] + rest[name] for name in ("in_minor", "out_minor", "lines")}}


def _check(drafts: Sequence[StatementDraft], *, on: date) -> None:
    if len({one.account for one in drafts}) != 1:
        raise StatementRefused("Stmt/Acct", "bring the statements of one account at a time")
    if any(one.currency != CURRENCY for one in drafts):
        raise StatementRefused("Stmt/Acct/Ccy", f"statements are read in {CURRENCY}")
    if not any(one.lines for one in drafts):
        raise StatementRefused("Stmt/Ntry", "it has no bookings")
    if max(one.to_date for one in drafts) > on:
        raise StatementRefused("Stmt", "it reaches into the future")


def _empty() -> dict[str, Any]:
    return {"in_minor": 0, "out_minor": 0, "balance_minor": 0, "lines": 0}


def _listed(months: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Month by month, those without a booking too: their balance is that of the month before."""
    names = list(_names(months))
    rows: list[dict[str, Any]] = []
    for name in names:
        row = months.get(name) or {**_empty(), "balance_minor": rows[-1]["balance_minor"]}
        rows.append({"month_on": name, **row})
    return rows[-MOST_MONTHS:]


def _names(months: Iterable[str]) -> Iterable[str]:
    found = sorted(months)
    month = date.fromisoformat(found[0])
    while month.isoformat() <= found[-1]:
        yield month.isoformat()
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _told(found: Mapping[str, Any], *, replaced: bool) -> StatementBrought:
    return StatementBrought(
        account_tail=found["account_tail"],
        from_on=date.fromisoformat(found["from_on"]),
        to_on=date.fromisoformat(found["to_on"]),
        months=len(found["months"]),
        in_minor=sum(row["in_minor"] for row in found["months"]),
        out_minor=sum(row["out_minor"] for row in found["months"]),
        replaced=replaced,
    )
