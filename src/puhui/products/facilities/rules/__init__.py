"""What is true of facilities: balances, sub-limits, fees."""
