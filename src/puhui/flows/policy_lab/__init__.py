"""The policy lab: asks for a run, works it out, and shows that it comes out the same again."""
