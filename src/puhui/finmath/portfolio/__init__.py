"""Many loans at once, as arrays: the same amounts as the one-loan engine, to the minor unit.

`columns.columns_of` turns terms into columns, `schedules.schedules` into schedules. Terms that are not reckoned as
arrays go to the one-loan engine one by one, and the answer says which. tests/laws/test_portfolio.py holds both equal.
"""
