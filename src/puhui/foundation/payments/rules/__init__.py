"""What is true of bank statements: how they are read, and how a line is matched. No database, no clock."""
