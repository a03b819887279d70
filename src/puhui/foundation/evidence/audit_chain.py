"""The audit log as a hash chain: entries that are a while old are sealed, and every seal can be recomputed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from puhui.foundation.evidence.actions import GENESIS, chain_digest, seal_batch
from puhui.foundation.evidence.contracts import ChainFault
from puhui.foundation.evidence.models import AuditEntry, SealedBatch
from puhui.kernel.ids import new_id

CHAIN: Final = "audit"
SETTLING_MS: Final = 10 * 60 * 1000  # no transaction runs longer, so no entry with an older id can still appear
SEALED_TOGETHER: Final = 2000
_COLUMNS: Final = (
    "id",
    "at",
    "actor_id",
    "actor_name",
    "roles",
    "verb",
    "subject",
    "channel",
    "request_digest",
    "detail",
)


def seal_audit(*, at: datetime) -> int:
    """Seals the entries that are settled and not sealed yet; gives how many. Runs in a transaction, one at a time."""
    sealed = 0
    while batch := _unsealed():
        seal_batch(CHAIN, batch, at=at)
        sealed += len(batch)
    return sealed


def audit_chain_faults() -> Iterator[ChainFault]:
    """Recomputes the chain; tells the first batch that does not hold."""
    previous = GENESIS
    for seal in SealedBatch.objects.filter(chain=CHAIN).order_by("number").iterator(chunk_size=200):
        rows = list(
            AuditEntry.objects.filter(id__range=(seal.first_id, seal.last_id)).order_by("id").values_list(*_COLUMNS)
        )
        digest = chain_digest(previous, (list(row) for row in rows))
        if (seal.previous_digest, seal.digest, seal.rows) != (previous, digest, len(rows)):
            yield ChainFault(CHAIN, seal.number, "the audit log is not what was sealed")
            return
        previous = seal.digest


def _unsealed() -> list[tuple[UUID, object]]:
    settled = UUID(int=((new_id().int >> 80) - SETTLING_MS) << 80)
    last = SealedBatch.objects.filter(chain=CHAIN).order_by("-number").first()
    entries = AuditEntry.objects.filter(id__lt=settled).order_by("id")
    if last:
        entries = entries.filter(id__gt=last.last_id)
    return [(row[0], list(row)) for row in entries.values_list(*_COLUMNS)[:SEALED_TOGETHER]]
