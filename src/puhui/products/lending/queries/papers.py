"""The papers around a loan: schedule, statement, confirmation of repayment. Rights are those of the loan."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, Literal, get_args
from uuid import UUID

from puhui.finmath.loans.state import Components
from puhui.foundation.documents.facade import Facts, Paper, Sentences, Table
from puhui.kernel.actors import Actor
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.lending.contracts import LoanState, LoanView
from puhui.products.lending.queries.loans import loan
from puhui.products.lending.queries.statements import loan_statement
from puhui.products.lending.rules.paper_words import KINDS, WORDS
from puhui.products.lending.statement_contracts import LoanStatement, NotRepaid, StatementEvent

PaperKind = Literal["schedule", "statement", "pay_off"]
PAPER_KINDS: Final[tuple[PaperKind, ...]] = get_args(PaperKind)


class Names:
    """Who lends and who borrows, as the paper names them; the caller may know them."""

    def __init__(self, *, lender: str, borrower: str, borrower_code: str) -> None:
        self.lender, self.borrower, self.borrower_code = lender, borrower, borrower_code


class _Words:
    """Words in one language, and amounts of one currency."""

    def __init__(self, language: str, currency: str) -> None:
        self.language, self.currency = language, currency

    def __call__(self, key: str, **values: object) -> str:
        return WORDS[key].filled(**values).in_language(self.language)

    def kind(self, kind: str) -> str:
        return KINDS[kind].in_language(self.language) if kind in KINDS else kind

    def money(self, minor: int) -> str:
        whole, _, part = str(Money(abs(minor), self.currency)).partition(".")
        sign = "-" if minor < 0 else ""
        return f"{sign}{int(whole):,}" + (f".{part}" if part else "")


def loan_paper(
    actor: Actor,
    loan_id: UUID,
    *,
    kind: str,
    names: Names,
    language: str,
    from_date: date | None = None,
    to_date: date | None = None,
) -> Paper:
    """One paper of a loan that the actor may see."""
    shown = loan(actor, loan_id)
    words = _Words(language, shown.line.principal.currency)
    if kind == "statement":
        found = loan_statement(actor, loan_id, from_date=from_date, to_date=to_date)
        return statement_paper(found, shown, names, words)
    makers: Mapping[str, Callable[[LoanView, Names, _Words], Paper]] = {
        "schedule": _schedule_paper,
        "pay_off": _pay_off_paper,
    }
    if kind not in makers:
        raise InvalidInput("kind", f"one of {', '.join(PAPER_KINDS)}")
    return makers[kind](shown, names, words)


def statement_paper(found: LoanStatement, shown: LoanView, names: Names, words: _Words) -> Paper:
    """The statement: where it began, what moved, where it ended, and every line between."""
    facts = (*_parties(shown, names, words), (words("period"), f"{found.from_date} – {found.to_date}"))
    heads = ("on", "booked_on", "kind", "amount", "principal", "interest", "fees", "penalty", "held", "balance")
    lines = Table(
        tuple(words(head) for head in heads),
        tuple(_statement_row(line, words) for line in found.lines),
        words("lines"),
        frozenset(range(3, len(heads))),
        (13, 13, 17, 17, 16, 13, 11, 11, 12, 17),
    )
    blocks = (Facts(facts), lines, _movement(found, words), Sentences(words("from_records"), is_small=True))
    return _paper("statement", found.to_date, names, words, blocks=blocks, shown=shown)


def _statement_row(line: StatementEvent, words: _Words) -> tuple[str, ...]:
    parts = line.settled
    penalty = parts.penalty + getattr(parts, "compound", 0)
    amounts = (line.amount_minor, parts.principal, parts.interest, parts.fees, penalty, line.held_minor)
    shown = [words.money(minor) if minor else "" for minor in amounts]
    return (
        line.on.isoformat(),
        line.booked_on.isoformat(),
        words.kind(line.kind),
        *shown,
        words.money(line.principal_after_minor),
    )


def _movement(found: LoanStatement, words: _Words) -> Table:
    columns = (found.opening, found.charged, found.settled, found.closing)
    rows = [
        (words(name), *(words.money(getattr(column, name)) for column in columns))
        for name in Components._fields
        if any(getattr(column, name) for column in columns) or name in ("principal", "interest")
    ]
    held = found.held_closing_minor - found.held_opening_minor
    rows.append(
        (
            words("held"),
            words.money(found.held_opening_minor),
            words.money(held),
            "",
            words.money(found.held_closing_minor),
        )
    )
    total = (words("total"), *(words.money(column.total) for column in columns))
    heads = ("part", "opening", "charged", "settled", "closing")
    return Table(
        tuple(words(head) for head in heads), tuple(rows), words("movement"), frozenset(range(1, 5)), (), total
    )


def _schedule_paper(shown: LoanView, names: Names, words: _Words) -> Paper:
    keys = ("principal", "interest", "fees", "total", "paid", "balance")
    rows = tuple(
        (str(line.n), line.due_date.isoformat(), *(words.money(getattr(line, key)) for key in keys))
        for line in shown.instalments
    )
    sums = [words.money(sum(getattr(line, key) for line in shown.instalments)) for key in keys[:-1]]
    table = Table(
        tuple(words(head) for head in ("n", "due_date", *keys)),
        rows,
        "",
        frozenset(range(2, 8)),
        (8, 15, 17, 15, 13, 17, 17, 18),
        (words("total"), "", *sums, ""),
    )
    facts = (*_parties(shown, names, words), (words("as_of"), shown.as_of.isoformat()))
    notes = (Sentences(words("still_to_come"), is_small=True), Sentences(words("from_records"), is_small=True))
    return _paper("schedule", shown.as_of, names, words, blocks=(Facts(facts), table, *notes), shown=shown)


def _pay_off_paper(shown: LoanView, names: Names, words: _Words) -> Paper:
    if shown.state != LoanState.CLOSED or shown.line.closed_on is None:
        raise NotRepaid(where="loan_id")
    on = shown.line.closed_on
    paid = shown.settled
    rows = tuple((words(name), words.money(getattr(paid, name))) for name in Components._fields if getattr(paid, name))
    table = Table(
        (words("part"), words("amount")),
        rows,
        words("paid_all"),
        frozenset({1}),
        (),
        (words("total"), words.money(paid.total)),
    )
    facts = (*_parties(shown, names, words), (words("closed_on"), on.isoformat()))
    confirm = Sentences(words("confirm", closed_on=on))
    blocks = (Facts(facts), confirm, table, Sentences(words("from_records"), is_small=True))
    return _paper("pay_off", on, names, words, blocks=blocks, shown=shown)


def _parties(shown: LoanView, names: Names, words: _Words) -> tuple[tuple[str, str], ...]:
    pairs = (
        (words("loan"), str(shown.id)),
        (words("lender"), names.lender),
        (words("borrower"), names.borrower),
        (words("code"), names.borrower_code),
        (words("principal_lent"), f"{words.money(shown.line.principal.minor)} {words.currency}"),
        (words("rate"), f"{shown.annual_rate_pct} %"),
        (words("disbursed_on"), str(shown.line.disbursed_on or "–")),
    )
    return tuple((name, value) for name, value in pairs if value)


def _paper(
    kind: str, on: date, names: Names, words: _Words, *, blocks: tuple[Facts | Table | Sentences, ...], shown: LoanView
) -> Paper:
    return Paper(
        title=words(kind),
        language=words.language,
        made_on=on,
        blocks=blocks,
        issuer=names.lender,
        footer=str(shown.id),
    )
