"""What can be done with facilities; the flows under `flows/draw_facility` put these steps together."""
