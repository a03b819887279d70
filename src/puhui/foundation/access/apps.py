"""Tells Django of the room."""

from django.apps import AppConfig
from django.conf import settings

from puhui.foundation.access.encryption import read_data_keys


class AccessConfig(AppConfig):
    """The app behind `puhui.foundation.access`."""

    name = "puhui.foundation.access"
    label = "access"

    def ready(self) -> None:
        """Refuses a start with keys that could not seal."""
        read_data_keys(settings.PUHUI_ENVIRONMENT.data_keys)
