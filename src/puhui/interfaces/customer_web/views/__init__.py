"""The views, one module per step of the journey; each view calls one flow, action or query and translates."""
