"""Acts on bills."""
