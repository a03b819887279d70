"""Keeps facts with their lineage, and marks whose facts are stale."""

from collections.abc import Mapping
from uuid import UUID

from puhui.kernel.actors import Call
from puhui.kernel.ids import bucket_of, new_id
from puhui.risk.facts.contracts import KnownFact
from puhui.risk.facts.models import FactMark, FactRecord
from puhui.risk.facts.queries import newest_records

KEPT_TOGETHER = 500


def store_facts(call: Call, *, party_id: UUID, facts: Mapping[str, KnownFact]) -> int:
    """Keeps the facts that differ from what was kept last; how many. In a running transaction; for flows."""
    last = {row.name: (row.value, row.definition, row.answers) for row in newest_records(party_id)}
    new = []
    for fact in facts.values():
        value = (
            None
            if fact.value is None
            else format(fact.value, "f")
            if not isinstance(fact.value, int)
            else str(fact.value)
        )
        answers = [str(one) for one in fact.answer_ids]
        if last.get(fact.name, (None, fact.definition, [])) != (value, fact.definition, answers):
            new.append(
                FactRecord(
                    id=new_id(),
                    bucket=bucket_of(party_id),
                    party_id=party_id,
                    name=fact.name,
                    value=value,
                    definition=fact.definition,
                    answers=answers,
                    as_of=fact.as_of,
                    measured_at=call.at,
                )
            )
    FactRecord.objects.bulk_create(new, batch_size=KEPT_TOGETHER)
    FactMark.objects.update_or_create(party_id=party_id, defaults={"stale_since": None, "measured_at": call.at})
    return len(new)


def mark_stale(call: Call, *, party_id: UUID) -> None:
    """Notes that something new is known of a party. In a running transaction; for flows."""
    mark, made = FactMark.objects.get_or_create(party_id=party_id, defaults={"stale_since": call.at})
    if not made and mark.stale_since is None:
        FactMark.objects.filter(party_id=party_id, stale_since=None).update(stale_since=call.at)
