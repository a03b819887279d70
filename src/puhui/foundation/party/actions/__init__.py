"""What can be done with parties: register, complete, connect, tag, unmask, rotate keys."""
