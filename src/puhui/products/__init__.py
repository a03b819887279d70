"""What the institution offers; the rooms are siblings and blind to each other."""
