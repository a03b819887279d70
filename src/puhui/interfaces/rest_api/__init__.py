"""TO BE WRITTEN: the room card of rest_api."""
