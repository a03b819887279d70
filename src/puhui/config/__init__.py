"""Settings, addresses, and the one place that joins ports to adapters and events to handlers."""
