"""Tells Django of the room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The app behind `puhui.foundation.access`."""

    name = "puhui.foundation.access"
    label = "access"
