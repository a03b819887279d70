"""What a customer may do with what is held of them: see who looked, take it along, have it erased."""
