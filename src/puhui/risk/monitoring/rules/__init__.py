"""What is true of the watch: plain Python."""
