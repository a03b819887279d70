"""Farm business: a farmer's household comes on record, a season runs, a village or a cooperative stands behind it."""
