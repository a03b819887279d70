"""Tells Django of the room."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The app behind `puhui.foundation.casework`."""

    name = "puhui.foundation.casework"
    label = "casework"
