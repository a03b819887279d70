"""What customers ask by text message: their words understood, and answered with nothing beyond what was asked."""
