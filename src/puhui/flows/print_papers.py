"""Prints the papers around a loan for whoever may see it, and keeps those that are issued."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from puhui.foundation.catalogue.facade import NoSuchProduct, product_version
from puhui.foundation.documents.facade import (
    Facts,
    Paper,
    StoredFileCard,
    blocks_of_html,
    csv_of,
    files_of,
    pdf_of,
    store_file,
)
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import identity_of, party_card
from puhui.kernel.actors import Actor, Call
from puhui.kernel.dates import bounded_date
from puhui.kernel.errors import Conflict, InvalidInput, NotFound
from puhui.kernel.ports import SigningPort
from puhui.kernel.texts import Text
from puhui.products.lending.facade import PAPER_KINDS, Names, loan, loan_paper
from puhui.products.origination.facade import contract, contract_text

MEDIA_TYPES: Final = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8"}
_RENDER: Final[Mapping[str, Callable[[Paper], bytes]]] = {"pdf": pdf_of, "csv": csv_of}
_NO_TABLE_OF_ITS_OWN: Final = frozenset({"pay_off"})
_COPY: Final = Text(en="Copy of contract {number}", zh="合同副本 {number}")
_SIGNED: Final = Text(en="SHA-256 of the file that was signed", zh="已签署文件的 SHA-256")
_SIGNED_AT: Final = Text(en="Signed at (UTC)", zh="签署时间（UTC）")


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper as a file: the same paper has the same bytes, so its hash can be kept."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash of the file."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class PaperIssued:
    """A paper that was kept with the borrower's files."""

    file_id: UUID
    sha256: str


def print_loan_paper(
    actor: Actor,
    *,
    loan_id: UUID,
    kind: str,
    form: str = "pdf",
    language: str,
    from_date: date | None = None,
    to_date: date | None = None,
) -> Printed:
    """A paper of a loan as a file; customers get those of their own loans only."""
    if kind not in PAPER_KINDS:
        raise InvalidInput("kind", f"one of {', '.join(PAPER_KINDS)}")
    if form not in _RENDER or (form == "csv" and kind in _NO_TABLE_OF_ITS_OWN):
        raise InvalidInput("format", "pdf" if kind in _NO_TABLE_OF_ITS_OWN else "pdf or csv")
    since = bounded_date(from_date, where="from_date") if from_date else None
    until = bounded_date(to_date, where="to_date") if to_date else None
    made = loan_paper(
        actor,
        loan_id,
        kind=kind,
        names=_names(actor, loan_id, language),
        language=language,
        from_date=since,
        to_date=until,
    )
    name = f"{kind.replace('_', '-')}-{str(loan_id)[-12:]}-{made.made_on}.{form}"
    return Printed(name, MEDIA_TYPES[form], _RENDER[form](made))


def print_contract_copy(actor: Actor, *, contract_id: UUID, signing: SigningPort, at: datetime) -> Printed:
    """The words of a signed contract as PDF, with the hash of the file that was signed; sealed where papers are."""
    shown = contract(actor, contract_id)
    if shown.signed_at is None:
        raise Conflict("the contract is not signed", where="contract_id")
    facts = (
        (_SIGNED_AT.in_language(shown.language), shown.signed_at.isoformat(timespec="seconds")),
        (_SIGNED.in_language(shown.language), shown.sha256),
    )
    made = Paper(
        title=_COPY.filled(number=shown.number).in_language(shown.language),
        language=shown.language,
        made_on=shown.signed_at.date(),
        blocks=(Facts(facts), *blocks_of_html(contract_text(actor, contract_id))),
        footer=shown.number,
    )
    content = pdf_of(made)
    if signing.is_ready:
        content = signing.sign(content, reason=made.title, at=at)
    return Printed(f"{shown.number}.pdf", MEDIA_TYPES["pdf"], content)


@use_case("print_papers.issue_paper", answers=PaperIssued, subject="loan_id")
def issue_paper(call: Call, *, loan_id: UUID, kind: str, language: str) -> PaperIssued:
    """Prints a paper and keeps it, sealed, with the borrower's files; the same bytes are kept once."""
    printed = print_loan_paper(call.actor, loan_id=loan_id, kind=kind, language=language)
    party_id = loan(call.actor, loan_id).borrower_id
    kept = _kept(call.actor, party_id, printed)
    if kept is None:
        kept = store_file(
            call,
            party_id=party_id,
            name=printed.name,
            media_type=printed.media_type,
            content=printed.content,
            kind="paper",
        )
    return PaperIssued(kept.id, kept.sha256)


def _kept(actor: Actor, party_id: UUID, printed: Printed) -> StoredFileCard | None:
    files = files_of(actor, party_id=party_id, most=500)
    return next((card for card in files if card.sha256 == printed.sha256), None)


def _names(actor: Actor, loan_id: UUID, language: str) -> Names:
    """The lender as the product names it; the borrower in full for themselves, as staff may see them otherwise."""
    shown = loan(actor, loan_id)
    lender = _lender(shown.line.product_code, shown.product_version).in_language(language)
    if actor.is_customer:
        who = identity_of(shown.borrower_id)
        return Names(lender=lender, borrower=who.name, borrower_code=who.identifier)
    try:
        card = party_card(actor, party_id=shown.borrower_id)
    except NotFound:
        return Names(lender=lender, borrower=str(shown.borrower_id), borrower_code="")
    return Names(lender=lender, borrower=card.name, borrower_code=card.identifier)


def _lender(code: str, version: int) -> Text:
    try:
        return product_version(code, version).lender
    except NoSuchProduct:
        return Text(en="", zh="")
