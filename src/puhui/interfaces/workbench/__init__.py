"""The door for staff: queues, customers, loans, ledger, day close, users; in the frame of django-unfold."""
