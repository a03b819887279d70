"""Closes business days: checks payments, accrues, marks what is late, reminds, moves the date, seals, collects.

A day close is a list of steps, each done for groups of buckets in transactions of their own. What was done stands in
`DayCloseStep`; a close that was killed goes on where it stopped, and two closers share the work.
"""
