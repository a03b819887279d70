"""What can be done in origination; the flows under `flows/originate_loan` put these steps together."""
