"""What keeps a person from debt that harms them: their own wishes, warnings, days to think again."""
