"""Monitoring: what became of the decisions - whether people, scores and outcomes still are what they were, and alike.

Owns: daily tallies of decisions (counts only), references that they are compared with, measures (one row per day,
measure and segment), episodes of alarm.
Laws: a day is tallied once and never scanned again; a measure is a pure function of tallies, reference and policy; an
alarm opens one case per episode; a group too small to say anything about raises none; nobody is decided on by what is
kept here.
Events: none.
Personal data: none kept. Birth date, sex and address of owners are read once a day, by the system, to count groups.
"""
