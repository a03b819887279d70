"""Tells Django of the room."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """The app behind `puhui.conduct.protection`."""

    name = "puhui.conduct.protection"
    label = "protection"
