"""What can be asked of lending; the actor's rights are filtered in the same statement."""
