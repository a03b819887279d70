"""Questions to bills."""
