"""What is true of decisions: facts, decision tables, scorecards, policies, and how they make a decision."""
