"""Indicators: what the institution knows of itself, day by day.

Owns: daily figures (one row per business date and name), written by the day close.
Laws: a figure of a closed day is written once and never changed by a later close; every figure has a definition with
a unit and its source; a query returns at most 400 days.
Events: none.
Personal data: none; figures are counts and sums over the whole book.
"""
