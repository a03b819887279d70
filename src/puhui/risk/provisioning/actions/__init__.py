"""What can be done in provisioning."""
