"""TO BE WRITTEN: the room card of workbench."""
