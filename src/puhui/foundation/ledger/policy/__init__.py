"""The ledger's policies as typed objects: the chart of accounts and the posting templates."""
