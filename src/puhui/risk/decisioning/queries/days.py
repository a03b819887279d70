"""Decisions of a business date, and many by id, as the watch counts them: without facts, reasons and offers."""

import json
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from puhui.kernel.actors import Actor, Role
from puhui.risk.decisioning.contracts import DecisionLine
from puhui.risk.decisioning.models import DecisionMaterial, DecisionRecord

TOGETHER = 400
_COLUMNS = ("id", "application_id", "firm_id", "product_code", "scorecard_hash", "answer")
_READERS = (Role.SYSTEM, Role.RISK_OFFICER, Role.COMPLIANCE, Role.AUDITOR, Role.ADMINISTRATOR)


def decisions_of_day(actor: Actor, *, on: date) -> Iterator[DecisionLine]:
    """The decisions of a business date, in the order of their ids; one statement."""
    actor.require(*_READERS, verb="read the decisions of a day")
    rows = DecisionRecord.objects.filter(as_of=on, without_application=None).order_by("id").values_list(*_COLUMNS)
    for row in rows.iterator(chunk_size=1000):
        yield _line(*row)


def decision_lines(actor: Actor, *, decision_ids: Collection[UUID]) -> dict[UUID, DecisionLine]:
    """Decisions by id; a statement for some hundreds."""
    actor.require(*_READERS, verb="read decisions")
    ids, found = list(decision_ids), {}
    for start in range(0, len(ids), TOGETHER):
        rows = DecisionRecord.objects.filter(id__in=ids[start : start + TOGETHER]).values_list(*_COLUMNS)
        found.update({row[0]: _line(*row) for row in rows})
    return found


def training_bins(card_hash: str) -> dict[str, dict[str, int]]:
    """How the rows that a card was trained on fell into its bins, by fact; empty where the card does not tell."""
    content = DecisionMaterial.objects.filter(hash=card_hash).values_list("content", flat=True).first()
    document = json.loads(content or "{}")
    bins = {f["name"]: (*f["bins"], f["missing"]) for f in document.get("features", ()) if "bins" in f}
    return {
        fact: {entry["id"]: int(entry["rows"]) for entry in entries}
        for fact, entries in bins.items()
        if all("rows" in entry for entry in entries)
    }


def _line(  # noqa: PLR0917 - the columns of a record
    decision_id: UUID, application_id: UUID, firm_id: UUID | None, product_code: str, card_hash: str, answer: str
) -> DecisionLine:
    told = json.loads(answer)
    rates = [Decimal(offer["annual_rate_pct"]) for offer in told["offers"][:1]]
    return DecisionLine(
        decision_id=decision_id,
        application_id=application_id,
        firm_id=firm_id,
        product_code=product_code,
        model=told["scorecard_version"],
        card_hash=card_hash,
        outcome=told["outcome"],
        score=told["score"],
        pd=Decimal(told["pd"]),
        band=told["band"],
        rate_pct=rates[0] if rates else None,
        bins={part["fact"]: part["bin"] for part in told["contributions"]},
    )
