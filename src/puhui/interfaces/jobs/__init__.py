"""Background work: each job takes a bucket of work from a state table and is safe to repeat."""
