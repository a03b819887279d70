"""Tells Django of the room."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """The app behind `puhui.foundation.sources`."""

    name = "puhui.foundation.sources"
    label = "sources"
