"""Use cases that cross rooms, one verb per file; each is one transaction."""
