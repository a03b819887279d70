"""The doors: each only translates and calls exactly one flow, action or query."""
