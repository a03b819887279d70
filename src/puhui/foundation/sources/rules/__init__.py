"""What is true of sources: schemas, which answer counts at an instant, what a correction changes."""
