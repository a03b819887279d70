"""What can be done with receivables."""
