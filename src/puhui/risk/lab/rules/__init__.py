"""What is true of lab runs: plain Python and arrays, no clock, no database."""
