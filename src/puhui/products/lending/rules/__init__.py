"""What is true in lending: positions out of replays, differences between them, terms as JSON. No clock, no database."""
