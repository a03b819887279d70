"""TO BE WRITTEN: the room card of customer_web."""
