"""What other rooms may call."""

from puhui.foundation.evidence.actions import (
    GENESIS,
    chain_digest,
    emit,
    postpone_outbox_work,
    seal_batch,
    settle_outbox_work,
    take_outbox_work,
)
from puhui.foundation.evidence.append_only import Statements, refuse_changes, refuse_changes_again
from puhui.foundation.evidence.audit_chain import audit_chain_faults, seal_audit
from puhui.foundation.evidence.contracts import AuditLine, AuditSearch, BadKey, ChainFault, KeyReused, OutboxWork, Seal
from puhui.foundation.evidence.queries import audit_lines, seals, undelivered_count
from puhui.foundation.evidence.signing import is_signed, signature, signer
from puhui.foundation.evidence.streams import newest_before
from puhui.foundation.evidence.use_cases import use_case, use_case_acts, use_case_verbs
from puhui.foundation.evidence.written_once import written_once
from puhui.foundation.evidence.written_rows import insert_row

__all__ = [
    "GENESIS",
    "AuditLine",
    "AuditSearch",
    "BadKey",
    "ChainFault",
    "KeyReused",
    "OutboxWork",
    "Seal",
    "Statements",
    "audit_chain_faults",
    "audit_lines",
    "chain_digest",
    "emit",
    "insert_row",
    "is_signed",
    "newest_before",
    "postpone_outbox_work",
    "refuse_changes",
    "refuse_changes_again",
    "seal_audit",
    "seal_batch",
    "seals",
    "settle_outbox_work",
    "signature",
    "signer",
    "take_outbox_work",
    "undelivered_count",
    "use_case",
    "use_case_acts",
    "use_case_verbs",
    "written_once",
]
