"""How the institution behaves and what it knows of itself."""
