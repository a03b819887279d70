"""Brings a lender's existing book in: read, replay, compare cent by cent, and only then book."""
