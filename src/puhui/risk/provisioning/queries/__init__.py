"""What can be asked of provisioning."""
