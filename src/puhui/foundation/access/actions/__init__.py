"""What can be done with access: one-time codes, staff and their roles, tokens of programs, rate windows."""
