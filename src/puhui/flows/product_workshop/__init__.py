"""The workshop of products: a draft is written, checked, simulated, and published by a second person."""
