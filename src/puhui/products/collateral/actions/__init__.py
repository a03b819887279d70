"""Actions of collateral."""
