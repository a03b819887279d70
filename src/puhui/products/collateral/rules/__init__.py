"""Rules of collateral."""
