"""Papers: what a person is handed, described once and rendered as PDF, CSV or a page."""
