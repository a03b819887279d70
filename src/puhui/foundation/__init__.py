"""What is kept for everyone, from the audit trail up to the ledger; docs/concepts/architecture.md gives the order."""
