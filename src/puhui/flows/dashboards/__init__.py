"""Dashboards and the lists behind their figures: sums that cross rooms, in a handful of statements each."""
