"""Payments adapters: the embedded bank, which keeps books of its own so that a crash of ours loses it nothing."""
