"""Tells Django of the room."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """The app behind `puhui.foundation.regions`."""

    name = "puhui.foundation.regions"
    label = "regions"
