"""What is true of decisions: decision tables, scorecards, policies, and how they make a decision."""
