"""TO BE WRITTEN: the room card of indicators."""
