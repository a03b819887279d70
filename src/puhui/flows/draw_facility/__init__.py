"""Draws on a limit: shown with its cost, confirmed with a code, paid out by the bank, watched from day to day."""
