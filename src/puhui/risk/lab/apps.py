"""Tells Django of the room."""

from django.apps import AppConfig


class LabConfig(AppConfig):
    """The app behind `puhui.risk.lab`."""

    name = "puhui.risk.lab"
    label = "lab"
