"""What is true of applications, offers, cost sheets and contracts."""
