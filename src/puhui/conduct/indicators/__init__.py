"""Indicators: what the institution knows of itself, day by day.

Owns: daily figures (one row per business date and name), written by the day close; the last count of whom the
institution reaches: borrowers with their groups, and sums by place; the book by branch and relationship manager, day by
day (managed days).
Laws: a figure of a closed day is written once and never changed by a later close; every figure has a definition with
a unit and its source; a managed day is written once; a query returns at most 400 days.
Events: none.
Personal data: figures hold none, they are counts and sums over the whole book. The last count says of each borrower,
by id, to which groups they belong; the next count takes its place.
"""
