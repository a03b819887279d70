"""Posting templates: which accounts a kind of business event moves, as data."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple
from uuid import UUID

from pydantic import Field, ValidationError

from puhui.foundation.ledger.contracts import AccountRef, BadTemplateUse, JournalDraft, TransferDraft
from puhui.foundation.ledger.policy.chart import chart
from puhui.foundation.ledger.policy.files import BadPolicy, PolicyHead, Sentence, Strict, documents


class TemplateTransfer(Strict):
    """One transfer of a template: the named amount, from credit to debit."""

    amount: str = Field(pattern=r"^[a-z][a-z_]{0,39}$")
    debit: str
    credit: str


class Template(Strict):
    """One kind of journal."""

    text: Sentence
    pending: bool = False
    transfers: tuple[TemplateTransfer, ...] = Field(min_length=1)


class TemplateFile(PolicyHead):
    """A file of posting templates."""

    templates: Mapping[str, Template]


class Edition(NamedTuple):
    """A template with the file version it comes from."""

    file: str
    effective_from: date
    template: Template


@cache
def _editions() -> Mapping[str, tuple[Edition, ...]]:
    """Every template's editions, newest first. One template belongs to one file id."""
    found: dict[str, list[Edition]] = {}
    for path, document in documents("posting_templates"):
        try:
            loaded = TemplateFile.model_validate(document)
        except ValidationError as error:
            raise BadPolicy(f"{path}: {error}") from None
        for name, template in loaded.templates.items():
            _check_accounts(f"{path}: {name}", template)
            editions = found.setdefault(name, [])
            editions.append(Edition(f"{loaded.id}@{loaded.version}", loaded.effective_from, template))
            if len({edition.file.split("@")[0] for edition in editions}) > 1:
                raise BadPolicy(f"{path}: {name} belongs to another file")
    return {name: tuple(sorted(all_, key=lambda e: e.effective_from, reverse=True)) for name, all_ in found.items()}


def _check_accounts(where: str, template: Template) -> None:
    for transfer in template.transfers:
        for code in (transfer.debit, transfer.credit):
            if code not in chart():
                raise BadPolicy(f"{where}: the chart has no account {code}")
        if transfer.debit == transfer.credit:
            raise BadPolicy(f"{where}: a transfer joins two accounts")


def edition_on(template: str, day: date) -> Edition:
    """The edition in force on a day."""
    for edition in _editions().get(template, ()):
        if edition.effective_from <= day:
            return edition
    raise BadTemplateUse(where=template, template=template, reason="there is none of this name on this date")


def template_names() -> list[str]:
    """The names of all templates."""
    return sorted(_editions())


def draft_from_template(  # the signature is the vocabulary of a posting: every part has its name
    template: str,
    *,
    id: UUID,  # noqa: A002 - the journal's id, as everywhere
    amounts: Mapping[str, int],
    owners: Mapping[str, UUID],
    bucket: int,
    value_date: date,
    source: str,
    currency: str = "CNY",
    expires_on: date | None = None,
    text: str = "",
    segment: str = "",
) -> JournalDraft:
    """A draft with the template's transfers, filled with amounts (minor units) and owners (`{"loan": id}`).

    `segment` is the product of the loan, for accounts that the chart keeps by segment.
    An amount of zero leaves its transfer out; an amount that the template does not know, or lacks, is refused.
    """
    edition = edition_on(template, value_date)
    plan = edition.template
    _check_amounts(template, plan, amounts)
    house = AccountRef("", None, currency, bucket, segment)
    transfers = tuple(
        TransferDraft(
            debit=_account(template, part.debit, owners, house),
            credit=_account(template, part.credit, owners, house),
            amount_minor=amounts[part.amount],
            code=part.amount,
        )
        for part in plan.transfers
        if amounts[part.amount]
    )
    if not transfers:
        raise BadTemplateUse(where=template, template=template, reason="all amounts are zero")
    return JournalDraft(
        id=id,
        kind=template,
        value_date=value_date,
        transfers=transfers,
        source=source,
        text=text,
        pending=plan.pending,
        expires_on=expires_on,
        template=edition.file,
    )


def _check_amounts(name: str, plan: Template, amounts: Mapping[str, int]) -> None:
    known = {part.amount for part in plan.transfers}
    if known != set(amounts):
        odd = ", ".join(sorted(known ^ set(amounts)))
        raise BadTemplateUse(where=name, template=name, reason=f"missing or unknown amounts: {odd}")
    if negative := sorted(key for key, amount in amounts.items() if amount < 0):
        raise BadTemplateUse(where=name, template=name, reason=f"below zero: {', '.join(negative)}")


def _account(name: str, code: str, owners: Mapping[str, UUID], house: AccountRef) -> AccountRef:
    kept = chart()[code]
    segment = house.segment if kept.by_segment else ""
    if kept.per == "house":
        return AccountRef(code, None, house.currency, house.bucket, segment)
    if kept.per not in owners:
        raise BadTemplateUse(where=name, template=name, reason=f"{code} is kept per {kept.per}; whose is it?")
    return AccountRef(code, owners[kept.per], house.currency, 0, segment)
