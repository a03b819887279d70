"""What is true of grades and provisions: no clock, no database."""
