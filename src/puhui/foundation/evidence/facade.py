"""What other rooms may call."""

from puhui.foundation.evidence.actions import (
    chain_digest,
    emit,
    postpone_outbox_work,
    seal_batch,
    settle_outbox_work,
    take_outbox_work,
)
from puhui.foundation.evidence.contracts import AuditLine, BadKey, ChainFault, KeyReused, OutboxWork
from puhui.foundation.evidence.queries import audit_lines, undelivered_count
from puhui.foundation.evidence.use_cases import use_case

__all__ = [
    "AuditLine",
    "BadKey",
    "ChainFault",
    "KeyReused",
    "OutboxWork",
    "audit_lines",
    "chain_digest",
    "emit",
    "postpone_outbox_work",
    "seal_batch",
    "settle_outbox_work",
    "take_outbox_work",
    "undelivered_count",
    "use_case",
]
