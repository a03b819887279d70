"""Terms and events of a loan as JSON, as docs/reference/schedule.md describes it."""
