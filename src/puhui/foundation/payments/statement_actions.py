"""Keeps bank statements: imported once, lines matched once, each act on a line under its lock."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import blind_index, masked_name, seal, sealing_key
from puhui.foundation.payments.models import BankStatement, BankStatementLine, LineMatch
from puhui.foundation.payments.rules.camt import read_camt
from puhui.foundation.payments.rules.statement_csv import read_csv
from puhui.foundation.payments.statement_contracts import (
    LineDraft,
    LineNotInState,
    LineState,
    MatchView,
    StatementDraft,
    StatementKnown,
)
from puhui.foundation.payments.statement_policies import statement_format
from puhui.kernel.actors import Call, Role
from puhui.kernel.canonical import digest, plain
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, derived_id

NAMESPACE: Final = UUID("0b5d7f7a-6c1e-5a51-9f3b-62616e6b7374")
CAMT: Final = "camt.053"
WHO: Final = (Role.OPERATIONS, Role.FINANCE, Role.SYSTEM)


def read_statements(
    content: bytes, *, form: str, account: str = "", number: str = "", currency: str = "CNY"
) -> list[StatementDraft]:
    """The statements of a file. A CSV does not say whose it is: account and number are given with it."""
    if form == CAMT:
        return read_camt(content)
    if not account.strip() or not number.strip() or not f"{account}{number}".isprintable():
        raise InvalidInput("account", "a CSV statement needs the account and a number of its own")
    plan = statement_format(form)
    return [read_csv(content, form=plan, account=account.strip(), number=number.strip(), currency=currency)]


@use_case("payments.import_statements", answers=list[UUID])
def import_statements(call: Call, *, drafts: Sequence[StatementDraft]) -> list[UUID]:
    """Keeps statements; one that is there already stays as it is, another content under its number is refused."""
    call.actor.require(*WHO, verb="import bank statements")
    return [_keep(call, draft) for draft in drafts]


def _keep(call: Call, draft: StatementDraft) -> UUID:
    statement_id = derived_id(NAMESPACE, f"{draft.account}/{draft.number}")
    found = digest(plain(draft))
    row = BankStatement(
        id=statement_id,
        account=draft.account,
        number=draft.number,
        currency=draft.currency,
        from_date=draft.from_date,
        to_date=draft.to_date,
        opening_minor=draft.opening_minor,
        closing_minor=draft.closing_minor,
        lines=len(draft.lines),
        digest=found,
        imported_by=call.actor.id,
        imported_at=call.at,
    )
    known = BankStatement.objects.filter(id=statement_id).first()
    if known is not None:
        if known.digest != found:
            raise StatementKnown(where="number", number=draft.number)
        return statement_id
    row.save(force_insert=True)
    _keep_lines(row, draft)
    return statement_id


def _keep_lines(row: BankStatement, draft: StatementDraft) -> None:
    """The lines; one that another statement of the account brought before is kept as its duplicate."""
    keys = {line.n: _seen_key(draft.account, line) for line in draft.lines}
    seen = set(
        BankStatementLine.objects.filter(seen_key__in=[key for key in keys.values() if key]).values_list(
            "seen_key", flat=True
        )
    )
    rows = []
    for line in draft.lines:
        key = keys[line.n]
        is_new = key is None or key not in seen
        if key:
            seen.add(key)
        rows.append(_line(row, line, key if is_new else None, LineState.NEW if is_new else LineState.DUPLICATE))
    BankStatementLine.objects.bulk_create(rows, batch_size=200)


def _seen_key(account: str, line: LineDraft) -> str | None:
    """The bank's own reference makes a line known again in another statement; without one it is taken as new."""
    if not line.bank_reference:
        return None
    said = f"{account}/{line.bank_reference}/{line.booked_on}/{line.amount_minor}"
    return blind_index("statement_line", said)


def _line(row: BankStatement, line: LineDraft, key: str | None, state: LineState) -> BankStatementLine:
    detail = {"name": line.counterparty, "account": line.counterparty_account, "text": line.text}
    line_id = derived_id(row.id, str(line.n))
    return BankStatementLine(
        id=line_id,
        bucket=bucket_of(line_id),
        statement=row,
        n=line.n,
        amount_minor=line.amount_minor,
        currency=row.currency,
        booked_on=line.booked_on,
        value_on=line.value_on,
        end_to_end_id=line.end_to_end_id,
        bank_reference=line.bank_reference,
        counterparty_masked=_masked(line),
        sealed_detail=seal(json.dumps(detail, ensure_ascii=False)),
        sealed_with=sealing_key(),
        seen_key=key,
        state=state,
    )


def _masked(line: LineDraft) -> str:
    name = masked_name(line.counterparty) if line.counterparty else ""
    account = f"****{line.counterparty_account[-4:]}" if len(line.counterparty_account) > 4 else ""
    return f"{name} {account}".strip()[:60]


def lock_lines(line_ids: Iterable[UUID]) -> dict[UUID, BankStatementLine]:
    """Locks lines, always in the same order."""
    rows = BankStatementLine.objects.select_for_update().filter(id__in=list(line_ids)).order_by("id")
    return {row.id: row for row in rows}


def lock_line(line_id: UUID, *, states: Sequence[LineState], act: str) -> BankStatementLine:
    """Locks one line that must be in one of these states."""
    row = lock_lines([line_id]).get(line_id)
    if row is None:
        raise NotFound("statement line", where="line_id")
    if row.state not in states:
        raise LineNotInState(where="line_id", state=row.state, act=act)
    return row


def note_matches(call: Call, *, matched: Mapping[UUID, tuple[MatchView, Mapping[UUID, int]]]) -> None:
    """Notes which orders lines are, with the amount of each order that the line is."""
    LineMatch.objects.bulk_create(
        [
            LineMatch(
                id=derived_id(line_id, f"{order_id}"),
                line_id=line_id,
                order_id=order_id,
                amount_minor=minor,
                rule=match.rule,
                matched_at=call.at,
            )
            for line_id, (match, orders) in matched.items()
            for order_id, minor in orders.items()
        ],
        batch_size=200,
    )
    move_lines(list(matched), state=LineState.MATCHED)


def move_lines(line_ids: Sequence[UUID], *, state: LineState, **changes: object) -> None:
    """Brings lines into a state; what was proposed for them is done with."""
    done: dict[str, object] = {
        "proposed": "",
        "proposed_loan_id": None,
        "proposed_by": None,
        "proposed_by_name": "",
        "suggestions": [],
    }
    for start in range(0, len(line_ids), 500):
        ids = line_ids[start : start + 500]
        BankStatementLine.objects.filter(id__in=ids).update(state=state, **{**done, **changes})


def note_suggestions(suggestions: Mapping[UUID, Sequence[MatchView]]) -> None:
    """Keeps what lines may be, for staff to take or leave."""
    rows = list(BankStatementLine.objects.filter(id__in=list(suggestions)))
    for row in rows:
        row.suggestions = [plain(match) for match in suggestions[row.id]]
    BankStatementLine.objects.bulk_update(rows, ["suggestions"], batch_size=200)


def note_proposal(call: Call, *, line: BankStatementLine, act: str, loan_id: UUID | None, effect: str) -> None:
    """Notes what somebody wants to do with a line; a second person decides."""
    line.proposed, line.proposed_loan_id, line.proposed_effect = act, loan_id, effect
    line.proposed_by, line.proposed_by_name = call.actor.id, call.actor.name[:80]
    fields = ["proposed", "proposed_loan_id", "proposed_effect", "proposed_by", "proposed_by_name"]
    line.save(update_fields=fields)
