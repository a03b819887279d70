"""What stands behind a loan, across lending, collateral, the ledger and cases: pledged, watched, released, sold."""
