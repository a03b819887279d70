"""Queries of collateral."""
