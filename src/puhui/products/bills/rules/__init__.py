"""Rules of bills."""
