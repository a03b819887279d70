"""Pure mathematics of finance: day counts, schedules, effective rates, statistics. No clock, no database."""
