"""The way to programs of shops: signed messages over HTTPS."""
