"""What comes in by itself from outside: signed messages of gateways. Translates, and calls one flow each."""
