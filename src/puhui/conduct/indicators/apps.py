"""Tells Django of the room."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """The app behind `puhui.conduct.indicators`."""

    name = "puhui.conduct.indicators"
    label = "indicators"
