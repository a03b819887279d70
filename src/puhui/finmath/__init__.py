"""Pure reckoning, without a database and without a clock: day count, cash flows, rates, cents, loans."""
